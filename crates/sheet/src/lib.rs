//! A sheet in memory: every cell's stored value by column, interned texts, and the hazards that an
//! Excel user may not see.
//!
//! Knows no file format (that is `reader`) and no template column (that is `check`). Rows and columns
//! count from 0 here; people see Excel's numbers, from 1, and letters ([`cell_name`]).

mod bits;
mod cell;
mod column;
mod dates;
mod details;
mod hazard;
mod lines;
mod order;
mod place;
mod store;
mod strings;

pub use cell::{Cell, PLAIN_ERRORS};
pub use dates::{DateSystem, SerialDate, SerialError};
pub use hazard::{Hazard, HazardKind};
pub use lines::Lines;
pub use order::{sort_short_by, sort_short_by_key};
pub use place::{cell_name, column_letters, parse_cell_name, parse_column_letters};
pub use store::{Sheet, TooLarge};
pub use strings::TextId;

/// Excel's own limits: rows of a sheet.
pub const MAX_ROWS: u32 = 1_048_576;
/// Excel's own limits: columns of a sheet.
pub const MAX_COLUMNS: u32 = 16_384;
