//! Date columns. Nothing is guessed: a date cell is read, and text whose order is known or tells itself; anything else is a finding,
//! with a fix where there is one.

use chrono::{Datelike as _, NaiveDate};
use lanegate_sheet::{Cell, SerialError};
use lanegate_wire::DateOrder;

use super::{Context, Note, Proposal, Typed, clean_text, date_words, without_marks};
use crate::codes;

pub(super) fn parse<'a>(cell: Cell<'a>, context: &Context, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let date = match cell {
        Cell::Date(serial) => from_serial(serial, context, notes)?,
        Cell::IsoDate(text) => from_text(text, context, notes)?,
        Cell::Text(text) => from_text(&clean_text(text, false, notes)?, context, notes)?,
        Cell::Number(number) => {
            bare_number(number, context, notes);
            return None;
        }
        Cell::Duration(_) => {
            let message = "The cell holds a length of time; expected a date.";
            notes.push(Note::new(codes::TIME_WITHOUT_DATE, message, "Type the date, as 2025-05-01."));
            return None;
        }
        _ => {
            not_a_date("The cell holds no date; expected one like 2025-05-01.", notes);
            return None;
        }
    };
    judge(date, context, notes);
    Some(Typed::Date(date))
}

/// A number without a date format may be a date that lost it; that is told, never assumed.
fn bare_number(number: f64, context: &Context, notes: &mut Vec<Note>) {
    let message = "The cell holds a number; expected a date.";
    notes.push(match context.dates.date(number) {
        Ok(day) => {
            let hint = format!(
                "{number} is {} as an Excel date. If that is meant, format the cell as a date or type {}.",
                date_words::written(day.date),
                day.date
            );
            let note = Note::new(codes::DATE_NUMBER, message, hint);
            if is_usual(day.date, context) { note.proposing(Proposal::Value(day.date.to_string())) } else { note }
        }
        Err(_) => Note::new(codes::DATE_NUMBER, message, "Type the date, as 2025-05-01."),
    });
}

fn from_serial(serial: f64, context: &Context, notes: &mut Vec<Note>) -> Option<NaiveDate> {
    let error = match context.dates.date(serial) {
        Ok(day) => {
            if day.has_time {
                time_dropped(notes);
            }
            return Some(day.date);
        }
        Err(error) => error,
    };
    let (code, message) = match error {
        SerialError::NeverWas => (
            codes::DATE_LEAP_1900,
            "The cell holds 29 February 1900, which Excel shows but the calendar does not have.".to_owned(),
        ),
        SerialError::OutOfRange if (0.0..1.0).contains(&serial) => {
            (codes::TIME_WITHOUT_DATE, "The cell holds a time of day without a date.".to_owned())
        }
        SerialError::OutOfRange => {
            let code = if serial < 0.0 { codes::DATE_NEGATIVE } else { codes::DATE_TOO_LARGE };
            (code, format!("The cell is formatted as a date, but its number, {serial}, is no day."))
        }
    };
    notes.push(Note::new(code, message, "Type the date, as 2025-05-01."));
    None
}

fn from_text(text: &str, context: &Context, notes: &mut Vec<Note>) -> Option<NaiveDate> {
    let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if let (true, Ok(number)) = (decimal, text.parse()) {
        bare_number(number, context, notes);
        return None;
    }
    let (day, time) = split_time(text);
    let shown = crate::text::shortened(text);
    let Some(parts) = numbers(day) else {
        match date_words::read(text) {
            Some(date) => notes.push(
                Note::new(
                    codes::DATE_IN_WORDS,
                    format!("\"{shown}\" is a date in words; expected one like {date}."),
                    format!("If {} is meant, take {date}.", date_words::written(date)),
                )
                .proposing(Proposal::Value(date.to_string())),
            ),
            None => not_a_date(&format!("\"{shown}\" is not a date; expected one like 2025-05-01."), notes),
        }
        return None;
    };
    let date = match order_of(parts, context) {
        Some(order) => read(parts, order),
        None if parts[2].len() == 2 => {
            two_digit_year(text, parts, context, notes);
            return None;
        }
        None if pattern(parts) == Some(DatePattern::Either) => {
            notes.push(order_unknown(text));
            return None;
        }
        None => None,
    };
    if date.is_none() {
        notes.push(Note::new(
            codes::DATE_IMPOSSIBLE,
            format!("The calendar has no day \"{shown}\"."),
            "Correct the date, as 2025-05-01.",
        ));
    } else if time {
        time_dropped(notes);
    }
    date
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
    context.order.filter(|order| *order != DateOrder::Ymd).or(match pattern(parts)? {
        DatePattern::DayFirst => Some(DateOrder::Dmy),
        DatePattern::MonthFirst => Some(DateOrder::Mdy),
        DatePattern::Either => None,
    })
}

fn read(parts: [&str; 3], order: DateOrder) -> Option<NaiveDate> {
    let [year, month, day] = match order {
        DateOrder::Ymd => [parts[0], parts[1], parts[2]],
        DateOrder::Dmy => [parts[2], parts[1], parts[0]],
        DateOrder::Mdy => [parts[2], parts[0], parts[1]],
    };
    let year = year.parse().ok().filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn order_unknown(text: &str) -> Note {
    Note::new(
        codes::DATE_ORDER_UNKNOWN,
        format!("\"{text}\" is a date as text in an order that is not known; expected one like 2025-05-01."),
        "Say which order the file's dates have, or type them like 2025-05-01.",
    )
    .proposing(Proposal::Order(DateOrder::Dmy))
    .proposing(Proposal::Order(DateOrder::Mdy))
}

/// The century of a short year is not guessed; what it would be in this century is proposed.
fn two_digit_year(text: &str, parts: [&str; 3], context: &Context, notes: &mut Vec<Note>) {
    let year = format!("20{}", parts[2]);
    let orders = match context.order {
        Some(DateOrder::Ymd) | None => vec![DateOrder::Dmy, DateOrder::Mdy],
        Some(order) => vec![order],
    };
    let mut dates: Vec<NaiveDate> =
        orders.into_iter().filter_map(|order| read([parts[0], parts[1], &year], order)).collect();
    dates.dedup();
    let note = Note::new(
        codes::DATE_TWO_DIGIT_YEAR,
        format!("\"{text}\" has no year of four digits."),
        "Type the date, as 2025-05-01.",
    );
    let usual = dates.into_iter().filter(|date| is_usual(*date, context));
    notes.push(usual.fold(note, |note, date| note.proposing(Proposal::Value(date.to_string()))));
}

/// What a text date says of the order of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatePattern {
    /// Only day, month, year makes sense: 26/06/2025.
    DayFirst,
    /// Only month, day, year makes sense: 06/26/2025.
    MonthFirst,
    /// Both do: 03/04/2025.
    Either,
}

/// What a cell's text says of the order of day and month; nothing where it is no date with the year at its end.
pub(crate) fn date_pattern(text: &str) -> Option<DatePattern> {
    let unmarked = without_marks(text, true);
    let text = unmarked.as_deref().unwrap_or(text).trim();
    let start = text.as_bytes().get(..3)?;
    // Quick for other text, and for dates with the year in front.
    if !start[0].is_ascii_digit() || start.iter().all(u8::is_ascii_digit) {
        return None;
    }
    pattern(numbers(split_time(text).0)?)
}

fn pattern(parts: [&str; 3]) -> Option<DatePattern> {
    if parts[2].len() != 4 {
        return None;
    }
    match (read(parts, DateOrder::Dmy), read(parts, DateOrder::Mdy)) {
        (Some(_), Some(_)) => Some(DatePattern::Either),
        (Some(_), None) => Some(DatePattern::DayFirst),
        (None, Some(_)) => Some(DatePattern::MonthFirst),
        (None, None) => None,
    }
}

/// The day's part of a text date, and whether a time of day other than midnight follows it.
fn split_time(text: &str) -> (&str, bool) {
    match text.split_once(['T', ' ']) {
        Some((day, time)) if time.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            (day, time.chars().any(|c| ('1'..='9').contains(&c)))
        }
        _ => (text, false),
    }
}

/// Three groups of digits with one separator between them, the year at one end.
fn numbers(text: &str) -> Option<[&str; 3]> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() || !three.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    matches!(three.map(str::len), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4]).then_some(three)
}

/// A day on which a meeting of such a list can have been held.
fn is_usual(date: NaiveDate, context: &Context) -> bool {
    date <= context.today && Some(date) >= NaiveDate::from_ymd_opt(1990, 1, 1)
}

fn judge(date: NaiveDate, context: &Context, notes: &mut Vec<Note>) {
    if date > context.today {
        let swapped =
            NaiveDate::from_ymd_opt(date.year(), date.day(), date.month()).filter(|date| is_usual(*date, context));
        let hint = if swapped.is_some() {
            "Correct the date. Perhaps day and month are swapped."
        } else {
            "Correct the date."
        };
        let message = format!("{date} is after today ({}); expected a meeting already held.", context.today);
        let note = Note::new(codes::DATE_IN_FUTURE, message, hint);
        notes.push(swapped.into_iter().fold(note, |note, date| note.proposing(Proposal::Cell(date.to_string()))));
    } else if Some(date) < NaiveDate::from_ymd_opt(1990, 1, 1) {
        notes.push(Note::new(codes::DATE_BEFORE_1990, format!("{date} is unusually early."), "Check the year."));
    }
}

fn time_dropped(notes: &mut Vec<Note>) {
    notes.push(Note::new(codes::TIME_DROPPED, "The time of day is left out; only the date is stored.", ""));
}

fn not_a_date(message: &str, notes: &mut Vec<Note>) {
    notes.push(Note::new(codes::NOT_A_DATE, message, "Type the date, as 2025-05-01."));
}
