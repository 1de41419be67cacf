//! Marks that programs write around a value so that a spreadsheet takes it for text: `="00123"`, and an apostrophe before `+1`.
//! They are no part of the value.

use std::borrow::Cow;

use crate::text::is_invisible;

/// Returns the text without its marks, or nothing when it has none. With `always`, an apostrophe in front is a mark whatever follows it,
/// as in columns of dates and IDs. In other texts it is one only before what a spreadsheet takes for a formula: `'t Hooft` is a name.
pub(crate) fn without_marks(text: &str, always: bool) -> Option<Cow<'_, str>> {
    // Nearly every text ends here.
    if !matches!(text.as_bytes().first(), Some(b'=' | b'\'' | b'\0'..=b' ' | 0x80..)) {
        return None;
    }
    match without_one(bare(text), always)? {
        Cow::Borrowed(inner) => Some(without_marks(inner, always).unwrap_or(Cow::Borrowed(inner))),
        Cow::Owned(inner) => {
            let more = without_marks(&inner, always).map(Cow::into_owned);
            Some(Cow::Owned(more.unwrap_or(inner)))
        }
    }
}

/// Returns the text without blanks and invisible characters around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

fn without_one(text: &str, always: bool) -> Option<Cow<'_, str>> {
    if let Some(inner) = text.strip_prefix("=\"") {
        return quoted(inner.strip_suffix('"')?);
    }
    let rest = text.trim_start_matches('\'');
    (rest.len() < text.len() && (always || rest.starts_with(is_formula_start) || is_number(rest)))
        .then_some(Cow::Borrowed(rest))
}

/// Returns the text between the quotes of a formula that is one text. A quote inside of it is doubled.
fn quoted(inner: &str) -> Option<Cow<'_, str>> {
    if !inner.contains('"') {
        return Some(Cow::Borrowed(inner));
    }
    let text = inner.replace("\"\"", "\u{0}");
    (!text.contains('"') && !inner.contains('\0')).then(|| Cow::Owned(text.replace('\0', "\"")))
}

/// Returns true if a text is a number, an ID of digits, or a date, of three digits or more: `'47` may begin the name of a firm.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b',' | b'/' | b':' | b' '))
}

/// Returns true if a character makes spreadsheets read the text that begins with it as a formula. Exports write an apostrophe
/// before it, and so does our own.
#[must_use]
pub const fn is_formula_start(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '|' | '%' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_removed() {
        for (text, value) in [
            ("=\"Yarrow Ltd\"", "Yarrow Ltd"),
            (" =\"00123\" ", "00123"),
            ("=\"Rose \"\"Books\"\"\"", "Rose \"Books\""),
            ("=\"\"", ""),
            ("=\"'+1\"", "+1"),
            ("'+1 Advisory", "+1 Advisory"),
            ("'=\"x\"", "x"),
            ("'''-ing Ltd", "-ing Ltd"),
            ("\u{feff}'@home", "@home"),
            ("'00123", "00123"),
            ("'2025-05-01", "2025-05-01"),
            ("=\"=\"\"x\"\"\"", "x"),
        ] {
            assert_eq!(without_marks(text, false).as_deref(), Some(value), "{text}");
        }
        assert_eq!(without_marks("'2025-05-01", true).as_deref(), Some("2025-05-01"));
    }

    #[test]
    fn names_keep_their_apostrophes() {
        for text in [
            "",
            "Harbor",
            "'t Hooft",
            "'s-Gravenhage",
            "'Ndrangheta Consulting",
            "'Ohana Advisors",
            "'47",
            "'47 Brand",
            "'100 Ventures",
            "O'Hara",
            "-ing Ltd",
            "+1 Advisory",
            "=1+1",
            "=\"a\"&\"b\"",
            "=\"",
            "=\"a",
            "'",
            "\u{2019}t Hooft",
        ] {
            assert_eq!(without_marks(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_long_run_of_marks_ends() {
        let text = "'".repeat(100_000) + "=" + &"\"".repeat(100_000);
        assert!(without_marks(&text, true).is_some());
    }
}
