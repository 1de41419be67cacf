//! Answers in words, for people.

use lanegate_check::explain;
use lanegate_wire::{ColumnMatch, Combining, DateOrder, Fix};

/// An answer as it is applied to a file with these columns.
pub(super) fn answer(fix: &Fix, columns: &[ColumnMatch]) -> String {
    let header = |letters: &String| {
        let column = columns.iter().find(|column| column.letters == *letters);
        column.map(|column| column.header.as_str()).filter(|header| !header.is_empty())
    };
    let named =
        |letters: &String| header(letters).map_or_else(|| format!("column {letters}"), |header| format!("“{header}”"));
    match fix {
        Fix::MapColumn { letters, column } => {
            let header = header(letters).map(|header| format!(" “{header}”")).unwrap_or_default();
            let column = column.as_deref().unwrap_or("not imported");
            format!("column {letters}{header} is {column}")
        }
        Fix::MapColumns { .. } => "the headers are shifted".to_owned(),
        Fix::MapValue { column, from, to } if from.is_empty() => format!("blank cells in {column} mean {to}"),
        Fix::MapValue { column, from, to } if to.is_empty() => format!("“{from}” in {column} means nothing"),
        Fix::MapValue { column, from, to } => format!("“{from}” in {column} means {to}"),
        Fix::Combine { column, parts, how } => {
            let (start, end) = match how {
                Combining::Join => ("", " joined"),
                Combining::FirstFilled => ("the first filled of ", ""),
                Combining::Name => ("the name in ", ""),
                Combining::Address => ("the e-mail address in ", ""),
            };
            let parts: Vec<String> = parts.iter().map(named).collect();
            format!("{column} is {start}{}{end}", parts.join(" and "))
        }
        Fix::Lookup { column, parts, list, .. } => {
            let parts: Vec<String> = parts.iter().map(named).collect();
            format!("{column} is looked up in {} by {}", list.file, parts.join(" and "))
        }
        Fix::LeaveOutWhere { letters, value } if value.is_empty() => {
            format!("rows in which {} is blank are skipped", named(letters))
        }
        Fix::LeaveOutWhere { letters, value } => format!("rows with “{value}” in {} are skipped", named(letters)),
        Fix::LeaveOutNonData {} => "rows that are no data are skipped".to_owned(),
        Fix::DateOrder { column, order } => format!("dates in {column} are {}", order_words(*order)),
        // Not remembered.
        Fix::SetCell { .. } | Fix::DateCells { .. } | Fix::LeaveOut { .. } | Fix::TakeIn { .. } => String::new(),
    }
}

/// Suggestions that are taken, by the code of their findings.
pub(super) fn suggested(code: &str, column: &str, count: u32) -> String {
    let title = explain(code).map_or(code, |code| code.title).to_lowercase();
    let cells = if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    format!("{cells} of {column} with {title} are read as suggested")
}

const fn order_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day/month/year",
        DateOrder::Mdy => "month/day/year",
        DateOrder::Ymd => "year/month/day",
    }
}
