//! Typed values and their text forms.

use std::borrow::Cow;

use chrono::{Datelike as _, NaiveDate};
use lanegate_wire::Value;
use uuid::Uuid;

/// A typed value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Typed<'a> {
    /// Text in its stored form.
    Text(Cow<'a, str>),
    /// An id.
    Uuid(Uuid),
    /// A date.
    Date(NaiveDate),
    /// A value of a list.
    Item(&'static str),
    /// A whole number.
    Whole(i64),
}

impl Typed<'_> {
    /// The value with its own text.
    pub(crate) fn into_owned<'a>(self) -> Typed<'a> {
        match self {
            Self::Text(text) => Typed::Text(text.into_owned().into()),
            Self::Uuid(id) => Typed::Uuid(id),
            Self::Date(date) => Typed::Date(date),
            Self::Item(name) => Typed::Item(name),
            Self::Whole(number) => Typed::Whole(number),
        }
    }

    /// The value's one text form.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    /// Appends the value's one text form.
    pub fn push_to(&self, text: &mut String) {
        match self {
            Self::Text(own) => text.push_str(own),
            Self::Uuid(id) => text.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer())),
            Self::Date(date) => push_date(*date, text),
            Self::Item(name) => text.push_str(name),
            Self::Whole(number) => text.push_str(&number.to_string()),
        }
    }

    /// The value as a batch carries it.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Whole(number) => Value::Whole(*number),
            other => Value::Text(other.to_text()),
        }
    }
}

/// Appends a date as chrono writes it, but without its formatter: every row's key holds one.
fn push_date(date: NaiveDate, text: &mut String) {
    let Some(year) = u32::try_from(date.year()).ok().filter(|year| *year <= 9_999) else {
        return text.push_str(&date.to_string());
    };
    let digit = |number: u32| char::from_digit(number % 10, 10).unwrap_or_default();
    let (month, day) = (date.month(), date.day());
    text.extend([digit(year / 1_000), digit(year / 100), digit(year / 10), digit(year), '-']);
    text.extend([digit(month / 10), digit(month), '-', digit(day / 10), digit(day)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_chrono_writes_them() {
        let every_day = NaiveDate::from_ymd_opt(1_899, 12, 30).unwrap().iter_days().take(150_000);
        let rare = [(0, 1, 1), (7, 2, 3), (9_999, 12, 31), (10_000, 1, 1), (-1, 3, 4)];
        let rare = rare.map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap());
        for date in every_day.chain(rare) {
            assert_eq!(Typed::Date(date).to_text(), date.to_string());
        }
    }
}
