//! Long files of any kind, for measuring: distinct keys, a share of faulty rows, the same cells every time.

mod numbers;
mod ods;
mod rows;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Result, bail};
use rust_xlsxwriter::{ExcelDateTime, Format};

use crate::table::new_workbook;
pub use rows::Kind;
use rows::{Cell, Rows};

/// Writes so many rows of a kind, of which so many in a hundred are faulty. The file's ending says how: `.xlsx` (texts shared, as Excel
/// has them), `.ods` or `.csv`.
pub fn write(file: &Path, kind: Kind, rows: u32, faulty: u64) -> Result<()> {
    let table = Rows::new(kind, rows, faulty);
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx") => xlsx(file, kind, table),
        Some("ods") => ods::write(file, kind.headers(), table),
        Some("csv") => csv(file, kind, table),
        _ => bail!("{} ends neither in .xlsx nor in .ods nor in .csv", file.display()),
    }
}

fn xlsx(file: &Path, kind: Kind, table: Rows) -> Result<()> {
    let mut workbook = new_workbook()?;
    let sheet = workbook.add_worksheet().set_name("Rows")?;
    sheet.write_row(0, 0, kind.headers().iter().copied())?;
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, cells) in (1..).zip(table) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Blank => continue,
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                Cell::Number(number) => sheet.write_number(row, column, number)?,
                Cell::Day(day_number) => {
                    let moment = ExcelDateTime::from_serial_datetime(f64::from(day_number))?;
                    sheet.write_datetime_with_format(row, column, moment, &day)?
                }
            };
        }
    }
    workbook.save(file)?;
    Ok(())
}

fn csv(file: &Path, kind: Kind, table: Rows) -> Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(out, "{}", kind.headers().join(","))?;
    for cells in table {
        // None of the texts holds a comma, a quotation mark or a line's end.
        let texts: Vec<String> = cells.iter().map(Cell::text).collect();
        writeln!(out, "{}", texts.join(","))?;
    }
    Ok(out.flush()?)
}
