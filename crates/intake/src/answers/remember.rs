//! What a file's corrections say that counts for the next file with the same headers, too.

use lanegate_check::{Column, Context, Proposal, ValueType, codes, is_placeholder, parse};
use lanegate_sheet::Cell;
use lanegate_wire::{ColumnMatch, Filter, Fix, ListColumns};

use super::{Answers, Choice};
use crate::CheckedFile;

/// Longer texts are no words of a list.
const LONGEST: usize = 60;
/// Answers that are kept; more words are in no list.
const MOST: usize = 2_000;
/// Codes of dates in other forms. Each has one reading where a single day is suggested.
const FORMS: [&str; 3] = [codes::DATE_IN_WORDS.name, codes::DATE_NUMBER.name, codes::DATE_TWO_DIGIT_YEAR.name];

impl CheckedFile {
    /// The answers among the corrections that count for the next file with the same headers. `None` if there are none.
    #[must_use]
    pub fn answers(&self) -> Option<Answers> {
        let columns = self.checked.columns();
        let mut choices = self.orders();
        choices.extend(self.options.fixes.iter().filter_map(|fix| self.choice(&columns, fix)));
        choices.extend(self.suggested());
        let skips_non_data = self.checked.skips_non_data();
        choices.extend((skips_non_data && !choices.contains(&Choice::NonData {})).then_some(Choice::NonData {}));
        choices.truncate(MOST);
        let kind = self.options.kind.clone();
        let is_any = !choices.is_empty() || kind.is_some();
        is_any.then(|| Answers { file: Some(self.file.name.clone()), kind, choices })
    }

    /// The order that a person said for all text dates.
    fn orders(&self) -> Vec<Choice> {
        let Some(order) = self.options.date_order else { return Vec::new() };
        let dates = self.checked.kind().columns.iter().filter(|column| matches!(column.value, ValueType::PastDate));
        dates.map(|column| Choice::Order { column: column.name.to_owned(), order }).collect()
    }

    fn choice(&self, columns: &[ColumnMatch], fix: &Fix) -> Option<Choice> {
        let header = |letters: &str| {
            let own = |column: &&ColumnMatch| column.letters == letters && column.parts.is_empty();
            let column = columns.iter().find(own)?;
            Some(column.header.clone()).filter(|header| !header.is_empty())
        };
        // A combined column that was set aside since is no answer any more.
        let is_combined =
            |name: &str| columns.iter().any(|file| !file.parts.is_empty() && file.column.as_deref() == Some(name));
        match fix {
            Fix::MapColumn { letters, column } => {
                Some(Choice::Column { header: header(letters)?, column: column.clone() })
            }
            Fix::MapColumns { columns } => Some(Choice::Columns { columns: columns.clone() }),
            Fix::Combine { column, parts, how } if is_combined(column) => {
                let headers = parts.iter().map(|letters| header(letters)).collect::<Option<_>>()?;
                Some(Choice::Combine { column: column.clone(), headers, how: *how })
            }
            Fix::Lookup { column, parts, keep, list } if is_combined(column) => {
                let headers = parts.iter().map(|letters| header(letters)).collect::<Option<_>>()?;
                let list = ListColumns { sha256: None, ..list.clone() };
                let keep = keep.as_ref().and_then(|letters| header(letters));
                Some(Choice::Lookup { column: column.clone(), headers, keep, list })
            }
            Fix::LeaveOutWhere { letters, value } if value.len() <= LONGEST => {
                Some(Choice::Skip { header: header(letters)?, value: value.clone() })
            }
            Fix::MapValue { column, from, to } if self.is_word(column, from, to) => {
                Some(Choice::Value { column: column.clone(), from: from.clone(), to: to.clone() })
            }
            Fix::DateOrder { column, order } => Some(Choice::Order { column: column.clone(), order: *order }),
            Fix::LeaveOutNonData {} => Some(Choice::NonData {}),
            _ => None,
        }
    }

    fn column(&self, name: &str) -> Option<&'static Column> {
        let kind = self.checked.kind();
        Some(&kind.columns[kind.column(name)?])
    }

    /// Returns true for what may come again in another file: a word of a list, a value for blanks, a word for no value, a value that is
    /// looked up.
    fn is_word(&self, column: &str, from: &str, to: &str) -> bool {
        let is_list = self.column(column).is_some_and(|column| matches!(column.value, ValueType::List(_)));
        let is_blanked = to.is_empty() && is_placeholder(from);
        // The ID of a name that has several, or is only similar to one of the list.
        let looks_up = |fix: &Fix| matches!(fix, Fix::Lookup { column: filled, .. } if filled == column);
        let is_looked_up = self.options.fixes.iter().any(looks_up);
        (is_list || from.is_empty() || is_blanked || is_looked_up) && from.len().max(to.len()) <= LONGEST
    }

    /// The forms of dates of which a person has taken all suggestions.
    fn suggested(&self) -> Vec<Choice> {
        let mut found: Vec<Choice> = Vec::new();
        for fix in &self.options.fixes {
            let Fix::MapValue { column, from, to } = fix else { continue };
            let Some(code) = self.column(column).and_then(|column| self.form(column, from, to)) else { continue };
            let choice = Choice::Suggested { code: code.to_owned(), column: column.clone() };
            if found.contains(&choice) {
                continue;
            }
            let filter = Filter { code: Some(code.to_owned()), column: Some(column.clone()), ..Filter::default() };
            if self.checked.finding_count(&filter) == 0 {
                found.push(choice);
            }
        }
        found
    }

    /// The code of a date's form, if a correction is what was suggested for it.
    fn form(&self, column: &Column, from: &str, to: &str) -> Option<&'static str> {
        if !matches!(column.value, ValueType::PastDate) || from.is_empty() {
            return None;
        }
        let mut notes = Vec::new();
        parse(column, Cell::Text(from), &Context::on(self.options.today), &mut notes);
        let note = notes.into_iter().find(|note| FORMS.contains(&note.code.name))?;
        (note.proposals == [Proposal::Value(to.to_owned())]).then_some(note.code.name)
    }
}
