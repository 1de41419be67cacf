//! In a long table with planted faults exactly those are found, each at its cell and by its code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::{read, test};
use lanegate_wire::{CheckOptions, Filter};

/// What was planted: cell or row, and code.
const PLANTED: [(&str, &str); 44] = [
    ("A3", "not_a_uuid"),
    ("A6", "not_a_uuid"),
    ("B7", "not_a_uuid"),
    ("F8", "control_character"),
    ("C9", "required_missing"),
    ("C10", "date_impossible"),
    ("C11", "date_order_unknown"),
    ("C12", "date_two_digit_year"),
    ("C13", "date_number"),
    ("C14", "not_a_date"),
    ("C15", "date_in_words"),
    ("C16", "date_leap_1900"),
    ("C17", "date_negative"),
    ("C18", "date_too_large"),
    ("C19", "time_without_date"),
    ("C20", "date_in_future"),
    ("C21", "date_before_1990"),
    ("C22", "time_dropped"),
    ("C23", "not_a_date"),
    ("C24", "error_value"),
    ("D26", "not_in_list"),
    ("D27", "required_missing"),
    ("D28", "not_in_list"),
    ("D29", "not_in_list"),
    ("E30", "not_in_list"),
    ("E31", "required_missing"),
    ("E32", "error_value"),
    ("F33", "conditional_missing"),
    ("F34", "too_long"),
    ("F35", "number_as_text"),
    ("F36", "invisible_removed"),
    ("F37", "not_text"),
    ("G38", "not_in_list"),
    ("G39", "not_in_list"),
    ("row 40", "anonymous_meeting"),
    ("row 42", "duplicate_row"),
    ("row 43", "conflict_in_file"),
    ("row 44", "conflict_in_file"),
    ("row 45", "conflict_in_file"),
    ("row 46", "conflict_in_file"),
    ("C48", "date_impossible"),
    ("C49", "date_impossible"),
    ("A50", "not_a_uuid"),
    ("B100", "not_a_uuid"),
];

#[test]
fn exactly_what_was_planted_is_found() {
    let file = "tests/samples/files/appointments-planted.xlsx";
    let mut intake = Intake::open("appointments-planted.xlsx", read(file)).unwrap();
    intake.check(&CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()), &mut |_| {}).unwrap();
    let checked = intake.checked().unwrap();
    let found: BTreeSet<(String, String)> = checked
        .findings(0, 500, &Filter::default())
        .findings
        .into_iter()
        .map(|finding| {
            let row = finding.row.map(|row| format!("row {row}"));
            (finding.cell.or(row).unwrap_or_default(), finding.code)
        })
        .collect();
    let mut planted: BTreeSet<(String, String)> =
        PLANTED.iter().map(|(place, code)| ((*place).to_owned(), (*code).to_owned())).collect();
    // One of the file as a whole: row 60 is hidden.
    planted.insert(("row 60".to_owned(), "hidden_rows".to_owned()));
    assert_eq!(found.difference(&planted).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "found, not planted");
    assert_eq!(planted.difference(&found).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "planted, not found");
    assert_eq!(checked.overview().counts.error as usize, 38);
}
