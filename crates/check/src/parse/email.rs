//! E-mail columns: which addresses are stored. `email_repair` looks for addresses in a cell that isn't one.

use std::borrow::Cow;

use lanegate_sheet::Cell;

use super::{Note, Proposal, Typed, clean_text, email_repair};
use crate::codes;
use crate::column::MAX_EMAIL;
use crate::text::key_text;

/// Endings that people type by mistake, and the one they mean. None of them is a top-level domain.
pub(super) const MISTYPED: [(&str, &str); 16] = [
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("coom", "com"),
    ("cpm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cim", "com"),
    ("coml", "com"),
    ("comn", "com"),
    ("nte", "net"),
    ("nett", "net"),
    ("netl", "net"),
    ("ogr", "org"),
    ("orgg", "org"),
];

/// The largest number of addresses that are offered for one cell.
const MOST_OFFERED: usize = 5;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let mut found = Vec::new();
    if let Cell::Text(text) = cell {
        let address = in_lower_case(clean_text(text, false, notes)?);
        if is_address(&address) {
            return Some(Typed::Text(address));
        }
        found = email_repair::addresses(&address);
    }
    notes.push(note(found));
    None
}

fn in_lower_case(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_lower) { text } else { key_text(&text).into() }
}

fn note(mut found: Vec<String>) -> Note {
    if found.len() > 1 {
        let message = format!("This cell has {} e-mail addresses; expected one.", found.len());
        found.truncate(MOST_OFFERED);
        let note = Note::new(codes::NOT_AN_EMAIL, message, "Choose the address to keep.");
        // Which one to keep is decided row by row, even where two rows have the same text.
        return found.into_iter().fold(note, |note, address| note.proposing(Proposal::Cell(address)));
    }
    let note = Note::new(
        codes::NOT_AN_EMAIL,
        "This isn't an e-mail address; expected one like name@example.com.",
        "Correct it, or leave the cell blank.",
    );
    found.into_iter().fold(note, |note, address| note.proposing(Proposal::Value(address)))
}

/// Returns true for an address that is stored as it is. It is in lower case.
pub(super) fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    address.len() <= MAX_EMAIL
        && is_local(local)
        && is_domain(domain)
        && (address.is_ascii() || email_repair::without_look_alikes(address).is_none())
}

/// The standard allows more, but what it allows beyond this comes from damaged exports or from joined values, not from people.
fn is_local(local: &str) -> bool {
    let inside = |c: char| is_word(c) || matches!(c, '.' | '_' | '-' | '+' | '\'' | '&' | '=' | '~');
    let first = |c: char| is_word(c) || c == '_';
    let last = |c: char| is_word(c) || matches!(c, '_' | '-' | '+');
    local.len() <= 64
        && local.starts_with(first)
        && local.ends_with(last)
        && !local.contains("..")
        && local.chars().all(inside)
}

fn is_domain(domain: &str) -> bool {
    let Some((rest, top)) = domain.rsplit_once('.') else { return false };
    rest.split('.').all(is_label) && is_label(top) && is_top(top)
}

fn is_label(label: &str) -> bool {
    let inside = |c: char| is_word(c) || c == '-';
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(inside)
}

fn is_top(label: &str) -> bool {
    if label.starts_with("xn--") {
        return true;
    }
    label.chars().nth(1).is_some()
        && label.chars().all(|c| is_word(c) && !c.is_ascii_digit())
        && !MISTYPED.iter().any(|(mistyped, _)| *mistyped == label)
}

/// Returns true for ASCII letters and digits, and for letters of other alphabets, with the signs that some of these write over or
/// under them. Letters that only look different, such as fullwidth ones, are none.
pub(super) fn is_word(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{115F}' | '\u{1160}' | '\u{3164}' => false,
        '\u{2000}'..='\u{2BFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{1D400}'..='\u{1D7FF}' => false,
        '\u{900}'..='\u{963}' | '\u{966}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}' => true,
        _ => c.is_alphabetic(),
    }
}
