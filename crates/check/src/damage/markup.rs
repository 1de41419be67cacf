//! Text of web pages: entities such as `&amp;` and tags such as `<br>`.

use super::mojibake;

/// No entity's name is longer.
const LONGEST: usize = 10;

/// No tag is longer, with its attributes, in bytes.
const LONGEST_TAG: usize = 500;

/// Names of the characters from U+00A0 on.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para \
    middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
    Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave \
    aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde \
    ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Other names.
const OTHERS: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("hellip", '…'),
    ("bull", '•'),
    ("euro", '€'),
    ("trade", '™'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
];

/// Tags, and whether one ends a line.
const TAGS: [(&str, bool); 30] = [
    ("br", true),
    ("p", true),
    ("div", true),
    ("li", true),
    ("tr", true),
    ("h1", true),
    ("h2", true),
    ("h3", true),
    ("h4", true),
    ("hr", true),
    ("ul", true),
    ("ol", true),
    ("td", true),
    ("th", true),
    ("table", true),
    ("tbody", true),
    ("a", false),
    ("b", false),
    ("i", false),
    ("u", false),
    ("s", false),
    ("em", false),
    ("strong", false),
    ("span", false),
    ("font", false),
    ("sup", false),
    ("sub", false),
    ("small", false),
    ("html", false),
    ("body", false),
];

/// Returns the text with its entities replaced.
pub(super) fn without_entities(text: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(rest.get(1..end)?)?, end))) {
            Some((c, end)) => {
                kept.push(if c == '\u{A0}' { ' ' } else { c });
                rest = &rest[end + 1..];
                found = true;
            }
            None => {
                kept.push('&');
                rest = &rest[1..];
            }
        }
    }
    found.then(|| kept + rest)
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        let latin = LATIN.split_ascii_whitespace().position(|known| known == name);
        let latin = latin.and_then(|at| char::from_u32(0xA0 + at as u32));
        return latin.or_else(|| OTHERS.iter().find(|(known, _)| *known == name).map(|(_, c)| *c));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        9 | 10 | 13 => Some(' '),
        // What browsers make of these numbers.
        0x80..=0x9F => mojibake::western(code as u8),
        _ => char::from_u32(code).filter(|c| !c.is_control()),
    }
}

/// Returns the text without its tags, with a line end where a tag ended a line.
pub(super) fn without_tags(text: &str) -> Option<String> {
    let mut rest = &text[text.find('<')?..];
    let mut kept = text[..text.len() - rest.len()].to_owned();
    let paired = paired(text);
    let mut found = false;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest, paired) {
            Some((length, ends_line)) => {
                kept.push_str(if ends_line { "\n" } else { "" });
                rest = &rest[length..];
                found = true;
            }
            None => {
                kept.push('<');
                rest = &rest[1..];
            }
        }
    }
    found.then(|| (kept + rest).trim().to_owned())
}

/// Tags of a single letter, of which a text has the end: `</b>`. Without it, `<b` may be arithmetic.
fn paired(text: &str) -> [bool; 26] {
    let mut paired = [false; 26];
    for (at, _) in text.match_indices("</") {
        if let [letter, b'>', ..] = text.as_bytes()[at + 2..]
            && letter.is_ascii_alphabetic()
        {
            paired[usize::from(letter.to_ascii_lowercase() - b'a')] = true;
        }
    }
    paired
}

/// The tag at the beginning of a text: its length, and whether it ends a line.
fn tag(rest: &str, paired: [bool; 26]) -> Option<(usize, bool)> {
    let end = rest.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let inner = rest[1..end].strip_prefix('/').unwrap_or(&rest[1..end]);
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let (name, ends_line) = *TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let attributes = &inner[name.len()..];
    let is_tag = attributes.is_empty() || attributes.starts_with(['/', ' ', '\n']);
    let is_paired = name.len() > 1 || paired[usize::from(name.as_bytes()[0] - b'a')];
    (is_tag && is_paired).then_some((end + 1, ends_line))
}
