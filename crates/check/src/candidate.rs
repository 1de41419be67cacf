//! How well a row fits a kind as its headers, with the evidence in words.

use crate::Kind;

/// More signs of a kind count no more.
const MOST_SIGNS: u32 = 3;

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
    /// How many of them by another name than their own.
    pub by_alias: u32,
    /// The number of columns without a known header whose values show what they are. Counted only if a single header is known.
    pub by_values: u32,
    /// Columns that aren't imported, but that files of this kind often have.
    pub signs: u32,
    /// Columns whose cells are what their headers say, less those whose cells aren't.
    pub values: i32,
    /// Columns for notes, which any list can have.
    pub notes: u32,
    /// List columns of which most words below are in the list.
    pub listed: u32,
    /// List columns of which most words below aren't.
    pub unlisted: u32,
    /// List columns of which most words below are in the list, or other words for what is in it.
    pub known_words: u32,
    /// The highest score of the row, of the kinds that it fits in the same way. It compares rows with each other: what is below them differs.
    pub row_score: u32,
    /// Most words below are in no list of the kind, while the lists of another kind have them.
    pub refuted: bool,
    /// The only required column that may be missing is the one that refers to something stored, which people also name in words.
    pub but_reference: bool,
    /// The number of rows of data below, of those that were looked at.
    pub rows: u32,
    /// Cells of the row that hold anything.
    pub headers: u32,
}

impl Candidate {
    /// Why the row is taken for this kind's headers, for people: `6 of 7 headers are known, 1 of them by another name (row 4)`.
    #[must_use]
    pub fn evidence(&self) -> String {
        let by_alias = match (self.by_alias, self.matched) {
            (0, _) => String::new(),
            (few, all) if few == all => ", by another name".to_owned(),
            (few, _) => format!(", {few} of them by another name"),
        };
        let verb = if self.matched == 1 { "is" } else { "are" };
        let missing: Vec<_> = if self.complete { Vec::new() } else { vec!["; a required column is missing"] };
        let by_values = match self.by_values {
            0 => String::new(),
            1 => "; 1 more column is told by its values".to_owned(),
            more => format!("; {more} more columns are told by their values"),
        };
        let by_words = match (self.listed, self.unlisted) {
            (1.., 0) => "; most words below are in its lists",
            _ => "",
        };
        let (row, missing) = (self.header_row + 1, missing.concat());
        format!(
            "{} of {} headers {verb} known{by_alias} (row {row}){by_values}{by_words}{missing}",
            self.matched, self.headers
        )
    }

    /// Returns true if the row is surely a header row of this kind. One known word can be anywhere by chance.
    #[must_use]
    pub const fn is_likely(&self) -> bool {
        match self.matched {
            0 => self.by_values >= 2 && self.listed > 0,
            1 => self.by_values > 0 || (self.signs >= 2 && self.values > 0),
            _ => true,
        }
    }

    /// How well headers and values fit together.
    #[must_use]
    pub const fn fit(&self) -> i32 {
        let signs = if self.signs > MOST_SIGNS { MOST_SIGNS } else { self.signs };
        (self.score + signs + self.by_values) as i32 + self.values - 2 * self.notes as i32
    }

    /// Returns true if two kinds fit the same row almost equally well. Words that only one of them has in its lists decide.
    #[must_use]
    pub const fn is_close_to(&self, other: &Self) -> bool {
        let no_words = self.listed == 0 && other.listed == 0 && self.unlisted > 0 && other.unlisted > 0;
        let as_complete = self.complete == other.complete
            || (no_words && (self.complete || self.but_reference) && (other.complete || other.but_reference));
        self.refuted == other.refuted && as_complete && self.fit().abs_diff(other.fit()) <= 1
    }
}
