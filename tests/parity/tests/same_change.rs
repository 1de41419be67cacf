//! After a correction, the same change to the column's other cells.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::SuggestedFixes;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Fix};

const HEADERS: &str = "firm_name,primary_contact_name,linkedin_url,email,source";

fn partners(rows: &[&str]) -> Intake {
    Intake::open("list.csv", format!("{HEADERS}\n{}\n", rows.join("\n")).into_bytes()).unwrap()
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

fn set(cell: &str, value: &str) -> Fix {
    Fix::SetCell { cell: cell.into(), value: value.into() }
}

/// The offer after one cell, named by its row and column, was corrected.
fn after(rows: &[&str], (row, column): (u32, usize), before: &str, correction: &Fix) -> SuggestedFixes {
    let mut intake = partners(rows);
    checked(&mut intake, std::slice::from_ref(correction)).same_change((row, column), before, usize::MAX)
}

#[test]
fn the_other_wrong_cells_of_the_column_are_changed_alike() {
    let rows = [
        "Alder,Ann Lee,,ann at alder.example,LinkedIn",
        "Birch,Bo Ray,,bo at birch.example,LinkedIn",
        "Cedar,Cy Fir,,cy@cedar.example,LinkedIn",
        "Dogwood,Di Oak,,di at dogwood.example,LinkedIn",
        "Elder,Ed Ash,,none yet,LinkedIn",
    ];
    let correction = set("D2", "ann@alder.example");
    let found = after(&rows, (2, 3), "ann at alder.example", &correction);
    assert_eq!(found.fixes, [set("D3", "bo@birch.example"), set("D5", "di@dogwood.example")]);
    assert_eq!((found.changes.suggested, found.changes.corrections, found.changes.without()), (2, 2, 0));
    let change = &found.changes.changes[0];
    assert_eq!((change.column.as_deref(), change.from.as_str()), (Some("email"), "bo at birch.example"));

    let mut intake = partners(&rows);
    let fixes: Vec<Fix> = std::iter::once(correction).chain(found.fixes).collect();
    assert_eq!(checked(&mut intake, &fixes).overview().clean, 4);
}

#[test]
fn a_removed_piece_is_also_removed_from_names_without_a_finding() {
    let rows = [
        "Alder (partner),Ann Lee,,ann@alder.example,LinkedIn",
        "Birch (partner),Bo Ray,,bo@birch.example,LinkedIn",
        "Cedar,Cy Fir,,cy@cedar.example,LinkedIn",
    ];
    let found = after(&rows, (2, 0), "Alder (partner)", &set("A2", "Alder"));
    assert_eq!(found.fixes, [set("A3", "Birch")]);
}

#[test]
fn what_is_right_is_not_changed_by_a_broad_rule() {
    let rows = [
        "Alder,\"Lee, Ann\",,ann@alder.example,LinkedIn",
        "Birch,\"Ray, Bo\",,bo@birch.example,LinkedIn",
        "Cedar,Cy Fir,,cy@cedar.example,LinkedIn",
    ];
    // Another address is no change of form, and addresses without a finding are right.
    assert_eq!(after(&rows, (2, 3), "ann@alder.example", &set("D2", "lee@alder.example")).fixes, []);
    // Nothing is wrong with these names.
    assert_eq!(after(&rows, (2, 1), "Lee, Ann", &set("B2", "Ann Lee")).fixes, []);
}

#[test]
fn a_change_that_would_be_wrong_elsewhere_is_not_offered() {
    let rows = ["Alder,Ann Lee,,ann at alder.example,LinkedIn", "Birch,Bo Ray,,bo at nowhere,LinkedIn"];
    assert_eq!(after(&rows, (2, 3), "ann at alder.example", &set("D2", "ann@alder.example")).fixes, []);
    // A blank cell is no form.
    assert_eq!(after(&rows, (2, 3), "ann at alder.example", &set("D2", "")).fixes, []);
}

#[test]
fn a_bound_keeps_the_first_corrections_and_counts_all() {
    let rows: Vec<String> =
        (0..30).map(|at| format!("Firm {at},Ann Lee,,p{at} at firm{at}.example,LinkedIn")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut intake = partners(&rows);
    let file = checked(&mut intake, &[set("D2", "p0@firm0.example")]);
    let found = file.same_change((2, 3), "p0 at firm0.example", 10);
    assert_eq!((found.fixes.len(), found.changes.corrections, found.changes.suggested), (10, 29, 29));
    assert_eq!((found.changes.changes.len(), found.changes.unlisted), (20, 9));
}

#[test]
fn a_cell_that_does_not_exist_offers_nothing() {
    let mut intake = partners(&["Alder,Ann Lee,,ann@alder.example,LinkedIn"]);
    let file = checked(&mut intake, &[]);
    for place in [(0, 0), (1, 0), (2, 99), (u32::MAX, 0)] {
        assert_eq!(file.same_change(place, "x", usize::MAX), SuggestedFixes::default());
    }
}
