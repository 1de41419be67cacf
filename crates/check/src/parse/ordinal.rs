//! Whole numbers from 1.

use lanegate_sheet::Cell;

use super::{Note, Proposal, Typed, clean_text};
use crate::codes;

/// Beyond this a number of meetings on one day is surely a mistake.
const MAX: i64 = 9_999;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let mut grouped = None;
    let number = match cell {
        Cell::Number(number) => whole(number),
        Cell::Text(text) => {
            let text = clean_text(text, false, notes)?;
            grouped = before_three_zeros(&text);
            if grouped.is_some() { None } else { from_text(&text) }
        }
        _ => None,
    };
    if number.is_none() {
        let note = Note::new(
            codes::NOT_WHOLE,
            format!("Expected a whole number from 1 to {MAX}."),
            "Correct it, or leave the cell blank: meetings of one day are then numbered in their order.",
        );
        notes.push(grouped.into_iter().fold(note, |note, number| note.proposing(Proposal::Value(number))));
    }
    number.map(Typed::Whole)
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && (1.0..=MAX as f64).contains(&number)).then_some(number as i64)
}

/// A whole number as programs write it that know only numbers with a fraction: `1`, `1.0`, `2,00`, `3.`, `1e0`.
fn from_text(text: &str) -> Option<i64> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | 'E');
    let mantissa = text
        .split_once(['e', 'E'])
        .map_or(text, |(mantissa, exponent)| if exponent.trim_start_matches('+').is_empty() { "" } else { mantissa });
    if text.len() > 20 || !text.starts_with(|c: char| c.is_ascii_digit()) || !mantissa.chars().all(plain) {
        return None;
    }
    whole(text.replace(',', ".").parse().ok()?)
}

/// The digits before a separator and three zeros: `1.000` is 1 where a point begins the fraction, and 1000 where it parts thousands.
fn before_three_zeros(text: &str) -> Option<String> {
    let digits = text.strip_suffix(".000").or_else(|| text.strip_suffix(",000"))?;
    (digits.len() < 4 && from_text(digits).is_some()).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_in_every_form() {
        for (text, number) in [
            ("1", 1),
            ("007", 7),
            ("1.0", 1),
            ("2.00", 2),
            ("3.", 3),
            ("1,0", 1),
            ("1e0", 1),
            ("1E+01", 10),
            ("12.0000", 12),
        ] {
            assert_eq!(from_text(text), Some(number), "{text}");
        }
        for text in [
            "", "0", "1.5", "-1", "+1", "1e", "1e+", "e1", ".0", "1.2.0", "1e400", "inf", "nan", "0x1", "1 0", "10000",
            "1e5",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
        assert_eq!(
            (before_three_zeros("1.000").as_deref(), before_three_zeros("2,000").as_deref()),
            (Some("1"), Some("2"))
        );
        assert_eq!((before_three_zeros("x.000"), before_three_zeros("1.00")), (None, None));
    }
}
