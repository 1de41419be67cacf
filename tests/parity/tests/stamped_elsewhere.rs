//! The page's worker is linked without what reads a stamp: a workbook that has one is for the program that reads whole. What needs that
//! program is noted for the process, so that this stands alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lanegate_intake::{Intake, needs_extras};
use lanegate_parity::test;

const PLAIN: &[u8] =
    b"company_id,meeting_date,meeting_outcome\n6f9619ff-8b86-4d01-b42d-00cf4fc964ff,2025-05-01,ghosted\n";

#[test]
fn a_stamp_is_read_by_the_whole_program_alone() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let options = lanegate_wire::CheckOptions::on(today);
    let mut plain = Intake::open_light("meetings.csv", PLAIN.to_vec()).unwrap();
    plain.check(&options, &mut |_| {}).unwrap();
    assert!(!needs_extras());

    let template = lanegate_workbook::template(lanegate_kinds::named("appointment_history").unwrap()).unwrap();
    Intake::open_light("template.xlsx", template).unwrap();
    assert!(needs_extras());
}
