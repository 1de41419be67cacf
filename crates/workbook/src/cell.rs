//! One cell of a person's file, written so that it holds what it held: text stays text, whatever it looks like, and a date a date.

use lanegate_sheet::{Cell, DateSystem};
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use crate::style::{Mark, Shape, Styles};

/// Characters of a cell, in UTF-16 units: Excel's limit.
const MAX_TEXT: usize = 32_767;
/// Days from 1900's epoch to 1904's: a copy counts from 1900.
const SHIFT_1904: f64 = 1_462.0;
/// Errors that a formula can name. Every other one, and a formula without a result, becomes the first.
const ERRORS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

/// A 0-based row and column.
pub(crate) type At = (u32, u16);

/// What is to be known beside the cell.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub dates: DateSystem,
    /// Whether its column is to hold dates: what is typed there again becomes one.
    pub is_date: bool,
    pub mark: Mark,
    pub styles: &'a Styles,
}

/// Writes a cell. The answer is whether its text had to be cut.
pub(crate) fn write(sheet: &mut Worksheet, at: At, cell: Cell<'_>, look: Look<'_>) -> Result<bool, XlsxError> {
    let (row, column) = at;
    let format = |shape| look.styles.of(shape, look.mark);
    match cell {
        Cell::Blank | Cell::Text("") if look.mark.is_none() => {}
        Cell::Blank | Cell::Text("") => {
            sheet.write_blank(row, column, format(if look.is_date { Shape::Date } else { Shape::General }))?;
        }
        Cell::Text(text) => {
            let is_date = look.is_date && !text.starts_with(['=', '+', '-', '@']);
            return write_text(sheet, at, text, Some(format(if is_date { Shape::Date } else { Shape::Text })));
        }
        Cell::Number(number) if look.mark.is_none() => {
            sheet.write_number(row, column, number)?;
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, number, format(Shape::General))?;
        }
        Cell::Date(serial) => {
            let serial = since_1900(serial, look.dates);
            sheet.write_number_with_format(row, column, serial, format(shown(serial)))?;
        }
        Cell::Duration(days) => {
            sheet.write_number_with_format(row, column, days, format(Shape::Duration))?;
        }
        Cell::IsoDate(text) => match iso_serial(text) {
            Some(serial) => {
                sheet.write_number_with_format(row, column, serial, format(shown(serial)))?;
            }
            None => return write_text(sheet, at, text, Some(format(Shape::Text))),
        },
        Cell::Bool(truth) => {
            sheet.write_boolean_with_format(row, column, truth, format(Shape::General))?;
        }
        Cell::Error(_) | Cell::NoResult => {
            let error = match cell {
                Cell::Error(error) => ERRORS.into_iter().find(|known| *known == error).unwrap_or(ERRORS[0]),
                _ => ERRORS[0],
            };
            let formula = Formula::new(format!("={error}")).set_result(error);
            sheet.write_formula_with_format(row, column, formula, format(Shape::General))?;
        }
    }
    Ok(false)
}

/// Writes a text as text, cut to Excel's limit. The answer is whether it was.
pub(crate) fn write_text(
    sheet: &mut Worksheet,
    (row, column): At,
    text: &str,
    format: Option<&Format>,
) -> Result<bool, XlsxError> {
    let (text, cut) = within_limit(text);
    let plain = Format::default();
    let format = format.unwrap_or(&plain);
    // The library takes a text of this form for markup of its own and would not escape it.
    if let Some(rest) = text.strip_prefix('<').filter(|rest| rest.starts_with("r>") && rest.ends_with("</r>")) {
        sheet.write_rich_string_with_format(row, column, &[(&plain, "<"), (&plain, rest)], format)?;
    } else {
        sheet.write_string_with_format(row, column, text.as_ref(), format)?;
    }
    Ok(cut)
}

fn within_limit(text: &str) -> (std::borrow::Cow<'_, str>, bool) {
    // A character takes at least as many bytes as units.
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return (text.into(), false);
    }
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= MAX_TEXT
    });
    (kept.chain(['…']).collect::<String>().into(), true)
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
    fn a_long_text_is_cut_to_what_a_cell_holds() {
        let fits = "😀".repeat(16_383) + "x";
        assert_eq!(within_limit(&fits), (fits.as_str().into(), false));
        let (cut, told) = within_limit(&("😀".repeat(16_384) + "x")).clone();
        assert!(told && cut.ends_with("😀…"), "{}", cut.len());
        assert!(cut.encode_utf16().count() <= MAX_TEXT);
    }

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
}
