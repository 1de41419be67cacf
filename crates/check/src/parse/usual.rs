//! The usual characters for those that replace them in damaged addresses.

/// The usual form of fullwidth letters and signs, and of typographic apostrophes and full stops.
pub(super) fn usual_form(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3002}' | '\u{FF61}' => '.',
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{FE6B}' => '@',
        _ => c,
    }
}

/// Decodes percent-encoded ASCII.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|byte| byte.is_ascii());
        match byte {
            Some(byte) => {
                decoded.push(char::from(byte));
                rest = &after[2..];
            }
            None => {
                decoded.push('%');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}
