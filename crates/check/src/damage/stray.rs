//! Characters that belong to no text: private ones, accents without a letter, question marks in the place of letters.

use super::Marks;

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

/// Returns true if question marks replace letters of a word. Addresses may have some.
pub(super) fn has_lost_letters(text: &str, marks: Marks) -> bool {
    if marks == Marks::Asking || !text.contains('?') {
        return false;
    }
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let mut is_before_a_word = || words.peek().is_some_and(|next| next.starts_with(char::is_alphabetic));
        let ends_lost = marks == Marks::InNames && word.ends_with('?') && word.starts_with(char::is_alphabetic);
        if word.contains('?') && (lacks_letters(word) || (ends_lost && is_before_a_word())) {
            return true;
        }
    }
    false
}

/// Returns true if question marks are inside a word, or before its small letters: `M?ller`, `N??ez`, `MU?OZ`, `D?Angelo`, `?ukasz`. A
/// capital after a small letter begins another word: `Who?What`.
fn lacks_letters(word: &str) -> bool {
    if word.contains(['/', '=', '@', '&']) {
        return false;
    }
    word.match_indices('?').any(|(at, _)| {
        let before = word[..at].trim_end_matches('?').chars().next_back();
        let after = word[at..].trim_start_matches('?').chars().next();
        match (before, after) {
            (None, Some(after)) => after.is_lowercase(),
            (Some(before), Some(after)) => {
                before.is_alphabetic() && (after.is_lowercase() || (before.is_uppercase() && after.is_uppercase()))
            }
            _ => false,
        }
    })
}
