//! An opened file: its format, its sheets, and the way to their cells.

use lanegate_sheet::Sheet;
use lanegate_wire::Unreadable;

use crate::refusal;

/// Whether Excel shows a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden; Excel's menu can show it.
    Hidden,
    /// Hidden by a macro; Excel's menu does not list it.
    VeryHidden,
}

/// One sheet that holds cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name; a text file's one sheet has none.
    pub name: String,
    /// Whether Excel shows it.
    pub visibility: Visibility,
}

/// An opened file.
#[derive(Debug)]
pub struct Book {
    sheets: Vec<SheetInfo>,
}

/// Opens a file. Its format is told by content; the name serves messages only.
///
/// # Errors
/// One of the declared [`REFUSALS`](crate::REFUSALS).
pub fn open(bytes: Vec<u8>, name: &str) -> Result<Book, Unreadable> {
    let _ = (bytes, name);
    Err(refusal::READER_FAILED.with("reading is not there yet"))
}

impl Book {
    /// The format: `xlsx` (`.xlsm` too), `xlsb`, `xls`, `ods` or `csv` (`.tsv` and other text too).
    #[must_use]
    pub fn format(&self) -> &'static str {
        "csv"
    }

    /// The sheets that hold cells, in file order. Chart and macro sheets are not offered.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The first rows of a sheet; cheap where the format streams.
    ///
    /// # Errors
    /// One of the declared [`REFUSALS`](crate::REFUSALS).
    pub fn preview(&mut self, sheet: usize, rows: u32) -> Result<Sheet, Unreadable> {
        let _ = (sheet, rows);
        Err(refusal::NO_SHEETS.with(""))
    }

    /// A whole sheet. `progress` hears how many rows have been read.
    ///
    /// # Errors
    /// One of the declared [`REFUSALS`](crate::REFUSALS).
    pub fn read(&mut self, sheet: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let _ = (sheet, progress);
        Err(refusal::NO_SHEETS.with(""))
    }
}
