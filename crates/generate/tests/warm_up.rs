//! The files on which the page's worker warms up go the whole way that other files go: they are read, and hold ready rows and wrong ones.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_wire::CheckOptions;

#[test]
fn the_worker_s_warm_up_is_a_whole_check() {
    let files = lanegate_generate::files().unwrap();
    let warm_up: Vec<_> = files.into_iter().filter(|file| file.path.contains("warm_up")).collect();
    assert_eq!(warm_up.len(), 2);
    let mut found = Vec::new();
    for file in warm_up {
        let mut intake = Intake::open_light(&file.path, file.content).unwrap();
        intake.check(&CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()), &mut |_| {}).unwrap();
        assert!(!lanegate_intake::needs_whole());
        let overview = intake.checked().unwrap().overview();
        assert!(overview.clean > 90 && overview.blocked > 10, "{} ready, {} wrong", overview.clean, overview.blocked);
        found.push((overview.rows, overview.clean, overview.blocked));
    }
    assert_eq!(found[0], found[1]);
}
