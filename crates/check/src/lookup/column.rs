//! The cells of an added column of IDs, row by row.

use std::collections::HashMap;

use lanegate_sheet::{Cell, Sheet, TextId};
use uuid::Uuid;

use super::list::id;
use super::{Answer, Lookup};
use crate::combined::Combined;
use crate::parse::cell_text;

/// The answers of a lookup. Equal texts of the file are looked up once.
pub(crate) struct Answers<'a> {
    lookup: &'a Lookup,
    known: HashMap<TextId, Answer>,
}

/// What a lookup gives for a row.
pub(super) enum RowAnswer {
    /// The row has an ID already.
    Kept(Uuid),
    /// An error or a truth value, for which nothing can be looked up.
    Wrong(Combined),
    Looked(Answer),
}

impl Lookup {
    pub(crate) fn answers(&self) -> Answers<'_> {
        Answers { lookup: self, known: HashMap::new() }
    }
}

impl Answers<'_> {
    /// What the added column contains in a row: the ID, or else what was looked up.
    pub fn cell(&mut self, sheet: &Sheet, row: u32) -> Combined {
        match self.row(sheet, row) {
            RowAnswer::Kept(id) | RowAnswer::Looked(Answer::Found(id)) => Combined::Text(id.to_string()),
            RowAnswer::Looked(Answer::NotFound(shown) | Answer::Ambiguous(shown)) => Combined::Text(shown),
            RowAnswer::Wrong(cell) => cell,
            RowAnswer::Looked(Answer::Blank) if self.lookup.is_missing() => Combined::Blank,
            RowAnswer::Looked(Answer::Blank) => {
                self.lookup.keep.map_or(Combined::Blank, |at| sheet.cell(row, at).into())
            }
        }
    }

    pub(super) fn row(&mut self, sheet: &Sheet, row: u32) -> RowAnswer {
        if let Some(id) = self.lookup.keep.and_then(|at| id(sheet.cell(row, at))) {
            return RowAnswer::Kept(id);
        }
        let Some(source) = &self.lookup.source else { return RowAnswer::Looked(Answer::Blank) };
        let text = match self.lookup.parts.as_slice() {
            [only] => sheet.text_id(row, *only),
            _ => None,
        };
        if let Some(known) = text.and_then(|text| self.known.get(&text)) {
            return RowAnswer::Looked(known.clone());
        }
        let value = self.lookup.values.cell(sheet, row);
        if matches!(value.cell(), Cell::Error(_) | Cell::NoResult | Cell::Bool(_)) {
            return RowAnswer::Wrong(value);
        }
        let answer = source.answer(&cell_text(value.cell(), sheet.date_system()));
        self.known.extend(text.map(|text| (text, answer.clone())));
        RowAnswer::Looked(answer)
    }
}
