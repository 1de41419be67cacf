//! Bytes of any spreadsheet into a [`Sheet`]: formats, encodings, limits, hazards.
//!
//! The only crate that knows a file format. It knows no template column, and uses no clock, randomness,
//! filesystem or network. The format is told by content, never by name; what cannot be read is refused with
//! one of the declared [`REFUSALS`].

mod binary;
mod book;
mod budget;
mod charset;
mod code_pages;
mod decrypt;
mod extras;
mod format;
mod formulas;
mod gzip;
mod hazards;
mod numfmt;
mod ods;
mod ole;
mod package;
mod refusal;
mod second;
mod sheet_info;
mod sink;
mod sniff;
mod text;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use book::{Book, open, open_light, open_second};
pub use extras::{needs_extras, note_needed};
pub use lanegate_sheet::Sheet;
pub use refusal::{REFUSALS, Refusal};
pub use sheet_info::{SheetInfo, Visibility};
