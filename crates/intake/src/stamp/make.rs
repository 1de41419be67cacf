//! The stamp for an annotated copy of a checked file.

use lanegate_check::{Checked, FileColumn, cell_text};
use lanegate_sheet::{Sheet, parse_column_letters};
use lanegate_wire::{Fix, MarkedColumn, MarkedRow, Stamp};

use super::marks;
use crate::CheckedFile;

impl CheckedFile {
    /// The sheet that was checked, as the file has it.
    #[must_use]
    pub const fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The result of its check.
    #[must_use]
    pub const fn result(&self) -> &Checked {
        &self.checked
    }

    /// How the check goes on where the annotated copy is dropped. What the copy's cells show is no part of it.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        let (checked, mapping) = (&self.checked, self.checked.mapping());
        let mut stamp = Stamp {
            version: Stamp::VERSION,
            kind: checked.kind().name.to_owned(),
            declaration: checked.kind().declaration(),
            sheet: self.sheet.name().to_owned(),
            file: Some(self.file.clone()),
            header: Some(MarkedRow(mapping.header_row + 1, marks::of_whole_row(&self.sheet, mapping.header_row))),
            source: checked.source().map(Into::into),
            date_order: self.options.date_order,
            ..Stamp::default()
        };
        for fix in &self.options.fixes {
            match fix {
                Fix::MapColumn { letters, column } => {
                    let at = parse_column_letters(letters).filter(|at| *at < self.sheet.column_count());
                    let header = at.map(|at| marks::header(&self.sheet, mapping.header_row, at));
                    let (letters, column) = (letters.clone(), column.clone());
                    stamp.columns.extend(header.map(|header| MarkedColumn { letters, header, column }));
                }
                Fix::DateOrder { .. } => stamp.fixes.push(fix.clone()),
                // Where the file has the column, the copy's cells hold the values.
                Fix::MapValue { column, .. } => {
                    let place = checked.kind().column(column);
                    if place.is_some_and(|place| mapping.places[place].is_none()) {
                        stamp.fixes.push(fix.clone());
                    }
                }
                Fix::SetCell { .. } | Fix::LeaveOut { .. } | Fix::TakeIn { .. } => {}
            }
        }
        let matched: Vec<&FileColumn> = {
            let at = |at: u32| mapping.columns.iter().find(|file| file.at == at);
            mapping.places.iter().flatten().filter_map(|&place| at(place)).collect()
        };
        let rows = mapping.header_row.saturating_add(1)..self.sheet.row_count();
        stamp.left_out = rows
            .filter(|&row| checked.is_left_out(row))
            .map(|row| {
                let texts = matched
                    .iter()
                    .map(|file| cell_text(checked.cell(&self.sheet, row, file), self.sheet.date_system()));
                MarkedRow(row + 1, marks::of(texts))
            })
            .collect();
        stamp
    }
}
