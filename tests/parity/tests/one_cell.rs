//! Correcting one cell of a long file is checked again at once, whatever the kind of file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::{milliseconds, test};
use lanegate_wire::{CheckOptions, Fix};

const ROWS: u32 = 100_000;

/// What a person takes for at once, in milliseconds. The native tests are compiled without optimisation; there only a check of the whole
/// file, which takes seconds, would be noticed.
const AT_ONCE: f64 = if cfg!(target_arch = "wasm32") { 50.0 } else { 1_000.0 };

fn meetings() -> String {
    let mut text = "company_id,people_id,meeting_date,meeting_type,meeting_outcome\n".to_owned();
    for row in 0..ROWS {
        let day = 1 + row % 28;
        let fault = if row % 100 == 0 { "2025-02-30".to_owned() } else { format!("{day:02}/06/2025") };
        let _ = writeln!(text, "000000c0-0000-4000-8000-{row:012x},,{fault},systems,ghosted");
    }
    text
}

fn partners() -> String {
    let mut text = "firm_name,primary_contact_name,linkedin_url,email,source\n".to_owned();
    for row in 0..ROWS {
        let email = if row % 100 == 0 { "none".to_owned() } else { format!("p{row}@example.com") };
        let _ = writeln!(text, "Firm {row},Contact {row},linkedin.com/in/p{row},{email},Referral");
    }
    text
}

fn longest(text: String, edits: &[(&str, &str)]) -> f64 {
    let mut intake = Intake::open("long.csv", text.into_bytes()).unwrap();
    let mut options = CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    intake.check(&options, &mut |_| {}).unwrap();
    let mut errors = intake.checked().unwrap().overview().counts.error;
    assert_eq!(errors, ROWS / 100);
    let mut longest = 0.0_f64;
    for (cell, value) in edits {
        options.fixes.push(Fix::SetCell { cell: (*cell).into(), value: (*value).into() });
        let begun = milliseconds();
        intake.check(&options, &mut |_| {}).unwrap();
        let overview = intake.checked().unwrap().overview();
        longest = longest.max(milliseconds() - begun);
        assert_eq!(overview.counts.error, errors - 1, "{cell}");
        errors -= 1;
    }
    longest
}

#[test]
fn an_edited_cell_of_100_000_rows_is_checked_at_once() {
    let meetings = longest(meetings(), &[("C2", "2025-06-07"), ("C50002", "08/06/2025"), ("C99902", "2025-06-09")]);
    let partners = longest(partners(), &[("D2", "a@example.com"), ("D50002", ""), ("D99902", "b@example.com")]);
    assert!(meetings < AT_ONCE && partners < AT_ONCE, "meetings {meetings} ms, partners {partners} ms");
}
