//! Text as it is stored and as it is compared: Unicode NFC, no stray blanks, nothing invisible; and as messages quote it.

use std::borrow::Cow;

use crate::nfc::nfc;

/// Characters that nobody sees and that make equal texts different, with their names.
const INVISIBLE: &[(char, char, &str)] = &[
    ('\u{AD}', '\u{AD}', "soft hyphen"),
    ('\u{34F}', '\u{34F}', "grapheme joiner"),
    ('\u{61C}', '\u{61C}', "direction mark"),
    ('\u{115F}', '\u{1160}', FILLER),
    ('\u{17B4}', '\u{17B5}', "inherent vowel"),
    ('\u{180E}', '\u{180E}', "Mongolian vowel separator"),
    ('\u{200B}', '\u{200B}', "zero-width space"),
    ('\u{200C}', '\u{200D}', "zero-width joiner"),
    ('\u{200E}', '\u{200F}', "direction mark"),
    ('\u{202A}', '\u{202E}', "direction mark"),
    ('\u{2060}', '\u{2065}', "invisible operator"),
    ('\u{2066}', '\u{206F}', "direction mark"),
    ('\u{2800}', '\u{2800}', FILLER),
    ('\u{3164}', '\u{3164}', FILLER),
    ('\u{FE00}', '\u{FE0F}', SELECTOR),
    ('\u{FEFF}', '\u{FEFF}', "byte-order mark"),
    ('\u{FFA0}', '\u{FFA0}', FILLER),
    ('\u{FFF9}', '\u{FFFB}', "annotation mark"),
    ('\u{E0001}', '\u{E007F}', "tag"),
];

/// Characters that look like a blank and count as one.
const FILLER: &str = "filler";
/// Characters that choose a form of the one before them. Letters of ASCII have one form only.
const SELECTOR: &str = "variation selector";

/// A text in its stored form, and what was found on the way.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stored<'a> {
    /// The stored form; empty for a text of blanks.
    pub text: Cow<'a, str>,
    /// The name of the first invisible character that was removed.
    pub invisible: Option<&'static str>,
    /// The first control character, which can't be stored.
    pub control: Option<char>,
}

/// The stored form of a text. With `lines`, line breaks are kept.
pub(crate) fn stored(text: &str, lines: bool) -> Stored<'_> {
    if is_plain(text) {
        return Stored { text: Cow::Borrowed(text), invisible: None, control: None };
    }
    let control = text.chars().find(|&c| c.is_control() && !c.is_whitespace());
    let (visible, invisible) = visible(text);
    Stored { text: Cow::Owned(collapse(&nfc(&visible), lines)), invisible, control }
}

/// A text without invisible characters, and the name of the first one.
fn visible(text: &str) -> (Cow<'_, str>, Option<&'static str>) {
    if !text.chars().any(is_invisible) {
        return (Cow::Borrowed(text), None);
    }
    let mut kept = String::with_capacity(text.len());
    let mut first = None;
    let mut before = ' ';
    for c in text.chars() {
        match invisible_name(c) {
            Some(SELECTOR) if has_forms(before) => kept.push(c),
            Some(name) => {
                first.get_or_insert(name);
                kept.extend((name == FILLER).then_some(' '));
            }
            None => {
                kept.push(c);
                before = c;
            }
        }
    }
    (Cow::Owned(kept), first)
}

/// Returns true if a character may have a form to choose: emoji, ideographs, and the digits and signs of keycaps.
const fn has_forms(c: char) -> bool {
    // The letters among the symbols become plain ones when they are composed.
    matches!(c, '0'..='9' | '#' | '*' | '©' | '®' | '\u{203C}'..) && !matches!(c, '\u{2126}'..='\u{212B}')
}

/// A text on one line: NFC, trimmed, inner blanks collapsed, nothing invisible.
#[must_use]
pub fn collapsed(text: &str) -> Cow<'_, str> {
    stored(text, false).text
}

/// A text for comparison: as [`collapsed`], in lower case.
#[must_use]
pub fn key_text(text: &str) -> String {
    let text = collapsed(text);
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Lower-casing can decompose (İ), so the result is composed again.
    let lower = text.to_lowercase();
    match nfc(&lower) {
        Cow::Borrowed(_) => lower,
        Cow::Owned(composed) => composed,
    }
}

/// Printable ASCII without leading, trailing or double blanks is in its stored form already. Most cells are.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for &byte in text.as_bytes() {
        if !(b' '..=b'~').contains(&byte) || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    text.is_empty() || before != b' '
}

/// Returns true if a character is invisible.
pub(crate) fn is_invisible(c: char) -> bool {
    invisible_name(c).is_some()
}

fn invisible_name(c: char) -> Option<&'static str> {
    if c < '\u{AD}' {
        return None;
    }
    INVISIBLE.iter().find(|&&(first, last, _)| (first..=last).contains(&c)).map(|&(_, _, name)| name)
}

fn collapse(text: &str, lines: bool) -> String {
    if !lines {
        return single_spaced(text);
    }
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let mut kept = String::with_capacity(unified.len());
    let mut breaks = 0;
    for line in unified.split('\n').map(single_spaced) {
        if line.is_empty() {
            breaks += 1;
            continue;
        }
        if !kept.is_empty() {
            // A blank line between paragraphs stays; more than one do not.
            kept.push_str(if breaks > 0 { "\n\n" } else { "\n" });
        }
        breaks = 0;
        kept.push_str(&line);
    }
    kept
}

fn single_spaced(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept
}

/// The words of a text: runs of letters and digits.
pub(crate) fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A text shortened for a message.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 120;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    #[test]
    fn the_quick_path_agrees_with_the_long_one() {
        for text in ["", "a", "a b", " a", "a ", "a  b", "a\tb", "é", "~!"] {
            let long = collapse(&text.nfc().collect::<String>(), false);
            assert_eq!(stored(text, false).text, long, "{text:?}");
        }
    }

    #[test]
    fn keys_of_ascii_are_those_of_the_general_way() {
        let mut state = 1_u32;
        for length in 0..2_000 {
            let characters = (0..length % 40).map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from((state >> 24) as u8 & 0x7F)
            });
            let text: String = characters.collect();
            let general: String = collapsed(&text).to_lowercase().nfc().collect();
            assert_eq!(key_text(&text), general, "{text:?}");
        }
    }

    #[test]
    fn a_second_time_changes_nothing() {
        for text in [
            "K\u{fe0f}x",
            "\u{212a}\u{fe0f}",
            "a\u{3164}\u{2800}b",
            "❤\u{fe0f} \u{fe0f}",
            "  a \u{a0} b ",
            "e\u{301}\u{200b}x",
            "a\r\n\r\n\r\n b \n c",
            "\u{feff}",
            "İstanbul",
        ] {
            for lines in [false, true] {
                let once = stored(text, lines).text.into_owned();
                let twice = stored(&once, lines);
                assert_eq!((twice.text.as_ref(), twice.invisible), (once.as_str(), None), "{text:?}");
            }
            assert_eq!(key_text(&key_text(text)), key_text(text), "{text:?}");
        }
    }
}
