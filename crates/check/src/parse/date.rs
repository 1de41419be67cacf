//! Date columns. Nothing is guessed: a date cell and ISO text are read, anything else is a finding with a fix.

use chrono::NaiveDate;
use lanegate_sheet::{Cell, SerialError};
use lanegate_wire::DateOrder;

use super::{Context, Note, Typed, clean_text};
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
            not_a_date("The cell holds a length of time; expected a date.", notes);
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
    let hint = match context.dates.date(number) {
        Ok(day) => format!(
            "{number} is {} as an Excel date. If that is meant, format the cell as a date or type {}.",
            day.date.format("%-d %B %Y"),
            day.date
        ),
        Err(_) => "Type the date, as 2025-05-01.".to_owned(),
    };
    notes.push(Note::new(codes::DATE_NUMBER, "The cell holds a number; expected a date.", hint));
}

fn from_serial(serial: f64, context: &Context, notes: &mut Vec<Note>) -> Option<NaiveDate> {
    match context.dates.date(serial) {
        Ok(day) => {
            if day.has_time {
                time_dropped(notes);
            }
            Some(day.date)
        }
        Err(error) => {
            let message = match error {
                SerialError::NeverWas => {
                    "The cell holds 29 February 1900, which Excel shows but the calendar does not have.".to_owned()
                }
                SerialError::OutOfRange => format!("The cell is formatted as a date, but {serial} is no day."),
            };
            let code = match error {
                SerialError::NeverWas => codes::DATE_LEAP_1900,
                SerialError::OutOfRange if serial < 0.0 => codes::DATE_NEGATIVE,
                SerialError::OutOfRange if serial < 1.0 => codes::TIME_WITHOUT_DATE,
                SerialError::OutOfRange => codes::DATE_TOO_LARGE,
            };
            notes.push(Note::new(code, message, "Type the date, as 2025-05-01."));
            None
        }
    }
}

fn from_text(text: &str, context: &Context, notes: &mut Vec<Note>) -> Option<NaiveDate> {
    let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if let (true, Ok(number)) = (decimal, text.parse()) {
        bare_number(number, context, notes);
        return None;
    }
    let (day, time) = split_time(text);
    let Some((parts, separator)) = numbers(day) else {
        not_a_date(
            &format!("\"{}\" is not a date; expected one like 2025-05-01.", crate::checked::shortened(text)),
            notes,
        );
        return None;
    };
    let iso = separator == '-' && parts[0].len() == 4 && parts[1].len() == 2 && parts[2].len() == 2;
    let order = if iso || parts[0].len() == 4 { Some(DateOrder::Ymd) } else { context.order };
    if !iso && context.order.is_none() {
        notes.push(Note::new(
            codes::DATE_ORDER_UNKNOWN,
            format!("\"{text}\" is a date as text in an order that is not known; expected one like 2025-05-01."),
            "Say which order the file's dates have, or type them like 2025-05-01.",
        ));
        return None;
    }
    let [year, month, day] = match order? {
        DateOrder::Ymd => [parts[0], parts[1], parts[2]],
        DateOrder::Dmy => [parts[2], parts[1], parts[0]],
        DateOrder::Mdy => [parts[2], parts[0], parts[1]],
    };
    if year.len() != 4 {
        notes.push(Note::new(
            codes::DATE_TWO_DIGIT_YEAR,
            format!("\"{text}\" has no year of four digits."),
            "Type the date, as 2025-05-01.",
        ));
        return None;
    }
    let date = match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => NaiveDate::from_ymd_opt(year, month, day).filter(|_| year > 0),
        _ => None,
    };
    if date.is_none() {
        notes.push(Note::new(
            codes::DATE_IMPOSSIBLE,
            format!("The calendar has no day \"{text}\"."),
            "Correct the date, as 2025-05-01.",
        ));
    } else if time {
        time_dropped(notes);
    }
    date
}

/// The day's part of a text date, and whether a time of day other than midnight follows it.
fn split_time(text: &str) -> (&str, bool) {
    match text.split_once(['T', ' ']) {
        Some((day, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => {
            (day, time.chars().any(|c| ('1'..='9').contains(&c)))
        }
        _ => (text, false),
    }
}

/// Three groups of digits with one separator between them.
fn numbers(text: &str) -> Option<([&str; 3], char)> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let sound =
        three.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    (parts.next().is_none() && sound).then_some((three, separator))
}

fn judge(date: NaiveDate, context: &Context, notes: &mut Vec<Note>) {
    if date > context.today {
        notes.push(Note::new(
            codes::DATE_IN_FUTURE,
            format!("{date} is after today ({}); expected a meeting already held.", context.today),
            "Correct the date. Perhaps day and month are swapped.",
        ));
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
