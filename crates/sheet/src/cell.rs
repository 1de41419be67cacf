//! One cell's stored value, borrowed from the sheet.

/// Error values that every workbook can hold. Later versions of Excel have more.
pub const PLAIN_ERRORS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

/// What a file stores in one cell. Nothing is converted: a date is a number that its format shows as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or an empty text.
    Blank,
    /// Text, exactly as stored.
    Text(&'a str),
    /// A number without a date format.
    Number(f64),
    /// A number whose format shows it as a date or a time of day: days since the sheet's epoch.
    Date(f64),
    /// A number whose format shows elapsed time (`[h]:mm`): days.
    Duration(f64),
    /// A date or time that the file stores as ISO text (ODS, and `t="d"` in xlsx).
    IsoDate(&'a str),
    /// A truth value.
    Bool(bool),
    /// An error value: `#N/A`, `#REF!` …
    Error(&'a str),
    /// A formula whose result the file does not hold.
    NoResult,
}

impl Cell<'_> {
    /// Whether the cell holds nothing that a person could see: blank, or text of spaces only.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}
