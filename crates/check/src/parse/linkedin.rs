//! LinkedIn columns: which addresses are stored. `linkedin_path` says what an address names, and `linkedin_repair` looks for
//! addresses in a cell that isn't one.

use lanegate_sheet::Cell;

use super::email_repair::without_look_alikes;
use super::linkedin_path::{self, Address, Page, Refusal};
use super::{Note, Proposal, Typed, clean_text, linkedin_repair};
use crate::codes;
use crate::column::MAX_LINKEDIN;
use crate::damage::{Marks, damage};

/// The largest number of addresses that are offered for one cell.
const MOST_OFFERED: usize = 5;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let Cell::Text(text) = cell else {
        notes.push(note(Refusal::OtherSite, Vec::new()));
        return None;
    };
    let text = clean_text(text, false, notes)?;
    if linkedin_path::is_plain_profile(&text) {
        return Some(Typed::Text(text));
    }
    match linkedin_path::read(&text) {
        Ok(Address { page, stored }) if stored.chars().count() <= MAX_LINKEDIN => {
            if stored != text {
                notes.push(Note::new(codes::LINKEDIN_NORMALISED, format!("Stored as {stored}."), ""));
            }
            if page == Page::Organization {
                notes.push(Note::new(
                    codes::LINKEDIN_NOT_A_PERSON,
                    "This is the page of a company or school. It's stored, but the partner isn't recognized by it.",
                    "If you know the person's profile, enter its address, like https://www.linkedin.com/in/ann-lee.",
                ));
            }
            Some(Typed::Text(stored.into()))
        }
        Ok(_) => {
            notes.push(note(Refusal::NoPerson, Vec::new()));
            None
        }
        Err(Refusal::Damaged) => {
            notes.push(note(Refusal::Damaged, undamaged(&text).into_iter().collect()));
            None
        }
        Err(refusal) => {
            notes.push(note(refusal, linkedin_repair::addresses(&text)));
            None
        }
    }
}

/// The stored form of an address on linkedin.com that names a person, a company, or a school.
pub(crate) fn stored_profile(text: &str) -> Option<String> {
    linkedin_path::read(text).ok().map(|address| address.stored)
}

/// The stored form of an address before it was damaged, if that is certain.
fn undamaged(text: &str) -> Option<String> {
    let mut text = linkedin_path::decoded(text)?;
    if let Some(damage) = damage(&text, Marks::Asking) {
        text = damage.repaired?.trim().to_owned();
    }
    let text = without_look_alikes(&text).unwrap_or(text);
    linkedin_path::read(&text).ok().map(|address| address.stored)
}

fn note(refusal: Refusal, mut found: Vec<String>) -> Note {
    if found.len() > 1 {
        let message = format!("This cell has {} LinkedIn addresses; expected one.", found.len());
        found.truncate(MOST_OFFERED);
        let note = Note::new(codes::NOT_LINKEDIN, message, "Choose the address to keep.");
        // Which one to keep is decided row by row, even where two rows have the same text.
        return found.into_iter().fold(note, |note, address| note.proposing(Proposal::Cell(address)));
    }
    let message = match refusal {
        Refusal::OtherSite => "This isn't a LinkedIn address; expected one like https://www.linkedin.com/in/ann-lee.",
        Refusal::NoPerson => {
            "This LinkedIn address doesn't name a person; expected one like https://www.linkedin.com/in/ann-lee."
        }
        Refusal::Damaged => {
            "Letters of this LinkedIn address are lost, damaged, or of another alphabet; expected an address like \
             https://www.linkedin.com/in/ann-lee."
        }
        Refusal::ShortLink => {
            "This short link doesn't say which profile it leads to; expected an address like \
             https://www.linkedin.com/in/ann-lee."
        }
    };
    let note = Note::new(
        codes::NOT_LINKEDIN,
        message,
        "Open the person's profile and copy its address, or leave the cell blank.",
    );
    found.into_iter().fold(note, |note, address| note.proposing(Proposal::Value(address)))
}
