//! The stamp for an annotated copy of a checked file.

use std::collections::BTreeSet;

use lanegate_check::{Checked, FileColumn, ValueType};
use lanegate_sheet::{Cell, Sheet, column_letters, parse_cell_name, parse_column_letters};
use lanegate_wire::{
    Fix, ListColumns, LookedUp, MadeOf, MarkedColumn, MarkedRow, PlainColumn, SkippedValue, Stamp, ToldBefore,
};

use super::marks::{self, Making};
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
                // The copy has the added column.
                Fix::Combine { column, parts, how } => {
                    let how = Making::Combined(*how);
                    self.mark_added(&mut stamp, column, parts, how);
                }
                Fix::Lookup { column, parts, list, .. } => {
                    let how = Making::LookedUp(ListColumns { sha256: None, ..list.clone() });
                    self.mark_added(&mut stamp, column, parts, how);
                }
                Fix::DateOrder { .. } => stamp.fixes.push(fix.clone()),
                // Where the file has the column, the copy's cells hold the values.
                Fix::MapValue { column, .. } => {
                    let place = checked.kind().column(column);
                    if place.is_some_and(|place| mapping.places[place].is_none()) {
                        stamp.fixes.push(fix.clone());
                    }
                }
                Fix::LeaveOutWhere { letters, value } => {
                    let at = parse_column_letters(letters).filter(|at| checked.skips_value(*at, value));
                    let column = at.and_then(|at| self.plain(at));
                    let skipped = column.map(|column| SkippedValue { column, value: value.clone() });
                    stamp.skipped.extend(skipped.filter(|skipped| !stamp.skipped.contains(skipped)));
                }
                Fix::SetCell { .. }
                | Fix::DateCells { .. }
                | Fix::LeaveOut { .. }
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
                matched.iter().map(|file| marks::text(checked.copied_cell(&self.sheet, row, file), &self.sheet));
            MarkedRow(row + 1, marks::of(texts))
        };
        let rows = || mapping.header_row.saturating_add(1)..self.sheet.row_count();
        let by_value = self.rows_skipped_by_value(&stamp.skipped);
        let is_left_out = |row: &u32| checked.is_left_out(*row);
        stamp.left_out = rows().filter(|row| is_left_out(row) && !by_value.contains(row)).map(marked).collect();
        stamp.taken_in = by_value.iter().copied().filter(|row| !is_left_out(row)).map(marked).collect();
        stamp.torn = checked.torn_rows().into_iter().map(marked).collect();
        stamp.short = checked.short_rows().into_iter().map(marked).collect();
        let told = checked.to_be_told().take(Stamp::MAX_TOLD);
        stamp.told =
            told.map(|(code, message)| ToldBefore { code: code.to_owned(), message: message.to_owned() }).collect();
        stamp.version = stamp.form();
        stamp
    }

    /// The rows that the copy will skip because of a value in one of its cells.
    fn rows_skipped_by_value(&self, skipped: &[SkippedValue]) -> BTreeSet<u32> {
        let at = |skipped: &SkippedValue| parse_column_letters(&skipped.column.0);
        let columns: BTreeSet<u32> = skipped.iter().filter_map(at).collect();
        let rows = self.checked.mapping().header_row.saturating_add(1)..self.sheet.row_count();
        let has_value = |row: &u32| {
            let text = |at: u32| marks::text(self.copied(*row, at), &self.sheet);
            columns.iter().any(|&at| self.checked.skips_value(at, &text(at)))
        };
        if columns.is_empty() { BTreeSet::new() } else { rows.filter(has_value).collect() }
    }

    /// A cell as the copy has it.
    fn copied(&self, row: u32, at: u32) -> Cell<'_> {
        let file = self.checked.mapping().columns.iter().find(|file| file.at == at);
        file.map_or_else(|| self.sheet.cell(row, at), |file| self.checked.copied_cell(&self.sheet, row, file))
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
        let made = self.made.iter().find(|made| made.at == at && Some(&made.column) == column);
        let marked = MarkedColumn {
            letters: letters.to_owned(),
            header,
            column: column.cloned(),
            made_of: None,
            looked_up: None,
        };
        Some(match made {
            Some(made) => with_parts(marked, made.parts.iter().filter_map(|&at| self.plain(at)), made.how.clone()),
            None => marked,
        })
    }

    /// Adds an added column to a stamp. The last choice of a column counts.
    fn mark_added(&self, stamp: &mut Stamp, column: &String, parts: &[String], how: Making) {
        let place = self.checked.kind().column(column).and_then(|place| self.checked.mapping().places[place]);
        let letters = place.filter(|at| *at >= self.sheet.own_columns()).map(column_letters);
        let Some(marked) = letters.and_then(|letters| self.marked(&letters, Some(column))) else { return };
        let parts = parts.iter().filter_map(|letters| self.plain(parse_column_letters(letters)?));
        stamp.columns.retain(|before| before.letters != marked.letters);
        stamp.columns.push(with_parts(marked, parts, how));
    }

    /// A column by its letters and its header.
    fn plain(&self, at: u32) -> Option<PlainColumn> {
        let header_row = self.checked.mapping().header_row;
        let header = || marks::header(&self.sheet, header_row, at);
        (at < self.sheet.column_count()).then(|| PlainColumn(column_letters(at), header()))
    }
}

/// A column with those that it is made of.
fn with_parts(column: MarkedColumn, parts: impl Iterator<Item = PlainColumn>, how: Making) -> MarkedColumn {
    let parts = parts.collect();
    match how {
        Making::Combined(how) => MarkedColumn { made_of: Some(MadeOf { parts, how }), ..column },
        Making::LookedUp(list) => MarkedColumn { looked_up: Some(LookedUp { parts, list }), ..column },
    }
}
