//! The template's page of instructions, and what its cells say of their columns.

use lanegate_check::{Column, Kind, Required, ValueType};
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::text::write as write_text;
use crate::{names, style};

const HOW: [&str; 5] = [
    "Fill in one row for each {row} on the first sheet, below the headers. Leave the headers as they are; columns may be moved, and those that are not required may be deleted.",
    "Dark headers are required. A blank cell means that nothing is said.",
    "Type dates as dates, or like 2025-05-01. Cells with a list offer its values.",
    "Save the file and drop it on Lanegate, or run: lanegate check FILE. Nothing is stored before you have seen what would be.",
    "Keep the file as .xlsx. Of this workbook, only the first sheet is imported.",
];

const TABLE: [(&str, f64); 7] = [
    ("Column", 24.0),
    ("Required", 22.0),
    ("What it is", 44.0),
    ("Holds", 40.0),
    ("When blank", 16.0),
    ("Right", 38.0),
    ("Wrong", 26.0),
];

/// Adds the sheet; the answer is its name.
pub(crate) fn write(workbook: &mut Workbook, kind: &'static Kind) -> Result<String, XlsxError> {
    let name = names::free("Instructions", &[kind.name]);
    let sheet = workbook.add_worksheet().set_name(&name)?;
    write_text(sheet, (0, 0), kind.title, Some(&style::title()))?;
    write_text(sheet, (1, 0), kind.help, None)?;
    for (row, line) in (3..).zip(HOW) {
        write_text(sheet, (row, 0), &line.replace("{row}", kind.row_title), None)?;
    }
    let header_row = 4 + HOW.len() as u32;
    for (column, (header, width)) in (0..).zip(TABLE) {
        write_text(sheet, (header_row, column), header, Some(&style::header()))?;
        sheet.set_column_width(column, width)?;
    }
    let wrapped = style::wrapped();
    for (row, column) in (header_row + 1..).zip(kind.template_columns()) {
        let default = column.default.unwrap_or_default();
        let bad = typed(column.bad).unwrap_or_default();
        let cells = [column.name, &required(column.required), column.help, &expects(column), default, column.good, bad];
        for (place, text) in (0..).zip(cells) {
            write_text(sheet, (row, place), text, Some(&wrapped))?;
        }
    }
    Ok(name)
}

/// Everything about a column, for its header's comment.
pub(crate) fn words(column: &Column) -> String {
    let required = required(column.required);
    let required = if required.is_empty() { "Not required".to_owned() } else { required };
    let default = column.default.map(|default| format!("\nWhen blank: {default}")).unwrap_or_default();
    let wrong = typed(column.bad).map(|bad| format!("\nWrong: {bad}")).unwrap_or_default();
    format!("{}\n{required}.\nHolds {}.{default}\nRight: {}{wrong}", column.help, expects(column), column.good)
}

/// The most important about a column, for the message beside a chosen cell.
pub(crate) fn brief(column: &Column) -> String {
    let required = if column.required == Required::Always { " Required." } else { "" };
    format!("{}{required} Holds {}.", column.help, column.value.expectation())
}

fn required(required: Required) -> String {
    match required {
        Required::Always => "Required".to_owned(),
        Required::Never => String::new(),
        Required::When(words) => format!("Required when {words}"),
    }
}

/// What a column's cells hold, with the meaning of each value of a list.
fn expects(column: &Column) -> String {
    match column.value {
        ValueType::List(values) => {
            let values: Vec<_> = values.iter().map(|value| format!("{} ({})", value.name, value.help)).collect();
            format!("one of: {}", values.join("; "))
        }
        ValueType::Text { usual, .. } if !usual.is_empty() => {
            format!("{}; recommended are {}", column.value.expectation(), usual.join(", "))
        }
        value => value.expectation(),
    }
}

/// A sample, where a person could type it.
fn typed(sample: &str) -> Option<&str> {
    Some(sample).filter(|sample| !sample.chars().any(char::is_control))
}
