//! Limits that are checked before a part is opened, so that a small file cannot unfold into all memory.
//!
//! What is read cell by cell is bounded by the sheet store itself; here stand the limits on bytes.

use lanegate_wire::Unreadable;

use crate::refusal;

/// Bytes of a whole file.
pub(crate) const FILE: u64 = 1 << 30;
/// Entries of a zip container. Real workbooks have tens, with pictures hundreds.
pub(crate) const ENTRIES: usize = 20_000;
/// Bytes of a sheet part, unfolded. A full sheet of seven columns takes half of it.
pub(crate) const SHEET_PART: u64 = 1 << 30;
/// Bytes of the shared strings, unfolded.
pub(crate) const STRINGS_PART: u64 = 512 << 20;
/// Bytes of workbook, styles and relationships, each, unfolded.
pub(crate) const SMALL_PART: u64 = 64 << 20;
/// Bytes of a sheet part that the second reader is given, unfolded: twice a file of 100,000 rows and 20 columns.
pub(crate) const SECOND_SHEET_PART: u64 = 256 << 20;
/// Bytes of the shared strings that the second reader is given: it holds 24 bytes for every text of five.
pub(crate) const SECOND_STRINGS_PART: u64 = 64 << 20;
/// Bytes of styles, relationships and workbook that the second reader is given: it makes 80 bytes of some styles' one.
pub(crate) const SECOND_SMALL_PART: u64 = 4 << 20;
/// Characters of one cell. Excel's own limit is 32,767; other programs write more.
pub(crate) const CELL_TEXT: usize = 4 << 20;
/// Cells that one row of an OpenDocument file may repeat itself into: four full columns.
pub(crate) const REPEATED_CELLS: u64 = 4 << 20;
/// Sheets of a workbook.
pub(crate) const SHEETS: usize = 10_000;
/// Parts above this size must not unfold more than [`RATIO`] times.
const RATIO_FROM: u64 = 64 << 20;
/// Sheets of real workbooks shrink 5 to 60 times; only a bomb shrinks this well.
const RATIO: u64 = 200;

/// Refuses a part whose declared size is over its limit.
pub(crate) fn part(name: &str, size: u64, compressed: u64, limit: u64) -> Result<(), Unreadable> {
    if size > limit || (size > RATIO_FROM && size / RATIO > compressed) {
        return Err(refusal::TOO_LARGE.with(&format!("its part {name} unfolds to {}", megabytes(size))));
    }
    Ok(())
}

/// Refuses a file that is over its limit as it stands.
pub(crate) fn file(size: u64) -> Result<(), Unreadable> {
    if size > FILE {
        return Err(refusal::TOO_LARGE.with(&format!("it has {}", megabytes(size))));
    }
    Ok(())
}

fn megabytes(size: u64) -> String {
    format!("{} MB", size.div_ceil(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused_and_large_honest_parts_are_not() {
        assert!(part("sheet1.xml", 450 << 20, 40 << 20, SHEET_PART).is_ok());
        assert_eq!(part("sheet1.xml", 2 << 30, 2 << 20, SHEET_PART).unwrap_err().code, "too_large");
        assert_eq!(part("sheet1.xml", 900 << 20, 1 << 20, SHEET_PART).unwrap_err().code, "too_large");
        assert!(part("sheet1.xml", 10 << 20, 10 << 10, SHEET_PART).is_ok());
    }
}
