//! The template of a kind: its headers, with the formats, lists and words that help to fill it in.

use lanegate_check::{Column, Kind, Required, ValueType};
use lanegate_wire::Stamp;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Worksheet, XlsxError,
};

use crate::style::Shape;
use crate::{Unwritable, comment, instructions, new_workbook, stamp, style};

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
/// Characters of the message that shows beside a chosen cell: Excel's limit.
const MAX_MESSAGE: usize = 255;
/// Characters of its title: Excel's limit.
const MAX_TITLE: usize = 32;

/// The template of a kind as an `.xlsx` file: an empty table, and a page of instructions.
///
/// # Errors
/// When a declaration does not fit into Excel's limits, which the tests over all kinds rule out.
pub fn template(kind: &'static Kind) -> Result<Vec<u8>, Unwritable> {
    let mut workbook = new_workbook(&format!("Template: {}", kind.title))?;
    let sheet = workbook.add_worksheet().set_name(kind.name)?;
    for (place, column) in (0..).zip(kind.template_columns()) {
        write_column(sheet, place, column)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let instructions = instructions::write(&mut workbook, kind)?;
    let said = Stamp {
        version: Stamp::PLAIN,
        kind: kind.name.to_owned(),
        declaration: kind.declaration(),
        sheet: kind.name.to_owned(),
        added: vec![instructions],
        ..Stamp::default()
    };
    stamp::write(&mut workbook, &said)?;
    Ok(workbook.save_to_buffer()?)
}

fn write_column(sheet: &mut Worksheet, place: u16, column: &'static Column) -> Result<(), XlsxError> {
    let header = if column.required == Required::Always { style::header() } else { style::optional_header() };
    sheet.write_string_with_format(0, place, column.name, &header)?;
    sheet.insert_note(0, place, &comment::of(&instructions::words(column)))?;
    sheet.set_column_width(place, width(column))?;
    let shape = match column.value {
        ValueType::PastDate => Shape::Date,
        ValueType::Ordinal => Shape::General,
        // Otherwise Excel would take 007 for a number and =x for a formula.
        _ => Shape::Text,
    };
    sheet.set_column_format(place, &shape.format())?;
    sheet.add_data_validation(1, place, LAST_ROW, place, &validation(column)?)?;
    Ok(())
}

fn width(column: &Column) -> f64 {
    let content = match column.value {
        ValueType::Uuid => 38,
        ValueType::LinkedIn | ValueType::Email => 34,
        ValueType::Text { lines: true, .. } => 48,
        ValueType::Text { .. } => 26,
        ValueType::PastDate | ValueType::List(_) | ValueType::Ordinal => 14,
    };
    (content.max(column.name.len() + 4)) as f64
}

/// What may be typed, and the words that show where a cell of the column is chosen.
fn validation(column: &Column) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let rule = match column.value {
        ValueType::List(values) => {
            let names: Vec<_> = values.iter().map(|value| value.name).collect();
            let message = format!("Choose one of the list: {}.", names.join(", "));
            rule.allow_list_strings(&names)?
                .set_error_title("Not in the list")?
                .set_error_message(cut(&message, MAX_MESSAGE))?
        }
        ValueType::Text { usual, .. } if !usual.is_empty() => rule.allow_list_strings(usual)?.show_error_message(false),
        ValueType::PastDate => rule
            .allow_date(DataValidationRule::GreaterThanOrEqualTo(ExcelDateTime::from_ymd(1990, 1, 1)?))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("Not a usual date")?
            .set_error_message("Type a date from 1990 on, like 2025-05-01.")?,
        ValueType::Ordinal => rule
            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(1))
            .set_error_title("Not a whole number")?
            .set_error_message("Type a whole number from 1.")?,
        _ => rule.allow_any_value(),
    };
    rule.set_input_title(cut(column.name, MAX_TITLE))?.set_input_message(cut(&instructions::brief(column), MAX_MESSAGE))
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}
