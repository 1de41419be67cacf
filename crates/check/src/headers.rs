//! Headers: which template column each of a file's columns is. By name, then by another name; what is only near is a suggestion.

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::HowMatched;

use crate::duplicate_columns;
use crate::header_names::Names;
use crate::header_text::{self, HeaderText};
use crate::nested_tables::NestedTables;
use crate::parse::cell_text;
use crate::shifted_headers::{self, Shift};
use crate::suggestion;
use crate::{Column, Kind, ValueType};

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
    /// The template column that its header names as well, while another file column is taken for it.
    pub also: Option<usize>,
    /// The template columns that are made of it and other columns, as a person said.
    pub part_of: Vec<usize>,
    /// The columns that it is made of, if it was added to those of the file.
    pub parts: Vec<u32>,
    /// It belongs to another table that stands beside this one.
    pub beside: bool,
    /// The first different values below the header, at most three, shortened.
    pub samples: Vec<String>,
}

impl FileColumn {
    /// A column that is not imported.
    pub(crate) fn unmatched(at: u32, header: String) -> Self {
        Self {
            at,
            header,
            column: None,
            how: HowMatched::Ignored,
            near: None,
            reason: String::new(),
            twice: false,
            also: None,
            part_of: Vec::new(),
            parts: Vec::new(),
            beside: false,
            samples: Vec::new(),
        }
    }
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
    /// The headers are shifted against their values; until a person says what the columns are.
    pub shift: Option<Shift>,
}

/// Rows looked at below a header to see what its column holds.
const SAMPLED_ROWS: u32 = 1_000;
/// Cells of a column looked at for its different values.
const LOOKED_AT: usize = 50;
/// Values shown of a column, and how many characters of each.
pub(crate) const SAMPLES: usize = 3;
const SAMPLE_LENGTH: usize = 60;

const fn is_address(column: &Column) -> bool {
    matches!(column.value, ValueType::Email | ValueType::LinkedIn)
}

/// Returns true if a header ends in the number 1: `Email 1`, `Email (1)`.
fn is_numbered_first(header: &str) -> bool {
    let before = header.trim_end_matches(')').strip_suffix('1');
    before.is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_digit()))
}

/// The cell that heads a column. Headers of two rows, or merged over two, leave the lower cell blank: then the upper one counts, if it
/// names a column.
pub(crate) fn header_cell<'s>(names: &Names, sheet: &'s Sheet, header_row: u32, at: u32) -> Cell<'s> {
    let cell = sheet.cell(header_row, at);
    if !cell.is_blank() || header_row == 0 {
        return cell;
    }
    match sheet.cell(header_row - 1, at) {
        above @ Cell::Text(text) if text.len() < 200 && names.named(&HeaderText::new(text)).is_some() => above,
        _ => cell,
    }
}

/// Matches the headers in a row (0-based) to the columns of a kind. An exact name wins over an alias wherever it stands.
#[must_use]
pub fn match_headers(kind: &'static Kind, sheet: &Sheet, header_row: u32) -> Mapping {
    let names = Names::of(kind);
    let mut columns = Vec::new();
    for at in 0..sheet.own_columns() {
        let cell = header_cell(&names, sheet, header_row, at);
        let samples = samples(sheet, header_row, at);
        if cell.is_blank() && samples.is_empty() {
            continue;
        }
        let header = crate::collapsed(&cell_text(cell, sheet.date_system())).into_owned();
        columns.push(FileColumn { samples, ..FileColumn::unmatched(at, header) });
    }
    let mut mapping = Mapping { header_row, columns, places: vec![None; kind.columns.len()], shift: None };
    mapping.match_by(kind, sheet, &names);
    mapping.part_from_tables_beside(kind, &names, |_| false);
    mapping.shift = shifted_headers::find(kind, sheet, &mapping);
    if mapping.shift.is_none() {
        mapping.set_contradicted_aside(kind, sheet);
        mapping.take_confirmed(kind, sheet, &names);
    }
    suggestion::add(kind, sheet, &mut mapping);
    mapping
}

/// The first different values of a column below its header.
pub(crate) fn samples(sheet: &Sheet, header_row: u32, at: u32) -> Vec<String> {
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

/// The first cells of a column below its header that hold anything, but for those of nested tables.
pub(crate) fn cells_below(sheet: &Sheet, header_row: u32, at: u32) -> impl Iterator<Item = Cell<'_>> {
    let rows = header_row + 1..sheet.row_count().min(header_row.saturating_add(1 + SAMPLED_ROWS));
    let mut nested = NestedTables::below(sheet, header_row);
    rows.filter(move |&row| !nested.contains(row)).map(move |row| sheet.cell(row, at)).filter(|cell| !cell.is_blank())
}

impl Mapping {
    /// Gives each template column the file column whose header names it. Of several, an exact name wins over another name, then the one
    /// whose cells fit; where that does not tell, the first, and the others are told.
    fn match_by(&mut self, kind: &Kind, sheet: &Sheet, names: &Names) {
        let named: Vec<_> = self.columns.iter().map(|file| names.named(&HeaderText::new(&file.header))).collect();
        for column in 0..kind.columns.len() {
            for wanted in [HowMatched::Exact, HowMatched::Alias] {
                let rivals: Vec<usize> = (0..named.len()).filter(|&at| named[at] == Some((column, wanted))).collect();
                // An alias beside the column itself ("Contact" beside "primary_contact_name") is just another column.
                let is_held = self.places[column].is_some();
                let best =
                    if is_held { None } else { duplicate_columns::best(&kind.columns[column], sheet, self, &rivals) };
                let best = if is_held { None } else { self.first_of_numbered(&kind.columns[column], &rivals).or(best) };
                let winner = if is_held { None } else { best.or(rivals.first().copied()) };
                if let (Some(at), HowMatched::Alias) = (winner, wanted)
                    && duplicate_columns::gives_way(&kind.columns[column], sheet, self, at)
                {
                    rivals.iter().for_each(|&at| self.columns[at].also = Some(column));
                    continue;
                }
                for at in rivals {
                    let file = &mut self.columns[at];
                    if winner == Some(at) {
                        (file.column, file.how) = (Some(column), wanted);
                        self.places[column] = Some(file.at);
                    } else if is_held || best.is_some() {
                        file.also = Some(column);
                    } else {
                        (file.twice, file.near) = (true, Some(column));
                    }
                }
            }
        }
        self.match_first_of_several(kind, names);
        for file in self.columns.iter_mut().filter(|file| file.column.is_none() && file.also.is_none() && !file.twice) {
            file.also = names.further(&file.header).filter(|&column| self.places[column].is_some());
        }
    }

    /// The one with the smallest number of several address columns whose headers differ only in it: `Email (1)`, `1. Email`.
    fn first_of_numbered(&self, column: &Column, rivals: &[usize]) -> Option<usize> {
        if rivals.len() < 2 || !is_address(column) {
            return None;
        }
        let parts: Option<Vec<_>> =
            rivals.iter().map(|&at| header_text::parts_of_numbered(&self.columns[at].header)).collect();
        let parts = parts?;
        let is_one_name = parts.windows(2).all(|pair| pair[0].0 == pair[1].0);
        let (first, smallest) = rivals.iter().zip(&parts).min_by_key(|(_, (_, number))| *number)?;
        let is_only = parts.iter().filter(|(_, number)| *number == smallest.1).count() == 1;
        (is_one_name && is_only).then_some(*first)
    }

    /// Takes `Email 1` for the e-mail address where no column is called `Email`. Numbers behind the names of other columns may belong to
    /// several things in one row, such as meetings.
    fn match_first_of_several(&mut self, kind: &Kind, names: &Names) {
        for column in 0..kind.columns.len() {
            if self.places[column].is_some() || !is_address(&kind.columns[column]) {
                continue;
            }
            let is_first = |file: &&mut FileColumn| {
                let is_free = file.column.is_none() && file.also.is_none() && !file.twice;
                is_free && is_numbered_first(&file.header) && names.further(&file.header) == Some(column)
            };
            if let Some(file) = self.columns.iter_mut().find(is_first) {
                (file.column, file.how) = (Some(column), HowMatched::Alias);
                self.places[column] = Some(file.at);
            }
        }
    }

    /// The file columns whose headers name a template column as well, while another one is taken for it.
    pub(crate) fn also(&self, column: usize) -> impl Iterator<Item = &FileColumn> {
        let names = move |file: &&FileColumn| file.also == Some(column) || (file.twice && file.near == Some(column));
        self.columns.iter().filter(move |file| file.column.is_none()).filter(names)
    }
}
