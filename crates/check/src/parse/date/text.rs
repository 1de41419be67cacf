//! Dates as three numbers in a text: their parts, the order in which they are read, and what they say about it.

use chrono::NaiveDate;
use lanegate_wire::DateOrder;

use super::time;
use super::time::{Scanner, Time};
use super::words::LONGEST;
use crate::parse::{Context, without_marks};

/// Evidence from a text date about the order of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatePattern {
    /// Only day, month, year makes sense: 26/06/2025.
    DayFirst,
    /// Only month, day, year makes sense: 06/26/2025.
    MonthFirst,
    /// Both do: 03/04/2025.
    Either,
    /// Two parts that can't both be a month, and a year of two digits: 26/06/25.
    ShortYear,
}

/// The meaning of three numbers as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Day(NaiveDate),
    /// No day of the calendar.
    Impossible,
    /// Zeros, or the day before a calendar's first: programs write it for an empty cell.
    Zero,
    /// A year of two digits.
    ShortYear,
    /// Two days, depending on an order that is not known.
    Either,
}

/// The quick way for a date as it is stored, `2025-05-01`. Anything that is not quite that has to go the long way.
pub(super) fn stored(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = number(0, 4).filter(|year| *year >= 1_901)?;
    NaiveDate::from_ymd_opt(year as i32, number(5, 7)?, number(8, 10)?)
}

/// Three numbers with one mark between them, the year at one end, and the time of day behind them.
pub(super) fn split(text: &str) -> Option<([&str; 3], Option<Time>)> {
    if text.len() > LONGEST {
        return None;
    }
    let (parts, rest) = leading(text)?;
    Some((parts, time::behind_date(rest).ok()?))
}

/// The three numbers at the beginning of a text, and the rest of it.
fn leading(text: &str) -> Option<([&str; 3], &str)> {
    let mut scanner = Scanner(text);
    let first = scanner.digits();
    let separator = separator(&mut scanner)?;
    let second = scanner.digits();
    if self::separator(&mut scanner)? != separator {
        return None;
    }
    let parts = [first, second, scanner.digits()];
    // "1. 5. 2025." and "01/05/2025," end with a mark that means nothing.
    let _ = scanner.eat('.') || scanner.eat(',');
    matches!(parts.map(str::len), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4] | [2, 1..=2, 1])
        .then_some((parts, scanner.0))
}

fn separator(scanner: &mut Scanner<'_>) -> Option<char> {
    scanner.spaces();
    let separator = ['-', '/', '.'].into_iter().find(|&separator| scanner.eat(separator))?;
    scanner.spaces();
    Some(separator)
}

/// Returns the meaning of three numbers, given the column's order.
pub(super) fn meaning(parts: [&str; 3], context: &Context) -> Meaning {
    if is_zero(parts) {
        return Meaning::Zero;
    }
    let date = match order_of(parts, context) {
        Some(order) => read(parts, order),
        None if parts[2].len() <= 2 => return Meaning::ShortYear,
        None if pattern(parts) == Some(DatePattern::Either) => return Meaning::Either,
        // 05/05/2025 is the same day in either order.
        None => read(parts, DateOrder::Dmy),
    };
    date.map_or(Meaning::Impossible, Meaning::Day)
}

/// The order in which a date is read: the year tells itself by its four digits in front; else what a person said or the column
/// proves; else what the date itself proves.
fn order_of(parts: [&str; 3], context: &Context) -> Option<DateOrder> {
    if parts[0].len() == 4 {
        return Some(DateOrder::Ymd);
    }
    if parts[2].len() != 4 {
        return None;
    }
    context.order.filter(|order| *order != DateOrder::Ymd).or_else(|| match pattern(parts)? {
        DatePattern::DayFirst => Some(DateOrder::Dmy),
        DatePattern::MonthFirst => Some(DateOrder::Mdy),
        DatePattern::Either | DatePattern::ShortYear => None,
    })
}

pub(super) fn read(parts: [&str; 3], order: DateOrder) -> Option<NaiveDate> {
    let [year, month, day] = match order {
        DateOrder::Ymd => [parts[0], parts[1], parts[2]],
        DateOrder::Dmy => [parts[2], parts[1], parts[0]],
        DateOrder::Mdy => [parts[2], parts[0], parts[1]],
    };
    let year = year.parse().ok().filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// Day zero, as Excel (`1/0/1900`), LibreOffice (`30.12.1899`) and MySQL (`0000-00-00`) write it.
fn is_zero(parts: [&str; 3]) -> bool {
    let [year, others @ ..] = if parts[0].len() == 4 { parts } else { [parts[2], parts[0], parts[1]] };
    // Quick for nearly all dates.
    if !matches!(year, "1900" | "1899" | "0000" | "00") {
        return false;
    }
    let mut others = others.map(|part| part.parse().unwrap_or(99));
    others.sort_unstable();
    match year {
        "1899" => others[0] == 12 && others[1] >= 30,
        _ => others[0] == 0 && others[1] <= 1,
    }
}

/// Returns what a cell's text proves about the order of day and month; `None` if it isn't a date with the year at its end.
pub(crate) fn date_pattern(text: &str) -> Option<DatePattern> {
    let unmarked = without_marks(text, true);
    let text = unmarked.as_deref().unwrap_or(text).trim();
    let start = text.as_bytes().get(..3)?;
    // Quick for other text, and for dates with the year in front.
    if !start[0].is_ascii_digit() || start.iter().all(u8::is_ascii_digit) {
        return None;
    }
    pattern(split(text)?.0)
}

fn pattern(parts: [&str; 3]) -> Option<DatePattern> {
    if parts[2].len() == 2 {
        let [first, second] = [parts[0], parts[1]].map(|part| part.parse::<u32>().unwrap_or(0));
        let no_months = (13..=31).contains(&first.max(second)) && (1..=12).contains(&first.min(second));
        return no_months.then_some(DatePattern::ShortYear);
    }
    match (read(parts, DateOrder::Dmy), read(parts, DateOrder::Mdy)) {
        _ if parts[2].len() != 4 => None,
        (Some(one), Some(other)) => (one != other).then_some(DatePattern::Either),
        (Some(_), None) => Some(DatePattern::DayFirst),
        (None, Some(_)) => Some(DatePattern::MonthFirst),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_long_text_is_not_searched() {
        assert!(split("2025-05-01 10:00 UTC UTC").is_some());
        assert_eq!(split(&format!("2025-05-01 10:00{}", " UTC".repeat(1_000_000))), None);
    }
}
