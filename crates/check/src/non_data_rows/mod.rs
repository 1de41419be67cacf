//! Rows below the headers that are no rows of data: totals, notes below the table, lines between rows, explanations of the columns,
//! repeated headers, a second table. Each gets one finding instead of one for every cell; nothing in it is imported, and a person can skip it.

mod described;
mod groups;
mod header_words;
mod labels;
mod lines;
mod shape;
mod tables;
mod trailing;

use std::collections::BTreeMap;
use std::ops::Range;

use lanegate_sheet::{Sheet, sort_short_by_key};

use crate::header_names::Names;
use crate::{Code, Kind, Mapping, Note, Proposal, codes};
use shape::Shape;
pub(crate) use shape::WIDEST;

/// A row that is no row of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NonDataRow {
    /// A sum or count of the rows above, with what it is called; nothing where it holds numbers only.
    Total(Option<String>),
    /// A line that is drawn between rows.
    Line,
    /// A row that explains the columns, with its text.
    Description(String),
    /// A note below the table.
    Note(String),
    /// The title of a group of rows, above headers that come again.
    Title(String),
    /// The headers once more.
    RepeatedHeader,
    /// The headers of another table, in words, and how many rows it has.
    SecondTable(String, u32),
}

/// The rows of a sheet that are no data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NonDataRows {
    rows: BTreeMap<u32, NonDataRow>,
    /// Rows that belong to no table that is imported, ascending.
    outside: Vec<Range<u32>>,
    /// Rows that hold nothing in any column that is imported: the first, and how many.
    pub empty: Option<(u32, u32)>,
}

impl NonDataRows {
    /// Looks for such rows below the headers. Linear in the rows; most sheets have none, and that is found quickly.
    pub fn find(kind: &'static Kind, sheet: &Sheet, mapping: &Mapping) -> Self {
        let mut non_data_rows = Self::default();
        // Without a column that is imported there is no row of data, and other findings say so.
        if mapping.places.iter().all(Option::is_none) {
            return non_data_rows;
        }
        let shape = Shape { kind, sheet, mapping, names: Names::of(kind) };
        tables::find(&shape, &mut non_data_rows);
        lines::find(&shape, &mut non_data_rows);
        described::find(&shape, &mut non_data_rows);
        labels::find(&shape, &mut non_data_rows);
        trailing::find(&shape, &mut non_data_rows);
        groups::find(&shape, &mut non_data_rows);
        non_data_rows.find_empty(&shape);
        non_data_rows
    }

    /// What a row is, if it is no row of data.
    pub fn at(&self, row: u32) -> Option<&NonDataRow> {
        self.rows.get(&row)
    }

    /// The rows, ascending, each with what it is.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &NonDataRow)> {
        self.rows.iter().map(|(&row, found)| (row, found))
    }

    /// Whether a row belongs to no table that is imported, so that nothing is to be said of it.
    pub fn is_outside(&self, row: u32) -> bool {
        let next = self.outside.partition_point(|range| range.end <= row);
        self.outside.get(next).is_some_and(|range| range.contains(&row))
    }

    fn find_empty(&mut self, shape: &Shape<'_>) {
        let mut found: Vec<Range<u32>> = Vec::new();
        let mut count = 0;
        for row in shape.rows().filter(|&row| shape.is_empty(row)) {
            if self.is_outside(row) || self.rows.contains_key(&row) {
                continue;
            }
            count += 1;
            match found.last_mut().filter(|range| range.end == row) {
                Some(range) => range.end += 1,
                None => found.push(row..row + 1),
            }
        }
        self.empty = found.first().map(|range| (range.start, count));
        self.outside.extend(found);
        sort_short_by_key(&mut self.outside, |range| range.start);
    }
}

impl NonDataRow {
    /// What several such rows are, in a few words.
    pub const fn in_words(&self) -> &'static str {
        match self {
            Self::Total(_) => "totals",
            Self::Line => "lines",
            Self::Description(_) => "explanations",
            Self::Note(_) => "notes",
            Self::Title(_) => "titles",
            Self::RepeatedHeader => "repeated headers",
            Self::SecondTable(..) => "headers of other tables",
        }
    }

    fn code(&self) -> &'static Code {
        match self {
            Self::Total(_) => codes::TOTAL_ROW,
            Self::Line => codes::LINE_ROW,
            Self::Description(_) => codes::DESCRIPTION_ROW,
            Self::Note(_) | Self::Title(_) => codes::NOTE_ROW,
            Self::RepeatedHeader => codes::REPEATED_HEADER,
            Self::SecondTable(..) => codes::SECOND_TABLE,
        }
    }

    /// What is to be said of it; `thing` is what a row of the kind is.
    pub fn note(&self, thing: &str) -> Note {
        let message = match self {
            Self::Total(Some(label)) => {
                format!("The row looks like a total (\"{}\"), not like a {thing}.", crate::text::shortened(label))
            }
            Self::Total(None) => format!(
                "The last row holds numbers only and stands apart from the others; it looks like a total, not like a {thing}."
            ),
            Self::Line => format!("The row is a line of dashes or other marks, not a {thing}."),
            Self::Description(text) => {
                format!("The row explains the columns (\"{}\"); it is not a {thing}.", crate::text::shortened(text))
            }
            Self::Note(text) => format!(
                "The row holds one text only (\"{}\") and is below the others; it looks like a note, not like a {thing}.",
                crate::text::shortened(text)
            ),
            Self::Title(text) => format!(
                "The row holds one text only (\"{}\") above the headers; it looks like a title, not like a {thing}.",
                crate::text::shortened(text)
            ),
            Self::RepeatedHeader => "The row repeats the headers.".to_owned(),
            Self::SecondTable(headers, 0) => format!("Another table begins here ({headers})."),
            Self::SecondTable(headers, 1) => {
                format!(
                    "Another table begins here ({headers}); the row that follows belongs to it and is not imported."
                )
            }
            Self::SecondTable(headers, rows) => {
                format!(
                    "Another table begins here ({headers}); the {rows} rows that follow belong to it and are not imported."
                )
            }
        };
        let hint = match self {
            Self::SecondTable(..) => {
                "Put it on a sheet of its own to import it. Leave this row out to go on without that table."
            }
            _ => "Leave the row out, or delete it from the file.",
        };
        Note::new(self.code(), message, hint).proposing(Proposal::LeaveOut)
    }
}
