//! Which column of a file and which column of a list belong together: those with the most different values in common.

use std::collections::{HashMap, HashSet};

use lanegate_sheet::{Sheet, column_letters};
use lanegate_wire::LookupColumns;
use uuid::Uuid;

use super::LookupList;
use super::keys::Comparison;
use super::list::id;
use crate::parse::cell_text;
use crate::{Checked, Column};

/// Rows of the file that are looked up.
const FILE_ROWS: usize = 300;
/// Rows of the list that are looked at.
const LIST_ROWS: usize = 20_000;
/// Columns of each that are compared.
const COLUMNS: usize = 40;
/// IDs of one value that a person can choose from.
const FEW: usize = 6;
/// What a value with one ID counts, against one that leaves a choice.
const FOUND: u32 = 3;

impl Checked {
    /// The columns by which the most different values would find an ID in a list; `None` if no value of the file is in it.
    #[must_use]
    pub fn suggest_lookup(&self, sheet: &Sheet, column: &Column, list: &LookupList) -> Option<LookupColumns> {
        let ids = list.id_columns(column).into_iter().next()?;
        let ids_at = list.column(&ids)?.at;
        let rows = self.mapping().header_row.saturating_add(1)..sheet.row_count();
        let rows: Vec<u32> = rows.filter(|&row| self.reading.counts(sheet, row)).take(FILE_ROWS).collect();
        let own = self.mapping().columns.iter().filter(|file| file.at < sheet.own_columns()).take(COLUMNS);
        let own: Vec<(u32, HashSet<String>)> = own.map(|file| (file.at, texts(sheet, &rows, file.at))).collect();
        let mut best: Option<(u32, LookupColumns)> = None;
        for listed in list.columns.iter().filter(|listed| !listed.ids).take(COLUMNS) {
            let known = KnownValues::of(list, listed.at, ids_at);
            for (at, texts) in &own {
                let score = known.score(texts);
                if score > best.as_ref().map_or(0, |(best, _)| *best) {
                    let (part, matching) = (column_letters(*at), listed.name.clone());
                    best = Some((score, LookupColumns { part, matching, ids: ids.clone() }));
                }
            }
        }
        best.map(|(_, columns)| columns)
    }
}

/// The different texts of a column.
fn texts(sheet: &Sheet, rows: &[u32], at: u32) -> HashSet<String> {
    rows.iter().map(|&row| cell_text(sheet.cell(row, at), sheet.date_system())).collect()
}

/// The values of a list's column.
struct KnownValues {
    comparison: Comparison,
    /// By key: the different IDs, until there are too many.
    ids: HashMap<String, Vec<Uuid>>,
    similar: HashSet<String>,
}

impl KnownValues {
    fn of(list: &LookupList, matching: u32, ids: u32) -> Self {
        let comparison = list.comparison(matching);
        let mut known = Self { comparison, ids: HashMap::new(), similar: HashSet::new() };
        for row in list.row_numbers().take(LIST_ROWS) {
            let Some(id) = id(list.sheet.cell(row, ids)) else { continue };
            let value = list.text(row, matching);
            let Some(key) = comparison.key(&value) else { continue };
            let ids = known.ids.entry(key).or_default();
            if ids.len() <= FEW && !ids.contains(&id) {
                ids.push(id);
            }
            known.similar.extend(comparison.similar_key(&value));
        }
        known
    }

    /// How many of the texts are found. A choice between a few IDs counts a little, too.
    fn score(&self, texts: &HashSet<String>) -> u32 {
        let keys: HashMap<Option<String>, &String> =
            texts.iter().filter_map(|text| self.comparison.sought(text).map(|sought| (sought.key, text))).collect();
        let score = |(key, text): (&Option<String>, &&String)| match key.as_ref().and_then(|key| self.ids.get(key)) {
            Some(ids) if ids.len() == 1 => FOUND,
            Some(ids) => u32::from(ids.len() <= FEW),
            None => {
                let similar = self.comparison.similar_key(text);
                u32::from(similar.is_some_and(|similar| self.similar.contains(&similar)))
            }
        };
        keys.iter().map(score).sum()
    }
}
