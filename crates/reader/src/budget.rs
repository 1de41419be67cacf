//! Limits that are checked before a part is opened and while it is read, so that a small file can neither unfold into
//! all memory nor keep a reader busy for minutes.
//!
//! All limits together keep a file under 1 GB and 10 seconds; docs/reading.md has them as a table. How many cells and
//! texts a sheet may hold is bounded by the sheet's own store.

use lanegate_wire::Unreadable;

use crate::refusal;

/// Bytes of a whole file.
pub(crate) const FILE: u64 = 256 << 20;
/// Bytes of an `.xls`, which is held twice for a moment. The largest honest ones have 20 MB.
pub(crate) const OLE_FILE: u64 = 96 << 20;
/// Entries of a zip container. Real workbooks have tens, with pictures hundreds.
pub(crate) const ENTRIES: usize = 20_000;
/// Bytes of a sheet part, unfolded. A full sheet of seven columns takes 450 MB.
pub(crate) const SHEET_PART: u64 = 512 << 20;
/// Bytes of an OpenDocument's content, unfolded. It holds every sheet and is walked twice or more.
pub(crate) const CONTENT_PART: u64 = 256 << 20;
/// Bytes of the shared strings, unfolded.
pub(crate) const STRINGS_PART: u64 = 192 << 20;
/// How many shared strings there may be.
pub(crate) const STRINGS: usize = 8_000_000;
/// Bytes of workbook, styles and relationships, each, unfolded.
pub(crate) const SMALL_PART: u64 = 32 << 20;
/// Bytes that all looks at first rows may unfold together, before the next part is not opened. (The tests' are small.)
pub(crate) const LOOKS: u64 = if cfg!(test) { 4 << 20 } else { 192 << 20 };
/// Bytes that may be unfolded to tell which of the other sheets hold data; the rest count as holding some.
pub(crate) const OTHERS: u64 = if cfg!(test) { 4 << 20 } else { 96 << 20 };
/// Bytes of one tag or one run of text in XML.
pub(crate) const XML_EVENT: usize = 16 << 20;
/// How deep XML elements may stand in each other. Real parts need about a dozen.
pub(crate) const XML_DEPTH: u32 = 512;
/// Bytes of a sheet part that the second reader is given, unfolded: twice a file of 100,000 rows and 20 columns.
pub(crate) const SECOND_SHEET_PART: u64 = 256 << 20;
/// Bytes of the shared strings that the second reader is given: it holds 24 bytes for every text of five.
pub(crate) const SECOND_STRINGS_PART: u64 = 64 << 20;
/// Bytes of styles, relationships and workbook that the second reader is given: it makes 80 bytes of some styles' one.
pub(crate) const SECOND_SMALL_PART: u64 = 4 << 20;
/// Bytes of one cell's text. Excel's own limit is 32,767 characters; other programs write more.
pub(crate) const CELL_TEXT: usize = 4 << 20;
/// Bytes of text in one row of an OpenDocument file, which is held until the row's end.
pub(crate) const ROW: usize = 64 << 20;
/// Cells with values that a sheet may state, those stated twice counted twice. A full sheet of seven columns has 7,340,032.
pub(crate) const CELLS: u32 = 8_000_000;
/// Columns whose cells count once: as many as an `.xls` has. One of the others counts four times.
pub(crate) const NEAR_COLUMNS: u32 = 256;
/// Blank cells that a sheet may state: formats without values, often left behind where rows were deleted.
pub(crate) const BLANK_CELLS: u32 = 12_000_000;
/// Cells that the first rows may state where only they are looked at: all that fifty rows can hold, by that count.
pub(crate) const LOOK_CELLS: u32 = 4 * 50 * 16_384;
/// Bytes of a sheet part in which the first rows are looked for.
pub(crate) const LOOK: u64 = 80 << 20;
/// Cells that one row of an OpenDocument file may repeat itself into: four full columns.
pub(crate) const REPEATED_CELLS: u64 = 4 << 20;
/// Sheets of a workbook.
pub(crate) const SHEETS: usize = 10_000;
/// Parts above this size must not unfold more than [`RATIO`] times.
const RATIO_FROM: u64 = 64 << 20;
/// Sheets of real workbooks shrink 5 to 60 times; only a bomb shrinks this well.
const RATIO: u64 = 200;

/// An error of reading that is no fault of the file's but a limit of ours; it says which.
#[derive(Debug)]
pub(crate) struct Exceeded(pub(crate) &'static str);

impl std::fmt::Display for Exceeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Exceeded {}

/// The refusal for bytes that cannot be read on.
pub(crate) fn unreadable(error: &std::io::Error) -> Unreadable {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Exceeded>()) {
        Some(Exceeded(limit)) => refusal::TOO_LARGE.with(limit),
        None => refusal::DAMAGED.with("its content breaks off or contradicts itself"),
    }
}

/// Refuses a part whose declared size is over its limit.
pub(crate) fn part(name: &str, size: u64, compressed: u64, limit: u64) -> Result<(), Unreadable> {
    if size > limit || (size > RATIO_FROM && size / RATIO > compressed) {
        return Err(refusal::TOO_LARGE.with(&format!("its part {name} unfolds to {}", megabytes(size))));
    }
    Ok(())
}

/// Refuses one sheet more than a workbook may have.
pub(crate) fn sheets(so_far: usize) -> Result<(), Unreadable> {
    if so_far >= SHEETS {
        return Err(refusal::TOO_LARGE.with("it has more than 10,000 sheets"));
    }
    Ok(())
}

/// Refuses a shared string more than there may be.
pub(crate) fn strings(so_far: usize) -> Result<(), Unreadable> {
    if so_far >= STRINGS {
        return Err(refusal::TOO_LARGE.with("it holds more than 8,000,000 different texts"));
    }
    Ok(())
}

/// Refuses a file that is over its limit as it stands.
pub(crate) fn file(size: u64, limit: u64) -> Result<(), Unreadable> {
    if size > limit {
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

    #[test]
    fn the_documentation_has_the_same_limits() {
        let page = include_str!("../../../docs/reading.md");
        let megabytes = |bytes: u64| format!("{} MB", bytes >> 20);
        for (what, limit) in [
            ("a whole file", megabytes(FILE)),
            ("an `.xls`", megabytes(OLE_FILE)),
            ("entries of a zip", "20,000".to_owned()),
            ("a sheet part, unfolded", megabytes(SHEET_PART)),
            ("an OpenDocument's content, unfolded", megabytes(CONTENT_PART)),
            ("shared strings, unfolded", megabytes(STRINGS_PART)),
            ("workbook, styles, relationships, each", megabytes(SMALL_PART)),
            ("one tag or text in XML", megabytes(XML_EVENT as u64)),
            ("depth of XML", XML_DEPTH.to_string()),
            ("one cell's text", megabytes(CELL_TEXT as u64)),
        ] {
            assert!(page.contains(&format!("| {what} | {limit} |")), "{what}: {limit}");
        }
        // Those written with separators.
        assert_eq!((ENTRIES, STRINGS, CELLS, BLANK_CELLS, SHEETS), (20_000, 8_000_000, 8_000_000, 12_000_000, 10_000));
    }
}
