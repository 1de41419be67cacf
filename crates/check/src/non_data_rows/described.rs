//! Rows right below the headers that explain the columns: `(required)`, `text, max 200`, `YYYY-MM-DD`, `Name of the firm`.

use lanegate_sheet::Cell;

use super::shape::Shape;
use super::{NonDataRow, NonDataRows};
use crate::header_text::{is_general, is_type, is_value, words};
use crate::text::key_text;
use crate::{Column, ValueType};

/// Rows below the headers that are looked at.
const ROWS: usize = 3;
/// No explanation is longer.
const LONGEST: usize = 300;
/// Words with which explanations begin.
const STARTS: [&str; 22] = [
    "e.g",
    "eg ",
    "eg:",
    "example:",
    "ex.",
    "enter ",
    "please ",
    "format:",
    "must ",
    "max. ",
    "maximum ",
    "choose ",
    "select ",
    "pick ",
    "one of ",
    "free text",
    "text,",
    "text (",
    "name of the ",
    "date of the ",
    "address of the ",
    "for example",
];
/// Words with which longer explanations begin: `required if stalled`, `optional, …`.
const WHEN: [&str; 3] = ["required", "optional", "mandatory"];
const THEN: [&str; 9] = [" if ", " when ", " for ", " unless ", ",", ":", ";", " -", " –"];

/// Notes the rows that explain the columns, up to the first row that does not.
pub(super) fn find(shape: &Shape<'_>, non_data_rows: &mut NonDataRows) {
    for row in shape.rows().take(ROWS) {
        if non_data_rows.is_outside(row) || matches!(non_data_rows.rows.get(&row), Some(NonDataRow::Line)) {
            continue;
        }
        let above = non_data_rows.rows.get(&row.saturating_sub(1));
        let goes_on = matches!(above, Some(NonDataRow::Description(_)));
        match explanation(shape, row).or_else(|| if goes_on { lengths(shape, row) } else { None }) {
            Some(text) if !non_data_rows.rows.contains_key(&row) => {
                _ = non_data_rows.rows.insert(row, NonDataRow::Description(text))
            }
            _ => return,
        }
    }
}

/// The first explanation of a row that has more explanations than other texts, and no value that fits its column's type.
fn explanation(shape: &Shape<'_>, row: u32) -> Option<String> {
    let (mut first, mut explaining, mut all) = (None, 0, 0);
    for (at, cell) in shape.cells(row) {
        let Some(column) = shape.column(at) else { continue };
        let Cell::Text(text) = cell else { return None };
        let is_example = is_example_address(text);
        if shape.is_value(at, cell) && !is_example {
            return None;
        }
        all += 1;
        if is_example || explains(text, column) {
            explaining += 1;
            let _ = first.get_or_insert_with(|| text.trim().to_owned());
        }
    }
    first.filter(|_| explaining * 2 > all)
}

/// The first number of a row of only small numbers, which says how long the values may be if it is below other explanations.
fn lengths(shape: &Shape<'_>, row: u32) -> Option<String> {
    let text = |cell: Cell<'_>| match cell {
        Cell::Number(number) => Some(number.to_string()),
        Cell::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    let is_length = |text: &String| (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let cells = shape.cells(row).filter(|&(at, _)| shape.column(at).is_some());
    let texts: Option<Vec<String>> = cells.map(|(_, cell)| text(cell).filter(is_length)).collect();
    texts.filter(|texts| texts.len() > 1)?.into_iter().next()
}

/// Returns true if a text says what a column is for, or how it is filled in.
fn explains(text: &str, column: &Column) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let key = key_text(text);
    let is_bracketed = key.starts_with(['(', '[', '<', '{']) && key.ends_with([')', ']', '>', '}']);
    let words = words(&key);
    let is_hint = |word: &String| is_general(word) || is_type(word) || is_value(word, column);
    let has_word = words.iter().any(|word| word.bytes().any(|byte| !byte.is_ascii_digit()));
    let is_list = matches!(column.value, ValueType::List(_)) || !words.iter().any(|word| is_value(word, column));
    is_bracketed
        || (has_word && is_list && words.iter().all(is_hint))
        || STARTS.iter().any(|start| key.starts_with(start))
        || WHEN
            .iter()
            .filter_map(|when| key.strip_prefix(when))
            .any(|rest| THEN.iter().any(|then| rest.starts_with(then)))
        || key == key_text(column.help)
        || key == key_text(&column.value.expectation())
        || names(&words, column)
}

/// People and hosts of addresses that are only examples.
const EXAMPLE_PEOPLE: &str = "name yourname your.name firstname.lastname first.last first name.surname you me user username \
    someone somebody person contact email mail jane john jane.doe john.doe janedoe johndoe j.doe jdoe";
const EXAMPLE_HOSTS: &str = "example. company. yourcompany. firm. yourfirm. domain. yourdomain. email. test.";
const EXAMPLE_PROFILES: [&str; 7] = ["name", "yourname", "your-name", "username", "profile", "jane-doe", "john-doe"];

/// Returns true if a text is an address that is only an example: `name@example.com`, `linkedin.com/in/your-name`.
fn is_example_address(text: &str) -> bool {
    let text = key_text(text);
    let is_of = |list: &str, name: &str| list.split_whitespace().any(|known| known == name);
    match text.split_once('@') {
        Some((person, host)) => {
            is_of(EXAMPLE_PEOPLE, person) && EXAMPLE_HOSTS.split_whitespace().any(|known| host.starts_with(known))
        }
        None => text.split_once("linkedin.com/in/").is_some_and(|(_, name)| {
            EXAMPLE_PROFILES.contains(&name.trim_end_matches('/').trim_matches(|c| matches!(c, '<' | '>' | '[' | ']')))
        }),
    }
}

/// Returns true if the words contain one of the column's names, and more: `name of the firm`.
fn names(text: &[String], column: &Column) -> bool {
    let mut all = std::iter::once(column.name).chain(column.aliases.iter().copied()).map(|name| words(&key_text(name)));
    all.any(|name| name.len() > 1 && text.len() > name.len() && name.iter().all(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Required;

    const FIRM: Column = Column {
        name: "firm_name",
        aliases: &["company name"],
        maybe: &[],
        value: ValueType::Text { max: 200, lines: false, usual: &[], person: false },
        required: Required::Always,
        default: None,
        in_template: true,
        help: "The partner's firm.",
        good: "Harbor",
        bad: "",
    };

    #[test]
    fn example_addresses_are_told_from_others() {
        for text in ["name@example.com", "Jane@example.com", "you@company.com", "https://www.linkedin.com/in/your-name"]
        {
            assert!(is_example_address(text), "{text}");
        }
        for text in ["ann@example.com", "jane@harbor.com", "info@company.com", "linkedin.com/in/ann-lee", "Name"] {
            assert!(!is_example_address(text), "{text}");
        }
    }

    #[test]
    fn explanations_are_told_from_values() {
        for text in [
            "(required)",
            "Required",
            "text, max 200",
            "Text (up to 200 characters)",
            "e.g. Harbor Ltd",
            "Name of the firm",
            "The partner's firm.",
            "a text of at most 200 characters",
            "[firm]",
            "Mandatory field",
            "The company's full name",
        ] {
            assert!(explains(text, &FIRM), "{text}");
        }
        for text in ["Harbor Ltd", "Optimum Text Ltd", "3M", "360", "Ann Lee", "The Format Group", "Maxwell & Co"] {
            assert!(!explains(text, &FIRM), "{text}");
        }
    }
}
