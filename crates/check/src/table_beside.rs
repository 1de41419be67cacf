//! A second table that stands beside the first on one sheet.

use lanegate_wire::HowMatched;

use crate::header_names::Names;
use crate::header_text::HeaderText;
use crate::{FileColumn, Kind, Mapping, Required};

impl Mapping {
    /// A second table beside the first, after a column that is empty, repeats headers and adds none that a row needs. Its columns
    /// are no columns of the first.
    /// `is_chosen` tells the columns of which a person said what they are: they belong to no other table.
    pub(crate) fn part_from_tables_beside(&mut self, kind: &Kind, names: &Names, is_chosen: impl Fn(u32) -> bool) {
        let named = |file: &FileColumn| names.named(&HeaderText::new(&file.header)).map(|(column, _)| column);
        // Where a header comes again, the other table begins after the last empty column before it.
        let comes_again = |file: &FileColumn| {
            file.column.is_none()
                && named(file).is_some_and(|column| self.places[column].is_some_and(|at| at < file.at))
        };
        let Some(first) = self.columns.iter().position(comes_again) else { return };
        let gap = |place: &usize| self.columns[*place].at > self.columns[*place - 1].at + 1;
        let Some(start) = (1..=first).rev().find(gap) else { return };
        let (before, table) = self.columns.split_at(start);
        let table: Vec<&FileColumn> = table.iter().filter(|file| !is_chosen(file.at)).collect();
        let is_of_before = |column: usize| before.iter().any(|file| file.column == Some(column));
        let repeated =
            table.iter().filter(|file| file.column.is_none() && named(file).is_some_and(is_of_before)).count();
        let added: Vec<usize> = table.iter().filter_map(|file| file.column).collect();
        let headed = table.iter().filter(|file| !file.header.is_empty()).count();
        let is_needed = |column: &usize| kind.columns[*column].required == Required::Always;
        if headed < 2 || repeated == 0 || added.len() > repeated || added.iter().any(is_needed) {
            return;
        }
        for file in self.columns[start..].iter_mut().filter(|file| !is_chosen(file.at)) {
            if let Some(column) = file.column.take() {
                self.places[column] = None;
            }
            (file.how, file.near, file.twice, file.also, file.beside) = (HowMatched::Ignored, None, false, None, true);
        }
    }
}
