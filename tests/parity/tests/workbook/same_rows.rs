//! An annotated copy gives the rows that the file gave, with the same answers once more and without them.

use lanegate_intake::Intake;
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Combining, Fix, MarkedRow, Row, Stamp};
use lanegate_workbook::Unwritable;

use crate::support::{part, workbook};
use crate::{annotated, checked, checked_with, edit, findings, fixed};

fn rows(intake: &Intake) -> Vec<Row> {
    let file = intake.checked().unwrap();
    (0..file.batches()).filter_map(|number| file.batch(number)).flat_map(|batch| batch.rows).collect()
}

/// The values of a column by the row's number.
fn values(intake: &Intake, column: &str) -> Vec<(u32, String)> {
    let value = |row: &Row| row.fields.get(column).map(ToString::to_string).unwrap_or_default();
    rows(intake).iter().map(|row| (row.row, value(row))).collect()
}

fn partners(fixes: &[Fix]) -> CheckOptions {
    CheckOptions { kind: Some("partner_master".into()), ..fixed(fixes) }
}

fn fill(column: &str, value: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: String::new(), to: value.into() }
}

fn name_of(parts: [&str; 2]) -> Fix {
    let parts = parts.map(str::to_owned).to_vec();
    Fix::Combine { column: "primary_contact_name".into(), parts, how: Combining::Join }
}

fn skip(letters: &str, value: &str) -> Fix {
    Fix::LeaveOutWhere { letters: letters.into(), value: value.into() }
}

/// Compares a file with its copy, and with the copy of the copy.
fn assert_same(name: &str, bytes: Vec<u8>, options: &CheckOptions) -> Intake {
    let original = checked_with(name, bytes, options);
    let copy = annotated(&original);
    let without = checked("copy.xlsx", copy.clone());
    assert_eq!(rows(&without), rows(&original), "{name}: {:?}", findings(without.checked().unwrap()));
    assert_eq!(rows(&checked_with("copy.xlsx", copy, options)), rows(&original), "{name} with the same answers");
    let again = checked("again.xlsx", annotated(&without));
    assert_eq!(rows(&again), rows(&original), "{name}: {:?}", findings(again.checked().unwrap()));
    original
}

#[test]
fn rows_that_are_no_data_stay_so_in_the_copy() {
    let totals = "Name,Company,Source\nAnn,Harbor,\nBen,Quay,Ref\nTotal,2,\n\nExported on 1 May,,\n";
    let original = assert_same("total.csv", totals.into(), &fixed(&[fill("source", "LinkedIn")]));
    assert_eq!(values(&original, "source"), [(2, "LinkedIn".into()), (3, "Ref".into())]);
    let outside = "Name,Company,Source,Remark\nAnn,Harbor,,\n,,,see above\nCy,Tern,Ref,\n\nItem,Price,,\nBolt,1.5,,\n";
    let original = assert_same("outside.csv", outside.into(), &fixed(&[fill("source", "LinkedIn")]));
    assert_eq!(values(&original, "primary_contact_name"), [(2, "Ann".into()), (4, "Cy".into())]);
    let headers = "First Name,Last Name,Company,Position";
    let again = format!("{headers}\nAnn,Lee,Harbor,CFO\n{headers}\nCy,Pim,Tern,CFO\nTotal,3,,\n,,,remark\n");
    let answers = [name_of(["A", "B"]), fill("source", "LinkedIn")];
    let original = assert_same("headers.csv", again.into(), &partners(&answers));
    assert_eq!(values(&original, "primary_contact_name"), [(2, "Ann Lee".into()), (4, "Cy Pim".into())]);
}

#[test]
fn rows_that_are_no_data_stay_so_in_the_copy_of_a_workbook() {
    let table: [&[&str]; 8] = [
        &["First Name", "Last Name", "Email", "Company"],
        &["Ann", "Lee", "a@x.example", "Harbor"],
        &["Cy", "Pim", "c@x.example", ""],
        &["Total", "3"],
        &[],
        &["Item", "Price", "Stock"],
        &["Bolt", "1.5", "3"],
        &["Nut", "2.5", "4"],
    ];
    let bytes = workbook(&[part("Data", &table)]);
    let answers = [name_of(["A", "B"]), fill("source", "LinkedIn"), fill("firm_name", "Independent")];
    let original = assert_same("nodata.xlsx", bytes, &partners(&answers));
    assert_eq!(values(&original, "firm_name"), [(2, "Harbor".into()), (3, "Independent".into())]);
}

const CALLS: &str =
    "Name,Company,Source,Canceled\nAnn,Harbor,Ref,true\nBen,Quay,Ref,TRUE\nCy,Tern,Ref,no\nDi,Elm,Ref,true\n";

#[test]
fn rows_are_skipped_by_the_same_values_in_the_copy() {
    let answers = [skip("D", "True"), Fix::TakeIn { row: 5 }, Fix::LeaveOut { row: 4 }];
    let original = assert_same("calls.csv", CALLS.into(), &fixed(&answers));
    assert_eq!(values(&original, "firm_name"), [(5, "Elm".into())]);
    // Whoever changes the value in the copy says that the row counts.
    let original = checked_with("calls.csv", CALLS.into(), &fixed(&[skip("D", "True")]));
    let edited = edit::type_in(&annotated(&original), 1, &[("D2", "no"), ("A3", "Benjamin")]);
    assert_eq!(values(&checked("copy.xlsx", edited.clone()), "firm_name"), [(2, "Harbor".into()), (4, "Tern".into())]);
    // Without the column, a warning says that nothing is skipped.
    let without = checked("copy.xlsx", edit::type_in(&annotated(&original), 1, &[("D1", "Other")]));
    let found = findings(without.checked().unwrap());
    assert!(found.iter().any(|found| found.starts_with("fix_not_applied")), "{found:?}");
}

#[test]
fn any_number_of_rows_is_skipped_by_a_value_in_the_copy() {
    let original = checked_with("calls.csv", CALLS.into(), &fixed(&[skip("D", "True")]));
    let file = original.checked().unwrap();
    let stamp = file.stamp();
    assert_eq!((stamp.left_out.len(), stamp.skipped.len()), (0, 1));
    // Rows that are skipped one by one are named, or there is no copy.
    let left_out = (0..1_000_000).map(|row| MarkedRow(row, "0123456789ab".into())).collect();
    let copy = lanegate_workbook::annotate(file.sheet(), file.result(), Stamp { left_out, ..stamp });
    assert!(matches!(copy, Err(Unwritable::TooManyRows)));
}

#[test]
fn the_same_answers_leave_what_was_typed_into_the_copy() {
    let file = "First Name,Last Name,Company,Source\nAnn,Lee,Harbor,Ref\nBen,,Quay,Ref\n";
    let options = fixed(&[name_of(["A", "B"])]);
    let original = checked_with("edit.csv", file.into(), &options);
    let edited = edit::type_in(&annotated(&original), 1, &[("E3", "Benjamin Ode")]);
    let names = |intake: &Intake| values(intake, "primary_contact_name");
    let expected = [(2, "Ann Lee".to_owned()), (3, "Benjamin Ode".to_owned())];
    let copy = checked_with("copy.xlsx", edited.clone(), &options);
    assert_eq!(names(&copy), expected);
    let copy = checked_with("copy.xlsx", annotated(&copy), &options);
    assert_eq!(names(&copy), expected, "the copy of the copy");
    // Another answer is another column.
    let other = checked_with("copy.xlsx", edited, &fixed(&[name_of(["B", "A"])]));
    assert_eq!(names(&other), [(2, "Lee Ann".into()), (3, "Ben".into())]);
}

#[test]
fn the_last_choice_of_a_column_counts_in_the_copy() {
    let file = "First Name,Last Name,Company,Source\nAnn,Lee,Harbor,Ref\n";
    let map = Fix::MapColumn { letters: "B".into(), column: Some("primary_contact_name".into()) };
    let answers = [name_of(["A", "B"]), map, name_of(["A", "B"])];
    let original = assert_same("choice.csv", file.into(), &fixed(&answers));
    assert_eq!(values(&original, "primary_contact_name"), [(2, "Ann Lee".into())]);
}

#[test]
fn a_table_beside_stays_one_in_the_copy() {
    let file = "First Name,Last Name,Company,Source,,First Name,Last Name,Company,Source\n\
        Ann,Lee,Harbor,Ref,,Zed,Far,Other,Ref\nBen,Ode,Quay,Ref,,,,,\n";
    let original = assert_same("beside.csv", file.into(), &fixed(&[name_of(["A", "B"])]));
    assert_eq!(values(&original, "primary_contact_name"), [(2, "Ann Lee".into()), (3, "Ben Ode".into())]);
}
