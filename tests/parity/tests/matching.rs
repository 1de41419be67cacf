//! What the page asks of a checked file beyond findings: how it is matched, what a cell is, where a text stands.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_parity::test;
use lanegate_wire::{CheckOptions, Combining, DateOrder, Filter, Fix};

const ACME: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const ANN: &str = "3d2c1b0a-9f8e-4d7c-8b6a-5f4e3d2c1b0a";

fn opened(rows: &[&str]) -> Intake {
    let head = "company_id,people_id,meeting_date,meeting_type,meeting_outcome,remark";
    let text = std::iter::once(head).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n");
    Intake::open("file.csv", text.into_bytes()).unwrap()
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

fn map(column: &str, from: &str, to: &str) -> Fix {
    Fix::MapValue { column: column.into(), from: from.into(), to: to.into() }
}

/// The rows that hold a text, as Excel numbers them.
fn found(file: &CheckedFile, text: &str) -> Vec<u32> {
    let filter = Filter { text: Some(text.into()), ..Filter::default() };
    let window = file.rows(0, 500, &filter);
    assert_eq!(window.total as usize, window.rows.len());
    window.rows.iter().map(|row| row.row).collect()
}

#[test]
fn words_that_no_list_knows_are_counted_with_what_they_may_stand_for() {
    let row = |outcome: &str, n: u32| format!("{ACME},{ANN},2025-05-0{n},other,{outcome},");
    let rows = [row("No show", 1), row("no  show", 2), row("perhaps", 3), row("", 4), row("lost", 5)];
    let mut intake = opened(&rows.each_ref().map(String::as_str));
    let shown = |file: &CheckedFile| -> Vec<(String, u32, Option<String>, Option<String>)> {
        file.matching().values.into_iter().map(|v| (v.value, v.rows, v.suggestion, v.taken)).collect()
    };
    let ghosted = || Some("ghosted".to_owned());
    let open = shown(checked(&mut intake, &[]));
    assert_eq!(open[0], ("No show".into(), 2, ghosted(), None));
    assert_eq!(open[1..], [("".into(), 1, None, None), ("perhaps".into(), 1, None, None)]);
    let taken = shown(checked(&mut intake, &[map("meeting_outcome", "No show", "ghosted")]));
    assert!(taken.contains(&("No show".into(), 0, None, ghosted())), "{taken:?}");
    // A word that stands for itself again is open again.
    let back = [map("meeting_outcome", "No show", "ghosted"), map("meeting_outcome", "no show", "No show")];
    assert_eq!(shown(checked(&mut intake, &back)), open);
}

#[test]
fn the_template_says_where_its_columns_are_and_dates_say_how_they_are_read() {
    let row = |date: &str, n: u32| format!("{ACME},{ANN},{date},other,lost,{n}");
    let mut intake = opened(&[&row("03/04/2025", 1), &row("26/06/2025", 2)]);
    let matching = checked(&mut intake, &[]).matching();
    let letters = |name: &str| matching.template.iter().find(|c| c.name == name).unwrap().letters.clone();
    assert_eq!((letters("meeting_date"), letters("source")), (Some("C".into()), None));
    let [dates] = matching.dates.as_slice() else { panic!("{:?}", matching.dates) };
    assert_eq!((dates.order, dates.said, dates.ambiguous), (Some(DateOrder::Dmy), false, 1));
    assert_eq!(dates.proof.as_deref(), Some("C3 is 26/06/2025"));
    let mut open = opened(&[&row("03/04/2025", 1)]);
    let dates = checked(&mut open, &[]).matching().dates;
    assert_eq!((dates[0].order, dates[0].proof.clone()), (None, None));
    let mut plain = opened(&[&row("2025-04-03", 1)]);
    assert_eq!(checked(&mut plain, &[]).matching().dates, []);
}

#[test]
fn a_cell_says_what_is_shown_stored_and_committed() {
    let row = |date: &str, outcome: &str| format!("{ACME},{ANN},{date},Other,{outcome},mine");
    let mut intake = opened(&[&row("2025-05-01", "lost"), &row("2025-05-02", "perhaps"), &row("2025-05-01", "lost")]);
    let fixes = [Fix::SetCell { cell: "C2".into(), value: "2025-06-01".into() }];
    let file = checked(&mut intake, &fixes);
    let facts = |row, column| file.cell_facts(row, column).unwrap();
    let date = facts(2, 2);
    assert_eq!((date.shows.as_str(), date.stores.as_str()), ("2025-05-01", "the text 2025-05-01"));
    assert_eq!((date.counts.as_deref(), date.commits.as_deref()), (Some("2025-06-01"), Some("2025-06-01")));
    // Stored in its own form, whatever its case in the file.
    assert_eq!(facts(2, 3).commits.as_deref(), Some("other"));
    assert_eq!(facts(2, 5).why_not, "the column is not imported");
    assert_eq!(facts(3, 4).why_not, "the cell has an error");
    assert_eq!(facts(3, 3).why_not, "the row has an error");
    assert_eq!(file.cell_facts(2, 99), None);
    let out = checked(&mut intake, &[Fix::LeaveOut { row: 2 }]).cell_facts(2, 2).unwrap();
    assert_eq!((out.commits, out.why_not.as_str()), (None, "the row is left out"));
}

#[test]
fn as_many_cells_are_alike_as_a_mapped_value_corrects() {
    let row = |outcome: &str, n: u32| format!("{ACME},{ANN},2025-05-0{n},other,{outcome},Mark {n}");
    let rows = [row("No show", 1), row("lost", 2), row("no  SHOW", 3), row("lost", 4), row("lost", 5)];
    let mut intake = opened(&rows.each_ref().map(String::as_str));
    let outcome = 4;
    let alike = |file: &CheckedFile, row| file.alike(row, outcome);
    let file = checked(&mut intake, &[]);
    assert_eq!((alike(file, 2), alike(file, 3), alike(file, 99)), (2, 3, 0));
    // The header holds nothing that could be mapped.
    assert_eq!(file.alike(3, 99), 0);
    let before = file.overview().clean;
    let map = Fix::MapValue { column: "meeting_outcome".into(), from: "No show".into(), to: "ghosted".into() };
    assert_eq!(checked(&mut intake, &[map]).overview().clean, before + 2);
    let set = Fix::SetCell { cell: "E2".into(), value: "lost".into() };
    let file = checked(&mut intake, &[set]);
    assert_eq!((alike(file, 2), alike(file, 4)), (4, 1));
}

#[test]
fn a_search_finds_what_the_file_holds_and_what_counts() {
    let row = |outcome: &str, n: u32| format!("{ACME},{ANN},2025-05-0{n},other,{outcome},Mark {n}");
    let rows = [row("no show", 1), row("lost", 2), row("no show", 3)];
    let mut intake = opened(&rows.each_ref().map(String::as_str));
    let file = checked(&mut intake, &[]);
    assert_eq!(found(file, "NO SHOW"), [2, 4]);
    assert_eq!((found(file, "mark 2"), found(file, "ghosted"), found(file, " ")), (vec![3], vec![], vec![2, 3, 4]));
    let fixes =
        [map("meeting_outcome", "no show", "ghosted"), Fix::SetCell { cell: "F3".into(), value: "Élan".into() }];
    let file = checked(&mut intake, &fixes);
    assert_eq!(
        (found(file, "ghosted"), found(file, "élan"), found(file, "no show")),
        (vec![2, 4], vec![3], vec![2, 4])
    );
    // Findings and the place of a row follow the same rows.
    let filter = Filter { text: Some("mark 3".into()), ..Filter::default() };
    assert_eq!(file.place_of_row(4, &filter), 0);
    assert_eq!(file.findings(0, 100, &filter).total, 0);
    let file = checked(&mut intake, &[]);
    let faulty = file.findings(0, 100, &filter);
    assert_eq!((faulty.total, faulty.findings[0].cell.as_deref()), (1, Some("E4")));
    let both = Filter { code: Some("not_in_list".into()), text: Some("mark".into()), ..Filter::default() };
    assert_eq!(file.rows(0, 100, &both).rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_row_left_out_is_taken_back_in_and_the_last_word_counts() {
    let row = |n: u32| format!("{ACME},{ANN},2025-05-0{n},other,lost,");
    let mut intake = opened(&[&row(1), &row(2)]);
    let out = |row| Fix::LeaveOut { row };
    let back = |row| Fix::TakeIn { row };
    for (fixes, left) in [
        (vec![out(2)], 1),
        (vec![out(2), back(2)], 0),
        (vec![out(2), back(2), out(2)], 1),
        (vec![back(3)], 0),
        (vec![out(2), out(3), back(2)], 1),
    ] {
        let overview = checked(&mut intake, &fixes).overview();
        assert_eq!((overview.left_out, overview.clean), (left, 2 - left), "{fixes:?}");
    }
    let told = checked(&mut intake, &[back(99)]).findings(0, 10, &Filter::default()).findings;
    assert!(told.iter().any(|finding| finding.code == "fix_not_applied"), "{told:?}");
}

#[test]
fn a_list_of_which_most_words_mean_nothing_is_told_until_they_are_assigned() {
    let text = "meeting_date,meeting_type,meeting_outcome,source\n2025-05-01,Call,lost,\n2025-05-02,call,lost,letter\n2025-05-03,other,won,\n";
    let mut intake = Intake::open("file.csv", text.as_bytes().to_vec()).unwrap();
    assert_eq!(checked(&mut intake, &[]).overview().unlisted, ["meeting_type"]);
    assert!(checked(&mut intake, &[map("meeting_type", "Call", "other")]).overview().unlisted.is_empty());
}

#[test]
fn words_whose_rows_are_skipped_are_named_until_they_mean_something() {
    let row = |outcome: &str, n: u32| format!("{ACME},{ANN},2025-05-0{n},other,{outcome},");
    let rows = [row("Canceled", 1), row("lost", 2)];
    let mut intake = opened(&rows.each_ref().map(String::as_str));
    let shown = |file: &CheckedFile| -> Vec<(String, Option<String>, bool)> {
        file.matching().values.into_iter().map(|value| (value.value, value.taken, value.skipped)).collect()
    };
    let skip = Fix::LeaveOutWhere { letters: "E".into(), value: "Canceled".into() };
    assert_eq!(shown(checked(&mut intake, std::slice::from_ref(&skip))), [("Canceled".into(), None, true)]);
    let lost = map("meeting_outcome", "Canceled", "lost");
    let said = shown(checked(&mut intake, &[skip.clone(), lost.clone()]));
    assert_eq!(said, [("Canceled".into(), Some("lost".into()), false)]);
    assert_eq!(shown(checked(&mut intake, &[lost, skip.clone()])), [("Canceled".into(), None, true)]);
    let open = map("meeting_outcome", "Canceled", "Canceled");
    assert_eq!(shown(checked(&mut intake, &[skip, open])), [("Canceled".into(), None, false)]);
}

#[test]
fn a_value_given_for_a_missing_column_is_named_with_the_column() {
    let mut intake = opened(&[&format!("{ACME},{ANN},2025-05-01,other,lost,")]);
    let source = |file: &CheckedFile| {
        let column = file.matching().template.into_iter().find(|column| column.name == "source").unwrap();
        (column.one_value, column.in_blanks)
    };
    assert_eq!(source(checked(&mut intake, &[])), (true, None));
    let file = checked(&mut intake, &[map("source", "", "crm")]);
    assert_eq!((source(file), file.matching().values), ((true, Some("crm".to_owned())), vec![]));
}

#[test]
fn columns_show_what_they_would_give_together() {
    let mut intake =
        opened(&[&format!("{ACME},{ANN},2025-05-01,other,lost,fine"), &format!("{ACME},,2025-05-02,other,lost,")]);
    let file = checked(&mut intake, &[]);
    let samples =
        |parts: &[&str], how| file.combined_samples(&parts.iter().map(|&at| at.to_owned()).collect::<Vec<_>>(), how);
    assert_eq!(samples(&["D", "F"], Combining::Join), ["other fine", "other"]);
    assert_eq!(samples(&["F", "E"], Combining::FirstFilled), ["fine", "lost"]);
    assert_eq!(samples(&["Z"], Combining::Join), Vec::<String>::new());
}
