//! Whether the cells of a column could be values of a template column: what they say for or against a header.

use lanegate_sheet::{Cell, Sheet};

use crate::combined::{first_address, reference_at};
use crate::headers::cells_below;
use crate::looks::{is_number, looks_like};
use crate::other_values::is_other_value;
use crate::parse::{is_placeholder, list_value, nearest_in_list, reads_as_date};
use crate::{Column, ListValue, Required, ValueType};

/// Cells of a column looked at.
const LOOKED_AT: usize = 200;
/// So many numbers, and nothing else, are no names.
const FEW_NUMBERS: usize = 3;
/// Digits of an ID that is only written or copied badly.
const ID_DIGITS: usize = 28;
/// Numbers from here on count no meetings of a day: they are numbers of records.
const LARGE_ORDINAL: f64 = 1_000.0;
/// The longest text that can be an ID or a date, in bytes.
const LONGEST: usize = 60;

/// What the cells of a column say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There are no values.
    Blank,
    /// Nine of ten could be values of the column, or more.
    Confirmed,
    /// Some could.
    Mixed,
    /// Most can't.
    Contradicted,
}

/// Compares the cells below a header with a template column.
pub(crate) fn verdict(column: &Column, sheet: &Sheet, header_row: u32, at: u32) -> Verdict {
    verdict_of(column, || values(sheet, header_row, at))
}

/// The same for the rows of data alone.
pub(crate) fn verdict_among(
    column: &Column,
    sheet: &Sheet,
    (header_row, at): (u32, u32),
    is_data: impl Fn(u32) -> bool,
) -> Verdict {
    let rows = || (header_row + 1..sheet.row_count()).filter(|&row| is_data(row));
    verdict_of(column, || rows().map(|row| sheet.cell(row, at)).filter(says_anything).take(LOOKED_AT))
}

fn verdict_of<'a, I: Iterator<Item = Cell<'a>>>(column: &Column, values: impl Fn() -> I) -> Verdict {
    let numbers = || values().filter(|&cell| is_number(cell)).count();
    let are_numbers = is_name(column) && numbers() >= FEW_NUMBERS;
    judge_values(values(), |cell| could_be(column, cell) && !(are_numbers && is_number(cell)))
}

/// Returns true if at least half of the words below a header are in a list, or other words for what is in it.
pub(crate) fn has_known_words(column: &Column, sheet: &Sheet, header_row: u32, at: u32) -> bool {
    let is_list = matches!(column.value, ValueType::List(_));
    is_list && matches!(verdict(column, sheet, header_row, at), Verdict::Confirmed | Verdict::Mixed)
}

/// Compares the words below a header with a list, which must have them exactly.
pub(crate) fn words_verdict(column: &Column, sheet: &Sheet, header_row: u32, at: u32) -> Option<Verdict> {
    let ValueType::List(list) = column.value else { return None };
    Some(judge(sheet, header_row, at, |cell| is_listed(cell, list)))
}

fn is_listed(cell: Cell<'_>, list: &'static [ListValue]) -> bool {
    matches!(cell, Cell::Text(text) if list_value(text, list).is_some())
}

/// Returns true if the cells confirm a header of many meanings. Of LinkedIn, they must be people's profiles; of a list, its own words.
pub(crate) fn confirms(column: &Column, sheet: &Sheet, header_row: u32, at: u32) -> bool {
    confirmation(column, sheet, header_row, at) == Verdict::Confirmed
}

/// The same, if rows that are no data keep the cells from confirming the header: `is_data` tells them, and is asked only then.
pub(crate) fn confirms_among(
    column: &Column,
    sheet: &Sheet,
    (header_row, at): (u32, u32),
    is_data: impl Fn(u32) -> bool,
) -> bool {
    match confirmation(column, sheet, header_row, at) {
        Verdict::Confirmed => return true,
        Verdict::Mixed => {}
        Verdict::Blank | Verdict::Contradicted => return false,
    }
    let rows = (header_row + 1..sheet.row_count()).filter(|&row| is_data(row));
    let values = rows.map(|row| sheet.cell(row, at)).filter(says_anything).take(LOOKED_AT);
    let verdict = match column.value {
        ValueType::LinkedIn => judge_values(values, is_profile),
        ValueType::List(list) => judge_values(values, |cell| is_listed(cell, list)),
        _ => verdict_among(column, sheet, (header_row, at), &is_data),
    };
    verdict == Verdict::Confirmed
}

fn confirmation(column: &Column, sheet: &Sheet, header_row: u32, at: u32) -> Verdict {
    match column.value {
        ValueType::LinkedIn => judge(sheet, header_row, at, is_profile),
        ValueType::List(_) => words_verdict(column, sheet, header_row, at).unwrap_or(Verdict::Mixed),
        _ => verdict(column, sheet, header_row, at),
    }
}

fn judge(sheet: &Sheet, header_row: u32, at: u32, fits: impl Fn(Cell<'_>) -> bool) -> Verdict {
    judge_values(values(sheet, header_row, at), fits)
}

fn judge_values<'a>(values: impl Iterator<Item = Cell<'a>>, fits: impl Fn(Cell<'_>) -> bool) -> Verdict {
    let (fit, all) = values.fold((0, 0), |(fit, all), cell| (fit + usize::from(fits(cell)), all + 1));
    match all {
        0 => Verdict::Blank,
        all if fit * 10 >= all * 9 => Verdict::Confirmed,
        all if fit * 2 < all => Verdict::Contradicted,
        _ => Verdict::Mixed,
    }
}

/// The first cells that say anything.
fn values(sheet: &Sheet, header_row: u32, at: u32) -> impl Iterator<Item = Cell<'_>> {
    cells_below(sheet, header_row, at).filter(says_anything).take(LOOKED_AT)
}

fn says_anything(cell: &Cell<'_>) -> bool {
    !cell.is_blank() && !matches!(cell, Cell::Text(text) if is_placeholder(text.trim()))
}

/// Returns true for the columns with names of people, firms, regions, and the like, which are no addresses, IDs, or dates.
fn is_name(column: &Column) -> bool {
    match column.value {
        ValueType::Text { usual, lines, .. } => !lines && (column.required == Required::Always || !usual.is_empty()),
        _ => false,
    }
}

pub(crate) fn could_be(column: &Column, cell: Cell<'_>) -> bool {
    let text = match cell {
        Cell::Text(text) => text.trim(),
        Cell::Number(number) => {
            let is_small = matches!(column.value, ValueType::Ordinal) && number < LARGE_ORDINAL;
            return is_small || matches!(column.value, ValueType::PastDate | ValueType::Text { .. });
        }
        Cell::Bool(_) if is_name(column) => return false,
        _ => return looks_like(&column.value, cell) || matches!(column.value, ValueType::Text { .. }),
    };
    match column.value {
        ValueType::Uuid => is_id(text),
        ValueType::PastDate => could_be_date(text),
        ValueType::Email => text.contains('@'),
        ValueType::LinkedIn => {
            let text = text.to_ascii_lowercase();
            text.contains("linkedin") || text.trim_start_matches('/').starts_with("in/")
        }
        ValueType::List(list) => list_value(text, list).is_some() || nearest_in_list(text, list).is_some(),
        ValueType::Ordinal => text.parse().is_ok_and(|number: f64| number < LARGE_ORDINAL),
        ValueType::Text { .. } => !is_name(column) || !is_no_name(text),
    }
}

/// Returns true for an ID, and for a text that is only written or copied badly.
pub(crate) fn is_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    looks_like(&ValueType::Uuid, Cell::Text(text)) || (text.len() <= LONGEST && digits >= ID_DIGITS)
}

/// Returns true for a text with a digit that isn't an ID, an address, or a time of day.
fn could_be_date(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && text.len() <= LONGEST && !is_time(text) && !is_id(text) && !text.contains('@') && !text.contains("://")
}

/// A time of day alone: `10:30`, `9:45:00 AM`.
fn is_time(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '.');
    digits.contains(':')
        && digits.split(':').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An answer, an address, also one with a name, an ID of any system, a date, or a name with the number or the page of a record behind it:
/// `Yew Ltd (9001)`, `Yew Ltd (../Yew%20Ltd.md)`.
fn is_no_name(text: &str) -> bool {
    let is_answer = ["yes", "no", "true", "false"].iter().any(|answer| text.eq_ignore_ascii_case(answer));
    let is_address = first_address(text).is_some() || text.contains("://");
    // `Yew (19)` may be a name.
    let reference = reference_at(text).map_or("", |at| text[at + 1..].split(')').next().unwrap_or_default());
    let is_numbered = reference.len() >= 3;
    is_answer
        || is_address
        || is_numbered
        || is_id(text)
        || is_record_id(text)
        || is_other_value(text)
        || reads_as_date(text)
        || looks_like(&ValueType::PastDate, Cell::Text(text))
}

/// A long word of letters and digits, as programs number their records: `0035g00000AbCdE`.
fn is_record_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() >= 15 && digits >= 4 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The address of a person's profile, not of a company's page.
fn is_profile(cell: Cell<'_>) -> bool {
    let Cell::Text(text) = cell else { return false };
    let text = text.to_ascii_lowercase();
    ["linkedin.com/in/", "linkedin.com/pub/"].iter().any(|profile| text.contains(profile))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_times_and_ids() {
        for text in ["5/1/2025", "12 Mar 2025", "2025-03-03 11:00 am", "October 20, 2025", "20250501"] {
            assert!(could_be_date(text), "{text}");
        }
        for text in ["10:30", "9:45:00 AM", "Ann Yew", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "a1@example.com"] {
            assert!(!could_be_date(text), "{text}");
        }
    }

    #[test]
    fn names_are_told_from_addresses_and_numbered_names() {
        for text in ["ann@example.com", "https://yew.example.com", "Yew Ltd (9001)", "2025-05-01", "0035g00000AbCdE"] {
            assert!(is_no_name(text), "{text}");
        }
        for text in ["Yew Ltd", "360", "Yew (UK)", "Yew (19)", "@home"] {
            assert!(!is_no_name(text), "{text}");
        }
    }
}
