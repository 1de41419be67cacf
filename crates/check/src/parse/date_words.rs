//! Dates in words, such as `26 Jun 2025` or `Thursday, June 26, 2025`.

use chrono::{Datelike as _, NaiveDate};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The date that a text names by its month's English name, with a year of four digits.
pub(super) fn read(text: &str) -> Option<NaiveDate> {
    // No date is longer, and a long text is not worth the search.
    if text.len() > 40 {
        return None;
    }
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let mut words = words.iter().map(String::as_str).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_some_and(|word| place(word, &DAYS).is_some()) {
        words.next();
    }
    let three = [words.next()?, words.next()?, words.next()?];
    if words.next().is_some() {
        return None;
    }
    let (day, month, year) = match three {
        [day, month, year] if place(month, &MONTHS).is_some() => (day, month, year),
        [month, day, year] => (day, month, year),
    };
    let month = place(month, &MONTHS)? as u32 + 1;
    let day = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(day, 2) || year.len() != 4 || !digits(year, 4) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)
}

/// A date in words: `26 June 2025`. Not by chrono, whose formats weigh more than all else here.
pub(super) fn written(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// The place of a name, whole or shortened to three letters (September to four as well).
fn place(word: &str, names: &[&str]) -> Option<usize> {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    names.iter().position(|name| is(name) || is(&name[..3]) || word == "sept" && *name == "September")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_it_is_read() {
        for day in NaiveDate::from_ymd_opt(2_024, 1, 1).unwrap().iter_days().take(366) {
            assert_eq!(written(day), day.format("%-d %B %Y").to_string());
            assert_eq!(read(&written(day)), Some(day));
        }
    }

    #[test]
    fn dates_in_words_are_read() {
        for text in [
            "26 Jun 2025",
            "26-Jun-2025",
            "June 26, 2025",
            "Jun 26th 2025",
            "Thu, 26 June 2025",
            "Thursday, June 26, 2025",
            "26. JUNE 2025",
        ] {
            assert_eq!(read(text), NaiveDate::from_ymd_opt(2025, 6, 26), "{text}");
        }
        assert_eq!(read("1 Sept 2024"), NaiveDate::from_ymd_opt(2024, 9, 1));
        for text in [
            "31 Jun 2025",
            "26 Jun 25",
            "Jun 2025",
            "June",
            "26 Jux 2025",
            "next Monday",
            "1 May 2025 at noon",
            "é Jun 2025",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
