//! Characters that belong to no text: private ones, accents without a letter, question marks in the place of letters.

use super::Marks;

/// Returns the text without private characters, and without accents that follow no letter.
pub(super) fn without_stray(text: &str) -> Option<String> {
    let mut before = ' ';
    let mut is_stray = |c: char| {
        let is_stray = is_private(c) || (is_accent(c) && before.is_whitespace());
        before = if is_stray { before } else { c };
        is_stray
    };
    // Most texts have none.
    let (first, _) = text.char_indices().find(|&(_, c)| is_stray(c))?;
    let mut kept = text[..first].to_owned();
    kept.extend(text[first..].chars().filter(|&c| !is_stray(c)));
    Some(kept.trim().to_owned())
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
    // Of a run of them, only the first is looked at.
    let mut runs = word.match_indices('?').filter(|&(at, _)| !word[..at].ends_with('?'));
    runs.any(|(at, _)| {
        let before = word[..at].chars().next_back();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_question_marks_is_looked_at_once() {
        let marks = "?".repeat(1_000_000);
        assert!(lacks_letters(&format!("M{marks}ller")));
        assert!(!lacks_letters(&format!("What{marks}!")));
        assert!(!lacks_letters(&"?!".repeat(500_000)));
    }

    #[test]
    fn stray_characters_are_left_out() {
        for (text, kept) in [
            ("\u{E000}Ann", "Ann"),
            ("Ann \u{301}Lee", "Ann Lee"),
            ("\u{301}\u{301}Ann", "Ann"),
            ("Ann \u{E000}\u{301}Lee \u{FFFF}", "Ann Lee"),
        ] {
            assert_eq!(without_stray(text).as_deref(), Some(kept), "{text:?}");
        }
        for text in ["", "Ann", "e\u{301}", "Jörg"] {
            assert_eq!(without_stray(text), None, "{text:?}");
        }
    }
}
