//! What is known of a sheet before it is read.

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
    /// Its name; a text file's one sheet is named after the file, as in Excel.
    pub name: String,
    /// Whether Excel shows it.
    pub visibility: Visibility,
}
