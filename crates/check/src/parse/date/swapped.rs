//! Date cells of which day and month were swapped: Excel does that when it opens text dates of another country's order. Those with a
//! day up to the 12th become date cells with the wrong month; the others stay text.

use chrono::{Datelike as _, NaiveDate};
use lanegate_sheet::{Cell, DateSystem};

use super::text::{self, Meaning};
use super::words::written;
use super::{Note, Proposal};
use crate::codes;
use crate::parse::Context;

/// The date with day and month swapped, if that is another day.
pub(super) fn twin(date: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), date.day(), date.month()).filter(|twin| *twin != date)
}

/// The same, if a meeting can have been held on that day.
pub(super) fn past_twin(date: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    twin(date).filter(|twin| *twin <= today)
}

/// The question that a cell asks in a column where this has probably happened.
pub(super) fn note(date: NaiveDate, twin: NaiveDate) -> Note {
    let message = format!(
        "{date} ({}) is probably {twin} ({}). This column has dates as text with a day after the 12th, and none of its date cells \
         has such a day: that happens when Excel swaps day and month.",
        written(date),
        written(twin)
    );
    let hint = "Say whether this column's date cells are swapped or right; compare one with your calendar.";
    Note::new(codes::DATE_SWAPPED, message, hint)
        .proposing(Proposal::DateCells { swapped: true })
        .proposing(Proposal::DateCells { swapped: false })
}

/// The serials of the usual years: date cells that lost their format.
const USUAL_SERIALS: std::ops::Range<f64> = 30_000.0..60_000.0;

/// The date and the seconds of a date cell.
fn date_cell(cell: Cell<'_>, dates: DateSystem) -> Option<(NaiveDate, u32)> {
    match cell {
        Cell::Date(serial) => dates.date(serial).ok().map(|day| (day.date, day.seconds)),
        Cell::Number(serial) if USUAL_SERIALS.contains(&serial) => date_cell(Cell::Date(serial), dates),
        // In a text file, numbers are texts.
        Cell::Text(text) if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            date_cell(Cell::Number(text.parse().ok()?), dates)
        }
        Cell::IsoDate(text) => {
            let (parts, time) = text::split(text)?;
            let Meaning::Day(date) = text::meaning(parts, &Context::on(NaiveDate::MIN)) else { return None };
            Some((date, time.map_or(0, |time| time.seconds)))
        }
        _ => None,
    }
}

/// For a date cell of a real day: whether another day has the same numbers with day and month swapped. Two days that no swapping can
/// have made give `Some(false)`: one after the 12th, and one that was in the future before. One such as 6 June says nothing, nor does
/// one that is in the future either way.
pub(crate) fn has_twin(cell: Cell<'_>, dates: DateSystem, today: NaiveDate) -> Option<bool> {
    let (date, _) = date_cell(cell, dates).filter(|(date, _)| date.year() > 1_900)?;
    if date.day() > 12 {
        return Some(false);
    }
    let is_past = twin(date)? <= today;
    (is_past || date <= today).then_some(is_past)
}

/// A date cell with day and month swapped, where that is another day; its time of day stays.
pub(crate) fn swapped_cell<'a>(cell: Cell<'a>, dates: DateSystem) -> Cell<'a> {
    let twin = date_cell(cell, dates).and_then(|(date, seconds)| Some((twin(date)?, seconds)));
    let serial = |(date, seconds)| dates.serial(date) + f64::from(seconds) / 86_400.0;
    match (twin.filter(|(date, _)| date.year() > 1_900).map(serial), cell) {
        (Some(serial), Cell::Number(_) | Cell::Text(_)) => Cell::Number(serial),
        (Some(serial), _) => Cell::Date(serial),
        (None, cell) => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_cell_is_the_twin_and_swapped_again_itself() {
        for dates in [DateSystem::Y1900, DateSystem::Y1904] {
            let serial = dates.serial(NaiveDate::from_ymd_opt(2025, 10, 6).unwrap());
            let twin = dates.serial(NaiveDate::from_ymd_opt(2025, 6, 10).unwrap());
            assert_eq!(swapped_cell(Cell::Date(serial), dates), Cell::Date(twin));
            assert_eq!(swapped_cell(Cell::Date(twin), dates), Cell::Date(serial));
            assert_eq!(swapped_cell(Cell::Date(serial + 0.5), dates), Cell::Date(twin + 0.5));
            assert_eq!(swapped_cell(Cell::Number(serial), dates), Cell::Number(twin));
            assert_eq!(swapped_cell(Cell::Text(&serial.to_string()), dates), Cell::Number(twin));
            assert_eq!(swapped_cell(Cell::IsoDate("2025-10-06T12:00:00"), dates), Cell::Date(twin + 0.5));
            for same in [
                Cell::Date(serial + 25.0),
                Cell::Date(-1.0),
                Cell::Text("2025-10-06"),
                Cell::Number(7.0),
                Cell::Text("10045"),
                Cell::Blank,
            ] {
                assert_eq!(swapped_cell(same, dates), same);
            }
        }
    }

    #[test]
    fn only_real_days_speak_for_or_against_swapping() {
        let today = NaiveDate::from_ymd_opt(2025, 11, 30).unwrap();
        let of = |cell| has_twin(cell, DateSystem::Y1900, today);
        // 6 October, 6 June, 25 June 2025.
        assert_eq!(
            [45_936.0, 45_814.0, 45_833.0].map(|serial| of(Cell::Date(serial))),
            [Some(true), None, Some(false)]
        );
        assert_eq!(of(Cell::IsoDate("2025-10-06")), Some(true));
        assert_eq!(of(Cell::IsoDate("2025-10-13")), Some(false));
        // 12 May would have been 5 December, after today; the other way round it may have been swapped. 12 October 2026 is never past.
        assert_eq!(of(Cell::IsoDate("2025-05-12")), Some(false));
        assert_eq!(of(Cell::IsoDate("2025-12-05")), Some(true));
        assert_eq!(of(Cell::IsoDate("2026-10-12")), None);
        for nothing in
            [Cell::Date(0.0), Cell::Date(5.0), Cell::Date(60.0), Cell::Text("2025-10-06"), Cell::IsoDate("PT1H")]
        {
            assert_eq!(of(nothing), None);
        }
    }
}
