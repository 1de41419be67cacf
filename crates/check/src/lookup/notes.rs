//! What is said about a cell that should have an ID and has a value that is looked up in a list.

use super::index::Match;
use super::keys::provider;
use super::{Lookup, Source};
use crate::cell_evidence::is_id;
use crate::parse::is_placeholder;
use crate::text::{collapsed, shortened};
use crate::{Column, Note, Proposal, Required, codes};

/// IDs that are offered for a value.
const OFFERED: usize = 6;

impl Lookup {
    /// Returns the note on a text that isn't an ID. `None` if the list has nothing to do with it: there is no list, or the text is a
    /// damaged ID, or says that there is no value.
    pub(crate) fn note(&self, column: &Column, text: &str) -> Option<Note> {
        let source = self.source.as_ref()?;
        let text = collapsed(text);
        if text.is_empty() || is_id(&text) || is_placeholder(&text) {
            return None;
        }
        Some(source.note(column, &text))
    }
}

impl Source {
    fn note(&self, column: &Column, text: &str) -> Note {
        let (value, file) = (shortened(text), shortened(self.list.file()));
        let key = self.index.comparison.sought(text).and_then(|sought| sought.key);
        let exact = self.exact(key.as_deref());
        let similar = if exact.is_empty() { self.similar(text, key.as_deref()) } else { Vec::new() };
        let all = format!("It counts for all rows with \"{value}\".");
        match (exact.as_slice(), similar.as_slice()) {
            ([], []) => self.not_found(column, text, &value, &file),
            ([], [one]) => {
                let message = format!("\"{value}\" isn't in the list {file}, but this is: {}.", self.in_words(*one));
                self.offering(message, &format!("If that is the same, take its ID. {all}"), &similar)
            }
            ([], several) => {
                let message = format!(
                    "\"{value}\" isn't in the list {file}, but {} similar values are: {}.",
                    several.len(),
                    self.all_in_words(several)
                );
                self.offering(message, &format!("If one of them is the same, take its ID. {all}"), several)
            }
            // Typed by hand, or set back.
            ([one], _) => {
                let message = format!("\"{value}\" is in the list {file}: {}.", self.in_words(*one));
                self.offering(message, &format!("Take its ID. {all}"), &exact)
            }
            (several, _) => {
                let message = format!(
                    "The list {file} has {} IDs for \"{value}\": {}.",
                    several.len(),
                    self.all_in_words(several)
                );
                self.offering(message, &format!("Choose the right one. {all}"), several)
            }
        }
    }

    fn not_found(&self, column: &Column, text: &str, value: &str, file: &str) -> Note {
        let name = column.name;
        let message = match provider(text) {
            Some(provider) => format!(
                "\"{value}\" can't be found by its domain: everyone can have an address of {provider}, so it names no firm."
            ),
            None => format!("\"{value}\" isn't in the list {file}."),
        };
        match column.required {
            Required::Never => {
                let hint = format!("Correct it, type the ID, or leave {name} blank in all rows with \"{value}\".");
                Note::new(codes::ID_NOT_FOUND, message, hint).proposing(Proposal::Value(String::new()))
            }
            _ => Note::new(codes::ID_NOT_FOUND, message, "Correct it, type the ID, or skip the row."),
        }
    }

    fn offering(&self, message: String, hint: &str, found: &[Match]) -> Note {
        let offered = found.iter().take(OFFERED).map(|found| Proposal::Value(found.id.to_string()));
        offered.fold(Note::new(codes::ID_AMBIGUOUS, message, hint), Note::proposing)
    }

    fn all_in_words(&self, found: &[Match]) -> String {
        let words: Vec<String> = found.iter().take(OFFERED).map(|found| self.in_words(*found)).collect();
        let more = if found.len() > OFFERED { "; …" } else { "" };
        words.join("; ") + more
    }

    /// `6f9619ff-8b86-4d01-b42d-00cf4fc964ff (row 3: Acme Inc, Berlin)`.
    fn in_words(&self, found: Match) -> String {
        let row = found.row + 1;
        match self.list.row_in_words(found.row, self.index.ids).as_str() {
            "" => format!("{} (row {row})", found.id),
            words => format!("{} (row {row}: {words})", found.id),
        }
    }
}
