//! Date columns. Nothing is guessed: a date cell is read, and text whose order is known or tells itself; anything else is a finding,
//! with a fix where there is one.

mod moment;
mod names;
mod number;
mod short_year;
mod swapped;
mod text;
mod time;
mod words;

pub(crate) use moment::{Moment, has_time, shown_time, with_time};
pub(crate) use short_year::{ORDERS, fits};
pub(crate) use swapped::{has_twin, swapped_cell};
pub(crate) use text::{DatePattern, date_pattern};

use chrono::{Datelike as _, NaiveDate};
use lanegate_sheet::{Cell, SerialError};
use lanegate_wire::DateOrder;

use self::text::Meaning;
use self::time::Time;
use self::words::{Form, written};
use super::{Context, Note, Proposal, Typed, clean_text};
use crate::codes;
use crate::text::shortened;

/// The hint if no fix can be offered.
const TYPE_DATE: &str = "Type the date, as 2025-05-01.";
/// From here on, a time is so close to midnight that the next day may be meant.
const NEAR_MIDNIGHT: u32 = 86_340;

/// A cell's date and the time of day after it.
type Found = (NaiveDate, Option<Time>);

pub(super) fn parse<'a>(cell: Cell<'a>, context: &Context, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let (date, time) = match cell {
        Cell::Date(serial) => from_serial(serial, context, notes)?,
        Cell::IsoDate(text) => from_text(text, context, notes)?,
        Cell::Text(text) => from_text(&clean_text(text, false, notes)?, context, notes)?,
        Cell::Number(number) => {
            notes.push(number::note(number, &number.to_string(), context));
            return None;
        }
        Cell::Duration(_) => {
            let message = "The cell holds a length of time; expected a date like 2025-05-01.";
            notes.push(Note::new(codes::TIME_WITHOUT_DATE, message, TYPE_DATE));
            return None;
        }
        _ => {
            not_a_date("The cell holds no date; expected one like 2025-05-01.", notes);
            return None;
        }
    };
    let asks = context.ask_swapped && !matches!(cell, Cell::Text(_));
    if let Some(twin) = swapped::past_twin(date, context.today).filter(|_| asks) {
        notes.push(swapped::note(date, twin));
        return None;
    }
    if judge(date, context, notes) {
        tell_time(date, time, context, notes);
    }
    Some(Typed::Date(date))
}

fn from_serial(serial: f64, context: &Context, notes: &mut Vec<Note>) -> Option<Found> {
    let (code, message) = match context.dates.date(serial) {
        // In either calendar this is a time of day without a day; in that of 1904 it has the look of a date.
        _ if serial == 0.0 => {
            notes.push(zero("The cell is formatted as a date, but its number is 0"));
            return None;
        }
        _ if (0.0..1.0).contains(&serial) => (
            codes::TIME_WITHOUT_DATE,
            "The cell holds a time of day without a date; expected one like 2025-05-01.".into(),
        ),
        Ok(day) => return Some((day.date, Some(Time { seconds: day.seconds, zoned: false }))),
        Err(SerialError::NeverWas) => (
            codes::DATE_LEAP_1900,
            "The cell holds 29 February 1900, which Excel shows but the calendar does not have.".to_owned(),
        ),
        Err(SerialError::OutOfRange) => {
            let code = if serial < 0.0 { codes::DATE_NEGATIVE } else { codes::DATE_TOO_LARGE };
            (code, format!("The cell is formatted as a date, but its number, {serial}, is no day."))
        }
    };
    notes.push(Note::new(code, message, TYPE_DATE));
    None
}

fn from_text(text: &str, context: &Context, notes: &mut Vec<Note>) -> Option<Found> {
    if let Some(date) = text::stored(text) {
        return Some((date, None));
    }
    if let Some((parts, time)) = text::split(text) {
        return match text::meaning(parts, context) {
            Meaning::Day(date) => Some((date, time)),
            Meaning::Zero if time.is_some_and(|time| time.seconds > 0) => {
                notes.push(time_alone(text));
                None
            }
            other => {
                notes.push(not_read(text, parts, other, context));
                None
            }
        };
    }
    if let Some((number, digits)) = bare_number(text) {
        notes.push(number::note(number, digits, context));
    } else {
        in_words(text, context, notes);
    }
    None
}

/// Returns true for a text that is a whole day, in numbers or in words.
pub(crate) fn reads_as_date(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_day = || words::read(text).is_some_and(|words| matches!(words.form, Form::Day(_) | Form::Numbers(_)));
    has_digit && (text::split(text).is_some() || is_day())
}

/// The number that a text writes, and its digits. After a point, there are zeros, or parts of a day or a second.
fn bare_number(text: &str) -> Option<(f64, &str)> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let no_part = part.bytes().all(|byte| byte == b'0');
    let sound = no_part && whole.len() > 2 || part.is_empty() || whole.len() == 5 || whole.len() > 8;
    Some((text.parse().ok()?, if no_part { whole } else { text })).filter(|_| sound)
}

/// The note on three numbers that are no date for certain.
fn not_read(text: &str, parts: [&str; 3], meaning: Meaning, context: &Context) -> Note {
    let shown = shortened(text);
    match meaning {
        Meaning::Zero => zero(&format!("\"{shown}\" is day zero")),
        Meaning::ShortYear => short_year(&shown, &short_year::likeliest_of_parts(text, parts, context)),
        Meaning::Either => Note::new(
            codes::DATE_ORDER_UNKNOWN,
            format!("\"{shown}\" is a date as text in an order that is not known; expected one like 2025-05-01."),
            "Say which order the file's dates have, or type them like 2025-05-01.",
        )
        .proposing(Proposal::Order(DateOrder::Dmy))
        .proposing(Proposal::Order(DateOrder::Mdy)),
        Meaning::Impossible | Meaning::Day(_) => impossible(&shown),
    }
}

fn impossible(shown: &str) -> Note {
    Note::new(
        codes::DATE_IMPOSSIBLE,
        format!("The calendar has no day \"{shown}\"."),
        "Correct the date, as 2025-05-01.",
    )
}

/// The century of a short year is not guessed; what it would be in this century is proposed.
fn short_year(shown: &str, dates: &[NaiveDate]) -> Note {
    let message = format!("\"{shown}\" has no year of four digits; expected a date like 2025-05-01.");
    let note = Note::new(codes::DATE_TWO_DIGIT_YEAR, message, TYPE_DATE);
    dates.iter().fold(note, |note, date| note.proposing(Proposal::Value(date.to_string())))
}

/// Notes on a text that is no date of three numbers.
fn in_words(text: &str, context: &Context, notes: &mut Vec<Note>) {
    let shown = shortened(text);
    let nothing = || not_a_date_note(&format!("\"{shown}\" is not a date; expected one like 2025-05-01."));
    let Some(words) = words::read(text) else { return notes.push(nothing()) };
    let date = match words.form {
        Form::Day(date) => date,
        Form::Numbers(parts) => {
            let parts = parts.each_ref().map(String::as_str);
            match text::meaning(parts, context) {
                Meaning::Day(date) => date,
                other => return notes.push(not_read(text, parts, other, context)),
            }
        }
        Form::ShortYear(Some(date)) => {
            let dates = [date].into_iter().filter(|date| is_usual(*date, context));
            return notes.push(short_year(&shown, &dates.collect::<Vec<_>>()));
        }
        Form::ShortYear(None) => return notes.push(impossible(&shown)),
        Form::Packed(digits) => return notes.push(packed_with_time(&shown, &digits, context)),
        Form::Zero => return notes.push(zero(&format!("\"{shown}\" is day zero"))),
        Form::Time => return notes.push(time_alone(text)),
        Form::Part => {
            let message = format!("\"{shown}\" names no whole day; expected a date like 2025-05-01.");
            return notes.push(not_a_date_note(&message));
        }
    };
    if (date.year(), date.month()) == (1_899, 12) && date.day() >= 30 {
        return notes.push(zero(&format!("\"{shown}\" is day zero")));
    }
    let weekday = date.weekday().num_days_from_monday();
    if let Some(said) = words.weekday.filter(|said| *said != weekday) {
        let [said, is] = [said, weekday].map(|day| names::DAYS[day as usize]);
        let message =
            format!("\"{shown}\" says {said}, but {} is a {is}; expected a date like 2025-05-01.", written(date));
        return notes.push(not_a_date_note(&message));
    }
    if judge(date, context, notes) {
        let zone = if words.time.is_some_and(|time| time.zoned) {
            " It names a time zone; this is the day as written."
        } else {
            ""
        };
        let message = format!("\"{shown}\" is a date in another form; expected one like {date}.");
        let next = words.time.and_then(|time| next_day(date, time, context));
        let hint = match next {
            _ if !is_usual(date, context) => TYPE_DATE.to_owned(),
            Some(next) => near_midnight(date, next),
            None => format!("If {} is meant, take {date}.{zone}", written(date)),
        };
        let offered = [date].into_iter().chain(next).filter(|date| is_usual(*date, context));
        let note = Note::new(codes::DATE_IN_WORDS, message, hint);
        notes.push(offered.fold(note, |note, date| note.proposing(Proposal::Value(date.to_string()))));
    }
}

/// The note on digits without marks, day and month in front, with a time of day behind.
fn packed_with_time(shown: &str, digits: &str, context: &Context) -> Note {
    let dates = short_year::likeliest(number::packed(digits), context);
    if dates.is_empty() {
        return impossible(shown);
    }
    let names: Vec<_> = dates.iter().map(NaiveDate::to_string).collect();
    let message = format!("\"{shown}\" is a date in another form; expected one like 2025-05-01.");
    let hint = format!("{digits} can mean {}. Take the right one.", names.join(" or "));
    let note = Note::new(codes::DATE_IN_WORDS, message, hint);
    dates.iter().fold(note, |note, date| note.proposing(Proposal::Value(date.to_string())))
}

/// The day after a date whose time is so close to midnight that it may be meant.
fn next_day(date: NaiveDate, time: Time, context: &Context) -> Option<NaiveDate> {
    let next = date.succ_opt().filter(|next| *next <= context.today)?;
    (time.seconds >= NEAR_MIDNIGHT && !time.zoned).then_some(next)
}

/// The hint if the day or the next one may be meant.
fn near_midnight(date: NaiveDate, next: NaiveDate) -> String {
    format!("The time is less than a minute before midnight. Take {date}, or {next} if the end of the day is meant.")
}

/// A day on which a meeting of such a list can have been held.
fn is_usual(date: NaiveDate, context: &Context) -> bool {
    date <= context.today && date.year() >= 1_990
}

/// Days that programs write for an empty cell, though they are in the calendar.
const EMPTY_DAYS: [(i32, u32, u32); 3] = [(1_900, 1, 1), (1_904, 1, 1), (1_970, 1, 1)];

/// Notes on the day itself. The answer says whether it can be stored.
fn judge(date: NaiveDate, context: &Context, notes: &mut Vec<Note>) -> bool {
    if date > context.today {
        let message = format!("{date} is after today ({}); expected a meeting already held.", context.today);
        notes.push(Note::new(codes::DATE_IN_FUTURE, message, future_hint(date, context)));
        return false;
    }
    if date.year() < 1_900 {
        let message = format!("{date} is before 1900; expected a date like 2025-05-01.");
        notes.push(Note::new(codes::DATE_BEFORE_1900, message, "Correct the year."));
        return false;
    }
    if date.year() < 1_990 {
        let empty = EMPTY_DAYS.contains(&(date.year(), date.month(), date.day()));
        let hint = if empty { "Some programs write this day for an empty date. Check it." } else { "Check the year." };
        notes.push(Note::new(codes::DATE_BEFORE_1990, format!("{date} is unusually early."), hint));
    }
    true
}

/// Near today, nothing speaks for swapped parts. Further off it is worth a word, but no offer: the year may be wrong as well.
fn future_hint(date: NaiveDate, context: &Context) -> &'static str {
    let far = date.signed_duration_since(context.today).num_days() > 31;
    if far && swapped::twin(date).is_some_and(|twin| is_usual(twin, context)) {
        "Correct the date. Perhaps the year is wrong, or day and month are swapped."
    } else {
        "Correct the date, or skip the row until the meeting has been held."
    }
}

/// Adds notes on the time of day, which is not stored.
fn tell_time(date: NaiveDate, time: Option<Time>, context: &Context, notes: &mut Vec<Note>) {
    let Some(found @ Time { seconds, zoned }) = time.filter(|time| time.seconds > 0) else { return };
    let time = time::written(seconds);
    notes.push(match next_day(date, found, context) {
        _ if zoned => Note::new(
            codes::TIME_ZONE,
            format!("The date has a time, {time}, and a time zone. {date} is stored, the day as written; in another zone it can be the day before or after."),
            "Check that this is the day on which the meeting was held.",
        ),
        Some(next) => Note::new(
            codes::TIME_NEAR_MIDNIGHT,
            format!("The time is {time}, less than a minute before midnight. {date} is stored; perhaps {next} is meant."),
            format!("If {next} is meant, take it."),
        )
        .proposing(Proposal::Cell(next.to_string())),
        _ => Note::new(codes::TIME_DROPPED, format!("The time of day, {time}, is not stored; only the date is."), ""),
    });
}

/// A cell that shows no day, because the one that it refers to is empty.
fn zero(what: &str) -> Note {
    Note::new(
        codes::DATE_ZERO,
        format!(
            "{what}, which formulas and exports give for an empty cell: Excel shows 1/0/1900. Expected a date like 2025-05-01."
        ),
        "Type the date, or skip the row. If Excel shows a date here, open the file in it, save it, and choose it again.",
    )
}

fn time_alone(text: &str) -> Note {
    let message = format!("\"{}\" is a time of day without a date; expected one like 2025-05-01.", shortened(text));
    Note::new(codes::TIME_WITHOUT_DATE, message, TYPE_DATE)
}

fn not_a_date(message: &str, notes: &mut Vec<Note>) {
    notes.push(not_a_date_note(message));
}

fn not_a_date_note(message: &str) -> Note {
    Note::new(codes::NOT_A_DATE, message, TYPE_DATE)
}
