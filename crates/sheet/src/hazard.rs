//! What an Excel user may not see when looking at a file.

/// A kind of hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HazardKind {
    /// Rows that Excel hides. They are read like all others, and [`Sheet::is_row_hidden`](crate::Sheet::is_row_hidden) names them.
    HiddenRows,
    /// A filter is set that leaves rows out of sight. The detail is the filter's range, `A3:G500`: the hidden rows in it are those
    /// that it leaves out, the others were hidden by hand.
    FilteredRows,
    /// Another sheet of the file is hidden. It is not read unless chosen.
    HiddenSheet,
    /// Another visible sheet of the file holds data too. It is not read unless chosen.
    OtherSheet,
    /// Another sheet of the file contains rows of the same kind, which are not imported with this one. The detail is its name.
    FittingSheet,
    /// Merged cells over data rows: only the first cell of each holds the value.
    MergedCells,
    /// Formulas whose result the file does not hold.
    FormulaWithoutResult,
    /// The file counts its dates from 1904.
    Dates1904,
    /// A text file was not UTF-8 and was read in the encoding named.
    GuessedEncoding,
    /// A text file marks its texts in an unusual way, and was read so. The detail says in which.
    UnusualQuotes,
    /// A cell's stored form is no value, or names one that the file does not hold. The detail is what the first such cell holds.
    BrokenCell,
    /// Another sheet of the file could not be looked at. The detail is its name.
    UnreadableSheet,
    /// The file says that the sheet reaches much further than its last cell. The detail is the range it declares.
    BlankRange,
    /// The first reader gave up and another read the cells, which knows nothing of hidden rows, merged cells and
    /// formulas without a result. The detail is why the first gave up.
    SecondReader,
    /// The workbook is an annotated copy, and its check goes on. The detail is of what, and what is taken over.
    CheckContinued,
    /// A finding about the file of which this one is the annotated copy. The detail is the finding's code and message, separated by U+001F.
    ToldBefore,
    /// What a template or an annotated copy says of itself is not used. The detail is why.
    StampUnused,
}

/// One hazard, with its first place and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hazard {
    /// What it is.
    pub kind: HazardKind,
    /// The first place, 0-based row and column, where there is one.
    pub place: Option<(u32, u32)>,
    /// How often it occurs.
    pub count: u32,
    /// A sheet's name, an encoding, a range … as the kind needs.
    pub detail: String,
}
