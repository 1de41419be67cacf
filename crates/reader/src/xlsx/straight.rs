//! The straight way through what Excel writes most: whole cells, rows' beginnings and strings are taken out of what has been read
//! ahead, without an event for each of their tags. What looks otherwise, or is not whole there, is left to the events, which read everything.

use std::str;

use super::head::Head;

/// No text that is taken straight is longer.
const LONGEST: usize = 4_096;

/// What lies ahead in the rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A whole cell: what its tag says, and its value's text if it has a value.
    Cell(Head, Option<&'a str>),
    /// A row ends, and another begins: its attributes.
    Row(&'a str),
}

/// The piece that the bytes begin with, and how many of them it takes.
#[inline]
pub(super) fn piece(ahead: &[u8]) -> Option<(Piece<'_>, usize)> {
    if let Some(rest) = ahead.strip_prefix(b"<c") {
        let (head, is_empty, rest) = Head::straight(rest)?;
        let (piece, rest) = if is_empty {
            (Piece::Cell(head, None), rest)
        } else {
            let (value, rest) = text(rest.strip_prefix(b"<v>")?)?;
            (Piece::Cell(head, Some(value)), rest.strip_prefix(b"</v></c>")?)
        };
        Some((piece, ahead.len() - rest.len()))
    } else {
        let (attributes, rest) = tag(ahead.strip_prefix(b"</row><row ")?)?;
        (!attributes.ends_with('/')).then_some((Piece::Row(attributes), ahead.len() - rest.len()))
    }
}

/// The shared string that the bytes begin with, and how many of them it takes.
#[inline]
pub(super) fn string(ahead: &[u8]) -> Option<(&str, usize)> {
    let item = ahead.strip_prefix(b"<si><t")?;
    let inner = item.strip_prefix(b">").or_else(|| item.strip_prefix(b" xml:space=\"preserve\">"))?;
    let (text, rest) = text(inner)?;
    let rest = rest.strip_prefix(b"</t></si>")?;
    Some((text, ahead.len() - rest.len()))
}

/// A row's attributes, up to its tag's end. Where an end stands inside of a value, or anything is unusual, nothing.
#[inline]
fn tag(ahead: &[u8]) -> Option<(&str, &[u8])> {
    let end = ahead.iter().take(LONGEST).position(|&byte| byte == b'>')?;
    let (attributes, rest) = (&ahead[..end], &ahead[end + 1..]);
    let mut quotes = 0;
    for &byte in attributes {
        match byte {
            b'"' => quotes += 1,
            b'\'' | b'<' | 0x80.. => return None,
            _ => {}
        }
    }
    let attributes = str::from_utf8(attributes).ok()?;
    (quotes % 2 == 0 && !attributes.contains("xmlns")).then_some((attributes, rest))
}

/// Text without references and line ends that XML changes, up to the next tag.
#[inline]
fn text(ahead: &[u8]) -> Option<(&str, &[u8])> {
    let end = ahead.iter().take(LONGEST).position(|&byte| matches!(byte, b'<' | b'&' | b'\r'))?;
    (ahead[end] == b'<').then_some((str::from_utf8(&ahead[..end]).ok()?, &ahead[end..]))
}

#[cfg(test)]
mod tests {
    use super::super::head::Kind;
    use super::{Head, Piece, piece, string};

    #[test]
    fn what_excel_writes_most_is_taken_whole() {
        let shared = Head { place: Some((0, 0)), style: 1, kind: Kind::Shared, is_misplaced: false };
        let at = |place, style| Head { place: Some(place), style, ..Head::default() };
        for (ahead, expected, taken) in [
            (r#"<c r="A1" s="1" t="s"><v>12</v></c><c"#, Piece::Cell(shared, Some("12")), 35),
            (r#"<c r="A1"><v></v></c>"#, Piece::Cell(at((0, 0), 0), Some("")), 21),
            (r#"<c r="B1" s="2"/><c"#, Piece::Cell(at((0, 1), 2), None), 17),
            (r#"</row><row r="2" spans="1:7"><c"#, Piece::Row(r#"r="2" spans="1:7""#), 29),
        ] {
            assert_eq!(piece(ahead.as_bytes()), Some((expected, taken)), "{ahead}");
        }
        for (ahead, expected) in [
            ("<si><t>ä b</t></si><si>", "ä b"),
            ("<si><t xml:space=\"preserve\"> a</t></si>", " a"),
            ("<si><t></t></si>", ""),
        ] {
            assert_eq!(string(ahead.as_bytes()).map(|(text, _)| text), Some(expected), "{ahead}");
        }
    }

    #[test]
    fn what_is_unusual_or_not_whole_is_left_to_the_events() {
        let whole = r#"<c r="A1" s="1" t="s"><v>12</v></c>"#;
        for end in 0..whole.len() {
            assert_eq!(piece(&whole.as_bytes()[..end]), None, "{end}");
        }
        for ahead in [
            r#"<c r="A1"><f>1+1</f><v>2</v></c>"#,
            r#"<c r="A1" t="inlineStr"><is><t>a</t></is></c>"#,
            r#"<c r="A1" t="str"><v>a&amp;b</v></c>"#,
            "<c r=\"A1\" t=\"str\"><v>a\r\nb</v></c>",
            r#"<c r=">"><v>1</v></c>"#,
            r#"<c x="><v>1</v></c>" r="A1"><v>2</v></c>"#,
            "<c r='A1'><v>1</v></c>",
            r#"<c r="A1"><v>1</v> </c>"#,
            r#"<c r="A1"><v>1</v><v>2</v></c>"#,
            r#" <c r="A1"><v>1</v></c>"#,
            r#"<x:c r="A1"><x:v>1</x:v></x:c>"#,
            r#"<row r="2"><c"#,
            r#"</row><row r="2"/>"#,
            r#"</row><row r="2" xmlns="urn:other">"#,
            "</row></sheetData>",
        ] {
            assert_eq!(piece(ahead.as_bytes()), None, "{ahead}");
        }
        assert_eq!(piece(b"<c r=\"A1\" t=\"str\"><v>\xFF</v></c>"), None);
        for ahead in
            ["<si><r><t>a</t></r></si>", "<si><t>a&lt;</t></si>", "<si><t>a</t><rPh/></si>", "<si/>", "<si><t/></si>"]
        {
            assert_eq!(string(ahead.as_bytes()), None, "{ahead}");
        }
    }
}
