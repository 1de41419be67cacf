//! Headers: which row holds them, which template column each one is, which kind of file they make.

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::HowMatched;

use crate::parse::cell_text;
use crate::text::key_text;
use crate::{Kind, Required};

/// One column of the file and what it was matched to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileColumn {
    /// 0-based column of the sheet.
    pub at: u32,
    /// The header as the file has it, on one line.
    pub header: String,
    /// The template column's place in the kind.
    pub column: Option<usize>,
    /// How it was matched.
    pub how: HowMatched,
    /// A template column that the header nearly names. Never applied by itself.
    pub near: Option<usize>,
    /// Another file column was matched to the same template column before.
    pub twice: bool,
}

/// A sheet's columns matched to a kind's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// 0-based row of the headers.
    pub header_row: u32,
    /// The file's columns with a header or with data, from left to right.
    pub columns: Vec<FileColumn>,
    /// For each column of the kind, the sheet's column.
    pub places: Vec<Option<u32>>,
}

/// How well a row of a sheet fits a kind as its headers.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The kind.
    pub kind: &'static Kind,
    /// 0-based row.
    pub header_row: u32,
    /// Whether every required column is there.
    pub complete: bool,
    /// Matched columns; an exact name counts more than an alias.
    pub score: u32,
    /// How many columns matched.
    pub matched: u32,
}

/// Rows looked at for headers.
const SEARCHED_ROWS: u32 = 50;
/// Rows looked at below a blank header to see whether its column holds anything.
const SAMPLED_ROWS: u32 = 1_000;

/// A header for comparison: case, blanks, `_`, `-` and marks such as `*` or `(required)` don't matter.
fn header_key(header: &str) -> String {
    let key = key_text(header);
    let key = key.strip_suffix("(required)").unwrap_or(&key);
    let key = key.replace(['_', '-', '.', '/', '*', ':', '(', ')', '#'], " ");
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The column of a kind that a header names.
fn named(kind: &Kind, key: &str) -> Option<(usize, HowMatched)> {
    let exact = kind.columns.iter().position(|column| header_key(column.name) == key);
    let alias = || kind.columns.iter().position(|column| column.aliases.iter().any(|alias| header_key(alias) == key));
    exact.map(|at| (at, HowMatched::Exact)).or_else(|| alias().map(|at| (at, HowMatched::Alias)))
}

/// The column of a kind that a header nearly names, among those that nothing names.
fn nearly(kind: &Kind, key: &str, places: &[Option<u32>]) -> Option<usize> {
    if key.chars().count() < 4 {
        return None;
    }
    let likeness = |column: usize| {
        let names = std::iter::once(kind.columns[column].name).chain(kind.columns[column].aliases.iter().copied());
        names.map(|name| strsim::normalized_damerau_levenshtein(&header_key(name), key)).fold(0.0, f64::max)
    };
    (0..kind.columns.len())
        .filter(|&column| places[column].is_none())
        .map(|column| (column, likeness(column)))
        .filter(|&(_, likeness)| likeness >= 0.75)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(column, _)| column)
}

/// Matches the headers in a row (0-based) to the columns of a kind. An exact name wins over an alias wherever it stands.
#[must_use]
pub fn match_headers(kind: &Kind, sheet: &Sheet, header_row: u32) -> Mapping {
    let mut columns = Vec::new();
    let mut places = vec![None; kind.columns.len()];
    for at in 0..sheet.column_count() {
        let cell = sheet.cell(header_row, at);
        if cell.is_blank() && !has_data(sheet, header_row, at) {
            continue;
        }
        let header = crate::collapsed(&cell_text(cell, sheet.date_system())).into_owned();
        columns.push(FileColumn { at, header, column: None, how: HowMatched::Ignored, near: None, twice: false });
    }
    for wanted in [HowMatched::Exact, HowMatched::Alias] {
        for file in columns.iter_mut().filter(|file| file.column.is_none() && !file.twice) {
            let Some((column, how)) = named(kind, &header_key(&file.header)).filter(|&(_, how)| how == wanted) else {
                continue;
            };
            match places[column] {
                // An alias beside the column itself ("Contact" beside "primary_contact_name") is just another column.
                Some(_)
                    if how == HowMatched::Alias && exactly_named(kind, sheet, header_row, places[column], column) => {}
                Some(_) => (file.twice, file.near) = (true, Some(column)),
                None => {
                    (file.column, file.how) = (Some(column), how);
                    places[column] = Some(file.at);
                }
            }
        }
    }
    for file in columns.iter_mut().filter(|file| file.column.is_none() && !file.twice) {
        file.near = nearly(kind, &header_key(&file.header), &places);
    }
    Mapping { header_row, columns, places }
}

fn exactly_named(kind: &Kind, sheet: &Sheet, header_row: u32, place: Option<u32>, column: usize) -> bool {
    place.is_some_and(|at| {
        header_key(&cell_text(sheet.cell(header_row, at), sheet.date_system())) == header_key(kind.columns[column].name)
    })
}

fn has_data(sheet: &Sheet, header_row: u32, column: u32) -> bool {
    (header_row + 1..sheet.row_count().min(header_row + 1 + SAMPLED_ROWS))
        .any(|row| !sheet.cell(row, column).is_blank())
}

/// Rows that could be headers of these kinds, best first: complete ones, then those that match most, then the topmost.
#[must_use]
pub fn recognise(kinds: &[&'static Kind], sheet: &Sheet) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for header_row in (0..sheet.row_count().min(SEARCHED_ROWS)).filter(|&row| !sheet.is_row_blank(row)) {
        let keys: Vec<_> = (0..sheet.column_count())
            .filter_map(|at| match sheet.cell(header_row, at) {
                Cell::Text(text) if text.len() < 200 => Some(header_key(text)),
                _ => None,
            })
            .collect();
        for &kind in kinds {
            let mut found = vec![None; kind.columns.len()];
            for (column, how) in keys.iter().filter_map(|key| named(kind, key)) {
                let points = if how == HowMatched::Exact { 3 } else { 2 };
                found[column] = found[column].max(Some(points));
            }
            let complete = kind
                .columns
                .iter()
                .zip(&found)
                .all(|(column, found)| column.required != Required::Always || found.is_some());
            let matched = found.iter().flatten().count() as u32;
            if matched > 0 {
                candidates.push(Candidate { kind, header_row, complete, score: found.iter().flatten().sum(), matched });
            }
        }
    }
    candidates.sort_by_key(|found| (!found.complete, std::cmp::Reverse(found.score), found.header_row));
    candidates
}
