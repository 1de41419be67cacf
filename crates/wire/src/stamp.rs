//! The stamp of a workbook that Lanegate wrote: what kind it is for and, in an annotated copy, how its check goes on. It stands as
//! JSON in a sheet that Excel does not show, cut into cells, since one holds at most 32,767 characters.

use serde::{Deserialize, Serialize};

use crate::{Combining, DateOrder, FileFacts, Fix, ListColumns};

/// What a template or an annotated copy says of itself. Corrected values are no part of it: they stand in the copy's cells,
/// where a person may change them again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The form of the stamp; see [`Stamp::VERSION`].
    pub version: u32,
    /// The kind's name.
    pub kind: String,
    /// The version of the kind's declaration.
    pub declaration: String,
    /// The sheet for the rows.
    pub sheet: String,
    /// Sheets that Lanegate added, which hold no rows: instructions, findings.
    pub added: Vec<String>,
    /// The file that was annotated; absent in a template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileFacts>,
    /// The row of the headers; absent in a template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<MarkedRow>,
    /// What replaces every row's source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How text dates are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Columns that a person matched, or set aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<MarkedColumn>,
    /// Corrections of whole columns that no cell can show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
    /// The values by which rows are skipped, in the copy as in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedValue>,
    /// Rows that are left out, but for those that have a value by which rows are skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<MarkedRow>,
    /// Rows that are imported although they have such a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_in: Vec<MarkedRow>,
    /// Rows that a text file may have cut in the wrong places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub torn: Vec<MarkedRow>,
    /// Rows that end early in a text file, or of which a line break may cut a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<MarkedRow>,
    /// Findings about the file as a whole that its copy can't show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<ToldBefore>,
}

/// A finding about the file that was annotated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldBefore {
    /// Its code.
    pub code: String,
    /// The finding's message.
    pub message: String,
}

/// A row as Excel numbers it, and a mark of what stands in it: by that it is found again where rows were added, deleted or sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedRow(pub u32, pub String);

/// A column that a person matched, with its header: by that it is found again where columns were added or moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedColumn {
    /// The file's column as Excel names it.
    pub letters: String,
    /// Its header.
    pub header: String,
    /// The template column's name; absent: the column is not imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The columns that it is made of, if it was combined: the same answer again changes nothing in the copy, whose cells may have been
    /// corrected since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_of: Option<MadeOf>,
    /// The same, if its IDs were looked up in a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked_up: Option<LookedUp>,
}

/// How the IDs of a column of the copy were looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedUp {
    /// The columns whose values were looked up, as the copy has them.
    pub parts: Vec<PlainColumn>,
    /// The list, without its digest.
    pub list: ListColumns,
}

/// The columns that a column of the copy is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeOf {
    /// The columns, as the copy has them.
    pub parts: Vec<PlainColumn>,
    /// How their values become one.
    pub how: Combining,
}

/// A column of the copy, by its letters and its header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlainColumn(pub String, pub String);

/// A value by which rows are skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedValue {
    /// The column.
    pub column: PlainColumn,
    /// The value; empty for blank cells.
    pub value: String,
}

/// Why a stamp is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampError {
    /// It is none, or was damaged.
    Damaged,
    /// A later Lanegate wrote it, in a form that this one does not know.
    Newer,
}

impl Stamp {
    /// The latest form that is read. It is written where a stamp has values by which rows are skipped, which earlier versions don't know.
    pub const VERSION: u32 = 2;
    /// The form of all other stamps.
    pub const PLAIN: u32 = 1;
    /// The name of the hidden sheet; a number follows it where the rows' own sheet is called so.
    pub const SHEET: &'static str = "Lanegate";
    /// What stands in its first cell.
    pub const MARK: &'static str = "Lanegate stamp";
    /// At most this many cells below the first one hold the JSON.
    pub const MAX_CELLS: usize = 600;
    /// At most this many findings about the file are carried on.
    pub const MAX_TOLD: usize = 50;
    /// Characters of one cell, below Excel's limit also where each takes two of its units.
    const CELL: usize = 16_000;
    /// Bytes of JSON that are read at most.
    const MAX_BYTES: usize = 16 << 20;

    /// The cells of the hidden sheet's first column; `None` if there are too many rows to be named.
    #[must_use]
    pub fn to_cells(&self) -> Option<Vec<String>> {
        let mut cells = vec![Self::MARK.to_owned()];
        cells.extend(cut(&self.to_json()));
        (cells.len() <= Self::MAX_CELLS).then_some(cells)
    }

    /// The form that a stamp needs.
    #[must_use]
    pub const fn form(&self) -> u32 {
        if self.skipped.is_empty() { Self::PLAIN } else { Self::VERSION }
    }

    /// Whether the first cell of a sheet is that of a stamp.
    #[must_use]
    pub fn is_mark(first_cell: &str) -> bool {
        first_cell.trim() == Self::MARK
    }

    /// The stamp in a hidden sheet's first column, below the mark.
    ///
    /// # Errors
    /// When it can't be used. Never a reason to refuse the file.
    pub fn from_cells<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Self, StampError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let mut json = String::new();
        for cell in cells.into_iter().take(Self::MAX_CELLS) {
            if json.len() + cell.len() > Self::MAX_BYTES {
                return Err(StampError::Damaged);
            }
            json.push_str(cell);
        }
        let Version { version } = serde_json::from_str(&json).map_err(|_| StampError::Damaged)?;
        if version > Self::VERSION {
            return Err(StampError::Newer);
        }
        serde_json::from_str(&json).map_err(|_| StampError::Damaged)
    }

    fn to_json(&self) -> String {
        // Strings, numbers and lists: nothing in a stamp can fail to serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Pieces of at most [`Stamp::CELL`] characters.
fn cut(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(Stamp::CELL).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(rows: u32) -> Stamp {
        Stamp {
            version: Stamp::VERSION,
            kind: "appointment_history".into(),
            declaration: "1-00000000".into(),
            sheet: "Données 😀".into(),
            left_out: (2..2 + rows).map(|row| MarkedRow(row, "0123456789ab".into())).collect(),
            ..Stamp::default()
        }
    }

    fn read(cells: &[String]) -> Result<Stamp, StampError> {
        Stamp::from_cells(cells[1..].iter().map(String::as_str))
    }

    #[test]
    fn a_stamp_comes_back_from_its_cells() {
        for rows in [0, 1, 10_000, 300_000] {
            let cells = stamp(rows).to_cells().unwrap();
            assert!(Stamp::is_mark(&cells[0]));
            assert!(cells.iter().all(|cell| cell.encode_utf16().count() < 32_767), "{rows}");
            assert_eq!(read(&cells), Ok(stamp(rows)));
        }
    }

    #[test]
    fn no_stamp_names_only_some_of_its_rows() {
        assert_eq!(stamp(1_000_000).to_cells(), None);
    }

    #[test]
    fn values_by_which_rows_are_skipped_need_the_latest_form() {
        let column = PlainColumn("D".into(), "Canceled".into());
        let skips = Stamp { skipped: vec![SkippedValue { column, value: "true".into() }], ..stamp(0) };
        assert_eq!((skips.form(), stamp(1).form()), (2, 1));
        assert_eq!(read(&skips.to_cells().unwrap()), Ok(skips));
    }

    #[test]
    fn what_is_no_stamp_is_told_and_a_later_form_too() {
        for damaged in ["", "null", "{", "[]", "{\"version\":1}", "{\"version\":-1}", "{\"kind\":\"x\"}", "[[[[[[[["] {
            assert_eq!(Stamp::from_cells([damaged]), Err(StampError::Damaged), "{damaged}");
        }
        assert_eq!(Stamp::from_cells(["{\"version\":3,\"shape\":\"other\"}"]), Err(StampError::Newer));
        let endless = "[".repeat(1 << 20);
        assert_eq!(Stamp::from_cells(std::iter::repeat_n(endless.as_str(), 1_000)), Err(StampError::Damaged));
    }
}
