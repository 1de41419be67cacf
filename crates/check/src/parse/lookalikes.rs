//! The usual characters for those that only look like them.

/// The usual form of fullwidth letters and signs, and of typographic apostrophes and full stops.
pub(super) fn usual_form(c: char) -> char {
    match c {
        '\u{3002}' | '\u{FF61}' => '.',
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{FE6B}' => '@',
        _ => narrow(c),
    }
}

/// The ASCII character for a fullwidth one.
pub(super) fn narrow(c: char) -> char {
    if is_wide(c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c }
}

/// Returns true if a character is a fullwidth form of an ASCII one.
pub(super) const fn is_wide(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}')
}

/// Returns true if a character is a hyphen, a dash, or a minus sign.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// The text with a hyphen for every sort of dash.
pub(super) fn with_hyphens(text: &str) -> String {
    text.chars().map(|c| if is_dash(c) { '-' } else { c }).collect()
}
