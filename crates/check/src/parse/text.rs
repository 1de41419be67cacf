//! Text columns.

use lanegate_sheet::Cell;

use super::{Note, Proposal, Typed, clean_text, squeezed};
use crate::codes;
use crate::damage::{Marks, damage};
use crate::text::shortened;

pub(super) fn parse<'a>(
    cell: Cell<'a>,
    max: usize,
    (lines, marks): (bool, Marks),
    usual: &[&str],
    notes: &mut Vec<Note>,
) -> Option<Typed<'a>> {
    let text = match cell {
        Cell::Text(raw) => {
            let text = clean_text(raw, lines, notes)?;
            notes.extend(damaged(raw, lines, marks).or_else(|| in_front(&text)).or_else(|| lost_digits_of_text(&text)));
            text
        }
        Cell::Number(number) => {
            let digits = number.to_string();
            notes.push(number_as_text(number, &digits));
            digits.into()
        }
        _ => {
            notes.push(Note::new(
                codes::NOT_TEXT,
                "The cell holds a date, a time or a truth value; expected a text.",
                "Format the cell as text and type what you mean.",
            ));
            return None;
        }
    };
    // A character takes at least a byte, so most texts need no counting.
    if text.len() > max {
        let length = text.chars().count();
        if length > max {
            notes.push(Note::new(
                codes::TOO_LONG,
                format!("The text has {length} characters; expected at most {max}."),
                "Shorten it.",
            ));
            return None;
        }
    }
    if !usual.is_empty() && !usual.contains(&text.as_ref()) {
        let message = format!("\"{text}\" is not among the recommended values. It is allowed.");
        notes.push(match usual.iter().find(|name| squeezed(name) == squeezed(&text)) {
            Some(name) => Note::new(codes::NOT_RECOMMENDED, message, format!("Write it as \"{name}\"."))
                .proposing(Proposal::Value((*name).to_owned())),
            None => Note::new(codes::NOT_RECOMMENDED, message, format!("Recommended are {}.", usual.join(", "))),
        });
    }
    Some(Typed::Text(text))
}

/// The note on a text that was damaged on its way.
fn damaged(raw: &str, lines: bool, marks: Marks) -> Option<Note> {
    let damage = damage(raw, marks)?;
    let message = format!("The text is probably damaged: {}.", damage.what);
    Some(match damage.repaired.map(|repaired| crate::text::stored(&repaired, lines).text.into_owned()) {
        Some(repaired) => {
            let hint = format!("Perhaps \"{}\" is meant.", shortened(&repaired));
            Note::new(codes::DAMAGED_TEXT, message, hint).proposing(Proposal::Value(repaired))
        }
        None => {
            let hint = "Type the text again, or export it again as \"CSV UTF-8\" or as a workbook.";
            Note::new(codes::DAMAGED_TEXT, message, hint)
        }
    })
}

/// The note on an apostrophe before a capital or a number, which may be a mark or begin a name.
fn in_front(text: &str) -> Option<Note> {
    let inner = text.strip_prefix('\'')?.trim_start_matches('\'');
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if !inner.starts_with(char::is_uppercase) && digits < 3 {
        return None;
    }
    let inner = inner.strip_suffix('\'').unwrap_or(inner);
    let note = Note::new(
        codes::LEADING_APOSTROPHE,
        "The text begins with an apostrophe, which is stored. Some programs write one before a text so that a spreadsheet keeps it.",
        format!("If it isn't part of the text, store it as \"{}\".", shortened(inner)),
    );
    Some(note.proposing(Proposal::Value(inner.to_owned())))
}

/// Numbers from here on have more digits than a spreadsheet keeps.
const LONG: f64 = 1e15;
/// The digits that a spreadsheet keeps.
const KEPT: usize = 15;

/// Returns true if a number has lost its last digits in a spreadsheet.
fn is_too_long(number: f64) -> bool {
    // A program that keeps 16 digits wrote a number that doesn't end in a zero; no spreadsheet has touched it.
    let is_whole = number.abs() < 9_007_199_254_740_992.0 && number % 10.0 != 0.0;
    number.abs() >= LONG && !is_whole
}

/// The note on a cell whose number has lost its last digits, as a number or as the text that a spreadsheet made of it.
pub(crate) fn digits_lost(cell: Cell<'_>) -> Option<Note> {
    match cell {
        Cell::Number(number) => is_too_long(number).then(|| lost_digits(&number.to_string())),
        Cell::Text(text) => lost_digits_of_text(text.trim()),
        _ => None,
    }
}

fn number_as_text(number: f64, digits: &str) -> Note {
    if is_too_long(number) {
        return lost_digits(digits);
    }
    let message = format!("The cell holds a number; it is stored as the text \"{digits}\".");
    Note::new(codes::NUMBER_AS_TEXT, message, "")
}

/// The note on a text that a spreadsheet made of a long number: `1.23457E+17`, or `123456789012345000`.
fn lost_digits_of_text(text: &str) -> Option<Note> {
    let last = *text.as_bytes().last()?;
    if !last.is_ascii_digit() || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_short_form = text.split_once("E+").is_some_and(|(digits, exponent)| {
        let plain = digits.replacen(['.', ','], "", 1);
        is_digits(&plain) && is_digits(exponent) && exponent.parse().is_ok_and(|power: u16| power >= 11)
    });
    let ends_in_zeros =
        || text.len() >= KEPT + 2 && is_digits(text) && text.bytes().skip(KEPT).all(|byte| byte == b'0');
    (is_short_form || ends_in_zeros()).then(|| lost_digits(text))
}

fn lost_digits(digits: &str) -> Note {
    Note::new(
        codes::DIGITS_LOST,
        format!(
            "A spreadsheet keeps 15 digits of a number. This one is stored as \"{}\", and its last digits are probably wrong.",
            shortened(digits)
        ),
        "Copy the value from its source again, into a column that is formatted as text.",
    )
}
