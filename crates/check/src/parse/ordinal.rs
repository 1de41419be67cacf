//! Whole numbers from 1.

use lanegate_sheet::Cell;

use super::{Note, Typed, clean_text};
use crate::codes;

/// Beyond this a number of meetings on one day is surely a mistake.
const MAX: i64 = 9_999;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let number = match cell {
        Cell::Number(number) if number.fract() == 0.0 && (1.0..=MAX as f64).contains(&number) => Some(number as i64),
        Cell::Text(text) => {
            let text = clean_text(text, false, notes)?;
            let digits = !text.starts_with(['+', '-']);
            text.parse().ok().filter(|number| digits && (1..=MAX).contains(number))
        }
        _ => None,
    };
    if number.is_none() {
        notes.push(Note::new(
            codes::NOT_WHOLE,
            format!("Expected a whole number from 1 to {MAX}."),
            "Correct it, or leave the cell blank: meetings of one day are then numbered in their order.",
        ));
    }
    number.map(Typed::Whole)
}
