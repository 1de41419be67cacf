//! The order of day, month and year in a column's text dates: one verdict a column, with the cell that proves it.
//!
//! 26/06/2025 can be read in one order only, since there is no month 26. Where a column holds such dates of one order, its
//! other dates are read in the same; where it holds none, or some of either order, a person has to say.

use std::collections::{BTreeMap, BTreeSet};

use lanegate_sheet::{Cell, Sheet, cell_name};
use lanegate_wire::DateOrder;

use crate::parse::{DatePattern, date_pattern};
use crate::row_reader::Reading;

/// What the text dates of a column say of their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The first cell that can only be day, month, year: row and text.
    day_first: Option<(u32, String)>,
    /// The first cell that can only be month, day, year.
    month_first: Option<(u32, String)>,
    /// How many dates can be read in both orders.
    ambiguous: u32,
}

impl Evidence {
    /// What each date column says, by its place in the kind.
    pub fn of_all(reading: &Reading, sheet: &Sheet) -> BTreeMap<usize, Self> {
        let mut all = BTreeMap::new();
        all.extend(Reading::date_columns(reading.kind).map(|place| (place, Self::of(reading, sheet, place))));
        all
    }

    /// What the column `place` of the kind says, in the rows below the headers.
    fn of(reading: &Reading, sheet: &Sheet, place: usize) -> Self {
        let mut found = Self::default();
        let Some(at) = reading.mapping.places[place] else { return found };
        for row in reading.mapping.header_row.saturating_add(1)..sheet.row_count() {
            let Cell::Text(text) = reading.overlay.cell(sheet, row, Some(at), Some(place)) else { continue };
            let counts = |row| !reading.overlay.leaves_out(row) && !reading.skips(sheet, row);
            let Some(pattern) = date_pattern(text).filter(|_| counts(row)) else { continue };
            let first = match pattern {
                DatePattern::DayFirst => &mut found.day_first,
                DatePattern::MonthFirst => &mut found.month_first,
                DatePattern::Either => {
                    found.ambiguous += 1;
                    continue;
                }
            };
            first.get_or_insert_with(|| (row, text.to_owned()));
        }
        found
    }

    /// What the columns say after some rows have changed. Only where a first cell is among them are all rows looked at again.
    pub fn renewed(
        evidence: &BTreeMap<usize, Self>,
        (before, after): (&Reading, &Reading),
        sheet: &Sheet,
        rows: &BTreeSet<u32>,
    ) -> BTreeMap<usize, Self> {
        let renew = |(&place, known): (&usize, &Self)| {
            let mut known = known.clone();
            for &row in rows {
                let (was, is) = (before.date_pattern(sheet, row, place), after.date_pattern(sheet, row, place));
                if !known.keeps_its_proof(row, was, is) {
                    return (place, Self::of(after, sheet, place));
                }
                let either = |pattern| u32::from(pattern == Some(DatePattern::Either));
                known.ambiguous = known.ambiguous + either(is) - either(was);
            }
            (place, known)
        };
        let mut all = BTreeMap::new();
        all.extend(evidence.iter().map(renew));
        all
    }

    /// Whether the first cells that prove an order stay the first ones when a row changes.
    fn keeps_its_proof(&self, row: u32, was: Option<DatePattern>, is: Option<DatePattern>) -> bool {
        let keeps = |first: &Option<(u32, String)>, pattern| match first {
            Some((at, _)) => *at != row && (is != Some(pattern) || *at < row),
            None => is != Some(pattern) && was != Some(pattern),
        };
        keeps(&self.day_first, DatePattern::DayFirst) && keeps(&self.month_first, DatePattern::MonthFirst)
    }

    /// How many dates can be read in both orders.
    pub const fn ambiguous(&self) -> u32 {
        self.ambiguous
    }

    /// The order that is proved, if one is and nothing speaks against it.
    pub fn order(&self) -> Option<DateOrder> {
        match (&self.day_first, &self.month_first) {
            (Some(_), None) => Some(DateOrder::Dmy),
            (None, Some(_)) => Some(DateOrder::Mdy),
            _ => None,
        }
    }

    /// The cell that proves the order, as name and text, and the row.
    pub fn proof(&self, at: u32) -> Option<(u32, String)> {
        let (row, text) = self.day_first.as_ref().xor(self.month_first.as_ref())?;
        Some((*row, format!("{} is {text}", cell_name(*row, at))))
    }

    /// Two cells that contradict each other, while others depend on the order.
    pub fn contradiction(&self, at: u32) -> Option<(u32, String)> {
        let ((row, first), (other, second)) = (self.day_first.as_ref()?, self.month_first.as_ref()?);
        let (one, two) = (cell_name(*row, at), cell_name(*other, at));
        (self.ambiguous > 0).then(|| {
            (*other, format!("{one} is {first}, with the day first, and {two} is {second}, with the month first"))
        })
    }
}

/// An order in words.
pub(crate) const fn words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
        DateOrder::Ymd => "year, month, day",
    }
}
