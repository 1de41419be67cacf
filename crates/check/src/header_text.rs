//! Reads headers: the name of a column, and hints next to it that change nothing, such as `*`, `(required)`, `1.` or `(dd/mm/yyyy)`.

use crate::date_hint::is_part_letter;
use crate::text::key_text;
use crate::{Column, ValueType};

/// Words that say how a column is filled in, whatever it contains.
const HINTS: &str = "required mandatory optional conditional text string varchar utc iso format max maximum min minimum \
    up to at most least characters character chars char letters free choose select pick enter one of from list dropdown drop down \
    field column only please valid value values any or and the a in as";
/// Hints that count without brackets around them, too.
const BARE_HINTS: [&str; 3] = ["required", "mandatory", "optional"];
/// Marks between what a header is a field of and the field.
const OBJECT_MARKS: [&str; 3] = [" > ", " - ", ": "];
/// Words after which an example follows.
const EXAMPLES: [&str; 5] = ["eg", "example", "examples", "like", "ex"];

/// A header taken apart for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderText {
    /// All letters and digits of the header.
    whole: String,
    /// Those of its name alone, if it has other words.
    name: Option<String>,
    /// The words next to the name.
    hints: Vec<String>,
    /// What the header is a field of, and its own name: `Person - Name`, `Parent Record > Name`, `Contact: Name`.
    of_object: Option<(String, Box<Self>)>,
}

impl HeaderText {
    pub fn new(header: &str) -> Self {
        let key = key_text(header);
        let whole = plain(&key);
        let (outside, inside) = brackets(without_number(&key));
        let (mut name, mut hints) = (words(&outside), words(&inside));
        while name.len() > 1
            && let Some(hint) = name.pop_if(|word| BARE_HINTS.contains(&word.as_str()) || is_bare_pattern(word))
        {
            hints.push(hint);
        }
        let name = name.concat();
        let name = (!name.is_empty() && name != whole).then_some(name);
        let object = OBJECT_MARKS.iter().find_map(|mark| key.split_once(mark));
        let object = object.map(|(object, field)| (plain(object), Box::new(Self::new(field))));
        Self { whole, name, hints, of_object: object.filter(|(object, _)| !object.is_empty()) }
    }

    /// All letters and digits of the header.
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// The name without the words next to it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The words next to the name.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// What the header is a field of, and the name of the field.
    pub fn of_object(&self) -> Option<(&str, &Self)> {
        self.of_object.as_ref().map(|(object, field)| (object.as_str(), field.as_ref()))
    }

    /// The header for comparison with others: its name, if the words next to it are only hints.
    pub fn into_key(self) -> String {
        let general = self.hints.iter().all(|word| is_general(word) || is_type(word));
        let examples = self.hints_end_in_an_example();
        self.name.filter(|_| general || examples).unwrap_or(self.whole)
    }

    /// Returns true if the words next to the name are only hints: no word makes it another column, such as `(old)`.
    pub fn hints_fit(&self, column: &Column) -> bool {
        self.hints_end_in_an_example()
            || self.hints.iter().all(|word| {
                is_general(word)
                    || is_type_of(word, &column.value)
                    || is_value(word, column)
                    || is_of_its_names(word, column)
            })
    }

    fn hints_end_in_an_example(&self) -> bool {
        let abbreviated = self.hints.windows(2).position(|pair| pair[0] == "e" && pair[1] == "g");
        let example = self.hints.iter().position(|word| EXAMPLES.contains(&word.as_str())).or(abbreviated);
        example.is_some_and(|at| self.hints[..at].iter().all(|word| is_general(word) || is_type(word)))
    }
}

/// A header for comparison: case, blanks, marks such as `_`, `-` or `*`, numbers in front, and hints such as `(required)` don't matter.
#[must_use]
pub fn header_key(header: &str) -> String {
    HeaderText::new(header).into_key()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

pub(crate) fn words(text: &str) -> Vec<String> {
    crate::text::words(text).map(Into::into).collect()
}

/// The letters of a header that contains exactly one number, and the number.
pub(crate) fn parts_of_numbered(header: &str) -> Option<(String, u32)> {
    let key = key_text(header);
    let mut numbers = key.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let number = numbers.next()?.parse().ok()?;
    let letters = key.chars().filter(|c| c.is_alphabetic()).collect();
    numbers.next().is_none().then_some((letters, number))
}

/// A header without its number in front: `1. Email`, `2) Email`, `03: Email`.
fn without_number(header: &str) -> &str {
    let header = header.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_opening(c));
    let rest = header.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = header.len() - rest.len();
    let behind = rest.trim_start();
    match behind.strip_prefix(['.', ')', ':', '-', '–']) {
        Some(name) if (1..=3).contains(&digits) && name.contains(char::is_alphabetic) => name,
        _ => header,
    }
}

const fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '（')
}

/// Returns the text outside of brackets and the text inside.
fn brackets(text: &str) -> (String, String) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0_u32);
    for c in text.chars() {
        if is_opening(c) {
            depth += 1;
        } else if matches!(c, ')' | ']' | '}' | '>' | '）') {
            depth = depth.saturating_sub(1);
        }
        let (side, other) = if depth > 0 { (&mut inside, &mut outside) } else { (&mut outside, &mut inside) };
        side.push(c);
        other.push(' ');
    }
    (outside, inside)
}

/// Returns true if a word is a hint in the header of any column.
pub(crate) fn is_general(word: &str) -> bool {
    HINTS.split_whitespace().any(|hint| hint == word)
        || word.bytes().all(|byte| byte.is_ascii_digit())
        || is_pattern(word)
}

/// Returns true if a word names a sort of values.
pub(crate) fn is_type(word: &str) -> bool {
    matches!(
        word,
        "uuid" | "guid" | "date" | "day" | "url" | "link" | "address" | "email" | "number" | "integer" | "whole"
    )
}

fn is_type_of(word: &str, value: &ValueType) -> bool {
    match value {
        ValueType::Uuid => matches!(word, "uuid" | "guid" | "id"),
        ValueType::PastDate => matches!(word, "date" | "day"),
        ValueType::LinkedIn => matches!(word, "url" | "link" | "address"),
        ValueType::Email => matches!(word, "email" | "address"),
        ValueType::Ordinal => matches!(word, "number" | "integer" | "whole"),
        ValueType::List(_) | ValueType::Text { .. } => false,
    }
}

/// Returns true if a word is part of a value that the column may contain.
pub(crate) fn is_value(word: &str, column: &Column) -> bool {
    let is_of = |value: &str| words(&key_text(value)).iter().any(|other| other == word);
    match column.value {
        ValueType::List(values) => values.iter().any(|value| is_of(value.name)),
        ValueType::Text { usual, .. } => usual.iter().any(|value| is_of(value)),
        _ => false,
    }
}

/// Returns true if a word is part of one of the column's names: `Email (work)`, `Firm name (company)`.
fn is_of_its_names(word: &str, column: &Column) -> bool {
    let mut names = std::iter::once(column.name).chain(column.aliases.iter().copied());
    names.any(|name| words(name).iter().any(|other| other == word))
}

/// A part of a date's pattern: `dd`, `yyyymmdd`, `hh`, `jjjj`; in brackets also `d`, `m`, `y`.
fn is_pattern(word: &str) -> bool {
    matches!(word, "d" | "m" | "y") || is_bare_pattern(word)
}

fn is_bare_pattern(word: &str) -> bool {
    let mut rest = word.as_bytes();
    while let Some(&letter) = rest.first() {
        let run = rest.iter().take_while(|&&other| other == letter).count();
        let is_known = is_part_letter(letter) || matches!(letter, b'h' | b's');
        if !is_known || !(2..=4).contains(&run) {
            return false;
        }
        rest = &rest[run..];
    }
    !word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_beside_a_name_do_not_matter() {
        for header in [
            "Meeting date",
            "meeting_date *",
            "1. Meeting date",
            "02) Meeting Date:",
            "Meeting Date (DD.MM.YYYY)",
            "Meeting date dd/mm/yyyy",
            "Meeting date [required]",
            "(required) Meeting date",
            "Meeting date – optional",
            "Meeting date (required, dd/mm/yyyy)",
            "Meeting date (text, max 200)",
            "Meeting date (TT.MM.JJJJ hh:mm)",
            "Meeting date (gg/mm/aaaa)",
            "Meeting date gg/mm/aaaa",
            "Meeting date (e.g. 1 May 2025)",
        ] {
            assert_eq!(header_key(header), "meetingdate", "{header}");
        }
        for header in
            ["Meeting date (old)", "Meeting date 2", "Meeting date data", "First meeting date", "2025 meeting date"]
        {
            assert_ne!(header_key(header), "meetingdate", "{header}");
        }
        for (header, key) in [("***", ""), ("(email)", "email"), ("Required", "required"), ("1.", "1"), ("3M", "3m")] {
            assert_eq!(header_key(header), key, "{header}");
        }
    }
}
