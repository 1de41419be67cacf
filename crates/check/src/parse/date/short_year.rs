//! Dates without a plain year: the days that they can mean, the likeliest first.

use chrono::{Datelike as _, NaiveDate};
use lanegate_sheet::{Cell, sort_short_by_key};
use lanegate_wire::DateOrder;

use super::{is_usual, number, text};
use crate::parse::{Context, without_marks};

/// The orders in which a date can be read.
pub(crate) const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];
/// The day that a date is in each of these orders.
pub(super) type Readings = [Option<NaiveDate>; 3];
/// Meetings of a list are rarely older than this many years.
const RECENT: i32 = 10;

/// Returns the dates that three numbers without a year of four digits would be in this century.
pub(super) fn in_this_century(parts: [&str; 3]) -> Readings {
    let [first, last] = [parts[0], parts[2]].map(|part| Some(format!("20{part}")).filter(|_| part.len() == 2));
    let at_end = |order| text::read([parts[0], parts[1], last.as_deref()?], order);
    let in_front = first.and_then(|year| text::read([&year, parts[1], parts[2]], DateOrder::Ymd));
    [at_end(DateOrder::Dmy), at_end(DateOrder::Mdy), in_front]
}

/// The usual days among readings, each once: first the one in the order that the column's other dates prove, then recent ones.
pub(super) fn likeliest(readings: Readings, context: &Context) -> Vec<NaiveDate> {
    let is_old = |date: NaiveDate| context.today.year() - date.year() > RECENT;
    let mut found: Vec<(DateOrder, NaiveDate)> = usual(readings, context).collect();
    sort_short_by_key(&mut found, |(order, date)| (context.likely != Some(*order), is_old(*date)));
    let mut dates = Vec::new();
    for (_, date) in found {
        if !dates.contains(&date) {
            dates.push(date);
        }
    }
    dates
}

/// The same for parts with marks between them. The year is in front if there are dashes, or where no other reading is recent.
pub(super) fn likeliest_of_parts(text: &str, parts: [&str; 3], context: &Context) -> Vec<NaiveDate> {
    let readings = in_this_century(parts);
    let is_recent = |date: &NaiveDate| context.today.year() - date.year() <= RECENT;
    let is_known = context.likely == Some(DateOrder::Ymd) || text.contains('-');
    let has_recent = usual(readings, context).any(|(order, date)| order != DateOrder::Ymd && is_recent(&date));
    let in_front = readings[2].filter(|date| is_known && is_recent(date) || !has_recent);
    likeliest([readings[0], readings[1], in_front], context)
}

fn usual(readings: Readings, context: &Context) -> impl Iterator<Item = (DateOrder, NaiveDate)> {
    let order = context.order.filter(|order| *order != DateOrder::Ymd);
    let is_open = move |wanted| wanted == DateOrder::Ymd || order.is_none_or(|order| order == wanted);
    let all = ORDERS.into_iter().zip(readings).filter_map(|(order, date)| Some((order, date?)));
    all.filter(move |(order, date)| is_open(*order) && is_usual(*date, context))
}

/// In which orders a cell without a plain year is a usual day; nothing where it is no such date, or none in any.
pub(crate) fn fits(cell: Cell<'_>, today: NaiveDate) -> Option<[bool; 3]> {
    let of = |readings: Readings| readings.map(|date| date.is_some_and(|date| is_usual(date, &Context::on(today))));
    let fits = match cell {
        Cell::Number(number) if (1e5..1e8).contains(&number) => of(number::packed(&number.to_string())),
        Cell::Text(text) => {
            let unmarked = without_marks(text, true);
            let text = unmarked.as_deref().unwrap_or(text).trim();
            let start = text.as_bytes().get(..3)?;
            // Quick for other text, and for dates with a year of four digits in front.
            if !start[0].is_ascii_digit() || text.as_bytes().get(4) == Some(&b'-') {
                return None;
            }
            if text.bytes().all(|byte| byte.is_ascii_digit()) {
                of(number::packed(text))
            } else {
                let (parts, _) = text::split(text).filter(|(parts, _)| parts.iter().all(|part| part.len() <= 2))?;
                of(in_this_century(parts))
            }
        }
        _ => return None,
    };
    fits.contains(&true).then_some(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str, likely: Option<DateOrder>) -> Vec<String> {
        let context = Context { likely, ..Context::on(NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()) };
        let dates = match text::split(text) {
            Some((parts, _)) => likeliest_of_parts(text, parts, &context),
            None => likeliest(number::packed(text), &context),
        };
        dates.iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn the_likeliest_day_comes_first() {
        use DateOrder::{Dmy, Mdy, Ymd};
        for (text, likely, dates) in [
            ("25-05-01", None, &["2025-05-01", "2001-05-25"] as &[_]),
            ("25/05/01", None, &["2025-05-01", "2001-05-25"]),
            ("25.05.01", None, &["2025-05-01", "2001-05-25"]),
            ("25-05-01", Some(Dmy), &["2001-05-25", "2025-05-01"]),
            ("25-06-30", None, &["2025-06-30"]),
            ("25-5-1", None, &["2025-05-01"]),
            ("26/06/25", None, &["2025-06-26"]),
            ("26/06/25", Some(Ymd), &["2026-06-25", "2025-06-26"]),
            ("26-06-25", None, &["2025-06-26", "2026-06-25"]),
            ("5/1/25", None, &["2025-01-05", "2025-05-01"]),
            ("5/1/25", Some(Mdy), &["2025-05-01", "2025-01-05"]),
            ("010525", None, &["2025-05-01", "2025-01-05", "2001-05-25"]),
            ("010525", Some(Mdy), &["2025-01-05", "2025-05-01", "2001-05-25"]),
            ("250501", None, &["2025-05-01", "2001-05-25"]),
            ("01052025", Some(Mdy), &["2025-01-05", "2025-05-01"]),
            ("05-05-25", None, &["2025-05-05"]),
        ] {
            assert_eq!(offered(text, likely), dates, "{text} {likely:?}");
        }
    }

    #[test]
    fn only_usual_days_speak_for_an_order() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let of = |text| fits(Cell::Text(text), today);
        assert_eq!(of("300725"), Some([true, false, false]));
        assert_eq!(of("5/26/25"), Some([false, true, false]));
        assert_eq!(of("25-06-30"), Some([false, false, true]));
        assert_eq!(of("30072025"), Some([true, false, false]));
        assert_eq!(fits(Cell::Number(250_630.0), today), Some([false, false, true]));
        for nothing in ["2025-05-01", "20250501x", "26/06/2025", "0045778", "99-99-99", "1 May 25", "", "12"] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
    }
}
