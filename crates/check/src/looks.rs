//! What a cell looks like, for guesses about columns and rows. Quick and generous: whether a value is right, its parser says.

use lanegate_sheet::Cell;
use uuid::Uuid;

use crate::parse::{list_value, without_marks};
use crate::text::key_text;
use crate::{Column, ValueType};

/// No value that is told by its looks is longer.
const LONGEST: usize = 400;

/// Whether a cell could be a value of a type.
pub(crate) fn looks_like(value: &ValueType, cell: Cell<'_>) -> bool {
    let unmarked;
    let text = match cell {
        Cell::Text(text) => {
            unmarked = without_marks(text, !matches!(value, ValueType::Text { .. }));
            unmarked.as_deref().unwrap_or(text).trim()
        }
        Cell::Date(_) | Cell::IsoDate(_) => return matches!(value, ValueType::PastDate),
        Cell::Number(number) => {
            let whole = number.fract() == 0.0 && number >= 1.0;
            return whole && matches!(value, ValueType::Ordinal);
        }
        _ => return false,
    };
    if let ValueType::Text { usual, .. } = value {
        return !text.is_empty() && (usual.is_empty() || usual.iter().any(|usual| key_text(usual) == key_text(text)));
    }
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    match value {
        ValueType::Text { .. } => true,
        ValueType::Uuid => Uuid::try_parse(text).is_ok(),
        ValueType::PastDate => is_date(text),
        ValueType::List(values) => list_value(text, values).is_some(),
        ValueType::Email => text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.contains('@')
        }),
        ValueType::LinkedIn => text.to_ascii_lowercase().contains("linkedin.com/"),
        ValueType::Ordinal => text.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// Whether a cell is a number, also one stored as text, with the marks that people put at sums: `1,250.00 $`, `12 %`.
pub(crate) fn is_number(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Number(_) | Cell::Duration(_) => true,
        Cell::Text(text) => {
            let text = text.trim().trim_start_matches(['-', '+']);
            let marks = |c: char| matches!(c, '.' | ',' | '\'' | '%' | '$' | '€' | '£') || c.is_whitespace();
            text.len() < 40
                && text.chars().any(|c| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || marks(c))
                && !is_date(text)
        }
        _ => false,
    }
}

/// What the values of a column look like, in words.
pub(crate) fn what_it_looks_like(column: &Column) -> &'static str {
    match column.value {
        ValueType::Text { usual: [], .. } => "names",
        ValueType::Text { .. } => "recommended values",
        ValueType::Uuid => "IDs",
        ValueType::PastDate => "dates",
        ValueType::List(_) => "values of its list",
        ValueType::Email => "e-mail addresses",
        ValueType::LinkedIn => "LinkedIn addresses",
        ValueType::Ordinal => "whole numbers",
    }
}

/// Three groups of digits, one of them a year, with or without a time of day behind.
fn is_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let mut groups = 0;
    let mut year = false;
    for group in day.split(['-', '/', '.']) {
        groups += 1;
        year |= group.len() == 4;
        if !(1..=4).contains(&group.len()) || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
    }
    groups == 3 && (year || day.len() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_told_apart() {
        for text in ["25", "1,250.00 $", "-3", "12 %", "1.250"] {
            assert!(is_number(Cell::Text(text)), "{text}");
            assert!(!is_date(text), "{text}");
        }
        for text in ["2025-05-01", "1.5.2025", "05/01/25", "2025-05-01 10:00", "2025-05-01T10:00"] {
            assert!(is_date(text) && !is_number(Cell::Text(text)), "{text}");
        }
        for text in ["", "abc", "25 rows", "1-2-3-4", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"] {
            assert!(!is_date(text) && !is_number(Cell::Text(text)), "{text}");
        }
    }
}
