//! Writes the tables with rust_xlsxwriter: `cargo run -p lanegate-workbook --example write_tables`. See README.md.

#![allow(clippy::unwrap_used, reason = "a script for a person, who reads its panic")]

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/writers");

fn main() -> Result<(), XlsxError> {
    let tables = std::fs::read(format!("{FOLDER}/table.json")).unwrap();
    let tables: Value = serde_json::from_slice(&tables).unwrap();
    let mut book = Workbook::new();
    for (name, sheet) in tables["sheets"].as_object().unwrap() {
        let made = book.add_worksheet().set_name(name)?;
        made.set_hidden(sheet["hidden"] == true);
        for (row, cells) in (0..).zip(sheet["rows"].as_array().unwrap()) {
            for (column, cell) in (0..).zip(cells.as_array().unwrap()) {
                write(made, row, column, cell)?;
            }
        }
        for row in sheet["hidden_rows"].as_array().into_iter().flatten() {
            made.set_row_hidden(row.as_u64().unwrap() as u32 - 1)?;
        }
        if name == "Values" {
            made.merge_range(1, 9, 1, 10, "", &Format::new())?;
        }
    }
    book.save(format!("{FOLDER}/files/sheets.rust_xlsxwriter.xlsx"))
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Value) -> Result<(), XlsxError> {
    let written = match cell {
        Value::Null | Value::Array(_) => return Ok(()),
        Value::String(text) => sheet.write_string(row, column, text),
        Value::Number(number) => sheet.write_number(row, column, number.as_f64().unwrap()),
        Value::Bool(truth) => sheet.write_boolean(row, column, *truth),
        Value::Object(fields) => {
            let (kind, value) = fields.iter().next().unwrap();
            match kind.as_str() {
                "repeat" => {
                    let text = value[0].as_str().unwrap().repeat(value[1].as_u64().unwrap() as usize);
                    sheet.write_string(row, column, text)
                }
                // The library knows error values as results of formulas only.
                "error" => {
                    let error = value.as_str().unwrap();
                    sheet.write_formula(row, column, Formula::new(error).set_result(error))
                }
                "formula" => return formula(sheet, row, column, cell),
                _ => {
                    let (serial, format) = moment(kind, value.as_str().unwrap())?;
                    sheet.write_number_with_format(row, column, serial, &format)
                }
            }
        }
    };
    written.map(|_| ())
}

fn formula(sheet: &mut Worksheet, row: u32, column: u16, cell: &Value) -> Result<(), XlsxError> {
    let formula = Formula::new(cell["formula"].as_str().unwrap());
    let format = if cell["like"] == "date" || cell["is"]["date"].is_string() { "yyyy-mm-dd" } else { "General" };
    let result = match &cell["is"] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Object(fields) => match fields.get("error") {
            Some(error) => error.as_str().map(str::to_owned),
            None => Some(moment("date", fields["date"].as_str().unwrap())?.0.to_string()),
        },
        plain => Some(plain.to_string().to_uppercase()),
    };
    let formula = result.map_or(formula.clone(), |result| formula.set_result(result));
    sheet.write_formula_with_format(row, column, formula, &Format::new().set_num_format(format)).map(|_| ())
}

/// A date, a time of day, or elapsed time as its number and format.
fn moment(kind: &str, text: &str) -> Result<(f64, Format), XlsxError> {
    let format = match kind {
        "date" if text.contains(' ') => "yyyy-mm-dd hh:mm:ss",
        "date" => "yyyy-mm-dd",
        "elapsed" => "[h]:mm:ss",
        _ => "hh:mm:ss",
    };
    let serial = if kind == "date" {
        ExcelDateTime::parse_from_str(text)?.to_excel()
    } else {
        let parts: Vec<f64> = text.split(':').map(|part| part.parse().unwrap()).collect();
        (parts[0] * 3_600.0 + parts[1] * 60.0 + parts[2]) / 86_400.0
    };
    Ok((serial, Format::new().set_num_format(format)))
}
