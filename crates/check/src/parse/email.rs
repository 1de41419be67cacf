//! E-mail columns.

use email_address::{EmailAddress, Options};
use lanegate_sheet::Cell;

use super::{Note, Typed, clean_text};
use crate::codes;
use crate::column::MAX_EMAIL;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        let address = clean_text(text, false, notes)?.to_lowercase();
        if address.len() <= MAX_EMAIL && is_address(&address) {
            return Some(Typed::Text(address.into()));
        }
    }
    notes.push(Note::new(
        codes::NOT_AN_EMAIL,
        "This is no e-mail address; expected one like name@example.com.",
        "Correct it, or leave the cell blank.",
    ));
    None
}

fn is_address(address: &str) -> bool {
    let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
    // Quoted local parts are allowed by the standard and used by nobody but those who attack.
    !address.contains('"') && EmailAddress::parse_with_options(address, options).is_ok()
}
