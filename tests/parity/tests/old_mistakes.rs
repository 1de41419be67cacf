//! Where the scripts before Lanegate went wrong, as far as a file alone shows it. Each test names its case.
//!
//! The rest shows in the database, in `tests/tests`: a second meeting of a day (3) in the vectors `numbering.json`; the same
//! partners imported twice (4) in `api/whole_line.rs`; half a file left behind (8) in `database_once.rs`; intents that nobody
//! made (9) in `database_scores.rs`; `source_detail` stored (10) in the vectors `defaults.json`; an empty database (11), from
//! which every database test starts; `TRUNCATE` (12) in `database_guards.rs`. The cover page (7) is the sample
//! `appointments-messy.xlsx`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Checked, Settings, check, match_headers, recognise};
use lanegate_kinds::{all, named};
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Hazard, HazardKind, Sheet};
use lanegate_wire::{DateOrder, Filter, Row};

const COMPANY: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const APPOINTMENTS: [&str; 5] = ["company_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason"];
const PARTNERS: [&str; 3] = ["firm_name", "primary_contact_name", "source"];

/// A sheet with headers in its first row.
fn sheet(headers: &[&str], rows: &[&[Cell<'_>]]) -> Sheet {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (column, header) in (0..).zip(headers) {
        sheet.set(0, column, Cell::Text(header)).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.set(row, column, *cell).unwrap();
        }
    }
    sheet
}

fn checked_in(kind: &str, sheet: &Sheet, order: Option<DateOrder>) -> Checked {
    let kind = named(kind).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { date_order: order, ..Settings::on(today) };
    check(kind, sheet, match_headers(kind, sheet, 0), settings, &mut |_| {})
}

/// Codes with their cells, or rows where a finding has no cell.
fn findings(checked: &Checked, sheet: &Sheet) -> Vec<String> {
    let found = checked.findings(sheet, 0, 100, &Filter::default());
    let place = |row: Option<u32>| row.map(|row| format!("row {row}")).unwrap_or_default();
    found.into_iter().map(|f| format!("{} {}", f.code, f.cell.unwrap_or_else(|| place(f.row)))).collect()
}

fn rows(checked: &Checked, sheet: &Sheet) -> Vec<Row> {
    checked.batch(sheet, 0, u32::MAX).rows
}

/// A ghosted meeting of the company on a date.
fn meeting<'a>(date: Cell<'a>) -> [Cell<'a>; 4] {
    [Cell::Text(COMPANY), date, Cell::Text("other"), Cell::Text("ghosted")]
}

#[test]
fn case_1_text_dates_neither_shift_nor_roll_over_nor_are_guessed() {
    let dates = ["06/05/2025", "2025-02-30", "03/04/2025", "2025-06-15"].map(|date| meeting(Cell::Text(date)));
    let unproved = sheet(&APPOINTMENTS, &dates.each_ref().map(|row| row.as_slice()));
    let unsaid = checked_in("appointment_history", &unproved, None);
    assert_eq!(findings(&unsaid, &unproved), ["date_order_unknown B2", "date_impossible B3", "date_order_unknown B4"]);
    assert_eq!(rows(&unsaid, &unproved)[0].fields["meeting_date"].to_string(), "2025-06-15");
    // 06/15/2025 can be read in one way only, and proves the order of the others.
    let dates = ["06/15/2025", "2025-02-30", "03/04/2025", "2025-06-15"].map(|date| meeting(Cell::Text(date)));
    let sheet = sheet(&APPOINTMENTS, &dates.each_ref().map(|row| row.as_slice()));
    let proved = checked_in("appointment_history", &sheet, None);
    assert_eq!(findings(&proved, &sheet), ["date_order_found B2", "date_impossible B3", "duplicate_row row 5"]);
    let said = checked_in("appointment_history", &sheet, Some(DateOrder::Mdy));
    assert_eq!(findings(&said, &sheet), ["date_impossible B3", "duplicate_row row 5"]);
    let dates: Vec<_> = rows(&said, &sheet).iter().map(|row| row.fields["meeting_date"].to_string()).collect();
    assert_eq!(dates, ["2025-06-15", "2025-03-04"]);
}

#[test]
fn case_2_a_workbook_of_1904_is_read_as_one() {
    let cells = meeting(Cell::Date(44_316.0));
    for (system, date) in [(DateSystem::Y1904, "2025-05-01"), (DateSystem::Y1900, "2021-04-30")] {
        let mut sheet = Sheet::new("Data", system);
        for (column, header) in (0..).zip(APPOINTMENTS) {
            sheet.set(0, column, Cell::Text(header)).unwrap();
            sheet.set(1, column, cells.get(column as usize).copied().unwrap_or(Cell::Blank)).unwrap();
        }
        let checked = checked_in("appointment_history", &sheet, None);
        assert_eq!(rows(&checked, &sheet)[0].fields["meeting_date"].to_string(), date);
    }
}

#[test]
fn case_3_meetings_of_one_day_stay_apart() {
    let anonymous = [Cell::Blank, Cell::Text("2025-05-01"), Cell::Text("other"), Cell::Text("ghosted")];
    let sheet_a = sheet(&APPOINTMENTS, &[&anonymous, &anonymous]);
    let checked = checked_in("appointment_history", &sheet_a, None);
    assert_eq!(findings(&checked, &sheet_a), ["anonymous_meeting row 2", "anonymous_meeting row 3"]);
    assert_eq!(checked.clean(), 2);

    let headers = ["fractional_cfo_id", "meeting_date", "meeting_type", "outcome"];
    let with = |kind| [Cell::Text(COMPANY), Cell::Text("2025-05-01"), Cell::Text(kind), Cell::Text("warm")];
    let sheet_b = sheet(&headers, &[&with("intro"), &with("followup"), &with("intro")]);
    let checked = checked_in("partner_appointments", &sheet_b, None);
    assert_eq!(findings(&checked, &sheet_b), ["duplicate_row row 4"]);
    assert_eq!(checked.clean(), 2);
}

#[test]
fn case_4_the_same_partner_twice_is_one() {
    let partner = [Cell::Text("Harbor"), Cell::Text("Ann Lee"), Cell::Text("Event")];
    let again = [Cell::Text(" HARBOR"), Cell::Text("Ann  lee"), Cell::Text("Event")];
    let sheet = sheet(&PARTNERS, &[&partner, &again]);
    let checked = checked_in("partner_master", &sheet, None);
    assert_eq!(findings(&checked, &sheet), ["partner_merged row 3"]);
    assert_eq!(rows(&checked, &sheet).len(), 1);
}

#[test]
fn case_5_numbers_are_text_where_text_belongs_and_blanks_are_no_reason() {
    let partner = [Cell::Number(360.0), Cell::Text("Ann Lee"), Cell::Text("Event")];
    let sheet_a = sheet(&PARTNERS, &[&partner]);
    let checked = checked_in("partner_master", &sheet_a, None);
    assert_eq!(findings(&checked, &sheet_a), ["number_as_text A2"]);
    assert_eq!(rows(&checked, &sheet_a)[0].fields["firm_name"].to_string(), "360");

    let stalled = ["2025-05-01", "other", "stalled", " \u{a0} "].map(Cell::Text).into_iter().collect::<Vec<_>>();
    let row: Vec<_> = std::iter::once(Cell::Text(COMPANY)).chain(stalled).collect();
    let sheet_b = sheet(&APPOINTMENTS, &[&row]);
    let checked = checked_in("appointment_history", &sheet_b, None);
    assert_eq!(findings(&checked, &sheet_b), ["conditional_missing E2"]);
}

#[test]
fn case_6_headers_match_whatever_their_dress_and_unknown_columns_are_told() {
    let headers = ["COMPANY-ID", "Meeting Date ", "meeting  type", "Outcome", "Stalled_Reason*", "Colour"];
    let sheet = sheet(&headers, &[&meeting(Cell::Text("2025-05-01"))]);
    let best = recognise(all(), &sheet)[0];
    assert_eq!((best.kind.name, best.header_row), ("appointment_history", 0));
    let checked = checked_in("appointment_history", &sheet, None);
    assert_eq!(findings(&checked, &sheet), ["column_not_imported F1"]);
    assert_eq!(checked.clean(), 1);
}

#[test]
fn case_7_hidden_rows_are_imported_with_a_word() {
    let mut sheet = sheet(&APPOINTMENTS, &[&meeting(Cell::Text("2025-05-01")), &meeting(Cell::Text("2025-05-02"))]);
    sheet.hide_row(2);
    sheet.hazards.push(Hazard { kind: HazardKind::HiddenRows, place: Some((2, 0)), count: 1, detail: String::new() });
    let checked = checked_in("appointment_history", &sheet, None);
    assert_eq!(findings(&checked, &sheet), ["hidden_rows row 3"]);
    assert_eq!(checked.clean(), 2);
}

#[test]
fn case_10_source_detail_travels() {
    let headers = ["firm_name", "primary_contact_name", "source", "source_detail"];
    let row = ["Harbor", "Ann Lee", "Event", "Spring conference"].map(Cell::Text);
    let sheet = sheet(&headers, &[&row]);
    let checked = checked_in("partner_master", &sheet, None);
    assert_eq!(rows(&checked, &sheet)[0].fields["source_detail"].to_string(), "Spring conference");
}
