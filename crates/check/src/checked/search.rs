//! Rows in which a text stands: each distinct text of the sheet is looked at once, and cells are told apart by its number.

use lanegate_sheet::{Cell, Sheet, TextId};

use super::{Checked, State};
use crate::FileColumn;
use crate::parse::cell_text;
use crate::text::key_text;

impl Checked {
    /// Rows of data (0-based, ascending) that hold a text in one of the file's columns, or in which a correction puts it; case
    /// doesn't matter. A blank text stands everywhere.
    #[must_use]
    pub fn search(&self, sheet: &Sheet, wanted: &str) -> Vec<u32> {
        let wanted = wanted.trim().to_lowercase();
        let mut found = vec![wanted.is_empty(); self.states.len()];
        if !wanted.is_empty() {
            let texts: Vec<bool> = sheet.texts().map(|(_, text)| holds(text, &wanted)).collect();
            for file in &self.mapping().columns {
                self.search_column(sheet, file, &wanted, &texts, &mut found);
            }
            for (row, text) in self.reading.overlay.set_cells() {
                found[row as usize] |= holds(text, &wanted);
            }
        }
        let rows = (0..).zip(&self.states).zip(found);
        rows.filter(|((_, state), found)| *found && **state != State::Blank).map(|((row, _), _)| row).collect()
    }

    fn search_column(&self, sheet: &Sheet, file: &FileColumn, wanted: &str, texts: &[bool], found: &mut [bool]) {
        let overlay = &self.reading.overlay;
        let mapped = file.column.and_then(|place| overlay.mapped(place));
        // What a date cell counts as depends on the order of the answers.
        let is_dated = file.column.is_some_and(|place| overlay.swapped(place).is_some());
        // Which texts count as one that holds it.
        let becomes =
            |text: &str| mapped.and_then(|values| values.get(&key_text(text))).is_some_and(|to| holds(to, wanted));
        let mapped_texts: Option<Vec<bool>> = mapped.map(|_| sheet.texts().map(|(_, text)| becomes(text)).collect());
        let fits = |id: TextId| texts[id.index()] || mapped_texts.as_ref().is_some_and(|texts| texts[id.index()]);
        for row in self.mapping().header_row.saturating_add(1)..sheet.row_count() {
            let hit = &mut found[row as usize];
            if *hit {
                continue;
            }
            if is_dated {
                let cells = [sheet.cell(row, file.at), overlay.cell(sheet, row, Some(file.at), file.column)];
                *hit = cells.into_iter().any(|cell| holds(&cell_text(cell, sheet.date_system()), wanted));
                continue;
            }
            *hit = match sheet.text_id(row, file.at) {
                Some(id) => fits(id),
                None => match sheet.cell(row, file.at) {
                    Cell::Blank => becomes(""),
                    cell => {
                        let text = cell_text(cell, sheet.date_system());
                        holds(&text, wanted) || becomes(&text)
                    }
                },
            };
        }
    }
}

/// Whether a text holds another one, which is in lower case.
fn holds(text: &str, wanted: &str) -> bool {
    if text.is_ascii() && wanted.is_ascii() {
        let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
        return text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted));
    }
    text.to_lowercase().contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn case_does_not_matter_in_any_script() {
        assert!(holds("Harbor CFO Group", "cfo g"));
        assert!(holds("ÉCOLE", "école"));
        assert!(!holds("ann", "anna") && !holds("", "a"));
    }
}
