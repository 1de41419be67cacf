//! The order of corrections: random lists give what a model gives that applies them one by one to the cells.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Checked, Settings, check, match_headers};
use lanegate_intake::{CheckedFile, Intake};
use lanegate_kinds::named;
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::{CheckOptions, Filter, Fix};

/// The last column has no meaning until a correction gives it one.
const HEADERS: &str = "firm_name,primary_contact_name,geography,source,status,zzz";
const COLUMNS: [&str; 6] = ["firm_name", "primary_contact_name", "geography", "source", "status", "linkedin_url"];
const LETTERS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
const VALUES: [&str; 8] = ["", "new", "NEW ", "old", "prospect", "Prospect", "other", "7"];
const ROWS: usize = 8;

fn options(fixes: &[Fix]) -> CheckOptions {
    CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()) }
}

fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    intake.check(&options(fixes), &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

/// The texts that count, row by row.
fn shown(file: &CheckedFile) -> Vec<Vec<String>> {
    let rows = file.rows(0, 500, &Filter::default()).rows;
    rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect()).collect()
}

/// A cell of the model: its texts as it is and with day and month swapped, what it holds for corrections of values, and what counts.
#[derive(Clone)]
struct ModelCell {
    file: [String; 2],
    holds: String,
    counts: String,
    is_replaced: bool,
}

impl ModelCell {
    fn of(file: [&str; 2]) -> Self {
        let file = file.map(ToOwned::to_owned);
        Self { holds: file[0].clone(), counts: file[0].clone(), file, is_replaced: false }
    }

    fn replace(&mut self, from: &str, to: &str) {
        if alike(&self.holds, from) || alike(&self.counts, from) {
            to.clone_into(&mut self.counts);
            self.is_replaced = true;
        }
    }

    fn answer(&mut self, swapped: bool) {
        self.holds.clone_from(&self.file[usize::from(swapped)]);
        if !self.is_replaced {
            self.counts.clone_from(&self.holds);
        }
    }
}

fn alike(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// Applies corrections one by one. `columns` are the template columns of the file's columns.
fn model(file: &[Vec<&str>], columns: &[Option<String>], fixes: &[Fix]) -> Vec<Vec<String>> {
    let cell = |text: &&str| ModelCell::of([text; 2]);
    let mut cells: Vec<Vec<ModelCell>> = file.iter().map(|row| row.iter().map(cell).collect()).collect();
    for fix in fixes {
        match fix {
            Fix::SetCell { cell, value } => {
                let at = LETTERS.iter().position(|letter| cell.starts_with(letter)).unwrap();
                let row: usize = cell[1..].parse().unwrap();
                cells[row - 2][at] = ModelCell::of([value; 2]);
            }
            Fix::MapValue { column, from, to } => {
                let Some(at) = columns.iter().position(|name| name.as_ref() == Some(column)) else { continue };
                cells.iter_mut().for_each(|row| row[at].replace(from, to));
            }
            _ => {}
        }
    }
    cells.into_iter().map(|row| row.into_iter().map(|cell| cell.counts).collect()).collect()
}

/// A small generator of numbers that look random, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.below(texts.len())]
    }

    fn fix(&mut self) -> Fix {
        match self.below(12) {
            0 => {
                let column = self.below(COLUMNS.len() + 1);
                let column = COLUMNS.get(column).map(|name| (*name).to_owned());
                Fix::MapColumn { letters: self.one_of(&LETTERS).to_owned(), column }
            }
            1..=5 => {
                let cell = format!("{}{}", self.one_of(&LETTERS), 2 + self.below(ROWS));
                Fix::SetCell { cell, value: self.one_of(&VALUES).to_owned() }
            }
            _ => {
                let (column, from) = (self.one_of(&COLUMNS).to_owned(), self.one_of(&VALUES).to_owned());
                Fix::MapValue { column, from, to: self.one_of(&VALUES).to_owned() }
            }
        }
    }
}

#[test]
fn a_random_list_gives_what_one_by_one_gives() {
    let mut numbers = Numbers(11);
    for round in 0..60 {
        // The first column is never blank, so that every row is a row of data.
        let value = |numbers: &mut Numbers, at: usize| numbers.one_of(if at == 0 { &VALUES[1..] } else { &VALUES });
        let mut row = || (0..LETTERS.len()).map(|at| value(&mut numbers, at)).collect::<Vec<_>>();
        let file: Vec<Vec<&str>> = (0..ROWS).map(|_| row()).collect();
        let lines: Vec<String> = file.iter().map(|row| row.join(",")).collect();
        let bytes = format!("{HEADERS}\n{}\n", lines.join("\n")).into_bytes();
        let mut stepwise = Intake::open("partners.csv", bytes.clone()).unwrap();
        let mut fixes: Vec<Fix> = Vec::new();
        for step in 0..25 {
            fixes.push(numbers.fix());
            let mut afresh = Intake::open("partners.csv", bytes.clone()).unwrap();
            let result = checked(&mut afresh, &fixes);
            let columns: Vec<_> = result.overview().columns.iter().map(|column| column.column.clone()).collect();
            let expected = model(&file, &columns, &fixes);
            assert_eq!(shown(result), expected, "round {round}, step {step}: {fixes:#?}");
            assert_eq!(shown(checked(&mut stepwise, &fixes)), expected, "round {round}, step {step}: {fixes:#?}");
        }
    }
}

/// A sheet with dates in column B.
fn dated(dates: &[Cell<'_>]) -> Sheet {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (at, header) in (0..).zip(["company_id", "meeting_date", "meeting_type", "meeting_outcome"]) {
        sheet.set(0, at, Cell::Text(header)).unwrap();
    }
    for (row, date) in (1..).zip(dates) {
        sheet.set(row, 0, Cell::Text("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")).unwrap();
        sheet.set(row, 1, *date).unwrap();
    }
    sheet
}

fn checked_dates(sheet: &Sheet, fixes: &[Fix]) -> Checked {
    let kind = named("appointment_history").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings { fixes: fixes.to_vec(), ..Settings::on(today) };
    check(kind, sheet, match_headers(kind, sheet, 0), settings, &mut |_| {})
}

/// The dates that count.
fn shown_dates(checked: &Checked, sheet: &Sheet) -> Vec<String> {
    let facts = (1..sheet.row_count()).map(|row| checked.cell_facts(sheet, row, 1).unwrap());
    facts.map(|facts| facts.counts.unwrap_or(facts.shows)).collect()
}

fn map_date(from: &str, to: &str) -> Fix {
    Fix::MapValue { column: "meeting_date".into(), from: from.into(), to: to.into() }
}

fn swapped(swapped: bool) -> Fix {
    Fix::DateCells { column: "meeting_date".into(), swapped }
}

/// Cells with their texts as they are, and with day and month swapped.
const DATES: [(Cell<'static>, [&str; 2]); 9] = [
    (Cell::Date(45_936.0), ["2025-10-06", "2025-06-10"]),
    (Cell::Date(45_818.0), ["2025-06-10", "2025-10-06"]),
    (Cell::Date(45_814.0), ["2025-06-06"; 2]),
    (Cell::IsoDate("2025-10-06"), ["2025-10-06", "2025-06-10"]),
    (Cell::Number(45_936.0), ["45936", "45818"]),
    (Cell::Text("45818"), ["45818", "45936"]),
    (Cell::Text("2025-10-06"), ["2025-10-06"; 2]),
    (Cell::Text("23/06/2025"), ["23/06/2025"; 2]),
    (Cell::Blank, [""; 2]),
];

#[test]
fn a_random_list_with_answers_about_date_cells_gives_what_one_by_one_gives() {
    let mut numbers = Numbers(5);
    let values = ["2025-10-06", "2025-06-10", "45936", "45818", "2025-06-06", "2025-07-01", ""];
    for round in 0..25 {
        let made: Vec<_> = (0..ROWS).map(|_| DATES[numbers.below(DATES.len())]).collect();
        let sheet = dated(&made.iter().map(|(cell, _)| *cell).collect::<Vec<_>>());
        let mut expected: Vec<ModelCell> = made.iter().map(|(_, texts)| ModelCell::of(*texts)).collect();
        let mut stepwise = checked_dates(&sheet, &[]);
        let mut fixes = Vec::new();
        for step in 0..25 {
            fixes.push(match numbers.below(8) {
                0 | 1 => swapped(numbers.below(2) == 0),
                2 => {
                    let cell = format!("B{}", 2 + numbers.below(ROWS));
                    Fix::SetCell { cell, value: numbers.one_of(&values).to_owned() }
                }
                _ => map_date(numbers.one_of(&values), numbers.one_of(&values)),
            });
            match fixes.last().unwrap() {
                Fix::DateCells { swapped, .. } => expected.iter_mut().for_each(|cell| cell.answer(*swapped)),
                Fix::MapValue { from, to, .. } => expected.iter_mut().for_each(|cell| cell.replace(from, to)),
                Fix::SetCell { cell, value } => {
                    let row: usize = cell[1..].parse().unwrap();
                    // What was typed is not swapped, and a later answer doesn't bring the file's date back.
                    expected[row - 2] = ModelCell::of([value; 2]);
                }
                other => panic!("{other:?}"),
            }
            let counts: Vec<&str> = expected.iter().map(|cell| cell.counts.as_str()).collect();
            let afresh = checked_dates(&sheet, &fixes);
            if !stepwise.correct(&sheet, &fixes) {
                stepwise = checked_dates(&sheet, &fixes);
            }
            for checked in [&afresh, &stepwise] {
                assert_eq!(shown_dates(checked, &sheet), counts, "round {round}, step {step}: {made:?} {fixes:#?}");
            }
            for wanted in &values[..6] {
                let found = afresh.search(&sheet, wanted);
                let all = (1..).zip(&counts).all(|(row, text)| text != wanted || found.contains(&row));
                assert!(all, "{wanted} in {counts:?}: {found:?}");
            }
        }
    }
}

#[test]
fn a_date_that_is_replaced_before_the_answer_means_the_date_that_showed_then() {
    let sheet = dated(&[DATES[0].0, DATES[1].0, DATES[6].0, DATES[7].0]);
    for (fixes, expected) in [
        (vec![swapped(true)], ["2025-06-10", "2025-10-06", "2025-10-06"]),
        (vec![map_date("2025-10-06", "2025-07-01"), swapped(true)], ["2025-07-01", "2025-10-06", "2025-07-01"]),
        (vec![swapped(true), map_date("2025-10-06", "2025-07-01")], ["2025-06-10", "2025-07-01", "2025-07-01"]),
        // A second answer about the cells leaves alone what was replaced between the two.
        (
            vec![swapped(true), map_date("2025-10-06", "2025-07-01"), swapped(false)],
            ["2025-10-06", "2025-07-01", "2025-07-01"],
        ),
        (
            vec![map_date("2025-10-06", "2025-07-01"), swapped(true), map_date("2025-07-01", "2025-07-02")],
            ["2025-07-02", "2025-10-06", "2025-07-02"],
        ),
    ] {
        assert_eq!(shown_dates(&checked_dates(&sheet, &fixes), &sheet)[..3], expected, "{fixes:?}");
    }
}

#[test]
fn the_last_correction_of_a_cell_wins() {
    let bytes = b"firm_name,primary_contact_name,source,status\nHarbor,Ann,LinkedIn,new\nQuay,Bob,LinkedIn,new\n";
    let mut intake = Intake::open("partners.csv", bytes.to_vec()).unwrap();
    let map = |from: &str, to: &str| Fix::MapValue { column: "status".into(), from: from.into(), to: to.into() };
    let set = |value: &str| Fix::SetCell { cell: "D2".into(), value: value.into() };
    for (fixes, first, second) in [
        (vec![map("new", "prospect")], "prospect", "prospect"),
        // Set back after "apply to all".
        (vec![map("new", "prospect"), set("new")], "new", "prospect"),
        (vec![set("new"), map("new", "prospect")], "prospect", "prospect"),
        // A fix that is offered for the text that an earlier correction wrote.
        (vec![map("new", "prospct"), map("prospct", "prospect")], "prospect", "prospect"),
        (vec![map("prospct", "prospect"), map("new", "prospct")], "prospct", "prospct"),
        // A second answer for the same word, as the Match step gives it; and the word means itself again.
        (vec![map("new", "prospect"), map("new", "contacted")], "contacted", "contacted"),
        (vec![map("new", "prospect"), map("new", "new")], "new", "new"),
        (vec![map("new", "prospect"), set("x"), map("x", "contacted")], "contacted", "prospect"),
        (vec![map("new", "prospect"), set("")], "", "prospect"),
        (vec![map("", "prospect"), set("")], "", "new"),
        (vec![set(""), map("", "prospect")], "prospect", "new"),
    ] {
        let shown = shown(checked(&mut intake, &fixes));
        assert_eq!((shown[0][3].as_str(), shown[1][3].as_str()), (first, second), "{fixes:?}");
    }
}

#[test]
fn the_last_column_that_is_chosen_for_a_meaning_is_the_one() {
    let bytes = b"firm_name,primary_contact_name,a,source,b\nHarbor,Ann,one,LinkedIn,two\n";
    let mut intake = Intake::open("partners.csv", bytes.to_vec()).unwrap();
    let choose = |letters: &str| Fix::MapColumn { letters: letters.into(), column: Some("geography".into()) };
    for (fixes, expected) in [
        (vec![choose("C")], "one"),
        (vec![choose("C"), choose("E")], "two"),
        (vec![choose("E"), choose("C")], "one"),
        (vec![choose("E"), choose("C"), choose("E")], "two"),
    ] {
        let file = checked(&mut intake, &fixes);
        assert_eq!(file.batch(0).unwrap().rows[0].fields["geography"].to_string(), expected, "{fixes:?}");
    }
}

#[test]
fn a_finding_about_the_file_quotes_the_cell_as_it_is_corrected() {
    let mut bytes = "firm_name,primary_contact_name,source\nM\u{fc}hle,J\u{f6}rg,LinkedIn\n".to_owned().into_bytes();
    bytes.extend(b"Caf\xe9,Ann,LinkedIn\n");
    let fixes = [Fix::SetCell { cell: "A3".into(), value: "Caf\u{e9}".into() }];
    let findings = |file: &CheckedFile| file.findings(0, 500, &Filter::default()).findings;
    let mut stepwise = Intake::open("partners.csv", bytes.clone()).unwrap();
    let before = findings(checked(&mut stepwise, &[]));
    assert!(before.iter().any(|finding| finding.code == "broken_cell" && finding.cell.as_deref() == Some("A3")));
    let mut afresh = Intake::open("partners.csv", bytes).unwrap();
    assert_eq!(findings(checked(&mut stepwise, &fixes)), findings(checked(&mut afresh, &fixes)));
}
