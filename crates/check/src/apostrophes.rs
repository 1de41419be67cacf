//! Apostrophes that a program wrote before every text of a row or column. One in front of a single text may be part of a name, such as
//! `'t Hooft`; where every text has one, they are marks.

use lanegate_sheet::{Cell, Sheet};

use crate::{Kind, Mapping, ValueType};

/// Texts that must begin with an apostrophe before it counts as a mark: in a row, and in a column.
const IN_ROW: usize = 2;
const IN_COLUMN: usize = 3;

/// The rows and columns in which apostrophes in front of texts are marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Apostrophes {
    /// True if any text of the sheet begins with one. Most sheets have none, and nothing more is looked at.
    any: bool,
    /// Columns of the sheet in which every text begins with one, but for those in quotation marks.
    columns: Vec<u32>,
    /// The columns of the file that are imported, or go into one that is.
    imported: Vec<u32>,
}

impl Apostrophes {
    /// Looks for them in the file, whatever was corrected.
    pub fn find(kind: &Kind, sheet: &Sheet, mapping: &Mapping) -> Self {
        if !sheet.texts().any(|(_, text)| marked(text).is_some()) {
            return Self::default();
        }
        let imported = mapping.read_columns().into_iter().collect();
        let rows = mapping.header_row.saturating_add(1)..sheet.row_count();
        let texts = kind.columns.iter().zip(&mapping.places);
        let texts = texts.filter(|(column, _)| may_have_mark(&column.value)).filter_map(|(_, at)| *at);
        let is_marked = |at: &u32| all_begin(rows.clone().map(|row| sheet.cell(row, *at)), IN_COLUMN);
        Self { any: true, columns: texts.filter(is_marked).collect(), imported }
    }

    /// Returns true if apostrophes are marks in each text of a row.
    pub fn mark_row(&self, sheet: &Sheet, row: u32) -> bool {
        self.any && all_begin(self.imported.iter().map(|&at| sheet.cell(row, at)), IN_ROW)
    }

    /// Returns the cell of a text column without its mark, if it has one.
    pub fn without_mark<'a>(&self, cell: Cell<'a>, at: u32, row_is_marked: bool) -> Option<Cell<'a>> {
        match cell {
            Cell::Text(text) if self.any && (row_is_marked || self.columns.contains(&at)) => {
                unmarked(text).map(Cell::Text)
            }
            _ => None,
        }
    }
}

/// Returns true if an apostrophe in front of a value is a mark only where other values have one, too. In other columns it always is.
pub(crate) const fn may_have_mark(value: &ValueType) -> bool {
    matches!(value, ValueType::Text { .. } | ValueType::Email)
}

/// Short Dutch words, which begin with an apostrophe: `'t Hooft`, `'s-Gravenhage`.
const SHORT_WORDS: [&str; 6] = ["t ", "s ", "s-", "n ", "k ", "m "];

/// Returns a text behind the apostrophe in front, if that isn't part of a Dutch word.
fn marked(text: &str) -> Option<&str> {
    let is_short =
        |rest: &str| rest.get(..2).is_some_and(|two| SHORT_WORDS.contains(&two.to_ascii_lowercase().as_str()));
    text.trim_start().strip_prefix('\'').filter(|rest| !is_short(rest))
}

/// Returns true if an apostrophe at the end of a word follows, so that the one in front may be its opening quotation mark:
/// `'Best' Ltd`.
fn is_closed(rest: &str) -> bool {
    rest.match_indices('\'').any(|(at, _)| {
        rest[..at].ends_with(char::is_alphanumeric) && !rest[at + 1..].starts_with(char::is_alphanumeric)
    })
}

/// Returns true if apostrophes are marks in each text of a row.
pub(crate) fn all_begin_in_row<'a>(cells: impl Iterator<Item = Cell<'a>>) -> bool {
    all_begin(cells, IN_ROW)
}

/// Returns true if apostrophes are marks in each text of a column.
pub(crate) fn all_begin_in_column<'a>(cells: impl Iterator<Item = Cell<'a>>) -> bool {
    all_begin(cells, IN_COLUMN)
}

/// Returns a text without the apostrophe in front, if it has one that can be a mark.
pub(crate) fn unmarked(text: &str) -> Option<&str> {
    marked(text).filter(|rest| !is_closed(rest))
}

fn all_begin<'a>(cells: impl Iterator<Item = Cell<'a>>, least: usize) -> bool {
    let mut found = 0;
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        match marked(text) {
            Some(rest) => found += usize::from(!is_closed(rest)),
            None if text.trim().is_empty() => {}
            None => return false,
        }
    }
    found >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_have_an_apostrophe_of_their_own() {
        for text in ["'t Hooft BV", "'T HOOFT", "'s-Gravenhage", "'s Winters", "'n Bakkie", "Ann"] {
            assert_eq!(marked(text), None, "{text}");
        }
        for (text, rest) in [("'Ann", "Ann"), (" 'Tern Ltd", "Tern Ltd"), ("'s", "s"), ("''t Hooft", "'t Hooft")] {
            assert_eq!(marked(text), Some(rest), "{text}");
        }
    }

    #[test]
    fn apostrophes_around_words_are_quotation_marks() {
        for text in ["'Best' Ltd", "'Rock 'n' Roll'", "'ann@yew.example.com'", "'Jones' Bakery"] {
            assert!(marked(text).is_some_and(is_closed), "{text}");
        }
        for text in ["'Ann's Ltd", "'Pat O'Hara", "''t Hooft", "'Reed Ltd"] {
            assert!(!marked(text).is_some_and(is_closed), "{text}");
        }
    }
}
