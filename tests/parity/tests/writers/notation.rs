//! Cells and hazards in words, the same for what `table.json` declares and for what the reader reads. A sheet is a map from
//! places to words: cells by their name, and facts about the sheet (`hidden rows`, `formulas without a result` …) by theirs.

use std::collections::BTreeMap;

use lanegate_sheet::{Cell, DateSystem, HazardKind, Sheet, cell_name};
use serde_json::Value;

pub type Words = BTreeMap<String, String>;

const SECONDS: f64 = 86_400.0;

/// A sheet as `table.json` declares it, at most `rows` rows of it.
pub fn declared(sheet: &Value, rows: usize) -> Words {
    let mut words = Words::new();
    for (row, cells) in (0..).zip(sheet["rows"].as_array().unwrap().iter().take(rows)) {
        for (column, cell) in (0..).zip(cells.as_array().unwrap()) {
            put(&mut words, cell_name(row, column), declared_cell(cell));
        }
    }
    let hidden = sheet["hidden_rows"].as_array().into_iter().flatten().map(Value::to_string);
    put(&mut words, "hidden rows".into(), hidden.collect::<Vec<_>>().join(" "));
    let merged = sheet["merged"].as_array().into_iter().flatten().filter_map(Value::as_str);
    put(&mut words, "merged cells".into(), merged.collect::<Vec<_>>().join(" "));
    words
}

/// Skips empty texts.
fn put(words: &mut Words, place: String, text: String) {
    if !text.is_empty() {
        words.insert(place, text);
    }
}

fn declared_cell(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) if text.is_empty() => String::new(),
        Value::String(text) => text_words(text),
        Value::Number(number) => format!("number {}", number.as_f64().unwrap()),
        Value::Object(fields) => {
            let (kind, value) = fields.iter().next().unwrap();
            match kind.as_str() {
                "formula" => cell.get("is").map_or_else(|| "no result".to_owned(), declared_cell),
                "repeat" => text_words(&value[0].as_str().unwrap().repeat(value[1].as_u64().unwrap() as usize)),
                _ => format!("{kind} {}", value.as_str().unwrap()),
            }
        }
        truth => truth.to_string(),
    }
}

/// A sheet as it was read.
pub fn read(sheet: &Sheet) -> Words {
    let mut words = Words::new();
    for row in 0..sheet.row_count() {
        for column in 0..sheet.column_count() {
            put(&mut words, cell_name(row, column), read_cell(sheet.cell(row, column), sheet.date_system()));
        }
    }
    let hidden = (0..sheet.row_count()).filter(|&row| sheet.is_row_hidden(row)).map(|row| (row + 1).to_string());
    put(&mut words, "hidden rows".into(), hidden.collect::<Vec<_>>().join(" "));
    for hazard in &sheet.hazards {
        let (fact, text) = match hazard.kind {
            HazardKind::HiddenRows | HazardKind::OtherSheet | HazardKind::HiddenSheet => continue,
            HazardKind::Dates1904 => ("dates".to_owned(), "since 1904".to_owned()),
            HazardKind::MergedCells => ("merged cells".to_owned(), hazard.detail.clone()),
            HazardKind::FormulaWithoutResult => ("formulas without a result".to_owned(), hazard.count.to_string()),
            kind => (format!("{kind:?}"), format!("{} {}", hazard.count, hazard.detail)),
        };
        put(&mut words, fact, text);
    }
    words
}

fn read_cell(cell: Cell<'_>, dates: DateSystem) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text_words(text),
        Cell::Number(number) => format!("number {number}"),
        Cell::Bool(truth) => truth.to_string(),
        Cell::Error(error) => format!("error {error}"),
        Cell::NoResult => "no result".into(),
        Cell::Duration(days) => format!("elapsed {}", clock(days * SECONDS)),
        Cell::IsoDate(text) => {
            let text = text.replace('T', " ");
            format!("date {}", text.trim_end_matches('Z').trim_end_matches(".000").trim_end_matches(" 00:00:00"))
        }
        Cell::Date(serial) => match dates.date(serial) {
            // A time of day alone. Since 1904, it is one of that system's first day, too.
            _ if (0.0..1.0).contains(&serial) && (serial > 0.0 || dates == DateSystem::Y1900) => {
                format!("time {}", clock(serial * SECONDS))
            }
            Ok(day) if day.seconds > 0 => format!("date {} {}", day.date, clock(day.seconds.into())),
            Ok(day) => format!("date {}", day.date),
            Err(reason) => format!("date {serial} {reason:?}"),
        },
    }
}

fn clock(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// A text; of a long one its beginning and its length.
fn text_words(text: &str) -> String {
    let start: String = text.chars().take(60).collect();
    if start.len() == text.len() { format!("text {text}") } else { format!("text {start}… {}", text.chars().count()) }
}
