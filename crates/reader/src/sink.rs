//! Where readers put cells: the sheet and its hazards, with Excel's limits held in one place.

use std::collections::HashSet;

use lanegate_sheet::{Cell, HazardKind, MAX_COLUMNS, MAX_ROWS, Sheet, TextId};
use lanegate_wire::Unreadable;

use crate::formulas::Results;
use crate::hazards::Hazards;
use crate::numfmt::Shown;
use crate::{budget, refusal};

/// Stands in a cell whose value the file names but does not hold.
pub(crate) const BROKEN: &str = "#BROKEN!";

/// A sheet being filled.
#[derive(Debug)]
pub(crate) struct Sink {
    pub(crate) sheet: Sheet,
    pub(crate) hazards: Hazards,
    pub(crate) results: Results,
    /// Interned texts with a character that was broken in the file.
    broken: HashSet<TextId>,
    /// As often as the sheet says that a cell took the place of another, and was told.
    overwritten: u32,
    /// Cells that may still be stated.
    left: u32,
    left_blank: u32,
}

impl Sink {
    /// Fills an empty sheet; where only its first `rows` are looked at, with as many cells as they can hold.
    pub(crate) fn new(sheet: Sheet, rows: u32) -> Self {
        let left = if rows < u32::MAX { budget::LOOK_CELLS } else { budget::CELLS };
        Self {
            sheet,
            hazards: Hazards::default(),
            results: Results::default(),
            broken: HashSet::new(),
            overwritten: 0,
            left,
            left_blank: budget::BLANK_CELLS,
        }
    }

    /// Stores a cell; one outside of Excel's limits is told and left out.
    #[inline]
    pub(crate) fn set(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), Unreadable> {
        if !self.is_inside(row, column) {
            return Ok(());
        }
        self.count(column)?;
        if let Cell::Text(text) = cell
            && is_broken(text)
        {
            self.note_broken_text(row, column);
        }
        self.sheet.set(row, column, cell).map_err(|_| too_large())?;
        self.compare(row, column)
    }

    /// Reports a cell that occurs twice with different values: it is unknown which one is meant.
    #[inline]
    fn compare(&mut self, row: u32, column: u32) -> Result<(), Unreadable> {
        if self.sheet.overwritten() == self.overwritten {
            return Ok(());
        }
        self.hazards.note(HazardKind::BrokenCell, Some((row, column)), "two values");
        let done = self.sheet.set(row, column, Cell::Error(BROKEN)).map_err(|_| too_large());
        self.overwritten = self.sheet.overwritten();
        done
    }

    /// Interns a text of a table that cells name by number.
    pub(crate) fn intern(&mut self, text: &str) -> Result<TextId, Unreadable> {
        let id = self.sheet.intern(text).map_err(|_| too_large())?;
        if is_broken(text) {
            self.broken.insert(id);
        }
        Ok(id)
    }

    /// Stores a text that was interned before.
    #[inline]
    pub(crate) fn set_text(&mut self, row: u32, column: u32, id: TextId) -> Result<(), Unreadable> {
        if !self.is_inside(row, column) {
            return Ok(());
        }
        self.count(column)?;
        if !self.broken.is_empty() && self.broken.contains(&id) {
            self.note_broken_text(row, column);
        }
        self.sheet.set_text(row, column, id).map_err(|_| too_large())?;
        self.compare(row, column)
    }

    /// Stores a number as its format shows it.
    #[inline]
    pub(crate) fn set_number(&mut self, row: u32, column: u32, number: f64, shown: Shown) -> Result<(), Unreadable> {
        let cell = match shown {
            Shown::Number => Cell::Number(number),
            Shown::Date => Cell::Date(number),
            Shown::Duration => Cell::Duration(number),
        };
        self.set(row, column, cell)
    }

    /// Stores a formula whose result the file does not hold, and tells.
    pub(crate) fn set_no_result(&mut self, row: u32, column: u32) -> Result<(), Unreadable> {
        self.hazards.note(HazardKind::FormulaWithoutResult, Some((row, column)), "");
        self.set(row, column, Cell::NoResult)
    }

    /// Tells of a cell whose stored form is no value, and stores what stands in for it.
    pub(crate) fn set_broken(&mut self, row: u32, column: u32, instead: Cell<'_>, why: &str) -> Result<(), Unreadable> {
        if self.is_inside(row, column) {
            self.hazards.note(HazardKind::BrokenCell, Some((row, column)), why);
        }
        self.set(row, column, instead)
    }

    /// Stores a shared text by its number in the file.
    #[inline]
    pub(crate) fn set_shared(
        &mut self,
        row: u32,
        column: u32,
        ids: &[TextId],
        number: Option<usize>,
    ) -> Result<(), Unreadable> {
        match number.and_then(|number| ids.get(number)) {
            Some(&id) => self.set_text(row, column, id),
            None => self.set_broken(row, column, Cell::Error(BROKEN), "a text that the file does not hold"),
        }
    }

    /// The finished sheet with its own hazards.
    pub(crate) fn finish(mut self) -> Sheet {
        self.settle_results();
        let Self { mut sheet, hazards, .. } = self;
        hazards.settle(&mut sheet);
        sheet
    }

    /// Notes a blank cell.
    #[inline]
    pub(crate) fn blank(&mut self, row: u32, column: u32) -> Result<(), Unreadable> {
        self.hazards.reach(row, column);
        self.left_blank = self.left_blank.checked_sub(1).ok_or_else(too_many_blank)?;
        Ok(())
    }

    /// Counts a cell. One far to the right costs as much time as four: the columns of such a sheet lie far apart in memory.
    #[inline]
    pub(crate) fn count(&mut self, column: u32) -> Result<(), Unreadable> {
        let cost = if column < budget::NEAR_COLUMNS { 1 } else { 4 };
        self.left = self.left.checked_sub(cost).ok_or_else(too_many)?;
        Ok(())
    }

    fn note_broken_text(&mut self, row: u32, column: u32) {
        self.hazards.note(HazardKind::BrokenCell, Some((row, column)), "a character that is broken");
    }

    fn is_inside(&mut self, row: u32, column: u32) -> bool {
        let inside = row < MAX_ROWS && column < MAX_COLUMNS;
        if !inside {
            self.hazards.note(HazardKind::BrokenCell, None, "a cell outside of Excel's limits");
        }
        inside
    }
}

/// Whether a text holds the sign that stands for what could not be decoded.
fn is_broken(text: &str) -> bool {
    // Its first byte, looked for alone, is found missing quicker.
    text.as_bytes().contains(&0xEF) && text.contains(char::REPLACEMENT_CHARACTER)
}

/// The refusal of a sheet that does not fit.
pub(crate) fn too_large() -> Unreadable {
    refusal::TOO_LARGE.with("its sheet holds more cells or text than can be checked at once")
}

/// The refusal of more cells than may be stated.
fn too_many() -> Unreadable {
    refusal::TOO_LARGE.with("its sheet holds more than 8,000,000 cells with values (right of column IV, 2,000,000)")
}

fn too_many_blank() -> Unreadable {
    refusal::TOO_LARGE.with("its sheet holds more than 12,000,000 cells that are blank, but have a format")
}

/// The refusal of a text that no cell holds.
pub(crate) fn too_long() -> Unreadable {
    refusal::TOO_LARGE.with("one of its cells holds more than four million characters")
}
