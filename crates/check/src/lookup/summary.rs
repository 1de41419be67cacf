//! What a lookup gives, in numbers and first values.

use std::sync::Arc;

use lanegate_sheet::{Sheet, column_letters};
use lanegate_wire::{Fix, LookupSummary};

use super::column::RowAnswer;
use super::{Answer, Lookup, LookupList};
use crate::added_columns::{AddedColumn, Making, making};
use crate::parse::cell_text;
use crate::text::{key_text, shortened};
use crate::{Checked, Kind};

impl Checked {
    /// The lookups that fill columns of the template, in the order in which they were first asked for.
    #[must_use]
    pub fn lookups(&self, sheet: &Sheet) -> Vec<LookupSummary> {
        let lookups = self.reading.settings.lookups.iter();
        let filling = lookups.filter(|lookup| self.mapping().places[lookup.place] == Some(lookup.at));
        filling
            .map(|lookup| LookupSummary { letters: column_letters(lookup.at), ..self.summary(sheet, lookup) })
            .collect()
    }

    /// What a lookup would give; `None` if it names nothing in the file.
    #[must_use]
    pub fn lookup_preview(&self, sheet: &Sheet, fix: &Fix, lists: &[Arc<LookupList>]) -> Option<LookupSummary> {
        let (place, parts, how) = making(self.kind(), sheet, fix)?;
        let column = AddedColumn { at: u32::MAX, place, parts, how };
        let Making::LookedUp { keep, list } = &column.how else { return None };
        let rows = (sheet, self.mapping().header_row);
        Some(self.summary(sheet, &Lookup::new(&column, *keep, list, rows, lists)))
    }

    fn summary(&self, sheet: &Sheet, lookup: &Lookup) -> LookupSummary {
        let mut summary = lookup.without_rows(self.kind());
        if lookup.is_missing() {
            return summary;
        }
        let mut answers = lookup.answers();
        let rows = self.mapping().header_row.saturating_add(1)..sheet.row_count();
        let is_counted = |row: &u32| self.reading.counts(sheet, *row) && self.reading.non_data_row(*row).is_none();
        for row in rows.filter(is_counted) {
            let (count, values, value) = match answers.row(sheet, row) {
                RowAnswer::Kept(_) => {
                    summary.kept += 1;
                    continue;
                }
                RowAnswer::Looked(Answer::Found(_)) => {
                    summary.found += 1;
                    continue;
                }
                RowAnswer::Looked(Answer::Blank) => {
                    summary.blank += 1;
                    continue;
                }
                RowAnswer::Looked(Answer::NotFound(value)) => {
                    (&mut summary.not_found, &mut summary.values_not_found, shortened(&value))
                }
                RowAnswer::Wrong(value) => {
                    let value = cell_text(value.cell(), sheet.date_system());
                    (&mut summary.not_found, &mut summary.values_not_found, shortened(&value))
                }
                RowAnswer::Looked(Answer::Ambiguous(value)) => {
                    (&mut summary.ambiguous, &mut summary.values_ambiguous, shortened(&value))
                }
            };
            *count += 1;
            let is_new = || !values.iter().any(|other| key_text(other) == key_text(&value));
            if values.len() < LookupSummary::VALUES && is_new() {
                values.push(value);
            }
        }
        summary
    }
}

impl Lookup {
    fn without_rows(&self, kind: &Kind) -> LookupSummary {
        LookupSummary {
            column: kind.columns[self.place].name.to_owned(),
            parts: self.parts.iter().copied().map(column_letters).collect(),
            keep: self.keep.map(column_letters),
            list: self.named.clone(),
            missing: self.is_missing(),
            list_rows_without_id: self.source.as_ref().map_or(0, |source| source.index.without_id),
            ..LookupSummary::default()
        }
    }
}
