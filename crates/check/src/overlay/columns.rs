//! Corrections that say which template column a file column is.

use std::collections::BTreeMap;

use lanegate_sheet::{Sheet, parse_column_letters};
use lanegate_wire::{ColumnChoice, Fix, HowMatched};

use crate::added_columns::{AddedColumn, Making, making};
use crate::combined::Combination;
use crate::header_names::Names;
use crate::{Kind, Mapping};

/// Which template column each corrected file column is, and which columns are added. The last correction of a column wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ColumnChoices {
    /// By column of the sheet: the column's position in the kind, or none.
    by_letters: BTreeMap<u32, Option<usize>>,
    added: Vec<AddedColumn>,
}

impl ColumnChoices {
    /// Collects the choices from a list of corrections. Those that name no column are skipped.
    pub fn of(kind: &Kind, sheet: &Sheet, fixes: &[Fix]) -> Self {
        let mut added = AddedColumn::all(kind, sheet, fixes);
        // Those that were not added did not fit into memory.
        added.retain(|column| column.at < sheet.column_count());
        let mut all = Self { added, ..Self::default() };
        for fix in fixes {
            match fix {
                Fix::MapColumn { letters, column } => {
                    all.add(choice(kind, sheet, letters, column.as_deref()).into_iter().collect());
                }
                Fix::MapColumns { columns } => all.add(choices(kind, sheet, columns).into_iter().flatten().collect()),
                Fix::Combine { .. } | Fix::Lookup { .. } => {
                    let found = making(kind, sheet, fix);
                    let added = found.and_then(|(place, ..)| all.added.iter().find(|column| column.place == place));
                    all.add(added.map(|column| (column.at, Some(column.place))).into_iter().collect());
                }
                _ => {}
            }
        }
        all
    }

    /// Adds the choices of one correction. A file column that an earlier one chose for the same template column is set aside.
    fn add(&mut self, chosen: Vec<(u32, Option<usize>)>) {
        let is_taken = |place: usize| chosen.iter().any(|(_, taken)| *taken == Some(place));
        for earlier in self.by_letters.values_mut() {
            *earlier = earlier.filter(|place| !is_taken(*place));
        }
        self.by_letters.extend(chosen);
    }

    pub fn contains(&self, at: u32) -> bool {
        self.by_letters.contains_key(&at)
    }

    /// Returns true if a template column is made of columns of the file and was added to the sheet.
    pub fn adds(&self, place: usize) -> bool {
        self.added.iter().any(|column| column.place == place)
    }

    /// The added columns in which the IDs of a column of the file stay.
    pub fn keeping(&self, at: u32) -> impl Iterator<Item = u32> {
        let keeps =
            move |column: &&AddedColumn| matches!(column.how, Making::LookedUp { keep, .. } if keep == Some(at));
        self.added.iter().filter(keeps).map(|column| column.at)
    }

    /// How the combined columns are made, by column of the sheet.
    pub fn combinations(&self, kind: &Kind, sheet: &Sheet, header_row: u32) -> BTreeMap<u32, Combination> {
        let combined = self.added.iter();
        combined.filter_map(|column| Some((column.at, column.combination(kind, sheet, header_row)?))).collect()
    }

    /// Replaces what the headers say with the choices.
    pub fn apply_to(&self, kind: &'static Kind, sheet: &Sheet, mapping: &mut Mapping) {
        mapping.add_columns(kind, sheet, &self.added);
        mapping.shift.take_if(|shift| self.contains(shift.without_header));
        if !self.by_letters.is_empty() {
            // An annotated copy has the combined columns right behind another table.
            mapping.part_from_tables_beside(kind, &Names::of(kind), |at| self.contains(at));
        }
        for (&at, &chosen) in &self.by_letters {
            for file in &mut mapping.columns {
                if file.at == at {
                    if let Some(before) = file.column.take().filter(|&place| mapping.places[place] == Some(at)) {
                        mapping.places[before] = None;
                    }
                    (file.column, file.how) = (chosen, chosen.map_or(HowMatched::Ignored, |_| HowMatched::Chosen));
                    (file.near, file.twice, file.also) = (None, false, None);
                } else if chosen.is_some() && file.column == chosen {
                    (file.column, file.how, file.also) = (None, HowMatched::Ignored, chosen);
                }
            }
            if let Some(place) = chosen {
                mapping.places[place] = Some(at);
            }
        }
        mapping.mark_parts(&self.added);
        // Where the first of two columns of one meaning was set aside, the second takes its place.
        for file in mapping.columns.iter_mut().filter(|file| file.twice) {
            if let Some(place) = file.near.filter(|&place| mapping.places[place].is_none()) {
                mapping.places[place] = Some(file.at);
                (file.column, file.how, file.near, file.twice) = (Some(place), HowMatched::Chosen, None, false);
            }
        }
    }
}

/// The sheet's column and the position of the template column; `None` when either does not exist.
pub(super) fn choice(kind: &Kind, sheet: &Sheet, letters: &str, column: Option<&str>) -> Option<(u32, Option<usize>)> {
    let at = parse_column_letters(letters).filter(|at| *at < sheet.column_count())?;
    match column {
        None => Some((at, None)),
        Some(name) => Some((at, Some(kind.column(name)?))),
    }
}

/// The same for several columns; `None` when any of them does not exist.
pub(super) fn choices(kind: &Kind, sheet: &Sheet, columns: &[ColumnChoice]) -> Option<Vec<(u32, Option<usize>)>> {
    columns.iter().map(|one| choice(kind, sheet, &one.letters, one.column.as_deref())).collect()
}
