//! Date serials: the numbers by which spreadsheets store dates.

use chrono::{Days, NaiveDate};

/// The epoch that a file's date serials count from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateSystem {
    /// Day 1 is 1 January 1900, and day 60 is a 29 February 1900 that never was.
    #[default]
    Y1900,
    /// Day 0 is 1 January 1904.
    Y1904,
}

/// A serial as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SerialDate {
    /// The day.
    pub date: NaiveDate,
    /// The time of day, in whole seconds since midnight.
    pub seconds: u32,
}

/// Why a serial is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SerialError {
    /// 29 February 1900: Excel shows it, the calendar does not have it.
    NeverWas,
    /// Negative, not a number, or past the year 9999.
    OutOfRange,
}

const SECONDS_A_DAY: f64 = 86_400.0;
/// Days from 1900's epoch to 1904's.
const SHIFT_1904: f64 = 1_462.0;
/// 31 December 9999, the last day that spreadsheets know, in the 1900 system.
const LAST_SERIAL: f64 = 2_958_465.0;

impl DateSystem {
    /// The date of a serial, with its time of day to the nearest second.
    ///
    /// # Errors
    /// [`SerialError`] where the calendar has no such day.
    pub fn date(self, serial: f64) -> Result<SerialDate, SerialError> {
        let serial = match self {
            Self::Y1900 => serial,
            Self::Y1904 => serial + SHIFT_1904,
        };
        // Serial 0 is "0 January 1900", a time without a day.
        let first = if self == Self::Y1904 { SHIFT_1904 } else { 1.0 };
        if !(first..LAST_SERIAL + 1.0).contains(&serial) {
            return Err(SerialError::OutOfRange);
        }
        let mut day = serial.floor();
        let mut seconds = ((serial - day) * SECONDS_A_DAY).round();
        if seconds >= SECONDS_A_DAY {
            seconds = 0.0;
            day += if day < LAST_SERIAL { 1.0 } else { 0.0 };
        }
        if day == 60.0 {
            return Err(SerialError::NeverWas);
        }
        // Before 1 March 1900 the serial is one short of the calendar.
        let from_1899 = if day < 60.0 { day + 1.0 } else { day };
        NaiveDate::from_ymd_opt(1899, 12, 30)
            .and_then(|epoch| epoch.checked_add_days(Days::new(from_1899 as u64)))
            .map(|date| SerialDate { date, seconds: seconds as u32 })
            .ok_or(SerialError::OutOfRange)
    }

    /// The serial of a date from March 1900 on, without a time of day.
    #[must_use]
    pub fn serial(self, date: NaiveDate) -> f64 {
        let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
        let days = date.signed_duration_since(epoch).num_days() as f64;
        match self {
            Self::Y1900 => days,
            Self::Y1904 => days - SHIFT_1904,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(system: DateSystem, serial: f64) -> String {
        match system.date(serial) {
            Ok(SerialDate { date, seconds: 0 }) => date.to_string(),
            Ok(SerialDate { date, seconds }) => format!("{date} and {seconds} s"),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn serials_are_excels_days() {
        for (serial, expected) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (60.0, "NeverWas"),
            (61.0, "1900-03-01"),
            (45_778.0, "2025-05-01"),
            (45_778.5, "2025-05-01 and 43200 s"),
            (45_778.000_005, "2025-05-01"),
            (45_778.000_006, "2025-05-01 and 1 s"),
            (45_778.999_99, "2025-05-01 and 86399 s"),
            (45_778.999_999, "2025-05-02"),
            (2_958_465.0, "9999-12-31"),
            (2_958_465.999_999, "9999-12-31"),
            (2_958_466.0, "OutOfRange"),
            (0.0, "OutOfRange"),
            (-1.0, "OutOfRange"),
            (f64::NAN, "OutOfRange"),
            (f64::INFINITY, "OutOfRange"),
        ] {
            assert_eq!(date(DateSystem::Y1900, serial), expected, "{serial}");
        }
    }

    #[test]
    fn the_1904_system_is_four_years_and_a_day_later() {
        for (serial, expected) in [
            (0.0, "1904-01-01"),
            (44_316.0, "2025-05-01"),
            (-1.0, "OutOfRange"),
            (2_957_003.0, "9999-12-31"),
            (2_957_004.0, "OutOfRange"),
        ] {
            assert_eq!(date(DateSystem::Y1904, serial), expected, "{serial}");
        }
    }

    #[test]
    fn a_date_has_the_serial_that_stands_for_it() {
        for system in [DateSystem::Y1900, DateSystem::Y1904] {
            for day in NaiveDate::from_ymd_opt(1904, 1, 1).unwrap().iter_days().step_by(97).take(1_000) {
                assert_eq!(system.date(system.serial(day)), Ok(SerialDate { date: day, seconds: 0 }));
            }
        }
    }
}
