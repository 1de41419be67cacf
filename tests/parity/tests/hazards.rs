//! What Excel does not show and what is no row of data: each told once, at its place; and ordinary tables stay without a word.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Checked, Settings, check, match_headers};
use lanegate_kinds::named;
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Hazard, HazardKind, Sheet, parse_cell_name};
use lanegate_wire::{Filter, Finding, Fix};

const ACME: Cell<'_> = Cell::Text("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
const HEADERS: &str = "company_id|meeting_date|meeting_type|meeting_outcome|stalled_reason";
const PARTNERS: &str = "firm_name|primary_contact_name|email|source";

/// A sheet from lines; a cell that is digits is a number, `@` the id of a company, `.` a date of its own for every row.
fn sheet(lines: &[&str]) -> Sheet {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (row, line) in (0..).zip(lines) {
        for (column, text) in (0..).zip(line.split('|')) {
            let cell = match text {
                "@" => ACME,
                "." => Cell::Date(45_000.0 + f64::from(row)),
                text => text.parse().map_or(Cell::Text(text), Cell::Number),
            };
            sheet.set(row, column, cell).unwrap();
        }
    }
    sheet
}

fn checked_with(kind: &str, sheet: &Sheet, fixes: &[Fix]) -> Checked {
    let kind = named(kind).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { fixes: fixes.to_vec(), ..Settings::on(today) };
    check(kind, sheet, match_headers(kind, sheet, 0), settings, &mut |_| {})
}

fn found(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    checked.findings(sheet, 0, 500, &Filter::default())
}

/// Codes with their cells, or rows, but for columns that are not imported, and for what counts rows that have findings themselves.
fn brief(checked: &Checked, sheet: &Sheet) -> Vec<String> {
    let place = |row: Option<u32>| row.map(|row| format!("row {row}")).unwrap_or_default();
    let is_told = |finding: &Finding| !["column_not_imported", "non_data_rows"].contains(&finding.code.as_str());
    let told = found(checked, sheet).into_iter().filter(is_told);
    told.map(|f| format!("{} {}", f.code, f.cell.unwrap_or_else(|| place(f.row)))).collect()
}

fn meetings(below: &[&str]) -> Vec<String> {
    let rows = [HEADERS, "@|.|other|lost|", "@|.|systems|stalled|Budget"];
    let sheet = sheet(&[rows.as_slice(), below].concat());
    brief(&checked_with("appointment_history", &sheet, &[]), &sheet)
}

fn partners(below: &[&str]) -> Vec<String> {
    let rows = [PARTNERS, "Harbor|Ann Lee|ann@harbor.example.com|Referral", "Quay|Ben Ode||Event"];
    let sheet = sheet(&[rows.as_slice(), below].concat());
    brief(&checked_with("partner_master", &sheet, &[]), &sheet)
}

#[test]
fn totals_are_one_finding_wherever_they_stand() {
    for label in ["Total", "Grand Total:", "Summe", "Count", "2 records", "Total meetings"] {
        assert_eq!(meetings(&[&format!("{label}||2||")]), ["total_row row 4"], "{label}");
        assert_eq!(meetings(&[&format!("|{label}|2|2|7")]), ["total_row row 4"], "{label}");
        assert_eq!(partners(&["", &format!("{label}|2")]), ["total_row row 5"], "{label}");
    }
    // Subtotals between the rows, and a total without a label below a blank row.
    assert_eq!(meetings(&["Subtotal|2", "@|.|other|lost|", "", "||2|2|"]), ["total_row row 4", "total_row row 7"]);
}

#[test]
fn a_row_of_data_is_no_total_whatever_it_is_called() {
    assert_eq!(partners(&["Total|Ann Count|a@total.example.com|Event"]), [] as [&str; 0]);
    assert_eq!(partners(&["Total|360|a@total.example.com|12"]), ["number_as_text B4", "number_as_text D4"]);
    assert_eq!(partners(&["Total Finance|||"]), ["required_missing B4", "required_missing D4"]);
    assert_eq!(meetings(&["@|.|other|stalled|Total"]), [] as [&str; 0]);
    // Numbers without a blank row before them are faults of their cells.
    assert_eq!(meetings(&["|45000|other|lost|"]), ["anonymous_meeting row 4", "date_number B4"]);
}

#[test]
fn notes_below_the_table_are_one_finding_each() {
    assert_eq!(meetings(&["", "Exported by Kim on 1 May 2025"]), ["note_row row 5"]);
    assert_eq!(
        meetings(&["", "Total|2", "", "Confidential", "Copyright Acme Inc"]),
        ["total_row row 5", "note_row row 7", "note_row row 8"]
    );
    assert_eq!(partners(&["", "List of May 2025"]), ["note_row row 5"]);
    // A lone value of its column is a row that was begun; a text right below the rows may be one, too.
    assert_eq!(meetings(&["", "@"]).len(), 3);
    assert_eq!(meetings(&["List by Kim"]).len(), 4);
    // Unless it begins as programs' notes do.
    assert_eq!(meetings(&["Exported by Kim"]), ["note_row row 4"]);
    // Between rows of data nothing is a note.
    assert!(
        meetings(&["", "Exported by Kim", "", "@|.|other|lost|"]).iter().all(|found| !found.starts_with("note_row"))
    );
}

#[test]
fn headers_that_come_again_are_told_and_the_rows_below_are_read() {
    assert_eq!(meetings(&[HEADERS, "@|.|other|lost|"]), ["repeated_header row 4"]);
    assert_eq!(
        meetings(&["", "Company ID|Meeting Date|TYPE|Outcome|reason", "@|.|other|lost|"]),
        ["repeated_header row 5"]
    );
    let again = [HEADERS; 3];
    assert_eq!(meetings(&again), ["repeated_header row 4", "repeated_header row 5", "repeated_header row 6"]);
    assert_eq!(partners(&["", PARTNERS, "Pier|Cat Fox||Event"]), ["repeated_header row 5"]);
}

#[test]
fn another_table_below_is_told_once_and_none_of_it_is_read() {
    // By its headers, which are those of the kind in other places.
    assert_eq!(
        meetings(&["", "meeting_date|company_id|meeting_type", ".|@|other", ".|@|lunch"]),
        ["second_table row 5"]
    );
    assert_eq!(meetings(&["meeting_type|meeting_date|x", "lunch|soon|"]), ["second_table row 4"]);
    // By its looks.
    assert_eq!(meetings(&["", "Rep|Calls", "Kim|12", "Lou|7", "Total|19"]), ["second_table row 5"]);
    assert_eq!(meetings(&["", "Outcome|Meaning", "ghosted|went silent", "lost|declined"]), ["second_table row 5"]);
    assert_eq!(partners(&["", "company_id|meeting_date", "@|.", "@|."]), ["second_table row 5"]);
    // When the first one's headers come again, its rows go on.
    assert_eq!(
        meetings(&["", "Rep|Calls", "Kim|12", "", HEADERS, "@|.|lunch|lost|"]),
        ["second_table row 5", "repeated_header row 8", "not_in_list C9"]
    );
}

#[test]
fn faulty_rows_below_a_blank_one_are_no_other_table() {
    assert_eq!(
        meetings(&["", "|.|lunch|no show|", "@|.|other|lost|"]),
        ["anonymous_meeting row 5", "not_in_list C5", "not_in_list D5"]
    );
    assert_eq!(meetings(&["", "Acme|soon|lunch|no show|why", "@|.|other|lost|"]).len(), 4);
    assert_eq!(partners(&["", "Pier|Cat Fox||Event", "360|Dan||Event"]), ["number_as_text A6"]);
    assert_eq!(partners(&["", "Pier|Cat Fox||Event", "Mole|Dan|dan@mole.example.com|Event"]), [] as [&str; 0]);
    // A partner whose status is the name of a column is one.
    assert_eq!(partners(&["Partner|Contact|c@partner.example.com|Lead source"]), [] as [&str; 0]);
}

#[test]
fn left_out_or_corrected_a_stray_row_is_settled() {
    let lines = [HEADERS, "@|.|other|lost|", "", "Rep|Calls", "Kim|12", "Lou|7"];
    let table = sheet(&lines);
    let before = checked_with("appointment_history", &table, &[]);
    assert_eq!((before.rows(), before.clean(), before.blocked()), (2, 1, 1));
    let fixes = found(&before, &table)[0].fixes.clone();
    assert_eq!(fixes, [Fix::LeaveOut { row: 4 }]);
    let after = checked_with("appointment_history", &table, &fixes);
    assert_eq!((after.clean(), after.blocked(), after.left_out()), (1, 0, 1));
    // A total that a person fills in is a row of data.
    let table = sheet(&[HEADERS, "@|.|other|lost|", "Total|.|other|lost|", "Total||2||"]);
    let set = |cell: &str, value: &str| Fix::SetCell { cell: cell.into(), value: value.into() };
    assert_eq!(brief(&checked_with("appointment_history", &table, &[]), &table), ["not_a_uuid A3", "total_row row 4"]);
    let fixes = [set("A4", ""), set("B4", "2025-05-01"), set("C4", "other"), set("D4", "lost")];
    assert_eq!(
        brief(&checked_with("appointment_history", &table, &fixes), &table),
        ["not_a_uuid A3", "anonymous_meeting row 4"]
    );
}

#[test]
fn rows_with_nothing_to_import_are_told_together() {
    let lines =
        [&format!("{HEADERS}|Days"), "@|.|other|lost||3", "|||||0", "", "|||||0", "@|.|other|lost||3", "|||||0"];
    let table = sheet(&lines);
    let checked = checked_with("appointment_history", &table, &[]);
    assert_eq!(brief(&checked, &table), ["rows_without_values row 3"]);
    assert_eq!((checked.rows(), checked.clean()), (2, 2));
    let told = found(&checked, &table);
    let finding = told.iter().find(|finding| finding.code == "rows_without_values").unwrap();
    assert!(finding.message.starts_with("3 rows "), "{}", finding.message);
}

fn hazard(sheet: &mut Sheet, kind: HazardKind, range: &str) {
    let place = range.split(':').next().and_then(parse_cell_name);
    sheet.hazards.push(Hazard { kind, place, count: 1, detail: range.to_owned() });
}

fn of_one_kind(hazards: &[(HazardKind, &str)], hidden: &[u32]) -> Vec<String> {
    let mut table = sheet(&["Title", HEADERS, "@|.|other|lost|", "@|.|other|lost|", "", "@|.|other|lost|"]);
    hazards.iter().for_each(|(kind, range)| hazard(&mut table, *kind, range));
    hidden.iter().for_each(|row| table.hide_row(row - 1));
    let kind = named("appointment_history").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings::on(today);
    let checked = check(kind, &table, match_headers(kind, &table, 1), settings, &mut |_| {});
    let told = found(&checked, &table).into_iter().filter(|finding| finding.code != "header_row_found");
    told.map(|finding| finding.message).collect()
}

#[test]
fn hidden_and_filtered_rows_are_counted_apart_and_only_those_with_data() {
    let (hidden, filtered) = (HazardKind::HiddenRows, HazardKind::FilteredRows);
    let like = "it is imported like all others.";
    assert_eq!(of_one_kind(&[(hidden, "A1")], &[1, 2, 5]), [] as [&str; 0]);
    assert_eq!(of_one_kind(&[(hidden, "A1")], &[1, 2, 4, 5]), [format!("Row 4 is hidden in Excel; {like}")]);
    assert_eq!(
        of_one_kind(&[(hidden, "A3")], &[3, 5, 6]),
        ["2 rows are hidden in Excel, the first of them row 3; they are imported like all others."]
    );
    assert_eq!(
        of_one_kind(&[(hidden, "A3"), (filtered, "A2:E4")], &[3, 6]),
        [
            format!("Row 3 is left out of sight by a filter in Excel; {like}"),
            format!("Row 6 is hidden in Excel; {like}")
        ]
    );
    // A filter that leaves nothing out is not worth a word.
    assert_eq!(of_one_kind(&[(filtered, "A2:E4")], &[]), [] as [&str; 0]);
}

#[test]
fn merged_cells_are_told_once_and_only_where_they_matter() {
    let merged = HazardKind::MergedCells;
    // A title, cells below the data, and cells beside it change nothing.
    assert_eq!(of_one_kind(&[(merged, "A1:E1"), (merged, "A8:E9"), (merged, "H2:J4")], &[]), [] as [&str; 0]);
    assert_eq!(
        of_one_kind(&[(merged, "A1:E1"), (merged, "A3:A4")], &[]),
        ["The cells A3:A4 are merged; only the first of them holds the value."]
    );
    assert_eq!(
        of_one_kind(&[(merged, "B2:C2"), (merged, "A3:A4"), (merged, "D1:D2")], &[]),
        ["3 blocks of cells are merged, the first of them B2:C2; only the first cell of each holds its value."]
    );
}

#[test]
fn numbers_stored_as_text_are_told_where_the_file_knows_numbers() {
    let headers = "fractional_cfo_id|meeting_date|meeting_type|outcome|sequence";
    let told = |rows: &[[Cell<'static>; 5]]| {
        let mut table = sheet(&[headers]);
        for (row, cells) in (1..).zip(rows) {
            (0..).zip(cells).for_each(|(column, cell)| table.set(row, column, *cell).unwrap());
        }
        brief(&checked_with("partner_appointments", &table, &[]), &table)
    };
    let row = |date, number| [ACME, date, Cell::Text("intro"), Cell::Text("warm"), number];
    let (day, number, text) = (Cell::Date(45_778.0), Cell::Number(1.0), Cell::Text("2"));
    assert_eq!(told(&[row(day, number), row(day, text)]), ["numbers_stored_as_text E3"]);
    assert_eq!(told(&[row(day, number)]), [] as [&str; 0]);
    // In a text file every cell is text.
    assert_eq!(
        told(&[row(Cell::Text("2025-05-01"), Cell::Text("1")), row(Cell::Text("2025-05-01"), text)]),
        [] as [&str; 0]
    );
}
