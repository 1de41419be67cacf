//! What calamine 0.38 does with files that docs/upstream describes. If one of these fails, calamine has become better: then the
//! note can be closed, and the guard that it names looked at again.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Ods, Reader as _, Xls, Xlsb, Xlsx};

/// The hostile file of a class.
fn file(name: &str) -> Cursor<Vec<u8>> {
    let class = lanegate_hostile::all().find(|class| class.name == name).unwrap_or_else(|| panic!("no class {name}"));
    Cursor::new((class.make)(0))
}

/// What came of it: a panic, an error, or the cells as `A1 text`.
#[derive(Debug, PartialEq)]
enum Outcome {
    Panic,
    Error(String),
    Cells(Vec<String>),
}

fn tried(work: impl FnOnce() -> Result<Vec<String>, String>) -> Outcome {
    match catch_unwind(AssertUnwindSafe(work)) {
        Err(_) => Outcome::Panic,
        Ok(Err(error)) => Outcome::Error(error),
        Ok(Ok(cells)) => Outcome::Cells(cells),
    }
}

macro_rules! streamed {
    ($book:ident, $name:expr) => {
        tried(|| {
            let mut book = $book::new(file($name)).map_err(|error| error.to_string())?;
            let sheet = book.sheet_names()[0].clone();
            let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| error.to_string())?;
            let mut cells = Vec::new();
            while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
                let (row, column) = cell.get_position();
                cells.push(format!("{row},{column} {}", Data::from(cell.get_value().clone())));
            }
            Ok(cells)
        })
    };
}

macro_rules! ranged {
    ($book:ident, $name:expr) => {
        tried(|| {
            let mut book = $book::new(file($name)).map_err(|error| error.to_string())?;
            let sheet = book.sheet_names()[0].clone();
            let range = book.worksheet_range(&sheet).map_err(|error| error.to_string())?;
            Ok(range.used_cells().map(|(row, column, value)| format!("{row},{column} {value}")).collect())
        })
    };
}

/// Whether the cells hold one.
fn has(outcome: &Outcome, cell: &str) -> bool {
    matches!(outcome, Outcome::Cells(cells) if cells.iter().any(|found| found == cell))
}

fn fails(outcome: &Outcome, words: &str) -> bool {
    matches!(outcome, Outcome::Error(error) if error.contains(words))
}

#[test]
fn the_honest_files_are_read() {
    for outcome in [
        streamed!(Xlsx, "honest"),
        streamed!(Xlsb, "binary-honest"),
        ranged!(Xls, "old-honest"),
        ranged!(Ods, "open-honest"),
    ] {
        assert!(has(&outcome, "1,0 Harbor"), "{outcome:?}");
    }
}

#[test]
fn binary_workbooks_still_panic() {
    for name in [
        "binary-unknown-relationship",
        "binary-relationship-without-end",
        "binary-text-number-past-the-last",
        "binary-text-number-huge",
        "binary-dimension-too-short",
    ] {
        assert_eq!(streamed!(Xlsb, name), Outcome::Panic, "{name}");
    }
}

#[test]
fn binary_workbooks_still_lose_rows_behind_one_past_the_last() {
    let outcome = streamed!(Xlsb, "binary-row-past-the-last");
    assert!(has(&outcome, "0,0 firm_name") && !has(&outcome, "1,0 Harbor"), "{outcome:?}");
}

#[test]
fn numbers_of_shared_strings_that_are_none_are_still_the_first_one() {
    for name in ["shared-string-number-negative", "shared-string-number-huge", "shared-string-number-a-word"] {
        let outcome = streamed!(Xlsx, name);
        assert!(has(&outcome, "2,0 firm_name"), "{name}: {outcome:?}");
    }
}

#[test]
fn promises_and_places_without_measure_still_panic() {
    assert_eq!(streamed!(Xlsx, "unique-count-of-billions"), Outcome::Panic);
    // With overflow checks, as here; without them the cell is read as another one.
    assert_eq!(streamed!(Xlsx, "cells-outside-of-every-limit"), Outcome::Panic);
}

#[test]
fn one_fault_still_fails_a_whole_workbook_or_sheet() {
    assert!(fails(&streamed!(Xlsx, "unknown-error-texts"), "#SPILL!"));
    assert!(fails(&streamed!(Xlsx, "dimension-of-rows-only"), "column component"));
    assert!(fails(&streamed!(Xlsx, "chart-and-macro-sheets-among-others"), "sheet:type"));
    assert!(fails(&streamed!(Xlsx, "sheet-in-utf-16"), "Expecting a worksheet"));
    assert!(fails(&streamed!(Xlsb, "binary-errors-of-no-name"), "Cell Error"));
}

#[test]
fn checksums_are_still_not_compared_where_reading_stops_early() {
    assert!(has(&streamed!(Xlsx, "checksum-of-another-content"), "1,0 Harbor"));
}

#[test]
fn old_workbooks_still_panic() {
    for name in ["old-sheet-behind-the-end", "old-formula-of-garbage", "old-dimensions-turned-round"] {
        assert_eq!(ranged!(Xls, name), Outcome::Panic, "{name}");
    }
}

#[test]
fn old_texts_are_still_read_in_the_code_page() {
    assert!(has(&ranged!(Xls, "old-code-page-that-lies"), "2,0 K\0\u{f6}\0l\0n\0"));
}

#[test]
fn open_documents_still_mind_white_space_and_take_infinity_for_a_number() {
    assert!(fails(&ranged!(Ods, "open-indented"), "Expecting 'table-cell'"));
    assert!(has(&ranged!(Ods, "open-values-that-are-none"), "2,0 inf"));
    assert!(has(&streamed!(Xlsx, "numbers-that-are-none"), "2,0 inf"));
}
