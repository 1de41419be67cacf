//! A finding as held in memory: place and code. Its words are made when it is shown.

use crate::Code;

/// One finding. Sixteen bytes of data, however long its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Remark {
    /// 0-based row of the sheet.
    pub row: u32,
    /// The column's place in the kind, or none.
    pub column: Option<u16>,
    /// Its code.
    pub code: &'static Code,
    /// The group of rows it is about, for findings over several rows.
    pub group: u32,
}
