//! Workbooks out: the template of a kind ([`template`]), the annotated copy of a checked file ([`annotate`]), and plain tables to take
//! away ([`table_xlsx`], [`table_csv`]).
//!
//! The same input gives the same bytes, natively and in WebAssembly. The first two carry a stamp in a hidden sheet, by which they are
//! recognised when they are dropped again. Knows nothing of reading files.

mod annotate;
mod cell;
mod comment;
mod findings_sheet;
mod instructions;
mod names;
mod rows;
mod sheet_part;
mod stamp;
mod style;
mod survey;
mod table;
mod template;
mod text;

pub use annotate::annotate;
pub use table::{TableCell, TableColumn, table_csv, table_xlsx};
pub use template::template;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Why a workbook could not be written.
#[derive(Debug)]
pub enum Unwritable {
    /// The sheet holds more cells than a copy can be made of; how many fit.
    TooLarge(usize),
    /// More rows are skipped one by one, or may be cut in the wrong places, than a copy can name.
    TooManyRows,
    /// Excel's form has no place for it. A mistake of this program, since everything is brought within Excel's limits before.
    Refused(String),
}

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(cells) => write!(
                f,
                "The sheet is too large for an annotated copy, which can hold {cells} cells. Delete columns that are not imported, or split the file."
            ),
            Self::TooManyRows => f.write_str(
                "Too many rows are skipped one by one, or may be cut in the wrong places, for an annotated copy to remember them all. Skip rows by a value instead, or correct the file itself.",
            ),
            Self::Refused(error) => write!(f, "The workbook can't be written: {error}"),
        }
    }
}

impl std::error::Error for Unwritable {}

impl From<XlsxError> for Unwritable {
    fn from(error: XlsxError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<csv::Error> for Unwritable {
    fn from(error: csv::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<zip::result::ZipError> for Unwritable {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<std::io::Error> for Unwritable {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// An empty workbook that names no moment and nobody, so that the same content gives the same bytes.
fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&DocProperties::new().set_title(title).set_author("Lanegate").set_creation_datetime(&moment));
    Ok(workbook)
}
