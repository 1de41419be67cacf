//! Links of cells whose addresses are in the sheet's relationships.

use lanegate_sheet::Sheet;

use super::Relations;

/// The most links of a sheet that are read; Excel allows 65,530.
const MOST: usize = 200_000;

/// A range: 0-based first and last row and column.
pub(crate) type Range = ((u32, u32), (u32, u32));

/// The ranges of a sheet's links, and the IDs of the relationships that contain their addresses.
#[derive(Debug, Default)]
pub(crate) struct Links(Vec<(Range, String)>);

impl Links {
    /// Adds a link, unless there are too many.
    pub(crate) fn add(&mut self, range: Range, id: String) {
        if self.0.len() < MOST {
            self.0.push((range, id));
        }
    }

    /// Returns true if there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the addresses behind the sheet's cells.
    pub(crate) fn follow(&self, relations: &Relations, sheet: &mut Sheet) {
        for ((first, last), id) in &self.0 {
            if let Some(target) = relations.external(id) {
                sheet.link(*first, *last, target);
            }
        }
    }
}
