//! What the reader of a format answers once a file is open: the same for each of them.

use std::fmt::Debug;

use lanegate_sheet::Sheet;
use lanegate_wire::Unreadable;

use crate::sheet_info::SheetInfo;

/// An opened file of one format. Behind a trait, so that a program is linked with the readers that it names.
pub(crate) trait Format: Debug {
    /// `xlsx` (`.xlsm` too), `xlsb`, `xls`, `ods` or `csv` (`.tsv` and other text too).
    fn name(&self) -> &'static str;
    /// The sheets that hold cells, in file order.
    fn sheets(&self) -> &[SheetInfo];
    /// The sheet's rows before `rows`, without the hazards that other sheets make.
    fn preview(&mut self, index: usize, rows: u32) -> Result<Sheet, Unreadable>;
    /// A whole sheet with its hazards. `progress` hears how many rows have been read.
    fn read(&mut self, index: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable>;
}
