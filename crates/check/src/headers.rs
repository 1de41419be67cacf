//! Headers: which template column each of a file's columns is. By name, then by another name; what is only near is a suggestion.

use std::collections::BTreeMap;

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::HowMatched;

use crate::Kind;
use crate::parse::cell_text;
use crate::suggestion;
use crate::text::key_text;

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
    /// A template column that this one may be, or that another one is already. Never applied by itself.
    pub near: Option<usize>,
    /// Why it may be that one, in words; empty where nothing is near.
    pub reason: String,
    /// Another file column was matched to the same template column before.
    pub twice: bool,
    /// It belongs to another table that stands beside this one.
    pub beside: bool,
    /// The first different values below the header, at most three, shortened.
    pub samples: Vec<String>,
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

/// Rows looked at below a header to see what its column holds.
const SAMPLED_ROWS: u32 = 1_000;
/// Cells of a column looked at for its different values.
const LOOKED_AT: usize = 50;
/// Values shown of a column, and how many characters of each.
const SAMPLES: usize = 3;
const SAMPLE_LENGTH: usize = 60;

/// What a header may say of its column in brackets behind the name, which changes nothing.
const REMARKS: [&str; 11] = [
    "required",
    "mandatory",
    "optional",
    "conditional",
    "uuid",
    "date",
    "text",
    "utc",
    "yyyymmdd",
    "ddmmyyyy",
    "mmddyyyy",
];

/// A header for comparison: case, blanks, marks such as `_`, `-` or `*`, and remarks such as `(required)` don't matter.
#[must_use]
pub fn header_key(header: &str) -> String {
    let key = key_text(header);
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if let Some((name, remark)) = key.rsplit_once(['(', '['])
        && REMARKS.contains(&plain(remark).as_str())
    {
        return plain(name);
    }
    plain(&key)
}

/// The names by which the columns of a kind are known, for comparison.
#[derive(Debug)]
pub(crate) struct Names {
    by_key: BTreeMap<String, (usize, HowMatched)>,
}

impl Names {
    pub fn of(kind: &Kind) -> Self {
        let mut by_key = BTreeMap::new();
        for (at, column) in kind.columns.iter().enumerate() {
            by_key.extend(column.aliases.iter().map(|alias| (header_key(alias), (at, HowMatched::Alias))));
        }
        by_key.extend(kind.columns.iter().enumerate().map(|(at, one)| (header_key(one.name), (at, HowMatched::Exact))));
        Self { by_key }
    }

    /// The column that a header's key names.
    pub fn named(&self, key: &str) -> Option<(usize, HowMatched)> {
        self.by_key.get(key).copied()
    }
}

/// The cell that heads a column. Headers of two rows, or merged over two, leave the lower cell blank: then the upper one counts, if it
/// names a column.
pub(crate) fn header_cell<'s>(names: &Names, sheet: &'s Sheet, header_row: u32, at: u32) -> Cell<'s> {
    let cell = sheet.cell(header_row, at);
    if !cell.is_blank() || header_row == 0 {
        return cell;
    }
    match sheet.cell(header_row - 1, at) {
        above @ Cell::Text(text) if text.len() < 200 && names.named(&header_key(text)).is_some() => above,
        _ => cell,
    }
}

/// Matches the headers in a row (0-based) to the columns of a kind. An exact name wins over an alias wherever it stands.
#[must_use]
pub fn match_headers(kind: &Kind, sheet: &Sheet, header_row: u32) -> Mapping {
    let names = Names::of(kind);
    let mut columns = Vec::new();
    for at in 0..sheet.column_count() {
        let cell = header_cell(&names, sheet, header_row, at);
        let samples = samples(sheet, header_row, at);
        if cell.is_blank() && samples.is_empty() {
            continue;
        }
        let header = crate::collapsed(&cell_text(cell, sheet.date_system())).into_owned();
        let (how, reason) = (HowMatched::Ignored, String::new());
        let (column, near) = (None, None);
        columns.push(FileColumn { at, header, column, how, near, reason, twice: false, beside: false, samples });
    }
    let mut mapping = Mapping { header_row, columns, places: vec![None; kind.columns.len()] };
    for wanted in [HowMatched::Exact, HowMatched::Alias] {
        mapping.match_by(&names, wanted);
    }
    mapping.part_from_tables_beside(kind, &names);
    suggestion::add(kind, sheet, &mut mapping);
    mapping
}

/// The first different values of a column below its header.
fn samples(sheet: &Sheet, header_row: u32, at: u32) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for cell in cells_below(sheet, header_row, at).take(LOOKED_AT) {
        let text: String = cell_text(cell, sheet.date_system()).trim().chars().take(SAMPLE_LENGTH).collect();
        if !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// The first cells of a column below its header that hold anything.
pub(crate) fn cells_below(sheet: &Sheet, header_row: u32, at: u32) -> impl Iterator<Item = Cell<'_>> {
    let rows = header_row + 1..sheet.row_count().min(header_row.saturating_add(1 + SAMPLED_ROWS));
    rows.map(move |row| sheet.cell(row, at)).filter(|cell| !cell.is_blank())
}

impl Mapping {
    fn match_by(&mut self, names: &Names, wanted: HowMatched) {
        for place in 0..self.columns.len() {
            let file = &self.columns[place];
            if file.column.is_some() || file.twice {
                continue;
            }
            let Some((column, how)) = names.named(&header_key(&file.header)).filter(|&(_, how)| how == wanted) else {
                continue;
            };
            let holder = self.columns.iter().find(|other| other.column == Some(column)).map(|other| other.how);
            let file = &mut self.columns[place];
            match holder {
                None => {
                    (file.column, file.how) = (Some(column), how);
                    self.places[column] = Some(file.at);
                }
                // An alias beside the column itself ("Contact" beside "primary_contact_name") is just another column.
                Some(HowMatched::Exact) if how == HowMatched::Alias => {}
                Some(_) => (file.twice, file.near) = (true, Some(column)),
            }
        }
    }
}
