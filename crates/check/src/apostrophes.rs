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
    /// Columns of the sheet in which every text begins with one.
    columns: Vec<u32>,
    /// The columns of the sheet that are imported.
    imported: Vec<u32>,
}

impl Apostrophes {
    /// Looks for them in the file, whatever was corrected.
    pub fn find(kind: &Kind, sheet: &Sheet, mapping: &Mapping) -> Self {
        if !sheet.texts().any(|(_, text)| begins(text)) {
            return Self::default();
        }
        let imported: Vec<u32> = mapping.places.iter().flatten().copied().collect();
        let rows = mapping.header_row.saturating_add(1)..sheet.row_count();
        let texts = kind.columns.iter().zip(&mapping.places);
        let texts = texts.filter(|(column, _)| may_have_mark(&column.value)).filter_map(|(_, at)| *at);
        let marked = |at: &u32| all_begin(rows.clone().map(|row| sheet.cell(row, *at)), IN_COLUMN);
        Self { any: true, columns: texts.filter(marked).collect(), imported }
    }

    /// Returns true if apostrophes are marks in each text of a row.
    pub fn mark_row(&self, sheet: &Sheet, row: u32) -> bool {
        self.any && all_begin(self.imported.iter().map(|&at| sheet.cell(row, at)), IN_ROW)
    }

    /// Returns the cell of a text column without its mark, if it has one.
    pub fn without_mark<'a>(&self, cell: Cell<'a>, at: u32, row_is_marked: bool) -> Option<Cell<'a>> {
        match cell {
            Cell::Text(text) if self.any && (row_is_marked || self.columns.contains(&at)) && begins(text) => {
                Some(Cell::Text(text.trim_start().trim_start_matches('\'')))
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

fn begins(text: &str) -> bool {
    let is_short =
        |rest: &str| rest.get(..2).is_some_and(|two| SHORT_WORDS.contains(&two.to_ascii_lowercase().as_str()));
    text.trim_start().strip_prefix('\'').is_some_and(|rest| !is_short(rest))
}

fn all_begin<'a>(cells: impl Iterator<Item = Cell<'a>>, least: usize) -> bool {
    let mut found = 0;
    for cell in cells {
        match cell {
            Cell::Text(text) if begins(text) => found += 1,
            Cell::Text(text) if !text.trim().is_empty() => return false,
            _ => {}
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
            assert!(!begins(text), "{text}");
        }
        for text in ["'Ann", " 'Tern Ltd", "'s", "''t Hooft", "'00123"] {
            assert!(begins(text), "{text}");
        }
    }
}
