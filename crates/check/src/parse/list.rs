//! List columns.

use lanegate_sheet::Cell;

use super::{Note, Proposal, Typed, clean_text};
use crate::column::names;
use crate::{ListValue, codes};

pub(super) fn parse<'a>(cell: Cell<'a>, values: &'static [ListValue], notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        // Most cells hold the value as declared.
        if let Some(value) = values.iter().find(|value| value.name == text) {
            return Some(Typed::Item(value.name));
        }
        let text = clean_text(text, false, notes)?;
        if let Some(name) = list_value(&text, values) {
            return Some(Typed::Item(name));
        }
        let near = nearest_in_list(&text, values);
        let hint = match near {
            Some(name) => format!("Perhaps {name} is meant."),
            None => "Choose one of the allowed values.".to_owned(),
        };
        let message = format!("\"{}\" is not allowed here; expected {}.", crate::text::shortened(&text), names(values));
        let note = Note::new(codes::NOT_IN_LIST, message, hint);
        notes.push(near.into_iter().fold(note, |note, name| note.proposing(Proposal::Value(name.to_owned()))));
        return None;
    }
    notes.push(Note::new(
        codes::NOT_IN_LIST,
        format!("The cell holds no text; expected {}.", names(values)),
        "Choose one of the allowed values.",
    ));
    None
}

/// The value that a text is, whatever its case and spacing.
pub(crate) fn list_value(text: &str, values: &'static [ListValue]) -> Option<&'static str> {
    let key = squeezed(text);
    values.iter().find(|value| value.name == key).map(|value| value.name)
}

/// The value that a text probably stands for: one by which people call it too, or one with at most two other letters.
pub(crate) fn nearest_in_list(text: &str, values: &'static [ListValue]) -> Option<&'static str> {
    let key = &squeezed(text);
    if let Some(value) = values.iter().find(|value| value.also.iter().any(|other| squeezed(other) == *key)) {
        return Some(value.name);
    }
    let distances = values.iter().map(|value| (strsim::damerau_levenshtein(key, value.name), value.name));
    let (distance, name) = distances.min()?;
    (distance <= 2 && distance < name.len() / 2).then_some(name)
}

/// A value without case and blanks.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).take(200).collect()
}
