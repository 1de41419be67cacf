//! Days as the page and its workers tell them to each other.

use chrono::NaiveDate;
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize as _, Deserializer};

/// Reads a day as it is written, `2026-01-31`. chrono's own way to read one knows every form of date and time there is, a dozen kilobytes of
/// the worker's program.
///
/// # Errors
/// When it is no day.
pub fn read_day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(from)?;
    parse_day(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"a day like 2026-01-31"))
}

/// Reads a day as it is written, `2026-01-31`; `None` if it is no day.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    NaiveDate::from_ymd_opt(number(year, 4)? as i32, number(month, 2)?, number(day, 2)?)
}

fn number(digits: &str, count: usize) -> Option<u32> {
    let plain = digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    fn read(text: &str) -> Option<NaiveDate> {
        let from: StrDeserializer<'_, Error> = text.into_deserializer();
        read_day(from).ok()
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        let mut day = NaiveDate::from_ymd_opt(0, 1, 1);
        while let Some(one) = day.filter(|day| *day < NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap_or_default()) {
            assert_eq!(read(&one.to_string()), Some(one));
            day = one.checked_add_days(chrono::Days::new(13));
        }
        for none in [
            "",
            "2026",
            "2026-01",
            "2026-02-29",
            "2026-13-01",
            "26-01-01",
            "2026-1-1",
            "2026-01-01-",
            "2026-01-1x",
            "+026-01-01",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
