//! Unicode's normal form C. The tables of unicode-normalization serve every form and are made to be searched as they lie, in ten times the room
//! of what this form needs; `build.rs` packs that.

mod tables;

use std::borrow::Cow;

use tables::{Mark, Tables};

/// The first character that may change, or change what stands before it.
const FIRST: char = '\u{300}';

// Hangul: its first syllable, the letters that come before the first initial, vowel and final of a syllable, and how many there are.
const SYLLABLE: u32 = 0xAC00;
const INITIAL: u32 = 0x1100;
const VOWEL: u32 = 0x1161;
const FINAL: u32 = 0x11A7;
const INITIALS: u32 = 19;
const VOWELS: u32 = 21;
/// With that of no final.
const FINALS: u32 = 28;

/// A character that is not taken apart further.
struct Part {
    c: char,
    mark: Mark,
    /// Its combining class; 0 begins something new.
    class: u8,
}

/// A text in normal form C.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    // A character before `FIRST` stays as it is, wherever the next one is before `FIRST`, too.
    if text.chars().all(|c| c < FIRST) {
        return Cow::Borrowed(text);
    }
    let tables = Tables::get();
    let mut parts = Vec::with_capacity(text.len());
    let mut marks = 0;
    text.chars().for_each(|c| take_apart(tables, c, &mut parts, &mut marks));
    sort_marks(&mut parts, marks);
    Cow::Owned(together(tables, &parts))
}

/// Takes a character fully apart. `marks` counts those at the end, which are put in their order when they are all there.
fn take_apart(tables: &Tables, c: char, parts: &mut Vec<Part>, marks: &mut usize) {
    if let Some(syllable) = u32::from(c).checked_sub(SYLLABLE).filter(|at| *at < INITIALS * VOWELS * FINALS) {
        let (vowel, last) = (syllable / FINALS % VOWELS, syllable % FINALS);
        let letters = [INITIAL + syllable / (VOWELS * FINALS), VOWEL + vowel, FINAL + last];
        let letters = letters.into_iter().take(if last > 0 { 3 } else { 2 }).filter_map(char::from_u32);
        return letters.for_each(|letter| push(tables, letter, parts, marks));
    }
    match tables.parts(c) {
        // Of what a character is taken apart into, only the first part may be taken apart again.
        Some([first, others @ ..]) => {
            take_apart(tables, *first, parts, marks);
            others.iter().for_each(|&other| push(tables, other, parts, marks));
        }
        _ => push(tables, c, parts, marks),
    }
}

fn push(tables: &Tables, c: char, parts: &mut Vec<Part>, marks: &mut usize) {
    let (mark, class) = tables.mark(c);
    if class == 0 {
        sort_marks(parts, std::mem::take(marks));
    } else {
        *marks += 1;
    }
    parts.push(Part { c, mark, class });
}

/// Puts the last so many marks in the order of their classes; marks of one class stay in theirs.
fn sort_marks(parts: &mut [Part], marks: usize) {
    if marks > 1 {
        let first = parts.len() - marks;
        lanegate_sheet::sort_short_by_key(&mut parts[first..], |part| part.class);
    }
}

/// Puts together what belongs together.
fn together(tables: &Tables, parts: &[Part]) -> String {
    let mut text = String::with_capacity(parts.len());
    // The last character that marks can join, and those after it that did not.
    let mut base: Option<char> = None;
    let mut marks: Vec<&Part> = Vec::new();
    for part in parts {
        // A mark that stays behind keeps those of its own class and, with any other, whole characters away.
        let reaches = part.mark > 0 && marks.last().is_none_or(|last| last.class < part.class);
        match base.filter(|_| reaches).and_then(|base| pair(tables, base, part)) {
            Some(whole) => base = Some(whole),
            None if part.class == 0 => {
                text.extend(base.replace(part.c));
                text.extend(marks.drain(..).map(|mark| mark.c));
            }
            None => marks.push(part),
        }
    }
    text.extend(base);
    text.extend(marks.into_iter().map(|mark| mark.c));
    text
}

/// What a character and the one behind it are together.
fn pair(tables: &Tables, base: char, part: &Part) -> Option<char> {
    let at = |c: char, first: u32, count: u32| u32::from(c).checked_sub(first).filter(|at| *at < count);
    if let (Some(initial), Some(vowel)) = (at(base, INITIAL, INITIALS), at(part.c, VOWEL, VOWELS)) {
        return char::from_u32(SYLLABLE + (initial * VOWELS + vowel) * FINALS);
    }
    if let (Some(syllable), Some(last @ 1..)) =
        (at(base, SYLLABLE, INITIALS * VOWELS * FINALS), at(part.c, FINAL, FINALS))
    {
        return (syllable % FINALS == 0).then(|| char::from_u32(u32::from(base) + last)).flatten();
    }
    tables.together(base, part.mark)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::{canonical_combining_class, compose};

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
