//! The sheet that Excel does not show, with what the workbook says of itself.

use lanegate_wire::Stamp;
use rust_xlsxwriter::Workbook;

use crate::Unwritable;

/// Adds the stamp's sheet.
pub(crate) fn write(workbook: &mut Workbook, stamp: &Stamp) -> Result<(), Unwritable> {
    let cells = stamp.to_cells().ok_or(Unwritable::TooManyRows)?;
    let name = crate::names::free(Stamp::SHEET, &[stamp.sheet.as_str()]);
    let sheet = workbook.add_worksheet().set_name(name)?.set_very_hidden(true);
    for (row, text) in (0..).zip(cells) {
        crate::text::write(sheet, (row, 0), &text, None)?;
    }
    Ok(())
}
