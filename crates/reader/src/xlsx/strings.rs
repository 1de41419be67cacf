//! The shared strings: each text of the workbook once, named by number from the cells.

use std::borrow::Cow;
use std::io::Read;

use lanegate_sheet::{Cell, TextId, sort_short_by_key};
use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use super::straight;
use crate::package::Package;
use crate::sink::{Sink, too_long};
use crate::{budget, xml};

/// How cells find their shared strings.
pub(super) enum Table {
    /// All strings are interned: number to id.
    Ids(Vec<TextId>),
    /// Only those that turn out to be wanted will be read, afterwards.
    Later,
}

/// Interns every shared string in the sheet.
pub(super) fn intern(package: &mut Package, name: &str, sink: &mut Sink) -> Result<Table, Unreadable> {
    let mut ids = Vec::new();
    each(package, name, |text| {
        budget::strings(ids.len())?;
        ids.push(sink.intern(text)?);
        Ok(true)
    })?;
    Ok(Table::Ids(ids))
}

/// Fills cells in whose strings were left for later: (string number, row, column).
pub(super) fn fill(
    package: &mut Package,
    name: &str,
    sink: &mut Sink,
    mut wanted: Vec<(usize, u32, u32)>,
) -> Result<(), Unreadable> {
    sort_short_by_key(&mut wanted, |cell| *cell);
    let mut next = wanted.into_iter().peekable();
    if next.peek().is_none() {
        return Ok(());
    }
    let mut number = 0;
    each(package, name, |text| {
        while let Some((_, row, column)) = next.next_if(|(wanted, ..)| *wanted == number) {
            sink.set(row, column, Cell::Text(text))?;
        }
        number += 1;
        Ok(next.peek().is_some())
    })?;
    for (_, row, column) in next {
        sink.set_shared(row, column, &[], None)?;
    }
    Ok(())
}

/// Hands every string to `visit`, in order, until it answers false.
fn each(
    package: &mut Package,
    name: &str,
    mut visit: impl FnMut(&str) -> Result<bool, Unreadable>,
) -> Result<(), Unreadable> {
    let Some(mut part) = package.part(name, budget::STRINGS_PART)? else { return Ok(()) };
    if walk(&mut part, &mut visit)? { part.settle() } else { Ok(()) }
}

/// One pass over the part. Says whether it went to the end.
fn walk(part: &mut impl Read, visit: &mut impl FnMut(&str) -> Result<bool, Unreadable>) -> Result<bool, Unreadable> {
    let mut reader = xml::reader(part)?;
    let mut buf = Vec::new();
    let mut text = String::new();
    // Whether the reader is inside of a string's own text, and not of its phonetic reading.
    let (mut in_text, mut phonetic) = (false, false);
    loop {
        match reader.next(&mut buf)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => text.clear(),
                "rPh" => phonetic = true,
                "t" => in_text = !phonetic,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "si" if !visit(&unescape(&text))? || (!phonetic && !straight(&mut reader, visit)?) => return Ok(false),
                "rPh" => phonetic = false,
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(content) if in_text => text.push_str(&content.xml10_content()),
            Event::CData(content) if in_text => text.push_str(&content.xml10_content()),
            Event::GeneralRef(reference) if in_text => xml::push_entity(&reference, &mut text),
            Event::Eof => return Ok(true),
            _ => {}
        }
        if text.len() > budget::CELL_TEXT {
            return Err(too_long());
        }
    }
}

/// Takes the strings ahead as far as they are plain. Says whether more are wanted.
fn straight<R: Read>(
    reader: &mut xml::Events<R>,
    visit: &mut impl FnMut(&str) -> Result<bool, Unreadable>,
) -> Result<bool, Unreadable> {
    let mut taken = 0;
    let ahead = reader.ahead();
    while let Some((text, length)) = straight::string(&ahead[taken..]) {
        if !visit(&unescape(text))? {
            return Ok(false);
        }
        taken += length;
    }
    reader.take(taken);
    Ok(true)
}

/// Resolves `_x000D_`, by which Excel writes characters that XML cannot hold.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    // Most texts hold no such sign at all, which is told quickest.
    if !text.contains('_') || !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units: Vec<u16> = Vec::new();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let unit = code
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u16::from_str_radix(code, 16).ok());
        let before = if unit.is_some() { at } else { at + 2 };
        if before > 0 {
            flush(&mut units, &mut plain);
            plain.push_str(&rest[..before]);
        }
        units.extend(unit);
        rest = &rest[if unit.is_some() { at + 7 } else { at + 2 }..];
    }
    flush(&mut units, &mut plain);
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Escaped characters beyond the first plane come as two halves.
fn flush(units: &mut Vec<u16>, plain: &mut String) {
    plain.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use super::{unescape, walk};
    use crate::xml::tests::{Bytewise, shuffled};

    #[test]
    fn strings_taken_straight_are_those_of_the_events() {
        let pieces = [
            "<si><t>a</t></si>",
            "<si><t xml:space=\"preserve\"> b </t></si>",
            "<si><t></t></si>",
            "<si/>",
            "<si><t/></si>",
            "<si><r><rPr/><t>c</t></r><r><t>d</t></r></si>",
            "<si><t>e</t><rPh sb=\"0\"><t>no</t></rPh></si>",
            "<si><t>f&amp;g</t></si>",
            "<si><t>_x0041_</t></si>",
            "<si><t>h\r\ni</t></si>",
            "<si><t>\u{e4}\u{1F600}</t></si>",
            "\n  ",
            "<!-- <si><t>no</t></si> -->",
            "<si><rPh><t>unclosed</t></si>",
        ];
        for round in 0..400 {
            let xml = format!("<sst>{}</sst>", shuffled(&pieces, round, if round % 40 == 0 { 4_000 } else { 24 }));
            let [straight, events] = [false, true].map(|bytewise| {
                let mut texts = Vec::new();
                let mut visit = |text: &str| {
                    texts.push(text.to_owned());
                    Ok(round % 40 == 0 || texts.len() < 20)
                };
                let ended = match bytewise {
                    true => walk(&mut Bytewise(xml.as_bytes()), &mut visit),
                    false => walk(&mut xml.as_bytes(), &mut visit),
                };
                (ended.map_err(|refused| refused.code), texts)
            });
            assert_eq!(straight, events, "{xml}");
        }
    }

    #[test]
    fn escaped_characters_are_resolved() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "\u{1F600}"),
            ("_xD83D_", "\u{FFFD}"),
            ("my_xylophone", "my_xylophone"),
            ("_x00", "_x00"),
            ("_x\u{e4}\u{e4}_", "_x\u{e4}\u{e4}_"),
            ("_x+041_", "_x+041_"),
        ] {
            assert_eq!(unescape(text), expected, "{text}");
        }
    }
}
