//! Id columns.

use lanegate_sheet::Cell;
use uuid::Uuid;

use super::list::joins_words;
use super::lookalikes::{is_dash, with_hyphens};
use super::marks::without_marks;
use super::{Note, Proposal, Typed, clean_text};
use crate::codes;
use crate::text::collapsed;

/// Ids of one cell that are offered.
const OFFERED: usize = 4;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let note = match cell {
        Cell::Text(text) => {
            let text = clean_text(text, false, notes)?;
            match id(&text) {
                Some(id) if !id.is_nil() && !id.is_max() => return Some(Typed::Uuid(id)),
                Some(_) => Note::new(
                    codes::NOT_A_UUID,
                    "The ID repeats one digit throughout, so it identifies nothing.",
                    "Leave the cell blank if you don't know the ID.",
                ),
                None => not_an_id(&text),
            }
        }
        Cell::Number(_) => became_a_number(),
        _ => no_id("This isn't an ID"),
    };
    notes.push(note);
    None
}

/// Returns the ID in a text that contains one in any spelling, and nothing else.
pub(crate) fn read_uuid(text: &str) -> Option<Uuid> {
    let inner = without_marks(text, true);
    id(&collapsed(inner.as_deref().unwrap_or(text))).filter(|id| !id.is_nil() && !id.is_max())
}

/// An id in one of its spellings: with or without hyphens, with dashes or blanks in their place, in quotes or brackets.
fn id(text: &str) -> Option<Uuid> {
    if let Ok(id) = Uuid::try_parse(text) {
        return Some(id);
    }
    let quotes = |c: char| {
        matches!(
            c,
            '"' | '\'' | '`' | '\u{2018}'..='\u{201F}' | '«' | '»' | '(' | ')' | '[' | ']' | '<' | '>' | '{' | '}'
        )
    };
    let inner = text.trim_matches(quotes).trim();
    // Anything else that is as long is another text.
    if inner.len() > 120 {
        return None;
    }
    let hyphened: String = inner.chars().map(|c| if is_dash(c) || c == ' ' { '-' } else { c }).collect();
    Uuid::try_parse(&hyphened).ok()
}

fn no_id(what: &str) -> Note {
    let message = format!("{what}. IDs look like 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.");
    Note::new(codes::NOT_A_UUID, message, "Copy the ID from the system that made it.")
}

fn became_a_number() -> Note {
    let note = no_id("This is a number, not an ID");
    let hint = "Copy the ID from the system that made it. If it was one before, a spreadsheet has turned it into a number: format the column as text first.";
    Note { hint: hint.into(), ..note }
}

/// Returns the note on a text that isn't an ID, with the IDs that it contains.
fn not_an_id(text: &str) -> Note {
    if is_scientific(text) {
        return became_a_number();
    }
    let found = ids_in(text);
    match found.as_slice() {
        [] => {}
        [one] => return no_id("The cell contains more than an ID").proposing(Proposal::Value(one.to_string())),
        several => {
            let message = format!("The cell contains {} IDs; expected one.", several.len());
            let note = Note::new(codes::NOT_A_UUID, message, "Choose the right one, or put each in its own row.");
            return several.iter().take(OFFERED).fold(note, |note, id| note.proposing(Proposal::Cell(id.to_string())));
        }
    }
    let digits: String = text.chars().filter(|&c| !joins_words(c)).collect();
    let is_hex = |c: char| c.is_ascii_hexdigit();
    let count = digits.len();
    if digits.chars().all(is_hex) && count == 32 {
        let id = Uuid::try_parse(&digits).map(|id| id.to_string());
        return id.into_iter().fold(no_id("The hyphens of the ID aren't in their places"), |note, id| {
            note.proposing(Proposal::Value(id))
        });
    }
    if digits.chars().all(is_hex) && (28..=36).contains(&count) {
        return no_id(&format!("The ID has {count} digits; expected 32"));
    }
    // The letter O isn't a hexadecimal digit, but people write it for a zero.
    let zeros = id(&text.replace(['o', 'O'], "0")).map(|id| id.to_string());
    match zeros {
        Some(id) => no_id("The ID contains the letter O in place of a zero").proposing(Proposal::Value(id)),
        None => no_id("This isn't an ID"),
    }
}

/// `1.23457E+31`, as a spreadsheet writes a long number.
fn is_scientific(text: &str) -> bool {
    text.split_once("E+").is_some_and(|(digits, exponent)| {
        digits.contains(['.', ','])
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && exponent.parse::<u8>().is_ok()
    })
}

/// The IDs in a text that has other words, each once.
fn ids_in(text: &str) -> Vec<Uuid> {
    let text: String = with_hyphens(text);
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
        if let Ok(id) = Uuid::try_parse(word.trim_matches('-'))
            && !id.is_nil()
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "3d9a1c70-5b2e-4f81-9a6d-000000abc1f4";

    fn parsed(text: &str) -> (Option<String>, Vec<Proposal>, String) {
        let mut notes = Vec::new();
        let value = parse(Cell::Text(text), &mut notes).map(|value| value.to_text());
        let note = notes.into_iter().next();
        (
            value,
            note.clone().map(|note| note.proposals).unwrap_or_default(),
            note.map(|note| note.message).unwrap_or_default(),
        )
    }

    #[test]
    fn every_spelling_of_an_id_is_one() {
        for text in [
            "{3D9A1C70-5B2E-4F81-9A6D-000000ABC1F4}",
            "3d9a1c705b2e4f819a6d000000abc1f4",
            "urn:uuid:3d9a1c70-5b2e-4f81-9a6d-000000abc1f4",
            "3d9a1c70\u{2011}5b2e\u{2011}4f81\u{2011}9a6d\u{2011}000000abc1f4",
            "3d9a1c70\u{2013}5b2e\u{2013}4f81\u{2013}9a6d\u{2013}000000abc1f4",
            "3d9a1c70\u{2212}5b2e\u{2014}4f81-9a6d-000000abc1f4",
            "\"3d9a1c70-5b2e-4f81-9a6d-000000abc1f4\"",
            "\u{201c}3d9a1c70-5b2e-4f81-9a6d-000000abc1f4\u{201d}",
            "(3d9a1c70-5b2e-4f81-9a6d-000000abc1f4)",
            "[3d9a1c705b2e4f819a6d000000abc1f4]",
            "3d9a1c70 5b2e 4f81 9a6d 000000abc1f4",
        ] {
            assert_eq!(parsed(text).0.as_deref(), Some(ID), "{text}");
        }
    }

    #[test]
    fn an_id_among_other_things_is_offered() {
        for text in [
            "ID 3d9a1c70-5b2e-4f81-9a6d-000000abc1f4",
            "#3d9a1c70-5b2e-4f81-9a6d-000000abc1f4",
            "3d9a1c70-5b2e-4f81-9a6d-000000abc1f4,",
            "https://app.example.com/companies/3d9a1c70-5b2e-4f81-9a6d-000000abc1f4?tab=1",
            "Acme (3d9a1c70-5b2e-4f81-9a6d-000000abc1f4)",
            "3d9a-1c70-5b2e-4f81-9a6d-0000-00ab-c1f4",
            "3d9a1c7O-5b2e-4f81-9a6d-OOOOOOabc1f4",
            "3d9a1c70-5b2e-4f81-9a6d-000000abc1f4; 3D9A1C70-5B2E-4F81-9A6D-000000ABC1F4",
        ] {
            let (value, proposals, message) = parsed(text);
            assert_eq!((value, proposals), (None, vec![Proposal::Value(ID.into())]), "{text}: {message}");
        }
    }

    #[test]
    fn several_ids_are_offered_each() {
        let other = "84e0f2b6-17cd-4a39-b8f5-000000def001";
        for between in [";", ", ", "\n", " / ", "|", " and "] {
            let (value, proposals, message) = parsed(&format!("{ID}{between}{other}"));
            assert_eq!(
                (value, proposals),
                (None, vec![Proposal::Cell(ID.into()), Proposal::Cell(other.into())]),
                "{between}"
            );
            assert!(message.contains("2 IDs"), "{message}");
        }
    }

    #[test]
    fn other_texts_are_no_ids() {
        for (text, words) in [
            ("Acme Inc", "isn't an ID"),
            ("42", "isn't an ID"),
            ("3d9a1c70-5b2e-4f81-9a6d-000000abc1f", "31 digits"),
            ("3d9a1c70-5b2e-4f81-9a6d-000000abc1f4a", "33 digits"),
            ("\u{417}d9a1c70-5b2e-4f81-9a6d-000000abc1f4", "isn't an ID"),
            ("1.23457E+31", "is a number"),
            ("00000000-0000-0000-0000-000000000000", "one digit"),
            ("ffffffff-ffff-ffff-ffff-ffffffffffff", "one digit"),
        ] {
            let (value, proposals, message) = parsed(text);
            assert_eq!((value, proposals), (None, Vec::new()), "{text}");
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}
