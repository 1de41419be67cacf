//! A date and a time of day from two cells, as one date with its time.

use lanegate_sheet::{Cell, DateSystem};

use super::text;
use super::time::{Time, behind_date, written};

const DAY: f64 = 86_400.0;

/// A date with its time of day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Moment {
    /// A date cell's number.
    Serial(f64),
    /// A date cell that the file stores as text.
    Iso(String),
    /// A text.
    Text(String),
}

/// Joins a date with the time of day in another cell. A date cell stays one. `None` if the second is no time, if the date has another
/// time, and for two texts, which are simply joined.
pub(crate) fn with_time(date: Cell<'_>, time: Cell<'_>, dates: DateSystem) -> Option<Moment> {
    let (Time { seconds, zoned }, words) = time_of(time)?;
    let agrees = |own: u32| own == 0 || seconds == 0 || own == seconds;
    match date {
        Cell::Date(serial) if serial >= 1.0 => {
            let day = dates.date(serial).ok()?;
            match (day.seconds, zoned) {
                (0, false) => Some(Moment::Serial(serial.trunc() + f64::from(seconds) / DAY)),
                (own, true) if agrees(own) => Some(Moment::Iso(format!("{} {words}", day.date))),
                (own, false) if agrees(own) => Some(Moment::Serial(serial)),
                _ => None,
            }
        }
        Cell::IsoDate(date) => {
            let (_, own) = text::split(date)?;
            let own = own.map_or(0, |own| own.seconds);
            let day = date.get(..10)?;
            match own {
                0 if zoned => Some(Moment::Iso(format!("{day} {words}"))),
                0 => Some(Moment::Iso(format!("{day}T{}", clock(seconds)))),
                own => agrees(own).then(|| Moment::Iso(date.to_owned())),
            }
        }
        Cell::Text(date) if !matches!(time, Cell::Text(_)) => Some(Moment::Text(format!("{date} {words}"))),
        _ => None,
    }
}

/// The time of day in a cell, and as text.
fn time_of(cell: Cell<'_>) -> Option<(Time, String)> {
    match cell {
        Cell::Date(days) | Cell::Duration(days) | Cell::Number(days) => {
            let seconds = seconds_of(days)?;
            Some((Time { seconds, zoned: false }, written(seconds)))
        }
        Cell::Text(text) => {
            let text = text.trim();
            Some((behind_date(&format!(" {text}")).ok().flatten()?, text.to_owned()))
        }
        _ => None,
    }
}

/// The seconds of a part of a day. Excel keeps them as a fraction, which is not quite that of the second.
fn seconds_of(days: f64) -> Option<u32> {
    (0.0..1.0).contains(&days).then(|| ((days * DAY).round() as u32).min(86_399))
}

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Returns true if a number with the format of a date or a time shows a time of day.
pub(crate) fn has_time(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Date(serial) => serial > 0.0 && serial.fract() != 0.0,
        Cell::Duration(days) => seconds_of(days).is_some(),
        _ => false,
    }
}

/// Such a cell as text, with its time.
pub(crate) fn shown_time(cell: Cell<'_>, dates: DateSystem) -> String {
    match cell {
        Cell::Date(serial) if serial >= 1.0 => dates
            .date(serial)
            .map_or_else(|_| serial.to_string(), |day| format!("{} {}", day.date, written(day.seconds))),
        Cell::Date(days) | Cell::Duration(days) => seconds_of(days).map_or_else(|| days.to_string(), written),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_and_a_time_are_one_moment() {
        let join = |date, time| with_time(date, time, DateSystem::Y1900);
        for (date, time, moment) in [
            (Cell::Date(45_778.0), Cell::Number(0.4375), Some(Moment::Serial(45_778.437_5))),
            (Cell::Date(45_778.0), Cell::Date(0.5), Some(Moment::Serial(45_778.5))),
            (Cell::Date(45_778.0), Cell::Duration(0.25), Some(Moment::Serial(45_778.25))),
            (Cell::Date(45_778.0), Cell::Text("6:00 AM"), Some(Moment::Serial(45_778.25))),
            (Cell::Date(45_778.0), Cell::Text("6:00 CEST"), Some(Moment::Iso("2025-05-01 6:00 CEST".into()))),
            (Cell::Date(45_778.5), Cell::Number(0.0), Some(Moment::Serial(45_778.5))),
            (Cell::Date(45_778.5), Cell::Number(0.25), None),
            (Cell::Date(45_778.0), Cell::Duration(1.5), None),
            (Cell::Date(45_778.0), Cell::Number(14.0), None),
            (Cell::Date(45_778.0), Cell::Text("soon"), None),
            (Cell::Date(0.5), Cell::Number(0.25), None),
            (Cell::IsoDate("2025-05-01"), Cell::Duration(0.4375), Some(Moment::Iso("2025-05-01T10:30:00".into()))),
            (Cell::IsoDate("2025-05-01T00:00:00"), Cell::Text("6:00"), Some(Moment::Iso("2025-05-01T06:00:00".into()))),
            (Cell::IsoDate("2025-05-01T09:00:00"), Cell::Duration(0.4375), None),
            (Cell::Text("5/20/2025"), Cell::Date(0.999_995), Some(Moment::Text("5/20/2025 23:59:59".into()))),
            (Cell::Text("5/20/2025"), Cell::Duration(0.4375), Some(Moment::Text("5/20/2025 10:30".into()))),
            (Cell::Text("5/20/2025"), Cell::Text("10:30"), None),
        ] {
            assert_eq!(join(date, time), moment, "{date:?} {time:?}");
        }
    }
}
