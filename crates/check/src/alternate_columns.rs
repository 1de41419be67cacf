//! Values that are only in a second column of one meaning: `Work Email` where `Email` is blank. That column isn't imported, so they
//! would be lost without notice.

use lanegate_sheet::{Sheet, column_letters};

use crate::looks::looks_like;
use crate::parse::cell_text;
use crate::text::{collapsed, shortened};
use crate::{Kind, Mapping, Note, Proposal, codes};

/// The most columns of one meaning that are read.
const LOOKED_AT: usize = 100;
/// The most values in a message.
const TOLD: usize = 5;

/// For each template column, the sheet's columns of the same meaning that aren't imported, with their headers.
#[derive(Debug, Clone, Default)]
pub(crate) struct AlternateColumns(Vec<Vec<(u32, String)>>);

impl AlternateColumns {
    pub fn of(kind: &Kind, mapping: &Mapping) -> Self {
        let of = |column| mapping.also(column).map(|file| (file.at, file.header.clone())).take(LOOKED_AT).collect();
        let columns = (0..kind.columns.len()).map(|column| match mapping.places[column] {
            Some(_) => of(column),
            None => Vec::new(),
        });
        Self(columns.collect())
    }

    /// Returns the note for a blank cell of a template column, if a second column has a value.
    pub fn note(&self, kind: &Kind, sheet: &Sheet, row: u32, place: usize) -> Option<Note> {
        let others = self.0.get(place).filter(|others| !others.is_empty())?;
        let column = &kind.columns[place];
        let held = others.iter().filter(|(at, _)| looks_like(&column.value, sheet.cell(row, *at)));
        let held: Vec<_> = held
            .take(TOLD)
            .map(|(at, header)| {
                let text = cell_text(sheet.cell(row, *at), sheet.date_system());
                (column_letters(*at), header, collapsed(&text).into_owned())
            })
            .collect();
        let words: Vec<String> = held
            .iter()
            .map(|(letters, header, text)| {
                format!("column {letters} (\"{}\") contains \"{}\"", shortened(header), shortened(text))
            })
            .collect();
        if words.is_empty() {
            return None;
        }
        let which = if words.len() == 1 { "isn't" } else { "aren't" };
        let message = format!("{} is blank, but {}, which {which} imported.", column.name, words.join(" and "));
        let hint = "Copy the value, or take the other column instead.";
        let note = Note::new(codes::VALUE_IN_OTHER_COLUMN, message, hint);
        Some(held.into_iter().fold(note, |note, (_, _, text)| note.proposing(Proposal::Cell(text))))
    }
}
