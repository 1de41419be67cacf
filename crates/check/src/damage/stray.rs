//! Characters that belong to no text: private ones, accents without a letter, question marks in the place of letters.

/// Returns the text without private characters, and without accents that follow no letter.
pub(super) fn without_stray(text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        let is_stray = is_private(c) || (is_accent(c) && before.is_whitespace());
        if !is_stray {
            kept.push(c);
            before = c;
        }
    }
    (kept.len() < text.len()).then(|| kept.trim().to_owned())
}

const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{F0000}'..)
}

const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Whether a question mark stands between two letters of a word. Addresses may have one there.
pub(super) fn has_lost_letters(text: &str) -> bool {
    if !text.contains('?') || text.contains(['/', '=', '@', '&']) {
        return false;
    }
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(|three| three[1] == '?' && three[0].is_alphabetic() && three[2].is_lowercase())
}
