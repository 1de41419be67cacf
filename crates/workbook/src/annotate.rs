//! The annotated copy of a checked file: its rows with what was found in them, every finding in a list, and a stamp by which
//! dropping the copy goes on with the check.

use lanegate_check::Checked;
use lanegate_sheet::Sheet;
use lanegate_wire::Stamp;

use crate::rows::Rows;
use crate::style::Styles;
use crate::survey::{MAX_COMMENTS, Told, survey};
use crate::{Unwritable, findings_sheet, names, new_workbook, sheet_part, stamp};

/// The annotated copy as an `.xlsx` file. It is a new workbook with the rows of the checked sheet; other sheets, formats,
/// filters, merged cells and formulas with a result are not in it. `stamp` says how the check goes on; what the copy's sheets are called is filled in here.
///
/// # Errors
/// When the sheet holds more cells than a copy can be made of.
pub fn annotate(sheet: &Sheet, checked: &Checked, stamp: Stamp) -> Result<Vec<u8>, Unwritable> {
    let rows_name = names::allowed(sheet.name());
    let findings_name = names::free("Findings", &[&rows_name]);
    let file = stamp.file.as_ref().map_or(sheet.name(), |file| file.name.as_str()).to_owned();
    let mut workbook = new_workbook(&format!("Annotated copy of {file}"))?;

    let rows = Rows { sheet, checked };
    let to = workbook.add_worksheet().set_name(&rows_name)?;
    sheet_part::register(&Styles::new(), to)?;
    let told = survey(&rows, to)?;
    let header_row = checked.mapping().header_row;
    // A pane of more rows than a screen has would leave none to scroll.
    if header_row < 20 {
        to.set_freeze_panes(header_row + 1, 0)?;
    }
    let words = words(checked, &rows_name, &told);
    findings_sheet::write(&mut workbook, (&findings_name, &rows_name), (sheet, checked), &file, &words)?;
    stamp::write(&mut workbook, &Stamp { sheet: rows_name, added: vec![findings_name], ..stamp })?;
    sheet_part::fill(&workbook.save_to_buffer()?, &rows)
}

/// What the copy is, how to go on, and what it does not show.
fn words(checked: &Checked, rows_name: &str, told: &Told) -> Vec<String> {
    let counts = checked.counts();
    let number = |count: u32, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let mut words = vec![
        format!(
            "{}, {}, {} in {}.",
            number(counts.error, "error"),
            number(counts.warning, "warning"),
            number(counts.info, "remark"),
            number(checked.rows(), "row")
        ),
        format!(
            "Correct the marked cells on the sheet \"{rows_name}\", save, and drop this file on Lanegate again: the check goes on from here."
        ),
        "Red cells have an error, yellow ones are to be looked at, blue ones carry a remark. A green border shows a correction: the cell holds \
         the new value, its comment the file's."
            .to_owned(),
        "This is a new workbook with the rows of the sheet that was checked. Other sheets, formats, filters, merged cells, and formulas are not in it; a formula whose result the file doesn't hold is, unless it refers to another sheet.".to_owned(),
    ];
    if checked.left_out() > 0 {
        words.push(format!("Rows in grey, struck through, are left out ({}).", checked.left_out()));
    }
    if told.uncommented > 0 {
        words.push(format!(
            "{} marked cells have no comment, since Excel is slow with more than {MAX_COMMENTS}; the list below says what was found in them.",
            told.uncommented
        ));
    }
    if told.cut > 0 {
        words.push(format!("{} were cut to 32,767 characters, the most that a cell holds.", number(told.cut, "text")));
    }
    words
}
