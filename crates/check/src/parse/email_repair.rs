//! Looks for e-mail addresses in a cell that isn't one: in `Ann Lee <ann@example.com>`, `mailto:ann@example.com?subject=hi`, or
//! `ann at example dot com`.
//!
//! An address is offered only where the text has one reading. Part of a damaged address is often a valid address of another
//! person: `ann@tern.co` in `ann@tern.co,uk`, `smith@tern.com` in `ian smith@tern.com`.

use super::email::{MISTYPED, is_address, is_word};
use super::lookalikes::usual_form;
use crate::escapes::percent_decoded;

/// A longer text is prose.
const LONGEST: usize = 1_000;

/// Words between two addresses.
const CONNECTORS: [&str; 10] = ["and", "or", "und", "oder", "et", "ou", "y", "&", "+", "/"];

/// Words that may come directly before a colon and an address.
const SCHEMES: [&str; 6] = ["mailto", "smtp", "sip", "mail", "email", "e-mail"];

/// Endings of domains other than those of two letters.
const ENDINGS: [&str; 9] = ["com", "net", "org", "edu", "gov", "info", "biz", "mil", "example"];

/// Cyrillic and Greek letters that look like Latin ones.
const LOOK_ALIKES: [(char, char); 15] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ο', 'o'),
];

/// Returns the addresses in a text in lower case; none where one of them has several readings.
pub(super) fn addresses(text: &str) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let text = legible(text);
    if let Some(address) = settled(trimmed(&text)).or_else(|| joined(&text)) {
        return vec![address];
    }
    let words = Word::all(&text);
    let mut found: Vec<String> = Vec::new();
    for place in (0..words.len()).filter(|&place| words[place].text.contains('@')) {
        match certain(&words, place) {
            Some(address) if found.contains(&address) => {}
            Some(address) => found.push(address),
            None => return Vec::new(),
        }
    }
    found
}

/// Returns the address with the Latin letters that its look-alikes stand for, where a part of it mixes the two. A part with
/// other letters of their alphabet is a word of that alphabet.
pub(super) fn without_look_alikes(address: &str) -> Option<String> {
    let latin = |c: char| LOOK_ALIKES.iter().find(|(odd, _)| *odd == c).map(|(_, latin)| *latin);
    let is_odd = |c: char| matches!(c, '\u{370}'..='\u{52F}');
    let mixes = |part: &str| {
        part.chars().any(|c| c.is_ascii_alphabetic())
            && part.contains(is_odd)
            && part.chars().filter(|&c| is_odd(c)).all(|c| latin(c).is_some())
    };
    let parts = address.split(['@', '.']);
    parts.clone().any(mixes).then(|| {
        let mut plain = String::with_capacity(address.len());
        for part in address.split_inclusive(['@', '.']) {
            let mixed = mixes(part);
            plain.extend(part.chars().map(|c| latin(c).filter(|_| mixed).unwrap_or(c)));
        }
        plain
    })
}

/// The text in usual characters: no fullwidth letters, no percent-encoding, `@` and `.` for what people write in their place.
fn legible(text: &str) -> String {
    let text: String = text.chars().map(usual_form).flat_map(char::to_lowercase).collect();
    let mut text = percent_decoded(&text, u8::is_ascii);
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')] {
        for (word, sign) in [("at", "@"), ("dot", "."), ("punkt", ".")] {
            for blank in [" ", ""] {
                text = text.replace(&format!("{blank}{open}{word}{close}{blank}"), sign);
            }
        }
    }
    text.replace("@@", "@")
}

/// The address that a text is, or that it is but for one slip.
fn settled(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let single = domain.replace("..", ".");
    let (rest, top) = single.rsplit_once('.')?;
    let top = MISTYPED.iter().find(|(mistyped, _)| *mistyped == top).map_or(top, |(_, meant)| meant);
    let address = format!("{local}@{rest}.{top}");
    let address = without_look_alikes(&address).unwrap_or(address);
    is_address(&address).then_some(address)
}

/// Endings before a country's: `ann@tern.co.` may lack its `uk`.
const BEFORE_COUNTRIES: [&str; 5] = [".co", ".ac", ".ne", ".or", ".gv"];

/// A text without the marks around it. Three dots say that something was cut off, and so do a hyphen and a dot after `co`.
fn trimmed(text: &str) -> &str {
    let text =
        text.trim_start_matches(|c: char| !is_word(c) && !matches!(c, '_' | '@' | '?' | char::REPLACEMENT_CHARACTER));
    let end = without_marks_behind(text);
    let behind = &text[end.len()..];
    let is_cut = behind.contains("...")
        || (behind.starts_with('.') && BEFORE_COUNTRIES.iter().any(|ending| end.ends_with(ending)));
    if is_cut { text } else { end }
}

fn without_marks_behind(text: &str) -> &str {
    text.trim_end_matches(|c: char| !is_word(c) && !matches!(c, '@' | '-' | '_' | '%' | '…'))
}

/// The address that a text is without the blanks at its `@` and dots, or with `at` and `dot` in words.
fn joined(text: &str) -> Option<String> {
    if let Some((local, domain)) = text.split_once('@') {
        let (local, domain) = (local.trim_end(), domain.trim_start());
        let first = without_marks_behind(domain.split_once(' ').map_or(domain, |(first, _)| first));
        let joined = settled(trimmed(&format!("{local}@{}", domain.replace(". ", "."))));
        // The text before the blank may be the whole address, and the text after it a new sentence.
        let is_whole = domain.contains(' ') && settled(&format!("{local}@{first}")).is_some();
        return joined.filter(|_| !is_whole);
    }
    let (local, domain) = text.split_once(" at ")?;
    settled(&format!("{local}@{}", domain.replace(" dot ", ".")))
}

/// A run of characters that an address can consist of, with what separates it from the word before.
struct Word<'t> {
    gap: &'t str,
    text: &'t str,
}

impl<'t> Word<'t> {
    fn all(text: &'t str) -> Vec<Self> {
        let mut words = Vec::new();
        let (mut gap, mut from) = (0, None::<usize>);
        let mut in_query = false;
        for (at, c) in text.char_indices() {
            in_query |= c == '?';
            let after_at = from.is_some_and(|from| text[from..at].contains('@'));
            let separates = c.is_whitespace()
                || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '„' | '«' | '»')
                || matches!(c, '|' | ';' | ',' | ':' | '?')
                || (c == '/' && after_at)
                || (matches!(c, '=' | '&') && in_query);
            match (separates, from) {
                (true, Some(start)) => {
                    words.push(Self { gap: &text[gap..start], text: &text[start..at] });
                    (gap, from) = (at, None);
                }
                (false, None) => from = Some(at),
                _ => {}
            }
        }
        if let Some(start) = from {
            words.push(Self { gap: &text[gap..start], text: &text[start..] });
        }
        words
    }

    /// Returns true if it could be the rest of a domain.
    fn continues(&self) -> bool {
        let top = self.text.trim_matches('.').rsplit('.').next().unwrap_or_default();
        let is_short = top.len() <= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_short || ENDINGS.contains(&top)) && self.text.chars().all(|c| is_word(c) || matches!(c, '.' | '-'))
    }
}

/// The address that a word with an `@` is, if its neighbors leave no doubt.
fn certain(words: &[Word<'_>], place: usize) -> Option<String> {
    if !begins_here(words, place) {
        return None;
    }
    let mut address = words[place].text.to_owned();
    let mut rest = words[place + 1..].iter().peekable();
    // A comma for a dot, as often as it was typed.
    while let Some(next) = rest.next_if(|next| next.gap == "," && !next.text.contains('@') && next.continues()) {
        address.push('.');
        address.push_str(next.text);
    }
    let address = settled(trimmed(&address));
    let Some(next) = rest.next().filter(|next| !next.text.contains('@') && next.continues()) else {
        return address;
    };
    let after = rest.next();
    let is_query = next.gap.starts_with('?') && after.is_some_and(|after| after.gap.starts_with('='));
    let is_apart = next.gap.contains(|c: char| !c.is_whitespace() && !matches!(c, ',' | ';' | ':' | '|' | '/' | '?'));
    let connects = CONNECTORS.contains(&next.text) && after.is_some_and(|after| after.text.contains('@'));
    address.filter(|_| is_query || is_apart || connects)
}

/// Returns true if an address begins with the word, and not with one before it: `rg` and `lee` are ends of `j?rg` and `ann;lee`.
fn begins_here(words: &[Word<'_>], place: usize) -> bool {
    let gap = words[place].gap;
    if gap.ends_with(['?', char::REPLACEMENT_CHARACTER]) {
        return false;
    }
    let Some(before) = place.checked_sub(1).map(|before| &words[before]) else { return true };
    if before.text.contains('@') {
        return true;
    }
    if CONNECTORS.contains(&before.text) {
        return place < 2 || words[place - 2].text.contains('@');
    }
    let is_mark = !before.text.contains(is_word);
    let names_it = gap == "=" || (gap == ":" && SCHEMES.contains(&before.text));
    let is_apart = gap.contains(['<', '(', '['])
        || (gap.contains(char::is_whitespace)
            && gap.contains(|c: char| !c.is_whitespace() && !matches!(c, ',' | ';' | '?')));
    is_mark || names_it || is_apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(text: &str) -> Vec<String> {
        addresses(text)
    }

    #[test]
    fn what_has_one_reading_is_offered() {
        let bare = "ann@tern.example.com";
        for text in [
            "mailto:ann@tern.example.com",
            "mailto:ann@tern.example.com?subject=hi%20there",
            "ann@tern.example.com?subject=hi",
            "smtp:ann@tern.example.com",
            "<ann@tern.example.com>",
            "ann lee <ann@tern.example.com>",
            "lee, ann <ann@tern.example.com>",
            "lou (ann@tern.example.com) / max",
            "ann@tern.example.com (work)",
            "ann@tern.example.com, mobile 555",
            "e-mail: ann@tern.example.com",
            "\"ann@tern.example.com\"",
            "'ann@tern.example.com'",
            "ann@tern.example.com,",
            "ann@tern.example.com.",
            "ann@tern.example.com;",
            "ann@tern.example.com:",
            "ann@tern.example.com/",
            "ann@tern.example.com!",
            "ann@tern.example.com、",
            "ann@tern.example.com%20",
            "%20ann@tern.example.com",
            "ann%40tern.example.com",
            "ann@@tern.example.com",
            "ann@tern..example.com",
            "ann@tern.example,com",
            "ann＠tern.example.com",
            "ann@tern。example。com",
            "ａｎｎ@tern.example.com",
            "ann @tern.example.com",
            "ann @ tern.example.com",
            "ann@tern. example.com",
            "ann[at]tern.example.com",
            "ann (at) tern.example.com",
            "ann at tern dot example dot com",
            "ann at tern.example.com",
            "ann [at] tern [dot] example [dot] com",
            "- ann@tern.example.com",
            "ann lee | ann@tern.example.com",
            "ann lee - ann@tern.example.com",
            "ann lee<ann@tern.example.com>",
            "(work) ann@tern.example.com",
            "email:ann@tern.example.com",
            "ann@tern.example.com?cc=max",
            "• ann@tern.example.com",
            "🙂ann@tern.example.com",
            "ann@tern.example.con",
            "\u{430}nn@tern.example.com",
            "ann@tern.example.com; ann@tern.example.com",
        ] {
            assert_eq!(offers(text), [bare], "{text}");
        }
        assert_eq!(offers("ann@tern.co,uk"), ["ann@tern.co.uk"]);
        for text in ["ann@tern,co,uk", "<ann@tern,co,uk>", "ann lee <ann@tern,co,uk>"] {
            assert_eq!(offers(text), ["ann@tern.co.uk"], "{text}");
        }
        assert_eq!(offers("ann@tern,com,au"), ["ann@tern.com.au"]);
        assert_eq!(offers("ann@tern.com,au"), ["ann@tern.com.au"]);
        assert_eq!(offers("ann.o’dell@tern.example.com"), ["ann.o'dell@tern.example.com"]);
    }

    #[test]
    fn every_one_of_several_is_offered() {
        for text in [
            "ann@tern.com; bo@tern.com",
            "ann@tern.com;bo@tern.com",
            "ann@tern.com, bo@tern.com",
            "ann@tern.com,bo@tern.com",
            "ann@tern.com bo@tern.com",
            "ann@tern.com or bo@tern.com",
            "ann@tern.com and bo@tern.com",
            "ann@tern.com / bo@tern.com",
            "ann@tern.com/bo@tern.com",
            "ann@tern.com ::: bo@tern.com",
            "ann@tern.com & bo@tern.com",
            "ann lee <ann@tern.com>, bo cruz <bo@tern.com>",
            "mailto:ann@tern.com?cc=bo@tern.com",
            "ann(at)tern.com or bo@tern.com",
        ] {
            assert_eq!(offers(text), ["ann@tern.com", "bo@tern.com"], "{text}");
        }
    }

    #[test]
    fn a_part_of_an_address_is_never_offered() {
        for text in [
            "",
            "ann",
            "ian smith@tern.com",
            "smith,ian@tern.com",
            "j?rg@tern.com",
            "?ukasz@tern.com",
            "\u{FFFD}rg@tern.com",
            "ann lee <?rg@tern.com>",
            "ann?lee@tern.com",
            "ann;lee@tern.com",
            "ann:lee@tern.com",
            "ann|lee@tern.com",
            "ann{lee@tern.com",
            "ann & bob@tern.com",
            "ann and bob@tern.com",
            "ann, bob@tern.com",
            "ann; bob@tern.com",
            "ann@tern.co m",
            "ann@tern.co?m",
            "ann@tern.co?uk",
            "ann@tern.co,u k",
            "ann@tern,co uk",
            "ann@tern.co.",
            "ann@tern.co. thanks",
            "<ann@tern.co.>",
            "ann@tern.co uk",
            "ann@tern.co, uk",
            "ann@tern.co;uk",
            "ann@tern.com. au",
            "ann@tern.com…",
            "ann@tern.com...",
            "ann@tern.com-",
            "ann@tern",
            "ann@tern_x.com",
            "ann@-tern.com",
            "ann@tern.c",
            "ann@tern.123",
            "ann@127.0.0.1",
            "ann@[127.0.0.1]",
            "ann@{tern}.com",
            "{ann}@tern.com",
            "ann=@tern.com",
            "ann.@tern.com",
            "ann..lee@tern.com",
            "ann/bo@tern.com",
            "ann%40lee@tern.com",
            "ann at harbor",
            "meet ann at tern.com",
            "ian smith@tern.com; bo@tern.com",
        ] {
            assert_eq!(offers(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn words_of_other_alphabets_keep_their_letters() {
        for address in ["иван@почта.рф", "иван2@почта.рф", "отдел-hr@почта.рф", "josé@correo.es", "νίκος@παράδειγμα.ελ"]
        {
            assert_eq!(without_look_alikes(address), None, "{address}");
            assert!(is_address(address), "{address}");
        }
    }
}
