//! Which sheet of a workbook is checked, and what is said of the others.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Filter};
use support::{Part, part, workbook};

const HEADERS: &[&str] = &["firm_name", "primary_contact_name", "source", "status"];
const ROW: &[&str] = &["Harbor Ltd", "Ann Lee", "Referral", "prospect"];
const EMPTY: &[&[&str]] = &[HEADERS];
const FILLED: &[&[&str]] = &[HEADERS, ROW];

/// The sheet that is checked, and what is said of others, or of there being no rows.
fn checked(sheets: &[Part<'_>], kind: Option<&str>) -> (String, Vec<String>) {
    let mut intake = Intake::open("book.xlsx", workbook(sheets)).unwrap();
    let options =
        CheckOptions { kind: kind.map(Into::into), ..CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()) };
    intake.check(&options, &mut |_| {}).unwrap();
    let file = intake.checked().unwrap();
    let found = file.findings(0, 500, &Filter::default()).findings;
    let told = found.into_iter().filter(|finding| finding.code.contains("sheet") || finding.code == "no_rows");
    (file.overview().sheet, told.map(|finding| finding.code).collect())
}

fn is(sheet: &str, codes: &[&str]) -> (String, Vec<String>) {
    (sheet.to_owned(), codes.iter().map(|&code| code.to_owned()).collect())
}

#[test]
fn the_filled_sheet_is_taken_and_not_the_empty_template_before_it() {
    let template = || part("Template", EMPTY);
    let filled = || part("Filled", FILLED);
    for kind in [None, Some("partner_master")] {
        assert_eq!(checked(&[template(), filled()], kind), is("Filled", &["other_sheet"]));
        assert_eq!(checked(&[filled(), template()], kind), is("Filled", &["other_sheet"]));
        assert_eq!(checked(&[template(), template()], kind).0, "Template");
        // A filled sheet with a header that is not known.
        let rows: &[&[&str]] = &[&["firm_name", "Ansprechpartner", "source", "status"], ROW];
        assert_eq!(checked(&[template(), part("Filled", rows)], kind).0, "Filled");
        // Lists for the template's cells are no filled sheet.
        let lists: &[&[&str]] = &[&["Status", "Who"], &["prospect", "Ann"]];
        assert_eq!(checked(&[template(), part("Lists", lists)], kind), is("Template", &["other_sheet", "no_rows"]));
    }
}

#[test]
fn a_sheet_of_explanations_or_examples_is_not_taken_for_the_filled_one() {
    let explained: &[&[&str]] = &[HEADERS, &["(required)", "(required)", "(required)", "(optional)"]];
    let example: &[&[&str]] = &[HEADERS, &["(required)", "(required)", "(required)", "(optional)"], ROW];
    let two: &[&[&str]] = &[HEADERS, ROW, &["Quay Ltd", "Bo Ray", "Referral", "prospect"]];
    for kind in [None, Some("partner_master")] {
        assert_eq!(checked(&[part("Sheet1", explained), part("Data", FILLED)], kind), is("Data", &["other_sheet"]));
        assert_eq!(checked(&[part("Data", FILLED), part("Sheet1", explained)], kind), is("Data", &["other_sheet"]));
        assert_eq!(checked(&[part("Example", example), part("Data", two)], kind), is("Data", &["other_sheet_fits"]));
        assert_eq!(checked(&[part("Data", two), part("Example", FILLED)], kind), is("Data", &["other_sheet_fits"]));
        // Without a better one, it is taken, and so is a first sheet whose name says nothing.
        assert_eq!(checked(&[part("Sheet1", explained)], kind).0, "Sheet1");
        assert_eq!(checked(&[part("Example", FILLED), part("Empty", EMPTY)], kind), is("Example", &["other_sheet"]));
        assert_eq!(checked(&[part("April", FILLED), part("May", two)], kind), is("April", &["other_sheet_fits"]));
        assert_eq!(checked(&[part("Resampled", FILLED), part("May", two)], kind).0, "Resampled");
    }
}

#[test]
fn several_filled_sheets_are_told() {
    let sheets = [part("April", FILLED), part("May", FILLED), part("Lists", &[&["A"], &["B"]])];
    assert_eq!(checked(&sheets, None), is("April", &["other_sheet_fits", "other_sheet"]));
    let hidden = |rows| Part { state: "hidden", ..part("Old", rows) };
    assert_eq!(checked(&[part("April", FILLED), hidden(FILLED)], None), is("April", &["hidden_sheet"]));
    assert_eq!(checked(&[part("April", EMPTY), hidden(FILLED)], None), is("April", &["other_sheet_fits", "no_rows"]));
    assert_eq!(checked(&[part("April", FILLED), hidden(EMPTY)], None), is("April", &["hidden_sheet"]));
    // Rows of another kind are another file.
    let meetings: &[&[&str]] = &[
        &["fractional_cfo_id", "meeting_date", "meeting_type", "outcome"],
        &["6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "2025-05-01", "intro", "warm"],
    ];
    assert_eq!(
        checked(&[part("Partners", FILLED), part("Meetings", meetings)], None),
        is("Partners", &["other_sheet"])
    );
    assert_eq!(
        checked(&[part("Partners", FILLED), part("Meetings", meetings)], Some("partner_appointments")),
        is("Meetings", &["other_sheet"])
    );
}
