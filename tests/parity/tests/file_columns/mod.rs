//! Sheets and files for tests of headers, and the columns that they are matched to.

#![allow(dead_code, reason = "no test uses all of it")]

use chrono::NaiveDate;
use lanegate_check::{Mapping, match_headers};
use lanegate_intake::{CheckedFile, Intake};
use lanegate_kinds::named;
use lanegate_sheet::{Cell, DateSystem, Sheet, column_letters};
use lanegate_wire::{CheckOptions, Filter, Finding, Fix};

pub const ACME: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
pub const ANN: &str = "https://www.linkedin.com/in/ann-lee";

pub fn sheet(rows: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet::new("Data", DateSystem::Y1900);
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.set(row, column, Cell::Text(text)).unwrap();
        }
    }
    sheet
}

/// Each file column with the template column it is, or in brackets the one it may be.
pub fn matched(kind: &str, rows: &[&[&str]]) -> Vec<String> {
    let kind = named(kind).unwrap();
    let Mapping { columns, .. } = match_headers(kind, &sheet(rows), 0);
    let name = |column: usize| kind.columns[column].name;
    let words = columns.into_iter().map(|file| {
        let letters = column_letters(file.at);
        match (file.column, file.near) {
            (Some(column), _) => format!("{letters} {}", name(column)),
            (None, Some(near)) if file.twice => format!("{letters} {} twice", name(near)),
            (None, Some(near)) => format!("{letters} ({}: {})", name(near), file.reason),
            (None, None) if file.beside => format!("{letters} beside"),
            (None, None) => format!("{letters} -"),
        }
    });
    words.collect()
}

pub fn opened(text: &str) -> Intake {
    Intake::open("file.csv", text.as_bytes().to_vec()).unwrap()
}

pub fn checked<'a>(intake: &'a mut Intake, fixes: &[Fix]) -> &'a CheckedFile {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    intake.check(&CheckOptions { fixes: fixes.to_vec(), ..CheckOptions::on(today) }, &mut |_| {}).unwrap();
    intake.checked().unwrap()
}

pub fn findings(file: &CheckedFile) -> Vec<Finding> {
    file.findings(0, 500, &Filter::default()).findings
}
