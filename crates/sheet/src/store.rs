//! The sheet itself: columns of cells, their texts and numbers, and hazards.

use std::ops::Range;

use crate::bits::Bits;
use crate::column::{BLOCK_ROWS, Column, Tag};
use crate::details::Details;
use crate::strings::Strings;
use crate::{Cell, DateSystem, Hazard, Lines, MAX_COLUMNS, MAX_ROWS, TextId};

/// Blocks of cells that a sheet may take: 210 MB, enough for 40 columns of Excel's last row.
const MAX_BLOCKS: usize = 40_960;
/// Bytes of distinct text that a sheet may hold. A million rows of two ids, a name and a note take 200 MB.
const MAX_TEXT_BYTES: usize = 256 << 20;
/// Numbers that a sheet may hold: 128 MB, enough for 16 full columns.
const MAX_NUMBERS: usize = 16 << 20;
/// Cells looked at to tell whether a row whose cell was erased is blank. Files that state a cell twice are rare, and only
/// hostile ones do so millions of times.
const MAX_LOOKS: u32 = 1 << 26;

/// The sheet does not fit into memory, or the place is outside of Excel's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the sheet holds more cells or text than can be checked at once")
    }
}

impl std::error::Error for TooLarge {}

/// One sheet of a file.
#[derive(Debug, Clone)]
pub struct Sheet {
    name: String,
    dates: DateSystem,
    columns: Vec<Column>,
    /// The number of the file's own columns, if others were added.
    own: Option<usize>,
    rows: u32,
    blocks: usize,
    strings: Strings,
    numbers: Vec<f64>,
    /// Rows in which a person could see anything.
    filled: Bits,
    pub(crate) details: Details,
    overwritten: u32,
    looks: u32,
    /// What an Excel user may not see.
    pub hazards: Vec<Hazard>,
    /// The lines of a text file that are cut into fields in an unusual way.
    pub lines: Option<Box<Lines>>,
}

impl Sheet {
    /// An empty sheet.
    #[must_use]
    pub fn new(name: impl Into<String>, dates: DateSystem) -> Self {
        Self {
            name: name.into(),
            dates,
            columns: Vec::new(),
            own: None,
            rows: 0,
            blocks: 0,
            strings: Strings::default(),
            numbers: Vec::new(),
            filled: Bits::default(),
            details: Details::default(),
            overwritten: 0,
            looks: 0,
            hazards: Vec::new(),
            lines: None,
        }
    }

    /// The sheet's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The epoch of its date serials.
    #[must_use]
    pub const fn date_system(&self) -> DateSystem {
        self.dates
    }

    /// One more than the last row that holds a cell; 0 for an empty sheet.
    #[must_use]
    pub const fn row_count(&self) -> u32 {
        self.rows
    }

    /// One more than the last column that holds a cell; 0 for an empty sheet.
    #[must_use]
    pub fn column_count(&self) -> u32 {
        // At most MAX_COLUMNS, held by `place`.
        self.columns.len() as u32
    }

    /// The number of columns that the file has, without those that were added to its right.
    #[must_use]
    pub fn own_columns(&self) -> u32 {
        self.own.unwrap_or(self.columns.len()) as u32
    }

    /// Removes the added columns. Each column that is set from now on to the right of the file's is an added one.
    pub fn clear_added_columns(&mut self) {
        self.own.get_or_insert(self.columns.len());
        self.remove_added_columns(0);
    }

    /// Removes the added columns from a column on.
    pub fn remove_added_columns(&mut self, from: u32) {
        let from = (from.max(self.own_columns()) as usize).min(self.columns.len());
        self.blocks -= self.columns.drain(from..).map(|column| column.blocks()).sum::<usize>();
    }

    /// How many distinct texts the sheet holds; every [`TextId`] is below it.
    #[must_use]
    pub fn text_count(&self) -> usize {
        self.strings.len()
    }

    /// Interns a text without placing it, for files that number their texts themselves.
    ///
    /// # Errors
    /// [`TooLarge`] when the sheet's texts are full.
    pub fn intern(&mut self, text: &str) -> Result<TextId, TooLarge> {
        self.strings.intern(text, MAX_TEXT_BYTES).ok_or(TooLarge)
    }

    /// An interned text.
    #[must_use]
    pub fn text(&self, id: TextId) -> &str {
        self.strings.get(id)
    }

    /// Every distinct text of the sheet with its id, so that a text can be looked for without looking at every cell.
    pub fn texts(&self) -> impl Iterator<Item = (TextId, &str)> {
        (0..).map(TextId).zip(self.strings.iter())
    }

    /// Stores a cell. A blank one takes no room, unless it replaces another.
    ///
    /// # Errors
    /// [`TooLarge`] outside of Excel's limits or when the sheet is full; the sheet stays as it was.
    pub fn set(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), TooLarge> {
        let (tag, payload) = match cell {
            Cell::Blank | Cell::Text("") => {
                if self.cell(row, column) != Cell::Blank {
                    self.place(row, column, Tag::Blank, 0)?;
                }
                return Ok(());
            }
            Cell::Text(text) => (Tag::Text, self.intern(text)?.0),
            Cell::IsoDate(text) => (Tag::IsoDate, self.intern(text)?.0),
            Cell::Error(text) => (Tag::Error, self.intern(text)?.0),
            Cell::Number(number) => (Tag::Number, self.number(number)?),
            Cell::Date(serial) => (Tag::Date, self.number(serial)?),
            Cell::Duration(days) => (Tag::Duration, self.number(days)?),
            Cell::Bool(false) => (Tag::False, 0),
            Cell::Bool(true) => (Tag::True, 0),
            Cell::NoResult => (Tag::NoResult, 0),
        };
        self.place(row, column, tag, payload)
    }

    /// Stores a text that was interned before.
    ///
    /// # Errors
    /// As [`Sheet::set`].
    pub fn set_text(&mut self, row: u32, column: u32, id: TextId) -> Result<(), TooLarge> {
        if self.text(id).is_empty() {
            return self.set(row, column, Cell::Blank);
        }
        self.place(row, column, Tag::Text, id.0)
    }

    /// The cell at a place; blank outside of the sheet.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Cell<'_> {
        let Some(cells) = self.columns.get(column as usize) else { return Cell::Blank };
        let (tag, payload) = cells.get(row);
        match tag {
            Tag::Blank => Cell::Blank,
            Tag::Text => Cell::Text(self.strings.get(TextId(payload))),
            Tag::IsoDate => Cell::IsoDate(self.strings.get(TextId(payload))),
            Tag::Error => Cell::Error(self.strings.get(TextId(payload))),
            Tag::Number => Cell::Number(self.numbers[payload as usize]),
            Tag::Date => Cell::Date(self.numbers[payload as usize]),
            Tag::Duration => Cell::Duration(self.numbers[payload as usize]),
            Tag::False => Cell::Bool(false),
            Tag::True => Cell::Bool(true),
            Tag::NoResult => Cell::NoResult,
        }
    }

    /// The id of the text at a place, if there is one: equal texts compare by number.
    #[must_use]
    pub fn text_id(&self, row: u32, column: u32) -> Option<TextId> {
        match self.columns.get(column as usize)?.get(row) {
            (Tag::Text, id) => Some(TextId(id)),
            _ => None,
        }
    }

    /// The rows in pieces, each with the columns that hold cells there: a way through the sheet that costs its cells, not its width.
    pub fn pieces(&self) -> impl Iterator<Item = (Range<u32>, Vec<u32>)> {
        (0..self.rows).step_by(BLOCK_ROWS).map(|first| {
            let held = (0..).zip(&self.columns).filter(|(_, cells)| !cells.lacks_block(first));
            (first..self.rows.min(first + BLOCK_ROWS as u32), held.map(|(column, _)| column).collect())
        })
    }

    /// Whether nothing a person could see stands in the row.
    #[must_use]
    pub fn is_row_blank(&self, row: u32) -> bool {
        !self.filled.contains(row)
    }

    fn number(&mut self, number: f64) -> Result<u32, TooLarge> {
        if self.numbers.len() >= MAX_NUMBERS {
            return Err(TooLarge);
        }
        let at = u32::try_from(self.numbers.len()).map_err(|_| TooLarge)?;
        self.numbers.push(number);
        Ok(at)
    }

    /// Returns the number of cells that replaced a different value, for readers of files in which a cell may occur twice.
    #[must_use]
    pub const fn overwritten(&self) -> u32 {
        self.overwritten
    }

    /// Returns true if two stored cells say the same.
    fn is_same(&self, one: (Tag, u32), other: (Tag, u32)) -> bool {
        let number = |at: u32| self.numbers.get(at as usize).map(|number| number.to_bits());
        let holds_number = matches!(one.0, Tag::Number | Tag::Date | Tag::Duration);
        one == other || (one.0 == other.0 && holds_number && number(one.1) == number(other.1))
    }

    fn place(&mut self, row: u32, column: u32, tag: Tag, payload: u32) -> Result<(), TooLarge> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(TooLarge);
        }
        let at = column as usize;
        if self.columns.get(at).is_none_or(|cells| cells.lacks_block(row)) {
            if self.blocks >= MAX_BLOCKS {
                return Err(TooLarge);
            }
            self.blocks += 1;
        }
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, Column::default);
        }
        let (before, was) = self.columns[at].set(row, tag, payload);
        self.rows = self.rows.max(row + 1);
        if before != Tag::Blank && !self.is_same((before, was), (tag, payload)) {
            self.overwritten = self.overwritten.wrapping_add(1);
        }
        // The common case, without a look at the text: one more cell in a row that is known to hold something.
        if before == Tag::Blank && self.filled.contains(row) {
            return Ok(());
        }
        if !self.cell(row, column).is_blank() {
            self.filled.insert(row);
        } else if self.filled.contains(row) {
            let filled = (0..self.column_count()).find(|&column| !self.cell(row, column).is_blank());
            self.looks = self.looks.saturating_add(filled.unwrap_or(self.column_count()) + 1);
            if self.looks > MAX_LOOKS {
                return Err(TooLarge);
            }
            if filled.is_none() {
                // The last cell of the row was erased.
                self.filled.remove(row);
            }
        }
        Ok(())
    }
}

const _: () = assert!((MAX_ROWS as usize).is_multiple_of(BLOCK_ROWS));

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet::new("Data", DateSystem::Y1900)
    }

    #[test]
    fn every_kind_of_cell_comes_back() {
        let cells = [
            Cell::Blank,
            Cell::Text("Ann"),
            Cell::Number(360.0),
            Cell::Date(45_778.5),
            Cell::Duration(1.25),
            Cell::IsoDate("2025-05-01"),
            Cell::Bool(true),
            Cell::Bool(false),
            Cell::Error("#N/A"),
            Cell::NoResult,
        ];
        let mut sheet = sheet();
        for (row, cell) in (0..).zip(cells) {
            sheet.set(row, 3, cell).unwrap();
        }
        for (row, cell) in (0..).zip(cells) {
            assert_eq!(sheet.cell(row, 3), cell);
        }
        assert_eq!((sheet.row_count(), sheet.column_count()), (10, 4));
    }

    #[test]
    fn equal_texts_share_an_id() {
        let mut sheet = sheet();
        sheet.set(0, 0, Cell::Text("stalled")).unwrap();
        sheet.set(9, 4, Cell::Text("stalled")).unwrap();
        assert_eq!(sheet.text_id(0, 0), sheet.text_id(9, 4));
        assert_eq!(sheet.text_count(), 1);
    }

    #[test]
    fn far_corners_cost_little_and_the_outside_is_refused() {
        let mut sheet = sheet();
        sheet.set(MAX_ROWS - 1, MAX_COLUMNS - 1, Cell::Bool(true)).unwrap();
        assert_eq!(sheet.cell(MAX_ROWS - 1, MAX_COLUMNS - 1), Cell::Bool(true));
        assert_eq!(sheet.set(MAX_ROWS, 0, Cell::Bool(true)), Err(TooLarge));
        assert_eq!(sheet.set(0, MAX_COLUMNS, Cell::Bool(true)), Err(TooLarge));
    }

    #[test]
    fn a_hostile_spread_of_cells_is_refused_before_memory_ends() {
        let mut sheet = sheet();
        let spread = (0..MAX_COLUMNS).flat_map(|column| (0..1_024).map(move |block| (block * 1_024, column)));
        let refused = spread.into_iter().find(|&(row, column)| sheet.set(row, column, Cell::NoResult).is_err());
        assert!(refused.is_some());
    }

    #[test]
    fn a_cell_erased_again_and_again_ends_in_a_refusal() {
        let mut sheet = sheet();
        sheet.set(0, MAX_COLUMNS - 1, Cell::Text(" ")).unwrap();
        let erased = (0..100_000).find(|_| {
            sheet.set(0, 0, Cell::Bool(true)).unwrap();
            sheet.set(0, 0, Cell::Blank).is_err()
        });
        assert!(erased.is_some());
    }

    #[test]
    fn blank_rows_are_known_without_looking_at_every_column() {
        let mut sheet = sheet();
        sheet.set(5, 900, Cell::Text("  ")).unwrap();
        assert!(sheet.is_row_blank(5));
        sheet.set(5, 901, Cell::Text("x")).unwrap();
        assert!(!sheet.is_row_blank(5));
        sheet.set(5, 901, Cell::Blank).unwrap();
        assert!(sheet.is_row_blank(5) && sheet.is_row_blank(4));
    }

    #[test]
    fn cells_that_take_the_place_of_others_are_counted() {
        let mut sheet = sheet();
        for cell in
            [Cell::Text("a"), Cell::Text("a"), Cell::Number(1.0), Cell::Number(1.0), Cell::Bool(true), Cell::Blank]
        {
            sheet.set(0, 0, cell).unwrap();
        }
        sheet.set(0, 0, Cell::Error("#REF!")).unwrap();
        sheet.set(1, 0, Cell::Text("a")).unwrap();
        assert_eq!(sheet.overwritten(), 3);
        sheet.set(0, 0, Cell::Date(1.0)).unwrap();
        sheet.set(0, 0, Cell::Duration(1.0)).unwrap();
        assert_eq!(sheet.overwritten(), 5);
    }

    #[test]
    fn added_columns_come_and_go() {
        let mut sheet = sheet();
        sheet.set(0, 1, Cell::Text("Ann")).unwrap();
        let blocks = sheet.blocks;
        for text in ["Ann Lee", "Ben Ode"] {
            sheet.clear_added_columns();
            assert_eq!((sheet.column_count(), sheet.own_columns(), sheet.blocks), (2, 2, blocks));
            sheet.set(0, 2, Cell::Text(text)).unwrap();
            assert_eq!((sheet.column_count(), sheet.own_columns()), (3, 2));
            assert_eq!(sheet.cell(0, 2), Cell::Text(text));
        }
    }

    #[test]
    fn pieces_name_the_columns_that_hold_cells() {
        let mut sheet = sheet();
        for (row, column) in [(0, 0), (1_023, 2), (1_024, 0), (3_000, MAX_COLUMNS - 1)] {
            sheet.set(row, column, Cell::Bool(true)).unwrap();
        }
        let pieces: Vec<_> = sheet.pieces().collect();
        assert_eq!(pieces, [(0..1_024, vec![0, 2]), (1_024..2_048, vec![0]), (2_048..3_001, vec![MAX_COLUMNS - 1])]);
    }
}
