//! Bare numbers in a column of dates: a date that lost its format, its digits without marks, or a program's count of seconds.

use chrono::{DateTime, NaiveDate};
use lanegate_sheet::SerialDate;

use super::short_year::{Readings, in_this_century, likeliest};
use super::time::{Time, written as time_written};
use super::words::written;
use super::{Note, Proposal, TYPE_DATE, is_usual, near_midnight, next_day, swapped, zero};
use crate::codes;
use crate::parse::Context;

/// Units by which programs count time since 1970: seconds, and the thousandth and millionth parts of one.
const UNITS: [f64; 3] = [1.0, 1e3, 1e6];
const SECONDS_A_DAY: i64 = 86_400;

/// The note on a number. Which date it is may be seen, but is never assumed.
pub(super) fn note(number: f64, digits: &str, context: &Context) -> Note {
    if number == 0.0 {
        return zero("The cell contains the number 0");
    }
    let message = "The cell contains a number; expected a date like 2025-05-01.";
    let propose = |hint: String, dates: &[NaiveDate]| {
        let note = Note::new(codes::DATE_NUMBER, message, hint);
        dates.iter().fold(note, |note, date| note.proposing(Proposal::Value(date.to_string())))
    };
    let serial = context.dates.date(number).ok().filter(|day| is_usual(day.date, context));
    if let Some(SerialDate { date, seconds }) = serial {
        if let (true, Some(twin)) = (context.ask_swapped, swapped::past_twin(date, context.today)) {
            let hint = format!(
                "{digits} is {} as an Excel date, but Excel has probably swapped day and month: {}. Take the right one.",
                written(date),
                written(twin)
            );
            return propose(hint, &[twin, date]);
        }
        if let Some(next) = next_day(date, Time { seconds, zoned: false }, context) {
            let hint = format!("{digits} is {} as an Excel date. {}", written(date), near_midnight(date, next));
            return propose(hint, &[date, next]);
        }
        let hint = format!(
            "{digits} is {} as an Excel date. If that is meant, format the cell as a date or type {date}.",
            written(date)
        );
        return propose(hint, &[date]);
    }
    match likeliest(packed(digits), context).as_slice() {
        [] => {}
        [one] => return propose(format!("If {digits} means {}, take {one}.", written(*one)), &[*one]),
        several => {
            let names: Vec<_> = several.iter().map(NaiveDate::to_string).collect();
            return propose(format!("{digits} can mean {}. Take the right one.", names.join(" or ")), several);
        }
    }
    let Some(moment) = since_1970(number, context) else { return propose(TYPE_DATE.to_owned(), &[]) };
    let (date, seconds) = (moment.date_naive(), moment.timestamp().rem_euclid(SECONDS_A_DAY) as u32);
    let when = format!("{digits} is {}, {} UTC, as a Unix timestamp.", written(date), time_written(seconds));
    if seconds == 0 {
        propose(format!("{when} If that is meant, take {date}."), &[date])
    } else {
        propose(format!("{when} Type the day on which the meeting took place, as 2025-05-01."), &[])
    }
}

/// The days that digits without marks can mean: `20250501`, `20250501143000`, `01052025`, `250501`. Excel drops a zero in front.
pub(super) fn packed(digits: &str) -> Readings {
    if digits.len() > 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return [None; 3];
    }
    let part = |text: &str, from: usize, to: usize| text.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(0);
    let date = |year: u32, month, day| NaiveDate::from_ymd_opt(year as i32, month, day);
    match digits.len() {
        7 | 8 => {
            let all = format!("{digits:0>8}");
            let (first, second, last) = (part(&all, 0, 2), part(&all, 2, 4), part(&all, 4, 8));
            let year_first = date(part(&all, 0, 4), part(&all, 4, 6), part(&all, 6, 8));
            [date(last, second, first), date(last, first, second), year_first]
        }
        6 => in_this_century([0, 2, 4].map(|at| &digits[at..at + 2])),
        // With a time behind the day: 20250501143000.
        12 | 14 if part(digits, 8, 10) < 24 && part(digits, 10, 12) < 60 => {
            [None, None, date(part(digits, 0, 4), part(digits, 4, 6), part(digits, 6, 8))]
        }
        _ => [None; 3],
    }
}

/// The moment that a count of seconds, or of their parts, since 1970 stands for, if it is of a usual day.
fn since_1970(number: f64, context: &Context) -> Option<DateTime<chrono::Utc>> {
    let moments = UNITS.into_iter().filter_map(|unit| DateTime::from_timestamp((number / unit).floor() as i64, 0));
    moments.into_iter().find(|moment| is_usual(moment.date_naive(), context))
}
