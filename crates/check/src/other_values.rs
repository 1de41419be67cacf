//! Texts that their form tells from names: web addresses, phone numbers, and codes of records.

/// Digits of the shortest phone number.
const PHONE_DIGITS: usize = 7;
/// Letters of the longest ending of a web address that is looked at.
const ENDING: usize = 6;

/// Returns true for a web address, a phone number, or a code.
pub(crate) fn is_other_value(text: &str) -> bool {
    is_web_address(text) || is_phone_number(text) || is_code(text)
}

/// `www.yew.example`, `yew.example.com`, `linkedin.com/company/yew`. Capitals are those of names: `Booking.com`, `J.Lee`.
fn is_web_address(text: &str) -> bool {
    if text.contains(char::is_whitespace) || text.contains('@') {
        return false;
    }
    let host = text.split(['/', '?', ':']).next().unwrap_or(text);
    let Some((before, ending)) = host.rsplit_once('.') else { return false };
    let is_ending = (2..=ENDING).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.starts_with("www.") || (is_ending && before.split('.').all(is_label))
}

/// `(555) 010-1234`, `+1-555-010-1234`, `555 0102 x3`.
fn is_phone_number(text: &str) -> bool {
    let number = text.to_ascii_lowercase();
    let number =
        ["ext.", "ext", "x"].iter().find_map(|word| number.split_once(word)).map_or(text, |(number, _)| number);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let is_sign = |c: char| matches!(c, ' ' | '(' | ')' | '+' | '-' | '.' | '/' | '\u{a0}');
    digits >= PHONE_DIGITS && number.chars().all(|c| c.is_ascii_digit() || is_sign(c))
}

/// `ACC-1001`, `EMP_001`, `#12`.
fn is_code(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = text.strip_prefix('#') {
        return is_number(number.trim_start());
    }
    let Some((letters, number)) = text.split_once(['-', '_']) else { return false };
    let is_capital = |byte: u8| byte.is_ascii_uppercase();
    (1..=6).contains(&letters.len()) && letters.bytes().all(is_capital) && number.len() >= 2 && is_number(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_values() {
        for text in [
            "yew.example.com",
            "www.Yew.example",
            "linkedin.com/company/yew",
            "(555) 010-1234",
            "+1-555-010-1234",
            "555 0102 x3",
            "555.010.1012",
            "ACC-1001",
            "EMP_001",
            "#12",
        ] {
            assert!(is_other_value(text), "{text}");
        }
        for text in [
            "Yew Ltd",
            "Booking.com",
            "J.Lee",
            "St. John",
            "360",
            "3M",
            "B-2",
            "#yew",
            "Yew No. 5",
            "7-Eleven",
            "1-800-Flowers",
            "x",
            "Max",
        ] {
            assert!(!is_other_value(text), "{text}");
        }
    }
}
