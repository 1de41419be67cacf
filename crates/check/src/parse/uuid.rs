//! Id columns.

use lanegate_sheet::Cell;
use uuid::Uuid;

use super::{Note, Typed, clean_text};
use crate::codes;

pub(super) fn parse<'a>(cell: Cell<'a>, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        let text = clean_text(text, false, notes)?;
        match Uuid::try_parse(&text) {
            Ok(id) if !id.is_nil() => return Some(Typed::Uuid(id)),
            Ok(_) => {
                notes.push(Note::new(
                    codes::NOT_A_UUID,
                    "The id is all zeros, which names nothing.",
                    "Leave the cell blank if the id is not known.",
                ));
                return None;
            }
            Err(_) => {}
        }
    }
    notes.push(Note::new(
        codes::NOT_A_UUID,
        "This is no id; expected 32 hexadecimal digits like 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.",
        "Copy the id from the system that made it.",
    ));
    None
}
