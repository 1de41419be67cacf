//! A plain table as a file to take away: CSV or `.xlsx`. Texts stay texts in both, whatever they begin with.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use lanegate_check::is_formula_start;
use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

use crate::style::Shape;
use crate::{Unwritable, new_workbook, style};

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableColumn {
    /// Its header.
    pub name: &'static str,
    /// Its width in characters.
    pub width: u8,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCell {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// A moment; shown in UTC.
    Moment(DateTime<Utc>),
}

/// A table as CSV: UTF-8 with the mark by which Excel knows it, lines ending as it ends them. A text that a spreadsheet would take
/// for a formula begins with an apostrophe.
///
/// # Errors
/// When memory is not to be had.
pub fn table_csv(columns: &[TableColumn], rows: &[Vec<TableCell>]) -> Result<Vec<u8>, Unwritable> {
    let mut csv =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    csv.write_record(columns.iter().map(|column| column.name))?;
    for row in rows {
        csv.write_record(row.iter().map(plain))?;
    }
    csv.into_inner().map_err(|error| Unwritable::Refused(error.to_string()))
}

fn plain(cell: &TableCell) -> String {
    match cell {
        TableCell::Blank => String::new(),
        TableCell::Text(text) if text.starts_with(is_formula_start) => format!("'{text}"),
        TableCell::Text(text) => text.clone(),
        TableCell::Number(number) => number.to_string(),
        TableCell::Date(date) => date.to_string(),
        TableCell::Moment(moment) => moment.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// A table as an `.xlsx` workbook of one sheet.
///
/// # Errors
/// When it does not fit into Excel's limits.
pub fn table_xlsx(name: &str, columns: &[TableColumn], rows: &[Vec<TableCell>]) -> Result<Vec<u8>, Unwritable> {
    let mut workbook = new_workbook(name)?;
    let sheet = workbook.add_worksheet().set_name(name)?;
    for (place, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, place, column.name, &style::header())?;
        sheet.set_column_width(place, f64::from(column.width))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(cells) {
            write(sheet, row, place, cell)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn write(sheet: &mut Worksheet, row: u32, place: u16, cell: &TableCell) -> Result<(), XlsxError> {
    match cell {
        TableCell::Blank => return Ok(()),
        // Never `write`, which would take `=x` for a formula.
        TableCell::Text(text) => sheet.write_string(row, place, within(text))?,
        TableCell::Number(number) => sheet.write_number(row, place, *number)?,
        // Excel's days begin with 1900.
        TableCell::Date(date) if !(1900..=9999).contains(&date.year()) => {
            sheet.write_string(row, place, plain(cell))?
        }
        TableCell::Date(date) => {
            let day = ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or(0), month(date), day(date))?;
            sheet.write_datetime_with_format(row, place, &day, &Shape::Date.format())?
        }
        TableCell::Moment(_) => sheet.write_string(row, place, plain(cell))?,
    };
    Ok(())
}

/// What of a text Excel's cells hold: 32,767 UTF-16 units.
fn within(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > 32_767
    });
    end.map_or(text, |(at, _)| &text[..at])
}

fn month(date: &NaiveDate) -> u8 {
    u8::try_from(date.month()).unwrap_or(0)
}

fn day(date: &NaiveDate) -> u8 {
    u8::try_from(date.day()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [TableColumn; 3] = [
        TableColumn { name: "firm", width: 20 },
        TableColumn { name: "score", width: 8 },
        TableColumn { name: "met", width: 12 },
    ];

    #[test]
    fn what_excel_cannot_hold_is_no_reason_to_give_nothing() {
        let old = NaiveDate::from_ymd_opt(1066, 10, 14).unwrap();
        let rows = [vec![TableCell::Text("ü😀".repeat(20_000)), TableCell::Blank, TableCell::Date(old)]];
        assert!(table_xlsx("queue", &COLUMNS, &rows).is_ok());
        assert_eq!(within(&"😀".repeat(20_000)).chars().count(), 16_383);
    }

    #[test]
    fn texts_stay_texts_in_csv() {
        let rows = [
            vec![
                TableCell::Text("=HYPERLINK(\"x\")".into()),
                TableCell::Number(75.5),
                TableCell::Date(NaiveDate::from_ymd_opt(2025, 5, 1).unwrap()),
            ],
            vec![TableCell::Text("Cole, \"Sons\"".into()), TableCell::Number(-3.0), TableCell::Blank],
        ];
        let csv = String::from_utf8(table_csv(&COLUMNS, &rows).unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}firm,score,met\r\n\"'=HYPERLINK(\"\"x\"\")\",75.5,2025-05-01\r\n\"Cole, \"\"Sons\"\"\",-3,\r\n"
        );
        for start in ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"] {
            assert!(plain(&TableCell::Text(format!("{start}1"))).starts_with('\''), "{start:?}");
        }
    }
}
