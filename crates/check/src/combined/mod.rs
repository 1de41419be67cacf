//! Template columns that a person makes out of several columns of the file, such as a name out of first and last name.

mod before;
mod cells;
mod names;
mod text;

use std::collections::BTreeSet;

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::Combining;

use crate::added_columns::columns_named;
use crate::headers::{SAMPLES, cells_below};
use crate::parse::cell_text;
use crate::text::{collapsed, shortened};
use crate::{Checked, Mapping, ValueType};

pub use self::before::CombinedBefore;
pub(crate) use self::cells::{Combination, Combined};
pub(crate) use self::names::{first_filled, name_parts};
pub use self::text::combined_text;
pub(crate) use self::text::{first_address, has_several_addresses, reference_at};

/// The most columns that are combined into one.
pub const MAX_PARTS: usize = 20;
/// Cells of a column looked at for what they are.
const LOOKED_AT: usize = 200;
/// Rows looked at for samples.
const SAMPLED_ROWS: u32 = 1_000;

/// The first different results of a combination, shortened; at most three.
pub(crate) fn samples(sheet: &Sheet, header_row: u32, parts: &[u32], how: Combining) -> Vec<String> {
    // As text, whatever column it is for.
    let value = ValueType::Text { max: 0, lines: false, usual: &[], person: false };
    let combination = Combination::new(value, sheet, header_row, parts, how);
    let mut samples: Vec<String> = Vec::new();
    let rows = header_row.saturating_add(1)..sheet.row_count().min(header_row.saturating_add(1 + SAMPLED_ROWS));
    let text = |row| cell_text(combination.cell(sheet, row).cell(), sheet.date_system());
    for text in rows.map(|row| shortened(&collapsed(&text(row)))).filter(|text| !text.is_empty()) {
        if !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// Returns true if nearly all cells of a column are names with something behind them that isn't part of the name: an ID, a link, or an
/// e-mail address.
pub(crate) fn has_more_than_names(sheet: &Sheet, header_row: u32, at: u32) -> bool {
    let has_more = |cell| {
        let Cell::Text(text) = cell else { return false };
        let name = combined_text(Combining::Name, std::iter::once(text));
        !name.is_empty() && name != collapsed(text)
    };
    let cells = cells_below(sheet, header_row, at).take(LOOKED_AT);
    let (found, all) = cells.fold((0, 0), |(found, all), cell| (found + usize::from(has_more(cell)), all + 1));
    all > 0 && found * 10 >= all * 9
}

impl Checked {
    /// The first different results of a combination of columns, before it is asked for.
    #[must_use]
    pub fn combined_samples(&self, sheet: &Sheet, parts: &[String], how: Combining) -> Vec<String> {
        let parts = columns_named(sheet, parts).unwrap_or_default();
        samples(sheet, self.mapping().header_row, &parts, how)
    }
}

impl Mapping {
    /// The columns of the file that a column of the sheet is made of: itself, unless it was added.
    pub(crate) fn parts(&self, at: u32) -> Vec<u32> {
        let file = self.columns.iter().find(|file| file.at == at);
        file.filter(|file| !file.parts.is_empty()).map_or_else(|| vec![at], |file| file.parts.clone())
    }

    /// The columns of the file that are imported, or go into an added column that is.
    pub(crate) fn read_columns(&self) -> BTreeSet<u32> {
        self.places.iter().flatten().flat_map(|&at| self.parts(at)).collect()
    }
}
