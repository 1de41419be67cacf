//! E-mail columns.

use email_address::{EmailAddress, Options};
use lanegate_sheet::Cell;

use super::{Note, Proposal, Typed, clean_text};
use crate::codes;
use crate::column::MAX_EMAIL;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        let address = clean_text(text, false, notes)?.to_lowercase();
        if address.len() <= MAX_EMAIL && is_address(&address) {
            return Some(Typed::Text(address.into()));
        }
    }
    let note = Note::new(
        codes::NOT_AN_EMAIL,
        "This is no e-mail address; expected one like name@example.com.",
        "Correct it, or leave the cell blank.",
    );
    let inner = if let Cell::Text(text) = cell { inner(text) } else { None };
    notes.push(inner.into_iter().fold(note, |note, address| note.proposing(Proposal::Value(address))));
    None
}

/// The one address in a text such as `Ann Lee <ann@example.com>` or `mailto:ann@example.com`.
fn inner(text: &str) -> Option<String> {
    let apart =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\'');
    let mut addresses =
        text.split(apart).filter(|word| word.contains('@')).map(|word| word.trim_matches('.').to_lowercase());
    let address = addresses.next().filter(|address| address.len() <= MAX_EMAIL && is_address(address))?;
    addresses.next().is_none().then_some(address)
}

fn is_address(address: &str) -> bool {
    let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
    // Quoted local parts are allowed by the standard and used by nobody but those who attack.
    !address.contains('"') && EmailAddress::parse_with_options(address, options).is_ok()
}
