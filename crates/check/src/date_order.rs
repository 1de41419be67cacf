//! What the cells of a date column say of how its dates are meant: the order of its text dates, one verdict a column with its proof, and
//! whether its date cells are swapped.
//!
//! 26/06/2025 can be read in one order only, since there is no month 26. Where a column holds such dates of one order, its
//! other dates are read in the same, and so they are where the header names an order. Where nothing does, or some cells prove one order
//! and some the other, a person has to say.
//!
//! Excel makes date cells of text dates when it opens a file, in the order of its own country. Where the file has the other order, day
//! and month are swapped up to the 12th, and later days stay text. So a column looks swapped where it has both: texts with a day after
//! the 12th, and date cells without one. Three days of five come after the 12th, so a single text among many cells is chance.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lanegate_sheet::{Cell, DateSystem, Sheet, cell_name};
use lanegate_wire::DateOrder;

use crate::date_hint;
use crate::parse::{DatePattern, ORDERS, date_pattern, fits, has_twin};
use crate::row_reader::Reading;

/// The most date cells for each text with a day after the 12th in a column whose date cells are swapped.
const CELLS_A_TEXT: u32 = 10;

/// Evidence from one cell about its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A text date, by what it says of the order.
    Text(DatePattern),
    /// A date without a plain year: whether it has a day after the 12th, and in which orders it can be read.
    Short(bool, [bool; 3]),
    /// A date cell that is another day with day and month swapped.
    Swappable,
    /// A date cell that swapping can't have made: with a day after the 12th, or one that would have been in the future before.
    LateDay,
}

impl Sign {
    /// Returns true if it is a text with a day after the 12th, whatever its order.
    const fn is_late_text(self) -> bool {
        matches!(self, Self::Text(DatePattern::DayFirst | DatePattern::MonthFirst) | Self::Short(true, _))
    }

    /// Returns the orders in which a date without a plain year can be read.
    const fn fits(self) -> [bool; 3] {
        match self {
            Self::Short(_, fits) => fits,
            _ => [false; 3],
        }
    }

    pub fn of(cell: Cell<'_>, dates: DateSystem, today: NaiveDate) -> Option<Self> {
        match cell {
            Cell::Text(text) if text.len() != 5 => match date_pattern(text) {
                Some(DatePattern::ShortYear) => Some(Self::Short(true, fits(cell, today).unwrap_or_default())),
                None => fits(cell, today).map(|fits| Self::Short(false, fits)),
                known => known.map(Self::Text),
            },
            Cell::Number(number) if number >= 1e5 => fits(cell, today).map(|fits| Self::Short(false, fits)),
            other => {
                has_twin(other, dates, today).map(|has_twin| if has_twin { Self::Swappable } else { Self::LateDay })
            }
        }
    }
}

/// Evidence from a column about its dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The first cell that can only be day, month, year: row and text.
    day_first: Option<(u32, String)>,
    /// The first cell that can only be month, day, year.
    month_first: Option<(u32, String)>,
    /// The number of texts with a day after the 12th, also those with a year of two digits, which prove no order.
    late_texts: u32,
    /// The row of a date cell that swapping can't have made.
    late_day: Option<u32>,
    /// The number of date cells that may be swapped; not counted where a late day speaks against it.
    swappable: u32,
    /// How many dates can be read in both orders.
    ambiguous: u32,
    /// The number of dates without a plain year that can be read in each order.
    fits: [u32; 3],
    /// The order that the header names, with the row of the headers and the words.
    hint: Option<(DateOrder, u32, String)>,
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
        let header_row = reading.mapping.header_row;
        let header = reading.mapping.columns.iter().find(|file| file.at == at).map_or("", |file| &file.header);
        found.hint = date_hint::in_header(header).map(|(order, words)| (order, header_row, words));
        for row in header_row.saturating_add(1)..sheet.row_count() {
            let cell = reading.overlay.cell(sheet, row, Some(at), Some(place));
            // Most columns have only date cells, and soon a late day among them.
            if found.late_day.is_some() && matches!(cell, Cell::Date(_) | Cell::IsoDate(_) | Cell::Blank) {
                continue;
            }
            let sign = Sign::of(cell, sheet.date_system(), reading.settings.today);
            let Some(sign) = sign.filter(|_| reading.counts(sheet, row)) else { continue };
            found.late_texts += u32::from(sign.is_late_text());
            found.count_fits(None, Some(sign));
            match sign {
                Sign::Text(DatePattern::DayFirst) => found.day_first = found.day_first.or_else(|| proof(row, cell)),
                Sign::Text(DatePattern::MonthFirst) => {
                    found.month_first = found.month_first.or_else(|| proof(row, cell))
                }
                Sign::Text(DatePattern::ShortYear) | Sign::Short(..) => {}
                Sign::Text(DatePattern::Either) => found.ambiguous += 1,
                Sign::Swappable => found.swappable += 1,
                Sign::LateDay => found.late_day = Some(row),
            }
        }
        found
    }

    /// Returns the evidence after some rows have changed. All rows are read again only if a cell that decides is among them.
    pub fn renewed(
        evidence: &BTreeMap<usize, Self>,
        (before, after): (&Reading, &Reading),
        sheet: &Sheet,
        rows: &BTreeSet<u32>,
    ) -> BTreeMap<usize, Self> {
        let renew = |(&place, known): (&usize, &Self)| {
            let mut known = known.clone();
            for &row in rows {
                let (was, is) = (before.sign(sheet, row, place), after.sign(sheet, row, place));
                if !known.keeps_its_proof(row, was, is) {
                    return (place, Self::of(after, sheet, place));
                }
                known.count(was, is);
            }
            (place, known)
        };
        let mut all = BTreeMap::new();
        all.extend(evidence.iter().map(renew));
        all
    }

    /// Replaces a cell's old evidence with its new one.
    fn count(&mut self, was: Option<Sign>, is: Option<Sign>) {
        let change = |count: u32, counts: &dyn Fn(Sign) -> bool| {
            count + u32::from(is.is_some_and(counts)) - u32::from(was.is_some_and(counts))
        };
        self.ambiguous = change(self.ambiguous, &|sign| sign == Sign::Text(DatePattern::Either));
        self.late_texts = change(self.late_texts, &Sign::is_late_text);
        self.count_fits(was, is);
        if self.late_day.is_none() {
            self.swappable = change(self.swappable, &|sign| sign == Sign::Swappable);
        }
    }

    /// Replaces the old counts of a date without a plain year with its new ones.
    fn count_fits(&mut self, was: Option<Sign>, is: Option<Sign>) {
        let [was, is] = [was, is].map(|sign| sign.map_or([false; 3], Sign::fits));
        for (count, (was, is)) in self.fits.iter_mut().zip(was.into_iter().zip(is)) {
            *count = *count + u32::from(is) - u32::from(was);
        }
    }

    /// Returns true if the cells that decide stay the same ones when a row changes.
    fn keeps_its_proof(&self, row: u32, was: Option<Sign>, is: Option<Sign>) -> bool {
        let first = |at: Option<u32>, pattern| {
            let sign = Some(Sign::Text(pattern));
            match at {
                Some(at) => at != row && (is != sign || at < row),
                None => is != sign && was != sign,
            }
        };
        first(self.day_first.as_ref().map(|(row, _)| *row), DatePattern::DayFirst)
            && first(self.month_first.as_ref().map(|(row, _)| *row), DatePattern::MonthFirst)
            // Of late days it only matters whether there is one.
            && self.late_day.map_or(is != Some(Sign::LateDay), |at| at != row)
    }

    /// Returns true if day and month of the column's date cells are probably swapped.
    pub const fn looks_swapped(&self) -> bool {
        let both_orders = self.day_first.is_some() && self.month_first.is_some();
        let of_swapping = self.swappable > 0 && self.swappable <= self.late_texts.saturating_mul(CELLS_A_TEXT);
        of_swapping && self.late_day.is_none() && !both_orders
    }

    /// How many dates can be read in both orders.
    pub const fn ambiguous(&self) -> u32 {
        self.ambiguous
    }

    /// The order that a cell proves or the header names, if nothing speaks against it.
    pub fn order(&self) -> Option<DateOrder> {
        let by_header = |wanted| self.hint.as_ref().is_some_and(|(order, ..)| *order == wanted);
        match (
            self.day_first.is_some() || by_header(DateOrder::Dmy),
            self.month_first.is_some() || by_header(DateOrder::Mdy),
        ) {
            (true, false) => Some(DateOrder::Dmy),
            (false, true) => Some(DateOrder::Mdy),
            _ => None,
        }
    }

    /// The order that the header names with the year in front, else that in which more dates without a plain year can be read than in any other.
    pub fn likely(&self) -> Option<DateOrder> {
        if let Some((DateOrder::Ymd, ..)) = self.hint {
            return Some(DateOrder::Ymd);
        }
        let most = self.fits.into_iter().max().filter(|most| *most > 0)?;
        let mut best = ORDERS.into_iter().zip(self.fits).filter(|(_, count)| *count == most);
        best.next().filter(|_| best.next().is_none()).map(|(order, _)| order)
    }

    /// The cell that proves the order, as name and text, and the row. A header counts where dates depend on it.
    pub fn proof(&self, at: u32) -> Option<(u32, String)> {
        self.order()?;
        if let Some((row, text)) = self.day_first.as_ref().or(self.month_first.as_ref()) {
            return Some((*row, format!("{} is {text}", cell_name(*row, at))));
        }
        let (_, row, words) = self.hint.as_ref().filter(|_| self.ambiguous > 0)?;
        Some((*row, format!("the header {} says {words}", cell_name(*row, at))))
    }

    /// Two cells that contradict each other, while others depend on the order.
    pub fn contradiction(&self, at: u32) -> Option<(u32, String)> {
        if self.ambiguous == 0 || self.order().is_some() {
            return None;
        }
        let cell = |first: &Option<(u32, String)>, place| {
            let (row, text) = first.as_ref()?;
            Some((*row, format!("{} is {text}, with the {place} first", cell_name(*row, at))))
        };
        let (day, month) = (cell(&self.day_first, "day"), cell(&self.month_first, "month"));
        if let (Some((_, one)), Some((other, two))) = (&day, &month) {
            return Some((*other, format!("{one}, and {two}")));
        }
        let (_, header_row, words) = self.hint.as_ref()?;
        let (row, cell) = day.or(month)?;
        Some((row, format!("the header {} says {words}, and {cell}", cell_name(*header_row, at))))
    }
}

/// The row and the text of a cell that proves an order.
fn proof(row: u32, cell: Cell<'_>) -> Option<(u32, String)> {
    match cell {
        Cell::Text(text) => Some((row, text.to_owned())),
        _ => None,
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
