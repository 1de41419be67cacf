//! What is said of a file as a whole is said of its annotated copy, too, unless the copy has mended it.

use lanegate_parity::test;
use lanegate_wire::{Filter, Fix};

use crate::support::{Part, part, workbook};
use crate::{annotated, checked, checked_with, edit, findings, fixed};

const HEADERS: &[&str] = &["firm_name", "primary_contact_name", "source", "email"];

#[test]
fn formulas_without_a_result_stay_formulas() {
    let rows: &[&[&str]] = &[
        HEADERS,
        &["Fir Ltd", "Bo Fir", "Referral", "=LOWER(\"Bo@Fir.example.com\")&\"\""],
        &["=A2&\" & <Sons>\"", "Cy Fir", "Referral", ""],
        &["=Other!A1", "Di Fir", "Referral", ""],
        &["=Table1[Firm]", "Ed Fir", "Referral", ""],
    ];
    let original = checked("book.xlsx", workbook(&[part("Data", rows)]));
    let copy = annotated(&original);
    let read = checked("copy.xlsx", copy.clone());
    let found = findings(read.checked().unwrap());
    assert_eq!(found, ["no_result D2", "no_result A3", "error_value A4", "error_value A5"]);
    let sheet = read.checked().unwrap().sheet();
    assert_eq!(sheet.formula(1, 3), Some("LOWER(\"Bo@Fir.example.com\")&\"\""));
    assert_eq!(sheet.formula(2, 0), Some("A2&\" & <Sons>\""));
    // A formula that somebody has corrected is gone.
    let set = Fix::SetCell { cell: "A3".into(), value: "Fir & Sons".into() };
    let corrected = checked_with("book.xlsx", workbook(&[part("Data", rows)]), &fixed(&[set]));
    assert_eq!(checked("copy.xlsx", annotated(&corrected)).checked().unwrap().sheet().formula(2, 0), None);
}

#[test]
fn hidden_columns_stay_hidden_and_are_told() {
    let rows: &[&[&str]] =
        &[HEADERS, &["Fir Ltd", "Bo Fir", "Referral", "bo@fir.example.com"], &["Elm", "Cy", "Referral", ""]];
    let head = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/><col min=\"4\" max=\"9\" hidden=\"1\"/></cols>";
    let original = checked("book.xlsx", workbook(&[Part { head, ..part("Data", rows) }]));
    assert_eq!(findings(original.checked().unwrap()), ["hidden_columns B1"]);
    assert_eq!(findings(checked("copy.xlsx", annotated(&original)).checked().unwrap()), ["hidden_columns B1"]);
    // One without a value, and one that is not imported, are of no matter.
    let rows: &[&[&str]] =
        &[&["firm_name", "primary_contact_name", "source", "email", "Colour"], &["Fir", "Bo", "Event", "", "red"]];
    let head = "<cols><col min=\"4\" max=\"5\" hidden=\"1\"/></cols>";
    let quiet = checked("book.xlsx", workbook(&[Part { head, ..part("Data", rows) }]));
    assert_eq!(findings(quiet.checked().unwrap()), ["column_not_imported E1"]);
}

#[test]
fn what_a_copy_cannot_show_is_told_of_the_file_that_it_was_made_from() {
    // Windows-1252, and a row with a field too many.
    let text = b"firm_name,primary_contact_name,source\nM\xfchle Ltd,Ann Lee,Referral\nFir Ltd,Bo Fir,LinkedIn,x\nElm Ltd,Cy Elm,Referral\nOak Ltd,Di Oak,Referral\n";
    let original = checked("partners.csv", text.to_vec());
    let expected = ["guessed_encoding ", "column_not_imported D1", "ragged_row row 3"];
    assert_eq!(findings(original.checked().unwrap()), expected);
    let copy = annotated(&original);
    let again = checked("copy.xlsx", copy.clone());
    assert_eq!(findings(again.checked().unwrap()), expected);
    assert_eq!(again.checked().unwrap().overview().clean, original.checked().unwrap().overview().clean);
    let words = |intake: &lanegate_intake::Intake| {
        intake.checked().unwrap().findings(0, 1, &Filter::default()).findings.remove(0).message
    };
    assert!(words(&again).starts_with("In the file that this copy was made from: The text is not Unicode"));
    // A copy of the copy says the same, once.
    let third = checked("again.xlsx", annotated(&again));
    assert_eq!(findings(third.checked().unwrap()), expected);
    assert_eq!(words(&third), words(&again));
    // A row that somebody corrects in the copy is no longer asked about.
    let corrected = edit::type_in(&copy, 1, &[("B3", "Bo Fir, x")]);
    assert_eq!(findings(checked("copy.xlsx", corrected).checked().unwrap()), expected[..2]);
}

#[test]
fn other_sheets_are_told_in_a_copy_that_lacks_them() {
    let row: &[&str] = &["Fir Ltd", "Bo Fir", "Referral", "bo@fir.example.com"];
    let rows = [HEADERS, row];
    let sheets = [part("April", &rows), part("May", &rows), part("Lists", &[&["x"]])];
    let original = checked("book.xlsx", workbook(&sheets));
    let expected = ["other_sheet_fits ", "other_sheet "];
    assert_eq!(findings(original.checked().unwrap()), expected);
    assert_eq!(findings(checked("copy.xlsx", annotated(&original)).checked().unwrap()), expected);
}
