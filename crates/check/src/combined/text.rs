//! One text out of several: joined, the first of them, or a part of it.

use lanegate_wire::Combining;

use crate::parse::is_placeholder;
use crate::text::stored;

/// Returns the text that several texts give together; empty if they give none.
#[must_use]
pub fn combined_text<'a>(how: Combining, texts: impl Iterator<Item = &'a str>) -> String {
    combine_texts(how, false, texts)
}

/// The same; with `lines`, line breaks are kept.
pub(super) fn combine_texts<'a>(how: Combining, lines: bool, texts: impl Iterator<Item = &'a str>) -> String {
    let filled: Vec<_> = texts.map(|text| stored(text, lines).text).filter(|text| !text.is_empty()).collect();
    let values: Vec<&str> = filled.iter().map(AsRef::as_ref).filter(|text| !is_placeholder(text)).collect();
    let texts = if values.is_empty() { filled.iter().map(AsRef::as_ref).collect() } else { values };
    let Some(first) = texts.first() else { return String::new() };
    match how {
        Combining::Join => texts.join(" "),
        Combining::FirstFilled => (*first).to_owned(),
        Combining::Name => name(first).to_owned(),
        Combining::Address => address(first).to_owned(),
    }
}

/// Characters between addresses, or around one.
const fn is_around_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '|')
}

/// The first e-mail address in a text.
pub(crate) fn first_address(text: &str) -> Option<&str> {
    addresses(text).next()
}

/// Returns true for a text with e-mail addresses that differ.
pub(crate) fn has_several_addresses(text: &str) -> bool {
    // Most texts have no second `@`.
    if text.bytes().filter(|byte| *byte == b'@').nth(1).is_none() {
        return false;
    }
    let mut addresses = addresses(text);
    addresses.next().is_some_and(|first| addresses.any(|other| !other.eq_ignore_ascii_case(first)))
}

fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let tokens = text.split(is_around_address).map(|token| token.trim_matches(['.', '\'']));
    tokens.filter(|token| {
        token.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.contains('.') && !domain.contains('@') && !domain.starts_with('.')
        })
    })
}

/// The first address, nothing if the text has no `@`, and the whole text if there is an `@` but no address.
fn address(text: &str) -> &str {
    match first_address(text) {
        Some(address) => address,
        None if text.contains('@') => text,
        None => "",
    }
}

/// The text before an address, or before an ID or a link in brackets at the end.
fn name(text: &str) -> &str {
    let at = first_address(text).and_then(|address| text.find(address)).or_else(|| reference_at(text));
    match at {
        Some(at) => bare_name(text[..at].trim_end_matches("mailto:")),
        None => text,
    }
}

/// Signs that stand around a whole name.
const AROUND_NAME: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('(', ')'), ('[', ']'), ('<', '>')];

/// A name without what parts it from an address: `Bob (CFO) <` is `Bob (CFO)`, and `"Ann Lee" (` is `Ann Lee`.
fn bare_name(text: &str) -> &str {
    let opens = |c: char| c.is_whitespace() || matches!(c, '<' | '(' | '[' | ',' | ';' | ':' | '|');
    let closes = |c: char| c.is_whitespace() || matches!(c, '>' | ')' | ']' | ',' | ';' | ':' | '|');
    let bare = text.trim_end_matches(opens).trim_start_matches(closes);
    let inside = AROUND_NAME.iter().find_map(|&(open, close)| {
        let inside = bare.strip_prefix(open)?.strip_suffix(close)?;
        (!inside.contains([open, close])).then_some(inside)
    });
    match inside {
        Some(inside) => bare_name(inside),
        // One that is not closed begins or ends at the address.
        None if bare.matches('"').count() == 1 => bare.trim_matches(|c: char| c == '"' || c.is_whitespace()),
        None => bare,
    }
}

/// Where the first brackets begin that hold an ID, a link, or the path of a page, and end the text or one of its values:
/// `Acme Inc (11234)`, `Acme (https://…), Quay (https://…)`, `Acme (../Firms/Acme%20Inc.md)`.
pub(crate) fn reference_at(text: &str) -> Option<usize> {
    text.match_indices('(').map(|(open, _)| open).find(|&open| {
        let Some((inside, rest)) = text[open + 1..].split_once(')') else { return false };
        let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
        let is_page = inside.starts_with("http") || inside.ends_with(".md");
        (is_number || is_page) && matches!(rest.trim_start().chars().next(), None | Some(',' | ';'))
    })
}
