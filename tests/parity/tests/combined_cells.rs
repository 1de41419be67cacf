//! Cells of every sort that are combined: what is wrong with one of them stays wrong, and a date cell stays one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_check::{Settings, add_columns, check, match_headers};
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::{Combining, Filter, Fix, Row};

/// 2 May 2025, and 30 April 2025.
const MAY_2: Cell<'_> = Cell::Date(45_779.0);
const APRIL_30: Cell<'_> = Cell::Date(45_777.0);

struct Found {
    rows: Vec<Row>,
    /// Codes of the findings about rows, by row.
    codes: BTreeMap<u32, Vec<String>>,
    /// Codes of the findings about the file.
    file: Vec<String>,
}

impl Found {
    /// The values of a column by row; of a row that isn't clean, its codes.
    fn values(&self, column: &str) -> Vec<String> {
        let codes = |row: &u32| self.codes.get(row).map(|codes| codes.join(" ")).unwrap_or_default();
        let numbers = self.rows.iter().map(|row| row.row).chain(self.codes.keys().copied());
        let numbers: std::collections::BTreeSet<u32> = numbers.collect();
        let value = |number: &u32| {
            let row = self.rows.iter().find(|row| row.row == *number)?;
            Some([row.fields.get(column).map(ToString::to_string).unwrap_or_default(), codes(number)].join(" "))
        };
        numbers.iter().map(|number| value(number).unwrap_or_else(|| codes(number)).trim().to_owned()).collect()
    }
}

/// Checks a table whose first columns are combined into a column of a kind. The other columns of the kind are named in `others`, each with
/// its value.
fn combined(
    kind: &str,
    (column, how): (&str, Combining),
    others: &[(&str, &str)],
    table: &[&[Cell<'_>]],
    prepare: impl Fn(&mut Sheet),
) -> Found {
    let kind = lanegate_kinds::named(kind).unwrap();
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    let parts = table.iter().map(|row| row.len()).max().unwrap_or(0) as u32;
    for at in 0..parts {
        sheet.set(0, at, Cell::Text(["Part A", "Part B", "Part C"][at as usize])).unwrap();
    }
    for (at, (name, _)) in (parts..).zip(others) {
        sheet.set(0, at, Cell::Text(name)).unwrap();
    }
    for (row, cells) in (1..).zip(table) {
        for (at, cell) in (0..).zip(*cells) {
            sheet.set(row, at, *cell).unwrap();
        }
        for (at, (_, value)) in (parts..).zip(others) {
            // Rows differ.
            let value = value.replace("{row}", &row.to_string());
            sheet.set(row, at, Cell::Text(&value)).unwrap();
        }
    }
    prepare(&mut sheet);
    let letters = (0..parts).map(|at| ["A", "B", "C"][at as usize].to_owned()).collect();
    let fixes = vec![Fix::Combine { column: column.into(), parts: letters, how }];
    let lookups = add_columns(kind, &mut sheet, 0, &fixes, &[]);
    let mapping = match_headers(kind, &sheet, 0);
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { fixes, lookups, ..Settings::on(today) };
    let checked = check(kind, &sheet, mapping, settings, &mut |_| {});
    let mut codes: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let of_file = checked.of_file().len() as u32;
    for finding in checked.findings(&sheet, of_file, u32::MAX, &Filter::default()) {
        codes.entry(finding.row.unwrap()).or_default().push(finding.code);
    }
    let starts = checked.batch_starts();
    let rows = starts.first().map(|&start| checked.batch(&sheet, start, u32::MAX).rows).unwrap_or_default();
    let file = checked.of_file().iter().map(|finding| finding.code.clone()).collect();
    Found { rows, codes, file }
}

fn names(how: Combining, table: &[&[Cell<'_>]]) -> Vec<String> {
    let others = [("firm_name", "Firm {row}"), ("source", "Referral")];
    combined("partner_master", ("primary_contact_name", how), &others, table, |_| {}).values("primary_contact_name")
}

const MEETING: [(&str, &str); 3] = [
    ("company_id", "6f9619ff-8b86-4d01-b42d-00cf4fc9640{row}"),
    ("meeting_type", "other"),
    ("meeting_outcome", "lost"),
];

fn dates(how: Combining, table: &[&[Cell<'_>]]) -> Vec<String> {
    combined("appointment_history", ("meeting_date", how), &MEETING, table, |_| {}).values("meeting_date")
}

#[test]
fn an_error_stays_one() {
    let ann = Cell::Text("Ann");
    let table: [&[Cell<'_>]; 9] = [
        &[Cell::NoResult, Cell::Text("Lee")],
        &[ann, Cell::Error("#N/A")],
        &[ann, Cell::Text("#N/A")],
        &[ann, Cell::Text("Err:502")],
        &[Cell::Bool(true), Cell::Text("Lee")],
        &[ann, APRIL_30],
        &[ann, Cell::Number(4.0)],
        &[Cell::Number(4.0), Cell::Blank],
        &[ann, Cell::Text("n/a")],
    ];
    assert_eq!(
        names(Combining::Join, &table),
        [
            "no_result",
            "error_value",
            "error_value",
            "error_value",
            "not_text",
            "not_text",
            "Ann 4",
            "4 number_as_text",
            "Ann"
        ]
    );
    // The first that is filled may be an error. Nothing passes over it, since another address may be meant.
    let table: [&[Cell<'_>]; 3] =
        [&[Cell::Error("#N/A"), ann], &[Cell::Blank, ann], &[Cell::Text("-"), Cell::NoResult]];
    assert_eq!(names(Combining::FirstFilled, &table), ["error_value", "Ann", "no_result"]);
    assert_eq!(names(Combining::Name, &[&[Cell::NoResult], &[Cell::Bool(false)]]), ["no_result", "not_text"]);
}

#[test]
fn marks_are_no_part_of_a_joined_text() {
    let marked: [&[Cell<'_>]; 3] = [
        &[Cell::Text("=\"Ann\""), Cell::Text("=\"Lee\"")],
        &[Cell::Text("'Ben"), Cell::Text("'Ode")],
        &[Cell::Text("'t"), Cell::Text("Hooft")],
    ];
    let found = names(Combining::Join, &marked);
    assert_eq!(found, ["Ann Lee mark_removed", "Ben Ode mark_removed", "'t Hooft"]);
    let column: [&[Cell<'_>]; 3] = [
        &[Cell::Text("'Ann"), Cell::Text("Lee")],
        &[Cell::Text("'Ben"), Cell::Text("Ode")],
        &[Cell::Text("'Cy"), Cell::Blank],
    ];
    assert_eq!(
        names(Combining::Join, &column),
        ["Ann Lee", "Ben Ode", "Cy"].map(|name| format!("{name} mark_removed"))
    );
    // The other texts of the row have their marks, too.
    let all = [("firm_name", "'Firm {row}"), ("source", "'Referral")];
    let found = combined(
        "partner_master",
        ("primary_contact_name", Combining::Join),
        &all,
        &[&[Cell::Text("'Ann"), Cell::Text("'Lee")]],
        |_| {},
    );
    assert_eq!(
        (&found.values("firm_name")[0][..6], &found.values("primary_contact_name")[0][..7]),
        ("Firm 1", "Ann Lee")
    );
}

#[test]
fn joined_numbers_tell_of_their_digits() {
    let long = Cell::Number(12_345_678_901_234_560_000.0);
    let found = names(Combining::Join, &[&[Cell::Text("Ann"), long], &[Cell::Text("1.23457E+17"), Cell::Text("Lee")]]);
    assert!(found.iter().all(|found| found.ends_with(" digits_lost")), "{found:?}");
}

#[test]
fn hidden_parts_are_told() {
    let others = [("firm_name", "Firm {row}"), ("source", "Referral")];
    let table: [&[Cell<'_>]; 1] = [&[Cell::Text("Ann"), Cell::Text("Lee")]];
    let name = ("primary_contact_name", Combining::Join);
    let found = combined("partner_master", name, &others, &table, |sheet| sheet.hide_columns(1, 1));
    assert!(found.file.contains(&"hidden_columns".to_owned()), "{:?}", found.file);
}

#[test]
fn a_combined_date_cell_stays_one() {
    // The column has texts with a day after the 12th, and no date cell with one: those are perhaps swapped.
    let table: [&[Cell<'_>]; 3] =
        [&[MAY_2, Cell::Blank], &[Cell::Text("13/05/2025"), Cell::Blank], &[Cell::Blank, Cell::Text("26/06/2025")]];
    for how in [Combining::Join, Combining::FirstFilled] {
        assert_eq!(dates(how, &table), ["date_swapped", "2025-05-13", "2025-06-26"], "{how:?}");
    }
    let late = Cell::Date(45_777.999_99);
    let moments: [&[Cell<'_>]; 2] = [&[late, Cell::Blank], &[Cell::Blank, Cell::Date(45_779.5)]];
    assert_eq!(dates(Combining::FirstFilled, &moments), ["2025-04-30 time_near_midnight", "2025-05-02 time_dropped"]);
}

#[test]
fn a_date_and_a_time_are_one_value() {
    let dropped = "2025-04-30 time_dropped";
    let table: [&[Cell<'_>]; 9] = [
        &[APRIL_30, Cell::Number(0.4375)],
        &[APRIL_30, Cell::Date(0.4375)],
        &[APRIL_30, Cell::Duration(14.0 / 24.0)],
        &[APRIL_30, Cell::Text("10:30 AM")],
        &[Cell::Text("4/30/2025"), Cell::Date(0.999_995)],
        &[Cell::IsoDate("2025-04-30"), Cell::Duration(0.4375)],
        &[APRIL_30, Cell::Blank],
        &[Cell::Date(45_777.375), Cell::Number(0.0)],
        &[APRIL_30, Cell::Text("10:30 CEST")],
    ];
    let near = "2025-04-30 time_near_midnight";
    let zone = "2025-04-30 time_zone";
    let expected = [dropped, dropped, dropped, dropped, near, dropped, "2025-04-30", dropped, zone];
    assert_eq!(dates(Combining::Join, &table), expected);
    let wrong: [&[Cell<'_>]; 5] = [
        &[Cell::Date(45_777.375), Cell::Number(0.5)],
        &[APRIL_30, Cell::Duration(1.5)],
        &[APRIL_30, Cell::Text("soon")],
        &[Cell::Blank, Cell::Date(0.5)],
        &[APRIL_30, Cell::Error("#N/A")],
    ];
    let codes = ["not_a_date", "not_a_date", "not_a_date", "time_without_date", "error_value"];
    assert_eq!(dates(Combining::Join, &wrong), codes);
    // Swapped, the cells are asked about although they have a time.
    let swapped: [&[Cell<'_>]; 2] = [&[MAY_2, Cell::Number(0.4375)], &[Cell::Text("13/05/2025"), Cell::Text("10:30")]];
    assert_eq!(dates(Combining::Join, &swapped), ["date_swapped", "2025-05-13 time_dropped"]);
}

#[test]
fn notes_keep_their_lines() {
    let others = [
        ("fractional_cfo_id", "6f9619ff-8b86-4d01-b42d-00cf4fc9640{row}"),
        ("meeting_date", "2025-05-01"),
        ("meeting_type", "intro"),
        ("outcome", "warm"),
    ];
    let table: [&[Cell<'_>]; 1] =
        [&[Cell::Text("line 1\nline 2"), Cell::Date(45_779.437_5), Cell::Text("line 3\n\nline 4")]];
    let found = combined("partner_appointments", ("notes", Combining::Join), &others, &table, |_| {});
    assert_eq!(found.values("notes"), ["line 1\nline 2 2025-05-02 10:30 line 3\n\nline 4"]);
}
