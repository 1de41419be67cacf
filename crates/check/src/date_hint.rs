//! The order of dates that a header names: `Meeting date (dd/mm/yyyy)`, `Datum tt.mm.jjjj`, `Date (month/day/year)`.

use lanegate_wire::DateOrder;

use crate::parse::{DatePattern, date_pattern};

/// No header that says so is longer, in bytes.
const LONGEST: usize = 200;

/// A part of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    Year,
}

/// The order that a header names, and the words in which it does.
pub(crate) fn in_header(header: &str) -> Option<(DateOrder, String)> {
    if header.len() > LONGEST {
        return None;
    }
    // Letters only: digits and marks part the words.
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, c) in header.char_indices().chain([(header.len(), ' ')]) {
        match (start, c.is_alphabetic()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, &header[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    let named = words.iter().find_map(|&(_, word)| Some((order(&runs(word)?)?, word.to_owned())));
    let named = named.or_else(|| {
        words.windows(3).find_map(|three| {
            let parts = [part(three[0].1)?, part(three[1].1)?, part(three[2].1)?];
            let (from, (last_at, last)) = (three[0].0, three[2]);
            let between = &header[from..last_at + last.len()];
            // Words far apart name no order: "Day of the meeting, month, and year".
            let joined = between.chars().all(|c| c.is_alphabetic() || "-/. \u{a0}".contains(c));
            Some((order(&parts)?, between.to_owned())).filter(|_| joined)
        })
    });
    named.or_else(|| example(header))
}

/// The order of a date that the header has as an example, where it can be read in no other.
fn example(header: &str) -> Option<(DateOrder, String)> {
    let mut dates = header.split(|c: char| !c.is_ascii_digit() && !"-/.".contains(c));
    dates.find_map(|date| {
        let order = match date_pattern(date)? {
            DatePattern::DayFirst => DateOrder::Dmy,
            DatePattern::MonthFirst => DateOrder::Mdy,
            DatePattern::Either | DatePattern::ShortYear => return None,
        };
        Some((order, date.to_owned()))
    })
}

fn order(parts: &[Part]) -> Option<DateOrder> {
    match parts {
        [Part::Day, Part::Month, Part::Year] => Some(DateOrder::Dmy),
        [Part::Month, Part::Day, Part::Year] => Some(DateOrder::Mdy),
        [Part::Year, Part::Month, Part::Day] => Some(DateOrder::Ymd),
        _ => None,
    }
}

/// The parts of a date that a word without marks writes: `ddmmyyyy`, `TTMMJJJJ`, `dmy`.
fn runs(word: &str) -> Option<[Part; 3]> {
    let mut runs = [""; 3];
    let mut rest = word;
    for run in &mut runs {
        let first = rest.chars().next()?;
        let end = rest.find(|c: char| !c.eq_ignore_ascii_case(&first)).unwrap_or(rest.len());
        (*run, rest) = rest.split_at(end);
    }
    let parts = [letters(runs[0])?, letters(runs[1])?, letters(runs[2])?];
    rest.is_empty().then_some(parts)
}

/// The part that a word stands for: letters as in `dd`, or its name.
fn part(word: &str) -> Option<Part> {
    const NAMES: [(Part, &str); 3] = [
        (Part::Day, "day tag jour día dia giorno dag"),
        (Part::Month, "month monat mois mes mese mês maand"),
        (Part::Year, "year jahr année annee año ano anno jaar"),
    ];
    let lower = word.to_lowercase();
    letters(word).or_else(|| {
        NAMES.into_iter().find(|(_, names)| names.split(' ').any(|name| name == lower)).map(|(part, _)| part)
    })
}

/// Returns true if a letter, repeated, can stand for a part of a date.
pub(crate) const fn is_part_letter(letter: u8) -> bool {
    matches!(letter, b'd' | b't' | b'g' | b'j' | b'm' | b'y' | b'a')
}

/// The part that one letter, repeated, stands for, in English, German (`tt.mm.jjjj`), French (`jj/mm/aaaa`), Spanish, Portuguese,
/// Italian (`gg/mm/aaaa`), and Dutch (`dd-mm-jjjj`).
fn letters(run: &str) -> Option<Part> {
    let first = run.chars().next()?.to_ascii_lowercase();
    if !run.chars().all(|c| c.to_ascii_lowercase() == first) {
        return None;
    }
    match (first, run.len()) {
        ('d' | 't' | 'g', 1 | 2) | ('j', 2) => Some(Part::Day),
        ('m', 1..=3) => Some(Part::Month),
        ('y', 1 | 2 | 4) | ('j', 4) | ('a', 2 | 4) => Some(Part::Year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_orders() {
        use DateOrder::{Dmy, Mdy, Ymd};
        for (header, order, words) in [
            ("Meeting date (dd/mm/yyyy)", Dmy, "dd/mm/yyyy"),
            ("Meeting date [DD.MM.YYYY]*", Dmy, "DD.MM.YYYY"),
            ("meeting_date (MM/DD/YYYY)", Mdy, "MM/DD/YYYY"),
            ("Date m/d/yy", Mdy, "m/d/yy"),
            ("Datum (TT.MM.JJJJ)", Dmy, "TT.MM.JJJJ"),
            ("Date (jj/mm/aaaa)", Dmy, "jj/mm/aaaa"),
            ("Data gg-mm-aaaa", Dmy, "gg-mm-aaaa"),
            ("Datum dd-mm-jjjj", Dmy, "dd-mm-jjjj"),
            ("Date: ddmmyyyy", Dmy, "ddmmyyyy"),
            ("Date MDY", Mdy, "MDY"),
            ("Date (YYYY-MM-DD)", Ymd, "YYYY-MM-DD"),
            ("Date (day/month/year)", Dmy, "day/month/year"),
            ("Datum (Tag.Monat.Jahr)", Dmy, "Tag.Monat.Jahr"),
            ("Date (Month Day Year)", Mdy, "Month Day Year"),
            ("Date (e.g. 31/12/2025)", Dmy, "31/12/2025"),
            ("Datum (z.B. 31.12.2025)", Dmy, "31.12.2025"),
            ("Date, like 12-31-2025", Mdy, "12-31-2025"),
            ("Date dd/mm/yyyy (e.g. 12/31/2025)", Dmy, "dd/mm/yyyy"),
        ] {
            assert_eq!(in_header(header), Some((order, words.to_owned())), "{header}");
        }
        for header in [
            "meeting_date",
            "Date (e.g. 05/06/2025)",
            "Date (e.g. 31/12/25)",
            "Meeting date (UTC)",
            "Date",
            "Day",
            "Month/Year",
            "dd/mm",
            "d, m, y",
            "my day",
            "Mandatory",
            "(yyyy/dd/mm)",
            "Day of the month, year",
            "",
        ] {
            assert_eq!(in_header(header), None, "{header}");
        }
    }
}
