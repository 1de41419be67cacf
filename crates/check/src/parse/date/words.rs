//! Dates in other forms than three numbers with a mark between them: in words, as programs print them, in other digits.

use chrono::{Datelike as _, NaiveDate};
use lanegate_wire::DateOrder;

use super::names::{MONTHS, is_filler, month, weekday};
use super::time::{Scanner, Time, number};
use crate::parse::lookalikes::{is_dash, narrow};

/// No date is longer, in bytes, and a long text is not worth the search.
pub(super) const LONGEST: usize = 120;
/// Words after which a number is an hour.
const AT: [&str; 7] = ["at", "um", "klo", "kl", "à", "alle", "às"];
/// Texts that may follow a number without a space: ordinals, and the signs for year, month, and day.
const SUFFIXES: [&str; 18] =
    ["st", "nd", "rd", "th", "er", "re", "e", "º", "ª", "ème", "年", "月", "日", "号", "號", "년", "월", "일"];

/// The reading of a text in another form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// One day and no other.
    Day(NaiveDate),
    /// One day, if the year of two digits is of this century.
    ShortYear(Option<NaiveDate>),
    /// Three numbers, in their order in the text.
    Numbers([String; 3]),
    /// The eight digits of a date whose year is not in front, with a time of day behind them.
    Packed(String),
    /// The day before the first one, as 0 January 1900.
    Zero,
    /// A time of day and no date.
    Time,
    /// Parts of a date, such as `May 2025`.
    Part,
}

/// A text in another form, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub form: Form,
    /// The weekday that it names, from 0 for Monday.
    pub weekday: Option<u32>,
    /// The time of day that it names.
    pub time: Option<Time>,
}

/// Reads a text. `None` if it contains anything that is no part of a date.
pub(super) fn read(text: &str) -> Option<Words> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    let mut found = Parts::default();
    let mut scanner = Scanner(&folded);
    while let Some(next) = scanner.0.chars().next() {
        let sound = match next {
            '0'..='9' => found.number(&mut scanner),
            _ if next.is_alphabetic() => found.word(&mut scanner),
            _ => found.mark(next) && scanner.eat(next),
        };
        if !sound {
            return None;
        }
    }
    Some(Words { form: found.form()?, weekday: found.weekday, time: found.time })
}

/// The text in lower case, with the usual digits and dashes.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10),
        c if is_dash(c) => Some('-'),
        _ => Some(narrow(c)),
    };
    let plain: String = text.chars().filter_map(plain).collect();
    plain.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm")
}

/// The parts found so far.
#[derive(Default)]
struct Parts<'a> {
    numbers: Vec<&'a str>,
    /// The month, and the number of numbers before it.
    month: Option<(u32, usize)>,
    /// The word for the month is `mar`.
    mar: bool,
    weekday: Option<u32>,
    time: Option<Time>,
    /// The next number is an hour.
    at: bool,
    /// A number has just been read.
    after_number: bool,
}

impl<'a> Parts<'a> {
    fn number(&mut self, scanner: &mut Scanner<'a>) -> bool {
        let digits = scanner.digits();
        self.after_number = false;
        let mut ahead = *scanner;
        // With a month and two numbers the day is whole, so that points part a time: `01-MAY-25 10.00.00 AM`.
        let mut time = ahead.time(digits, self.month.is_some() && self.numbers.len() == 2);
        if time.is_some() {
            *scanner = ahead;
        } else if std::mem::take(&mut self.at) {
            time = number(digits, 2).filter(|hour| *hour < 24).map(|hour| Time { seconds: hour * 3_600, zoned: false });
        } else if (!scanner.0.starts_with(':') || digits.len() == 4 && scanner.eat(':')) && self.numbers.len() < 3 {
            self.numbers.push(digits);
            self.after_number = true;
            return true;
        }
        self.at = false;
        // Of a stretch of time, the beginning counts.
        self.time = self.time.or(time);
        time.is_some()
    }

    fn word(&mut self, scanner: &mut Scanner<'a>) -> bool {
        let word = scanner.word();
        let after_number = std::mem::take(&mut self.after_number);
        if after_number && (SUFFIXES.contains(&word) || word == "t" && self.packed_time(scanner)) {
            return true;
        }
        if let Some(month) = month(word) {
            // In French, Spanish, and Italian, `mar` is Tuesday as well.
            if word == "mar" && self.month.is_some() || std::mem::replace(&mut self.mar, word == "mar") {
                self.weekday = self.weekday.xor(Some(1));
                self.month = if word == "mar" { self.month } else { Some((month, self.numbers.len())) };
                return self.weekday.is_some();
            }
            return self.month.replace((month, self.numbers.len())).is_none();
        }
        if let Some(weekday) = weekday(word) {
            return self.weekday.replace(weekday).is_none();
        }
        if is_filler(word) {
            self.at = AT.contains(&word);
            return true;
        }
        // A time is followed by the name of its zone.
        let is_zone = (2..=5).contains(&word.len()) && word.is_ascii();
        match &mut self.time {
            Some(time) if is_zone && !time.zoned => {
                time.zoned = true;
                true
            }
            _ => false,
        }
    }

    /// The time behind the T of `20250501T100000Z` or `2025-05-01T10:00`.
    fn packed_time(&mut self, scanner: &mut Scanner<'a>) -> bool {
        let mut ahead = *scanner;
        let digits = ahead.digits();
        if ahead.0.starts_with(':') {
            return true;
        }
        let (4 | 6, true) = (digits.len(), digits.is_ascii()) else { return false };
        let parts = [0, 2, 4].map(|at| digits.get(at..at + 2).and_then(|part| number(part, 2)).unwrap_or(0));
        let [hours, minutes, seconds] = parts;
        let zoned = ahead.zone();
        self.time = Some(Time { seconds: hours * 3_600 + minutes * 60 + seconds, zoned });
        *scanner = ahead;
        hours < 24 && minutes < 60 && seconds < 60
    }

    fn mark(&mut self, mark: char) -> bool {
        self.after_number = false;
        // At the beginning, it says that what follows is a date.
        self.at |= mark == '@' && (self.month.is_some() || !self.numbers.is_empty());
        mark.is_whitespace() || ",.-/\"'‘’“”()[]@;·•|→".contains(mark)
    }

    fn form(&self) -> Option<Form> {
        let length = |at: usize| self.numbers.get(at).map_or(0, |digits| digits.len());
        let own = |parts: [&str; 3]| Form::Numbers(parts.map(str::to_owned));
        Some(match (self.month, self.numbers.as_slice()) {
            (Some((month, _)), &[day, year]) if length(0) <= 2 && length(1) == 4 => full(year, month, day)?,
            (Some((month, _)), &[year, day]) if length(0) == 4 && length(1) <= 2 => full(year, month, day)?,
            (Some((1, 0 | 1)), ["0" | "00", "0" | "00"]) => Form::Zero,
            (Some((month, 0 | 1)), &[day, year]) if length(0) <= 2 && length(1) == 2 => {
                Form::ShortYear(NaiveDate::from_ymd_opt(2_000 + number(year, 2)? as i32, month, number(day, 2)?))
            }
            (None, &[one, two, three])
                if matches!([length(0), length(1), length(2)], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4]) =>
            {
                own([one, two, three])
            }
            (None, &[packed]) if packed.len() == 8 && self.time.is_some() => {
                let parts = [&packed[..4], &packed[4..6], &packed[6..]];
                if super::text::read(parts, DateOrder::Ymd).is_some_and(|date| date.year() >= 1_900) {
                    own(parts)
                } else {
                    Form::Packed(packed.to_owned())
                }
            }
            (None, []) if self.time.is_some() => Form::Time,
            (None, []) => return None,
            _ => Form::Part,
        })
    }
}

fn full(year: &str, month: u32, day: &str) -> Option<Form> {
    let (year, day) = (number(year, 4)?, number(day, 2)?);
    if (month, day) == (1, 0) && (year == 0 || year == 1_900) {
        return Some(Form::Zero);
    }
    Some(NaiveDate::from_ymd_opt(year as i32, month, day).map_or(Form::Part, Form::Day))
}

/// A date in words: `26 June 2025`. Not by chrono, whose formats weigh more than all else here.
pub(super) fn written(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        match read(text)?.form {
            Form::Day(date) => Some(date),
            _ => None,
        }
    }

    #[test]
    fn a_date_is_written_as_it_is_read() {
        for date in NaiveDate::from_ymd_opt(2_024, 1, 1).unwrap().iter_days().take(366) {
            assert_eq!(written(date), date.format("%-d %B %Y").to_string());
            assert_eq!(day(&written(date)), Some(date));
        }
    }

    #[test]
    fn dates_in_words_are_read() {
        for text in [
            "26 Jun 2025",
            "26-Jun-2025",
            "June 26, 2025",
            "@June 26, 2025",
            "June 26, 2025 10:00 AM → 11:30 AM",
            "June 26, 2025 12:00 AM (EDT) → 12:00 AM",
            "Jun 26th 2025",
            "Thu, 26 June 2025",
            "Thursday, June 26, 2025",
            "26. JUNE 2025",
            "2025-Jun-26",
            "26th of June, 2025",
            "the 26th June 2025",
            "Jun 26 2025 10:00 AM",
            "June 26th, 2025 @ 3pm",
            "10:00 a.m., 26 June 2025",
            "26 Jun 2025 15:00 - 16:30",
            "26-JUN-2025 10.00.00.000000 AM",
            "Jun 26 2025 12:00AM",
            "Thursday, June 26, 2025 · 10:00 AM – 11:00 AM",
            "June 26, 2025 10:00 AM America/New_York",
            "26 June 2025 10:00 Pacific Daylight Time",
            "Thu Jun 26 2025 10:00:00 GMT+0200 (Central European Summer Time)",
            "Thu, 26 Jun 2025 10:00:00 -0500",
            "Thu Jun 26 10:00:00 CEST 2025",
            "26. Juni 2025 um 10 Uhr",
            "jeu. 26 juin 2025 à 10:00",
            "26 de junio de 2025",
            "giovedì 26 giugno 2025",
            "26 de junho de 2025",
            "donderdag 26 juni 2025",
            "26 июня 2025",
            "26/Jun/2025:10:00:00 +0000",
            "“26 June 2025”",
        ] {
            assert_eq!(day(text), NaiveDate::from_ymd_opt(2025, 6, 26), "{text}");
        }
        assert_eq!(day("1 Sept 2024"), NaiveDate::from_ymd_opt(2024, 9, 1));
        let tuesday = |text| read(text).map(|words| (words.form, words.weekday));
        for (text, month) in
            [("mar. 4 mars 2025", 3), ("4 mar 2025", 3), ("mar 4 feb 2025", 2), ("4 feb 2025 (mar)", 2)]
        {
            let weekday = Some(1).filter(|_| text != "4 mar 2025");
            let day = NaiveDate::from_ymd_opt(2025, month, 4).unwrap();
            assert_eq!(tuesday(text), Some((Form::Day(day), weekday)), "{text}");
        }
        assert_eq!(day("mar 4 mar 2025"), NaiveDate::from_ymd_opt(2025, 3, 4));
        assert_eq!((day("mar 4 mars abril 2025"), day("mar mar mar 2025"), day("4 feb mars 2025")), (None, None, None));
        for text in [
            "31 Jun 2025",
            "26 Jun 25",
            "Jun 2025",
            "June",
            "26 Jux 2025",
            "next Monday",
            "1 May 2025 at noon",
            "é Jun 2025",
            "1 - 2 May 2025",
            "1 May 2 June 2025",
            "1 May 2025 25:00",
            "1 May 2025 (cancelled)",
            "May 1 2025 +49 30 1234",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn other_forms_are_told_apart() {
        let form = |text| read(text).map(|words| words.form);
        let numbers = |parts: [&str; 3]| Some(Form::Numbers(parts.map(str::to_owned)));
        assert_eq!(form("２０２５／０５／０１"), numbers(["2025", "05", "01"]));
        assert_eq!(form("2025年5月1日"), numbers(["2025", "5", "1"]));
        assert_eq!(form("5.1.2025 klo 10"), numbers(["5", "1", "2025"]));
        assert_eq!(form("20250501T100000Z"), numbers(["2025", "05", "01"]));
        assert_eq!(form("05012025 10:00"), Some(Form::Packed("05012025".into())));
        assert_eq!(form("01-MAY-25"), Some(Form::ShortYear(NaiveDate::from_ymd_opt(2025, 5, 1))));
        assert_eq!(form("0-Jan-00"), Some(Form::Zero));
        assert_eq!(form("3 pm"), Some(Form::Time));
        for part in ["May-25", "1 May", "May 2025", "25 01 May", "2025 05", "20250501"] {
            assert_eq!(form(part), Some(Form::Part), "{part}");
        }
        for none in
            ["yesterday", "Monday", "12345678901 T", "20250501T250000", "2025-W18-4", "Q2 2025", "+", "-", "(", "😀"]
        {
            assert_eq!(form(none), None, "{none}");
        }
    }
}
