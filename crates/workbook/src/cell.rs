//! One cell of a person's file as a cell of the copy: text stays text, whatever it looks like, and a date a date.

use std::borrow::Cow;
use std::fmt::Write as _;

use lanegate_sheet::{Cell, DateSystem, PLAIN_ERRORS, Sheet};

use crate::style::Shape;
use crate::text;

/// Days from 1900's epoch to 1904's: a copy counts from 1900.
const SHIFT_1904: f64 = 1_462.0;

/// Characters of a formula: Excel's limit.
const LONGEST_FORMULA: usize = 8_192;

/// What a cell of the copy holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content<'a> {
    Blank,
    Text(Cow<'a, str>),
    Number(f64),
    Bool(bool),
    /// A formula that gives an error, as Excel has no other form for one.
    Error(&'static str),
    /// A formula without a result, as the file has it: Excel calculates it when it opens the copy.
    Formula(&'a str),
}

/// The formula of a cell without a result, if it means the same in the copy: it names no other sheet, workbook, or table.
pub(crate) fn formula(sheet: &Sheet, (row, column): (u32, u32), is_date: bool) -> Option<(Content<'_>, Shape)> {
    let formula = sheet.formula(row, column)?.trim().trim_start_matches('=');
    let is_own = !formula.is_empty()
        && formula.len() <= LONGEST_FORMULA
        && !formula.contains(|c: char| matches!(c, '!' | '[' | '|') || (c.is_control() && c != '\n'));
    is_own.then_some((Content::Formula(formula), if is_date { Shape::Date } else { Shape::General }))
}

/// A cell as the copy holds and shows it. In a column of dates, what is typed over it becomes a date.
pub(crate) fn content(cell: Cell<'_>, dates: DateSystem, is_date: bool) -> (Content<'_>, Shape) {
    match cell {
        Cell::Blank | Cell::Text("") => (Content::Blank, if is_date { Shape::Date } else { Shape::General }),
        Cell::Text(text) => {
            let is_date = is_date && !text.starts_with(['=', '+', '-', '@']);
            (Content::Text(text::within_limit(text)), if is_date { Shape::Date } else { Shape::Text })
        }
        Cell::Number(number) => (Content::Number(number), Shape::General),
        Cell::Date(serial) => {
            let serial = since_1900(serial, dates);
            (Content::Number(serial), shown(serial))
        }
        Cell::Duration(days) => (Content::Number(days), Shape::Duration),
        Cell::IsoDate(text) => match iso_serial(text) {
            Some(serial) => (Content::Number(serial), shown(serial)),
            None => (Content::Text(text::within_limit(text)), Shape::Text),
        },
        Cell::Bool(truth) => (Content::Bool(truth), Shape::General),
        Cell::Error(error) => {
            // A formula can name no other.
            let known = PLAIN_ERRORS.into_iter().find(|known| *known == error);
            (Content::Error(known.unwrap_or(PLAIN_ERRORS[0])), Shape::General)
        }
        Cell::NoResult => (Content::Error(PLAIN_ERRORS[0]), Shape::General),
    }
}

impl Content<'_> {
    /// The content as the XML of a cell named `place`, with the format's number.
    pub(crate) fn push_xml(&self, place: (&str, u32), format: u32, to: &mut String) {
        // Writing into a string can't fail.
        let _ = write!(to, "<c r=\"{}{}\"", place.0, place.1);
        if format > 0 {
            let _ = write!(to, " s=\"{format}\"");
        }
        let _ = match self {
            Self::Blank => write!(to, "/>"),
            Self::Text(text) => {
                to.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                text::push_xml(text, to);
                write!(to, "</t></is></c>")
            }
            // Digits without end where the number is that large or small.
            Self::Number(number) if *number != 0.0 && !(1e-7..1e21).contains(&number.abs()) => {
                write!(to, "><v>{number:e}</v></c>")
            }
            Self::Number(number) => write!(to, "><v>{number}</v></c>"),
            Self::Bool(truth) => write!(to, " t=\"b\"><v>{}</v></c>", u8::from(*truth)),
            Self::Formula(formula) => {
                to.push_str("><f>");
                text::push_xml(formula, to);
                write!(to, "</f></c>")
            }
            Self::Error(error) => write!(to, " t=\"e\"><f>{error}</f><v>{error}</v></c>"),
        };
    }
}

/// The number by which the 1900 system knows the same day. One that is no day keeps its number, so that it stays none.
fn since_1900(serial: f64, dates: DateSystem) -> f64 {
    match dates {
        DateSystem::Y1904 if serial >= 0.0 => serial + SHIFT_1904,
        _ => serial,
    }
}

fn shown(serial: f64) -> Shape {
    if (0.0..1.0).contains(&serial) {
        Shape::Time
    } else if serial.fract() == 0.0 {
        Shape::Date
    } else {
        Shape::DateTime
    }
}

/// The serial of a day, or a day and a time, that stands as ISO text; `None` for another text, and for days before Excel's first.
pub(crate) fn iso_serial(text: &str) -> Option<f64> {
    use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
    let (date, seconds) = match day(text) {
        Some(date) => (date, 0.0),
        None => {
            let moment = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
            (moment.date(), f64::from(moment.time().num_seconds_from_midnight()))
        }
    };
    // From 1 March 1900 on, the serial agrees with the calendar.
    let days = date.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    (61..=2_958_465).contains(&days).then(|| days as f64 + seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_texts_are_excels_days() {
        for (text, serial) in [
            ("2025-05-01", Some(45_778.0)),
            ("2025-05-01T12:00:00", Some(45_778.5)),
            ("1900-03-01", Some(61.0)),
            ("1900-02-28", None),
            ("9999-12-31", Some(2_958_465.0)),
            ("2025-5-1", None),
            ("2025-02-30", None),
            ("PT12H30M00S", None),
            ("+2025-05-01", None),
        ] {
            assert_eq!(iso_serial(text), serial, "{text}");
        }
    }

    #[test]
    fn a_day_of_1904_is_the_same_day() {
        assert_eq!(since_1900(44_316.0, DateSystem::Y1904), 45_778.0);
        assert_eq!(since_1900(45_778.0, DateSystem::Y1900), 45_778.0);
        assert_eq!(since_1900(-1.0, DateSystem::Y1904), -1.0);
    }

    #[test]
    fn numbers_are_written_as_they_are() {
        for (number, xml) in [(0.1, "0.1"), (-45_778.5, "-45778.5"), (1e300, "1e300"), (1e-9, "1e-9"), (0.0, "0")] {
            let mut written = String::new();
            Content::Number(number).push_xml(("B", 7), 3, &mut written);
            assert_eq!(written, format!("<c r=\"B7\" s=\"3\"><v>{xml}</v></c>"));
        }
    }
}
