//! Tells text of Windows-1252 from that of older encodings with one byte a character: code page 850 of DOS (437 has
//! nearly the same letters) and Mac OS Roman. In the right encoding, bytes beyond ASCII are letters that fit the words they
//! are in. Text is of DOS or the Macintosh only if that is much clearer than any other reading.

use crate::charset::Charset;
use crate::code_pages::{DOS_CENTRAL, DOS_WESTERN, ISO_CENTRAL, MAC_CENTRAL, MAC_WESTERN, WINDOWS_CENTRAL};

/// Words that are looked at.
const SAMPLE: usize = 10_000;
/// How much clearer text of DOS or the Macintosh must be than as text of Windows: about two letters in their places.
const MARGIN: i32 = 5;
/// How much clearer it must be than as text of the other: they share bytes of some letters, as `æ` and `ë`.
const MARGIN_BETWEEN: i32 = 3;
/// What a character costs that doesn't belong where it is.
const MISPLACED: i32 = -3;

/// Letters beyond ASCII in European names, from frequent to rare, with what they count for.
const LETTERS: [(&str, i32); 3] =
    [("éüöäã", 3), ("áíóúñçèßåøêłąęśżčšžřýěůőńşğćșț", 2), ("àâõëïîôæûìòùœðþďťňźăűţđľĺŕ", 1)];
const VOWELS: &str = "aeiouyáàâãäåæéèêëěęąăíìîïóòôõöøőœúùûüůűý";
/// Vowels that stand between others: João.
const NASAL: &str = "ãõ";

/// The encoding of text that isn't Unicode, and its name.
pub(super) fn guess(bytes: &[u8]) -> (Charset, &'static str) {
    let words = bytes.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()).filter(|word| !word.is_ascii());
    // A lone character says nothing: it is a mark, or half of a character of an Asian encoding.
    let words = words.filter(|word| word.len() > 1).take(SAMPLE);
    let (crowded, words): (Vec<&[u8]>, Vec<&[u8]>) = words.partition(|word| is_crowded(word));
    let count = |words: &[&[u8]]| words.iter().map(|word| beyond_ascii(word)).sum::<usize>() as i32;
    let characters = count(&words);
    let score = |page: &str| {
        let page: Vec<char> = page.chars().collect();
        words.iter().map(|word| plausibility(word, &page)).sum::<i32>()
    };
    let western: Vec<u8> = (0x80..=0xFF).collect();
    let windows = [score(&Charset::Windows1252.text(&western)), score(WINDOWS_CENTRAL), score(ISO_CENTRAL)];
    let windows = windows.into_iter().fold(0, i32::max);
    let against = MISPLACED * count(&crowded);
    let (dos, mac) = (score(DOS_WESTERN) + against, score(MAC_WESTERN) + against);
    let central = score(DOS_CENTRAL).max(score(MAC_CENTRAL)) + against;
    let is_clear = |own: i32, other: i32| {
        let is_best = own >= windows + MARGIN && own * 2 > windows * 3 && own >= other + MARGIN_BETWEEN;
        is_best && own >= central && own >= characters
    };
    if is_clear(dos, mac) {
        return (Charset::Page(850), "DOS code page 850");
    }
    if is_clear(mac, dos) {
        return (Charset::from(encoding_rs::MACINTOSH), "Mac OS Roman");
    }
    (Charset::Windows1252, "Windows-1252")
}

fn beyond_ascii(word: &[u8]) -> usize {
    word.iter().filter(|byte| !byte.is_ascii()).count()
}

/// Returns true for a word of which half or more is beyond ASCII. Names in Latin letters hardly have such words; in Asian
/// encodings and those of other scripts, nearly all are.
fn is_crowded(word: &[u8]) -> bool {
    let beyond = beyond_ascii(word);
    beyond * 2 >= word.len() && (beyond, word.len()) != (1, 2)
}

/// How well the characters beyond ASCII fit a word, if it is of a page.
fn plausibility(word: &[u8], page: &[char]) -> i32 {
    // Pages that begin later lack the control characters.
    let missing = 0x100 - page.len();
    let decoded = |byte: u8| match usize::from(byte) {
        at if byte.is_ascii() => char::from(at as u8),
        at => at.checked_sub(missing).map_or(char::REPLACEMENT_CHARACTER, |at| page[at]),
    };
    let word: Vec<char> = word.iter().map(|&byte| decoded(byte)).collect();
    let beyond = (0..word.len()).filter(|&at| !word[at].is_ascii());
    beyond.map(|at| fit(word[at], &word[..at], &word[at + 1..])).sum()
}

/// How well a character fits between those before and after it in its word.
fn fit(c: char, before: &[char], after: &[char]) -> i32 {
    let small = lowered(c);
    let letter = LETTERS.iter().find(|(letters, _)| letters.contains(small));
    let Some((_, value)) = letter else { return fit_of_mark(c, before, after) };
    if !fits_case(c, before, after) {
        return MISPLACED;
    }
    // Hardly any name begins with such a vowel, even in small letters.
    if before.is_empty() && c.is_lowercase() && VOWELS.contains(small) {
        return 0;
    }
    let is_vowel = |c: &char| c.is_alphabetic().then(|| VOWELS.contains(lowered(*c)));
    let around = (before.last().and_then(is_vowel), after.first().and_then(is_vowel));
    value
        + match (VOWELS.contains(small), around) {
            (true, (Some(false), Some(false))) | (false, (Some(true), Some(true))) => 1,
            (true, (Some(true), Some(true))) if !NASAL.contains(small) => -1,
            _ => 0,
        }
}

fn lowered(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Returns true if a letter is a capital or a small one as its neighbors let expect.
fn fits_case(c: char, before: &[char], after: &[char]) -> bool {
    let next = after.first();
    match before {
        _ if c.is_lowercase() && next.is_some_and(|next| next.is_uppercase()) => false,
        [.., second, last] if c.is_lowercase() => !(second.is_uppercase() && last.is_uppercase()),
        [.., last] if c.is_uppercase() => last.is_uppercase() && !next.is_some_and(|next| next.is_lowercase()),
        _ => true,
    }
}

/// How well a character that isn't a letter fits into a word.
fn fit_of_mark(c: char, before: &[char], after: &[char]) -> i32 {
    match c {
        '’' if before.len() == 1 && !after.is_empty() => 3,
        '’' if matches!(after, ['s' | 'S']) => 3,
        '’' if !before.is_empty() && !after.is_empty() => 1,
        '“' | '‘' | '’' | '„' | '‚' | '«' | '‹' | '¿' | '¡' if before.is_empty() => 2,
        '”' | '’' | '»' | '›' | '…' | '®' | '™' | 'º' | 'ª' | '°' if after.is_empty() => 2,
        // A closing mark in German alone.
        '“' | '‘' if after.is_empty() => 0,
        '\u{A0}' | '–' | '—' | '…' | '™' => 2,
        _ => MISPLACED,
    }
}

#[cfg(test)]
mod tests;
