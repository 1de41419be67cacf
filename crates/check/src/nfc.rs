//! Unicode's normal form C. unicode-normalization has an iterator for it, which draws the tables of the compatibility forms into the
//! program, too: as much as everything that is needed here. So its tables are used character by character.

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

/// The first character that may change, or change what stands before it.
const FIRST: char = '\u{300}';

/// A text in normal form C.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    // A character before `FIRST` stays as it is, wherever the next one is before `FIRST`, too.
    if text.chars().all(|c| c < FIRST) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(composed(&decomposed(text)))
}

/// The characters of a text fully taken apart, marks in their canonical order; each with its combining class.
fn decomposed(text: &str) -> Vec<(u8, char)> {
    let mut parts = Vec::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        decompose_canonical(c, |part| {
            let class = if part < FIRST { 0 } else { canonical_combining_class(part) };
            if class == 0 {
                sort_marks(&mut parts, marks);
                marks = 0;
            } else {
                marks += 1;
            }
            parts.push((class, part));
        });
    }
    sort_marks(&mut parts, marks);
    parts
}

/// Puts the last so many marks in the order of their classes; marks of one class stay in theirs.
fn sort_marks(parts: &mut [(u8, char)], marks: usize) {
    if marks > 1 {
        let first = parts.len() - marks;
        lanegate_sheet::sort_short_by_key(&mut parts[first..], |(class, _)| *class);
    }
}

/// Puts together what belongs together.
fn composed(parts: &[(u8, char)]) -> String {
    let mut text = String::with_capacity(parts.len());
    // The last character that marks can join, and those after it that did not.
    let mut base: Option<char> = None;
    let mut marks: Vec<(u8, char)> = Vec::new();
    for &(class, c) in parts {
        // A mark that stays behind keeps those of its own class and, with any other, whole characters away.
        let reaches = marks.last().is_none_or(|(last, _)| *last < class);
        match base.filter(|_| reaches).and_then(|base| compose(base, c)) {
            Some(whole) => base = Some(whole),
            None if class == 0 => {
                text.extend(base.replace(c));
                text.extend(marks.drain(..).map(|(_, mark)| mark));
            }
            None => marks.push((class, c)),
        }
    }
    text.extend(base);
    text.extend(marks.into_iter().map(|(_, mark)| mark));
    text
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    fn agree(text: &str) {
        assert_eq!(nfc(text), text.nfc().collect::<String>(), "{:x?}", text.chars().collect::<Vec<_>>());
    }

    #[test]
    fn every_character_alone_and_before_and_after_others() {
        let mut text = String::new();
        ('\0'..=char::MAX).for_each(|c| agree(c.encode_utf8(&mut [0; 4])));
        // Beyond there are no letters and no marks.
        for c in '\0'..='\u{2FFFF}' {
            for others in ["e", "\u{301}", "\u{323}", "\u{327}\u{301}", "\u{1161}", "\u{11A8}", "가"] {
                for (before, after) in [(others, ""), ("", others)] {
                    text.clear();
                    text.push_str(before);
                    text.push(c);
                    text.push_str(after);
                    agree(&text);
                }
            }
        }
    }

    #[test]
    fn characters_in_any_order() {
        // What combines, what can be taken apart, and what can be put together.
        let telling: Vec<char> = ('\0'..=char::MAX)
            .filter(|&c| canonical_combining_class(c) > 0 || c.nfd().count() > 1 || compose('a', c).is_some())
            .chain('\u{1100}'..='\u{11FF}')
            .chain("aeiouAEIOUé Ж가각漢\u{9be}\u{9c7}\u{b3e}\u{1b35}".chars())
            .collect();
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for round in 0..300_000 {
            // Mostly from one neighbourhood, since marks join the letters of their own script.
            let near = random(telling.len());
            let length = if round % 1_000 == 0 { 500 } else { random(8) };
            let text: String = (0..length)
                .map(|_| match random(4) {
                    0 => telling[random(telling.len())],
                    1 => telling[telling.len() - 1 - random(17)],
                    _ => telling[(near + random(60)) % telling.len()],
                })
                .collect();
            agree(&text);
        }
    }

    #[test]
    fn endless_marks_cost_no_endless_time() {
        let text: String = "a".chars().chain(['\u{301}', '\u{323}'].into_iter().cycle().take(1_000_000)).collect();
        agree(&text);
    }
}
