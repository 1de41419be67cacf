//! Text columns.

use lanegate_sheet::Cell;

use super::{Note, Proposal, Typed, clean_text, squeezed};
use crate::codes;

pub(super) fn parse<'a>(
    cell: Cell<'a>,
    max: usize,
    lines: bool,
    usual: &[&str],
    notes: &mut Vec<Note>,
) -> Option<Typed<'a>> {
    let text = match cell {
        Cell::Text(text) => clean_text(text, lines, notes)?,
        Cell::Number(number) => {
            let digits = number.to_string();
            notes.push(Note::new(
                codes::NUMBER_AS_TEXT,
                format!("The cell holds a number; it is stored as the text \"{digits}\"."),
                "",
            ));
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
