//! List columns.

use lanegate_sheet::Cell;

use super::{Note, Typed, clean_text};
use crate::column::names;
use crate::{ListValue, codes};

pub(super) fn parse<'a>(cell: Cell<'a>, values: &'static [ListValue], notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        // Most cells hold the value as declared.
        if let Some(value) = values.iter().find(|value| value.name == text) {
            return Some(Typed::Item(value.name));
        }
        let text = clean_text(text, false, notes)?;
        let key = squeezed(&text);
        if let Some(value) = values.iter().find(|value| squeezed(value.name) == key) {
            return Some(Typed::Item(value.name));
        }
        let near = values.iter().map(|value| (strsim::damerau_levenshtein(&key, value.name), value.name)).min();
        let hint = match near {
            Some((distance, name)) if distance <= 2 && distance < name.len() / 2 => {
                format!("Perhaps {name} is meant.")
            }
            _ => "Choose one of the allowed values.".to_owned(),
        };
        let message =
            format!("\"{}\" is not allowed here; expected {}.", crate::checked::shortened(&text), names(values));
        notes.push(Note::new(codes::NOT_IN_LIST, message, hint));
        return None;
    }
    notes.push(Note::new(
        codes::NOT_IN_LIST,
        format!("The cell holds no text; expected {}.", names(values)),
        "Choose one of the allowed values.",
    ));
    None
}

/// A value without case and blanks.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).take(200).collect()
}
