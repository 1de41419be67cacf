//! The stamp for an annotated copy of a checked file.

use lanegate_check::{Checked, FileColumn, ValueType, cell_text};
use lanegate_sheet::{Sheet, column_letters, parse_cell_name, parse_column_letters};
use lanegate_wire::{Fix, MarkedColumn, MarkedRow, Stamp, ToldBefore};

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
                    stamp.columns.extend(self.marked(letters, column.as_ref()));
                }
                Fix::MapColumns { columns } => {
                    let marked = columns.iter().filter_map(|one| self.marked(&one.letters, one.column.as_ref()));
                    stamp.columns.extend(marked);
                }
                // The copy has the combined column.
                Fix::Combine { column, .. } => {
                    let place = checked.kind().column(column).and_then(|place| mapping.places[place]);
                    let letters = place.filter(|at| *at >= self.sheet.own_columns()).map(column_letters);
                    let marked = letters.and_then(|letters| self.marked(&letters, Some(column)));
                    stamp.columns.extend(marked.filter(|marked| !stamp.columns.contains(marked)));
                }
                Fix::DateOrder { .. } => stamp.fixes.push(fix.clone()),
                // Where the file has the column, the copy's cells hold the values.
                Fix::MapValue { column, .. } => {
                    let place = checked.kind().column(column);
                    if place.is_some_and(|place| mapping.places[place].is_none()) {
                        stamp.fixes.push(fix.clone());
                    }
                }
                Fix::SetCell { .. }
                | Fix::DateCells { .. }
                | Fix::LeaveOut { .. }
                | Fix::LeaveOutWhere { .. }
                | Fix::LeaveOutNonData {}
                | Fix::TakeIn { .. } => {}
            }
        }
        stamp.fixes.extend(self.right_date_cells());
        let matched: Vec<&FileColumn> = {
            let at = |at: u32| mapping.columns.iter().find(|file| file.at == at);
            mapping.places.iter().flatten().filter_map(|&place| at(place)).collect()
        };
        let marked = |row: u32| {
            let texts =
                matched.iter().map(|file| cell_text(checked.cell(&self.sheet, row, file), self.sheet.date_system()));
            MarkedRow(row + 1, marks::of(texts))
        };
        let rows = mapping.header_row.saturating_add(1)..self.sheet.row_count();
        stamp.left_out = rows.filter(|&row| checked.is_left_out(row)).map(marked).collect();
        stamp.torn = checked.torn_rows().into_iter().map(marked).collect();
        stamp.short = checked.short_rows().into_iter().map(marked).collect();
        let told = checked.to_be_told().take(Stamp::MAX_TOLD);
        stamp.told =
            told.map(|(code, message)| ToldBefore { code: code.to_owned(), message: message.to_owned() }).collect();
        stamp
    }

    /// For each date column that a person has corrected: the copy's date cells are right, so that nobody is asked whether they are
    /// swapped. Where that question is open, it stays so.
    fn right_date_cells(&self) -> impl Iterator<Item = Fix> {
        let (checked, fixes) = (&self.checked, &self.options.fixes);
        let columns = checked.kind().columns.iter().zip(&checked.mapping().places).enumerate();
        let is_corrected = |name: &str, at: u32| {
            fixes.iter().any(|fix| match fix {
                Fix::SetCell { cell, .. } => parse_cell_name(cell).is_some_and(|(_, column)| column == at),
                Fix::MapValue { column, .. } | Fix::DateCells { column, .. } => column == name,
                _ => false,
            })
        };
        columns.filter_map(move |(place, (column, at))| {
            let right = matches!(column.value, ValueType::PastDate)
                && !checked.asks_swapped(place)
                && at.is_some_and(|at| is_corrected(column.name, at));
            right.then(|| Fix::DateCells { column: column.name.to_owned(), swapped: false })
        })
    }

    /// A column that was matched by hand, as a stamp names it.
    fn marked(&self, letters: &str, column: Option<&String>) -> Option<MarkedColumn> {
        let at = parse_column_letters(letters).filter(|at| *at < self.sheet.column_count())?;
        let header = marks::header(&self.sheet, self.checked.mapping().header_row, at);
        Some(MarkedColumn { letters: letters.to_owned(), header, column: column.cloned() })
    }
}
