//! Corrections in an annotated copy: the cells show what they can, the stamp carries the rest, and what somebody changes counts.

use lanegate_intake::Intake;
use lanegate_parity::test;
use lanegate_wire::{Batch, CheckOptions, DateOrder, Fix, Row};

use crate::{annotated, checked, checked_with, edit, findings, fixed, options};

const ONE: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const TWO: &str = "0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f";

/// Row 2 has an impossible day, row 3 a day in an order that is not known, row 4 another word for an outcome, row 5 a wrong type.
fn file() -> (&'static str, Vec<u8>) {
    let rows = [
        "company_id,meeting_date,kind of talk,meeting_outcome,reason why",
        &format!("{ONE},2025-02-30,other,lost,=1+1"),
        &format!("{ONE},03/04/2025,other,lost,"),
        &format!("{TWO},2025-05-01,other,no show,"),
        &format!("{TWO},2025-05-02,lunch,lost,"),
    ];
    ("meetings.csv", rows.join("\n").into_bytes())
}

fn column(letters: &str, column: Option<&str>) -> Fix {
    Fix::MapColumn { letters: letters.into(), column: column.map(Into::into) }
}

fn set(cell: &str, value: &str) -> Fix {
    Fix::SetCell { cell: cell.into(), value: value.into() }
}

fn map(column: &str, from: &str, to: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: from.into(), to: to.into() }
}

fn all_fixes() -> Vec<Fix> {
    vec![
        column("C", Some("meeting_type")),
        set("B2", "2025-02-28"),
        Fix::DateOrder { column: "meeting_date".into(), order: DateOrder::Dmy },
        map("meeting_outcome", "no show", "ghosted"),
        map("source", "", "crm"),
        Fix::LeaveOut { row: 5 },
    ]
}

fn original() -> Intake {
    let (name, bytes) = file();
    let intake = checked_with(name, bytes, &fixed(&all_fixes()));
    assert_eq!(findings(intake.checked().unwrap()), ["column_not_imported E1"]);
    intake
}

fn rows(intake: &Intake) -> Vec<Row> {
    let file = intake.checked().unwrap();
    (0..file.batches()).filter_map(|number| file.batch(number)).flat_map(|Batch { rows }| rows).collect()
}

fn value(intake: &Intake, row: u32, column: &str) -> Option<String> {
    rows(intake).into_iter().find(|found| found.row == row)?.fields.get(column).map(ToString::to_string)
}

#[test]
fn a_corrected_copy_goes_on_where_it_was_left() {
    let original = original();
    let copy = checked("copy.xlsx", annotated(&original));
    assert_eq!(rows(&copy), rows(&original));
    assert_eq!(findings(copy.checked().unwrap()), ["check_continued ", "column_not_imported E1"]);
    let overview = copy.checked().unwrap().overview();
    assert_eq!((overview.clean, overview.left_out, overview.blocked), (3, 1, 0));
    // And from a copy of the copy.
    assert_eq!(rows(&checked("again.xlsx", annotated(&copy))), rows(&original));
}

#[test]
fn the_cells_show_what_was_corrected() {
    let copy = annotated(&original());
    let mut book = lanegate_reader::open(copy.clone(), "copy.xlsx").unwrap();
    let sheet = book.read(0, &mut |_| {}).unwrap();
    use lanegate_sheet::Cell;
    // 28 February 2025, as a day.
    assert_eq!(sheet.cell(1, 1), Cell::Date(45_716.0));
    assert_eq!(sheet.cell(1, 4), Cell::Text("=1+1"));
    assert_eq!(sheet.cell(2, 1), Cell::Text("03/04/2025"));
    assert_eq!(sheet.cell(3, 3), Cell::Text("ghosted"));
    let comments = edit::read(&copy, "xl/comments1.xml");
    for held in ["Corrected. The file holds: 2025-02-30", "Corrected. The file holds: no show"] {
        assert!(comments.contains(held), "{comments}");
    }
}

#[test]
fn what_somebody_changes_in_the_copy_counts() {
    let copy = annotated(&original());
    let edited = checked("copy.xlsx", edit::type_in(&copy, 1, &[("B2", "2025-02-27"), ("D4", "no show")]));
    assert_eq!(value(&edited, 2, "meeting_date").as_deref(), Some("2025-02-27"));
    let found = findings(edited.checked().unwrap());
    assert!(found.contains(&"not_in_list D4".to_owned()), "{found:?}");
}

#[test]
fn what_somebody_says_of_the_copy_wins() {
    let copy = annotated(&original());
    let said = CheckOptions { source: Some("calendar".into()), ..fixed(&[column("C", None)]) };
    let intake = checked_with("copy.xlsx", copy.clone(), &said);
    assert!(findings(intake.checked().unwrap()).iter().any(|found| found.starts_with("column_missing")));
    let said = CheckOptions { source: Some("calendar".into()), ..options() };
    assert_eq!(value(&checked_with("copy.xlsx", copy.clone(), &said), 2, "source").as_deref(), Some("calendar"));
    // Another kind is another check: nothing of this one goes on.
    let said = CheckOptions { kind: Some("partner_master".into()), ..options() };
    let intake = checked_with("copy.xlsx", copy, &said);
    assert_eq!(intake.checked().unwrap().overview().kind, "partner_master");
    assert!(!findings(intake.checked().unwrap()).contains(&"check_continued ".to_owned()));
}

#[test]
fn the_source_and_the_order_of_dates_go_on() {
    let (name, bytes) = file();
    let said = CheckOptions {
        source: Some("calendar".into()),
        date_order: Some(DateOrder::Mdy),
        ..fixed(&[column("C", Some("meeting_type"))])
    };
    let original = checked_with(name, bytes, &said);
    let copy = checked("copy.xlsx", annotated(&original));
    assert_eq!(rows(&copy), rows(&original));
    assert_eq!(value(&copy, 3, "meeting_date").as_deref(), Some("2025-03-04"));
    assert_eq!(value(&copy, 3, "source").as_deref(), Some("calendar"));
    // Said otherwise, once more.
    let said = CheckOptions { date_order: Some(DateOrder::Dmy), ..options() };
    let copy = checked_with("copy.xlsx", annotated(&original), &said);
    assert_eq!(value(&copy, 3, "meeting_date").as_deref(), Some("2025-04-03"));
}

#[test]
fn a_row_that_was_left_out_is_found_where_it_was_sorted_to() {
    let copy = annotated(&original());
    let sorted = checked("copy.xlsx", edit::sort_rows(&copy, 1, &[(3, 5), (5, 3)]));
    let overview = sorted.checked().unwrap().overview();
    assert_eq!((overview.left_out, overview.blocked), (1, 0), "{:?}", findings(sorted.checked().unwrap()));
    assert!(value(&sorted, 5, "meeting_date").is_some() && value(&sorted, 3, "meeting_date").is_none());
}

#[test]
fn a_row_that_was_left_out_and_then_changed_is_checked_again() {
    let copy = annotated(&original());
    let edited = checked("copy.xlsx", edit::type_in(&copy, 1, &[("C5", "systems")]));
    let overview = edited.checked().unwrap().overview();
    assert_eq!((overview.left_out, overview.clean), (0, 4));
    let found = edited.checked().unwrap().report(false).findings;
    let continued = found.iter().find(|finding| finding.code == "check_continued").unwrap();
    assert!(continued.message.contains("finds its row or column no more"), "{}", continued.message);
}

#[test]
fn a_matched_column_is_found_where_it_was_moved_to() {
    let copy = annotated(&original());
    // Columns C and E change places; the row left out keeps its cells.
    let cells = [
        ("C1", "reason why"),
        ("C2", "=1+1"),
        ("C3", ""),
        ("C4", ""),
        ("C5", ""),
        ("E1", "kind of talk"),
        ("E2", "other"),
        ("E3", "other"),
        ("E4", "other"),
        ("E5", "lunch"),
    ];
    let moved = checked("copy.xlsx", edit::type_in(&copy, 1, &cells));
    assert_eq!(rows(&moved), rows(&original()));
}

#[test]
fn the_header_row_goes_on_also_where_headers_were_corrected_and_rows_added_above() {
    let text = format!("Export\n\ncompany UID,when,what,how\n{ONE},2025-05-01,other,lost\n");
    let fixes =
        [column("B", Some("meeting_date")), column("C", Some("meeting_type")), column("D", Some("meeting_outcome"))];
    let said = CheckOptions { kind: Some("appointment_history".into()), header_row: Some(3), ..fixed(&fixes) };
    let original = checked_with("x.csv", text.into_bytes(), &said);
    assert_eq!(rows(&original).len(), 1, "{:?}", findings(original.checked().unwrap()));
    let copy = annotated(&original);
    assert_eq!(rows(&checked("copy.xlsx", copy.clone())), rows(&original));
    let renamed = checked("copy.xlsx", edit::type_in(&copy, 1, &[("A3", "company_id")]));
    assert_eq!(rows(&renamed), rows(&original));
    let sorted = checked("copy.xlsx", edit::sort_rows(&copy, 1, &[(1, 3), (3, 1)]));
    assert_eq!(sorted.checked().unwrap().overview().header_row, 1);
}

#[test]
fn corrections_of_a_copy_come_on_top_one_by_one() {
    let copy = annotated(&original());
    let further = [set("D2", "ghosted"), Fix::LeaveOut { row: 4 }];
    let at_once = checked_with("copy.xlsx", copy.clone(), &fixed(&further));
    let mut step_by_step = checked("copy.xlsx", copy);
    for count in 1..=further.len() {
        step_by_step.check(&fixed(&further[..count]), &mut |_| {}).unwrap();
    }
    assert_eq!(rows(&step_by_step), rows(&at_once));
    assert_eq!(findings(step_by_step.checked().unwrap()), findings(at_once.checked().unwrap()));
    assert_eq!(value(&at_once, 2, "meeting_outcome").as_deref(), Some("ghosted"));
    assert_eq!(at_once.checked().unwrap().overview().left_out, 2);
}

/// Two date cells with a day up to the 12th, beside texts with later days, as a workbook.
fn half_swapped() -> Vec<u8> {
    use lanegate_sheet::{Cell, DateSystem, Sheet};
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    let headers = ["company_id", "meeting_date", "meeting_type", "meeting_outcome"].map(Cell::Text);
    // 6 October and 3 April 2025.
    let dates = [Cell::Date(45_936.0), Cell::Text("23/06/2025"), Cell::Date(45_750.0), Cell::Text("30/07/2025")];
    let rows = dates.map(|date| [Cell::Text(ONE), date, Cell::Text("other"), Cell::Text("lost")]);
    for (row, cells) in (0..).zip([headers].iter().chain(&rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.set(row, column, *cell).unwrap();
        }
    }
    let kind = lanegate_kinds::named("appointment_history").unwrap();
    let settings = lanegate_check::Settings::on(options().today);
    let result =
        lanegate_check::check(kind, &sheet, lanegate_check::match_headers(kind, &sheet, 0), settings, &mut |_| {});
    lanegate_workbook::annotate(&sheet, &result, lanegate_wire::Stamp::default()).unwrap()
}

fn dates(intake: &Intake) -> Vec<String> {
    rows(intake).iter().map(|row| row.fields["meeting_date"].to_string()).collect()
}

fn asks(intake: &Intake) -> Vec<String> {
    findings(intake.checked().unwrap()).into_iter().filter(|found| found.starts_with("date_swapped")).collect()
}

#[test]
fn swapped_date_cells_go_on_as_they_were_answered() {
    let column = || "meeting_date".to_owned();
    for (answer, days) in [
        (true, ["2025-06-10", "2025-06-23", "2025-03-04", "2025-07-30"]),
        (false, ["2025-10-06", "2025-06-23", "2025-04-03", "2025-07-30"]),
    ] {
        let answered = fixed(&[Fix::DateCells { column: column(), swapped: answer }]);
        let original = checked_with("half.xlsx", half_swapped(), &answered);
        assert_eq!((dates(&original), asks(&original)), (days.map(String::from).to_vec(), vec![]));
        let copy = checked("copy.xlsx", annotated(&original));
        assert_eq!((rows(&copy), asks(&copy)), (rows(&original), vec![]));
        assert_eq!(rows(&checked("again.xlsx", annotated(&copy))), rows(&original));
        // Said otherwise of the copy, it counts for what its cells show.
        let other = checked_with(
            "copy.xlsx",
            annotated(&original),
            &fixed(&[Fix::DateCells { column: column(), swapped: true }]),
        );
        assert_eq!(dates(&other)[0], if answer { "2025-10-06" } else { "2025-06-10" });
    }
}

#[test]
fn an_open_question_stays_open_and_a_typed_date_stays_as_it_was_typed() {
    let original = checked_with("half.xlsx", half_swapped(), &fixed(&[set("B4", "2025-04-03")]));
    assert_eq!(asks(&original), ["date_swapped B2"]);
    let copy = annotated(&original);
    assert_eq!(asks(&checked("copy.xlsx", copy.clone())), ["date_swapped B2"]);
    let answer = fixed(&[Fix::DateCells { column: "meeting_date".into(), swapped: true }]);
    assert_eq!(
        dates(&checked_with("copy.xlsx", copy, &answer)),
        ["2025-06-10", "2025-06-23", "2025-04-03", "2025-07-30"]
    );
}

#[test]
fn a_date_that_was_corrected_raises_no_question_in_the_copy() {
    let text = format!(
        "company_id,meeting_date,meeting_type,meeting_outcome\n{ONE},23/06/2025,other,lost\n{TWO},x,other,lost\n"
    );
    let original = checked_with("x.csv", text.into_bytes(), &fixed(&[set("B3", "2025-04-03")]));
    let copy = checked("copy.xlsx", annotated(&original));
    assert_eq!((asks(&copy), dates(&copy)), (vec![], dates(&original)));
}
