//! The files on which the page's worker warms up go the whole way that other files go, and hold ready rows and wrong ones.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::test;
use lanegate_wire::CheckOptions;

const FILES: [(&str, &[u8]); 2] = [
    ("warm_up.xlsx", include_bytes!("../../../web/src/worker/warm_up.xlsx")),
    ("warm_up.csv", include_bytes!("../../../web/src/worker/warm_up.csv")),
];

#[test]
fn the_worker_s_warm_up_is_a_whole_check() {
    let found = FILES.map(|(name, bytes)| {
        let mut intake = Intake::open_light(name, bytes.to_vec()).unwrap();
        intake.check(&CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()), &mut |_| {}).unwrap();
        // In the program that warms up, the second reader and rare encodings are missing.
        assert!(!lanegate_intake::needs_extras(), "{name}");
        let overview = intake.checked().unwrap().overview();
        assert!(
            overview.clean > 90 && overview.blocked > 10,
            "{name}: {} ready, {} wrong",
            overview.clean,
            overview.blocked
        );
        (overview.rows, overview.clean, overview.blocked)
    });
    assert_eq!(found[0], found[1]);
}
