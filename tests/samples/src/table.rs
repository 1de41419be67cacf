//! A table of cells on its way into a worksheet.

use anyhow::Result;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// One cell.
#[derive(Clone, Copy)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text as it stands.
    Text(&'static str),
    /// A number without a date format.
    Number(f64),
    /// A date cell: year, month, day.
    Date(u16, u8, u8),
    /// A date cell with a time of day.
    Time(u16, u8, u8, u8, u8),
    /// A formula with the result that the file holds.
    Formula(&'static str, &'static str),
}

pub use Cell::{Blank, Date, Formula, Number, Text, Time};

/// Writes rows into a worksheet, from a row on.
pub fn write(sheet: &mut Worksheet, from: u32, rows: &[&[Cell]]) -> Result<()> {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let minute = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, cells) in (from..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match *cell {
                Blank => continue,
                Text(text) => sheet.write_string(row, column, text)?,
                Number(number) => sheet.write_number(row, column, number)?,
                Date(y, m, d) => {
                    sheet.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(y, m, d)?, &day)?
                }
                Time(y, m, d, hour, min) => {
                    let time = ExcelDateTime::from_ymd(y, m, d)?.and_hms(u16::from(hour), min, 0)?;
                    sheet.write_datetime_with_format(row, column, time, &minute)?
                }
                Formula(formula, result) => {
                    sheet.write_formula(row, column, rust_xlsxwriter::Formula::new(formula).set_result(result))?
                }
            };
        }
    }
    Ok(())
}

/// A workbook of one sheet, as bytes.
pub fn workbook(name: &str, rows: &[&[Cell]]) -> Result<Vec<u8>> {
    let mut workbook = new_workbook()?;
    let sheet = workbook.add_worksheet().set_name(name)?;
    write(sheet, 0, rows)?;
    Ok(workbook.save_to_buffer()?)
}

/// An empty workbook whose properties name no moment, so that the same cells give the same bytes.
pub fn new_workbook() -> Result<Workbook> {
    let mut workbook = Workbook::new();
    let moment = ExcelDateTime::from_ymd(2026, 1, 31)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&moment));
    Ok(workbook)
}
