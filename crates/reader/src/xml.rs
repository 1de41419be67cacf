//! Reading XML parts tolerantly: any encoding that XML allows, any prefix, attributes as they come.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Cursor, Read};

use lanegate_wire::Unreadable;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart};

use crate::refusal;

/// A part as UTF-8: as it stands, or transcoded in memory where it is not (UTF-16, rare).
pub(crate) enum Source<R> {
    Plain(BufReader<R>),
    Transcoded(Cursor<Vec<u8>>),
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buf),
            Self::Transcoded(reader) => reader.read(buf),
        }
    }
}

impl<R: Read> BufRead for Source<R> {
    #[inline]
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        match self {
            Self::Plain(reader) => reader.fill_buf(),
            Self::Transcoded(reader) => reader.fill_buf(),
        }
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        match self {
            Self::Plain(reader) => reader.consume(amount),
            Self::Transcoded(reader) => reader.consume(amount),
        }
    }
}

/// An XML reader over a part, whatever its encoding.
pub(crate) fn reader<R: Read>(part: R) -> Result<Reader<Source<R>>, Unreadable> {
    let mut buffered = BufReader::with_capacity(64 << 10, part);
    let head = buffered.fill_buf().map_err(|error| damaged(&error))?;
    let utf16 = matches!(head, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [b'<', 0, ..] | [0, b'<', ..]);
    let declared = (!utf16).then(|| declared_encoding(head)).flatten();
    let source = if utf16 || declared.is_some() {
        let big_endian = matches!(head, [0xFE, 0xFF, ..] | [0, b'<', ..]);
        let encoding = declared.unwrap_or(if big_endian { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE });
        let mut bytes = Vec::new();
        buffered.read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        Source::Transcoded(Cursor::new(encoding.decode(&bytes).0.into_owned().into_bytes()))
    } else {
        Source::Plain(buffered)
    };
    let mut reader = Reader::from_reader(source);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.check_comments = false;
    config.allow_dangling_amp = true;
    Ok(reader)
}

/// The encoding that the declaration names, if it is another than UTF-8.
fn declared_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&head[..head.len().min(100)]);
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let label = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let encoding = encoding_rs::Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())?;
    (encoding != encoding_rs::UTF_8).then_some(encoding)
}

/// The refusal for a part that cannot be read on.
pub(crate) fn damaged(error: &dyn std::fmt::Display) -> Unreadable {
    let _ = error;
    refusal::DAMAGED.with("its content breaks off or contradicts itself")
}

/// The attributes of an element by local name, values as written. Stops at the first malformed one.
pub(crate) fn attributes<'a>(element: &'a BytesStart<'_>) -> Attributes<'a> {
    Attributes { rest: element.attributes_raw() }
}

/// See [`attributes`].
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest;
        self.rest = "";
        let equals = rest.bytes().position(|byte| byte == b'=')?;
        let name = rest[..equals].trim_ascii();
        let after = rest[equals + 1..].trim_ascii_start();
        let quote = after.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))?;
        let value = &after[1..];
        let end = value.bytes().position(|byte| byte == quote)?;
        self.rest = &value[end + 1..];
        let local = name.bytes().rposition(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..]);
        Some((local, &value[..end]))
    }
}

/// One attribute's value, with entities resolved.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    attributes(element).find(|(key, _)| *key == name).map(|(_, value)| unescape(value).into_owned())
}

/// Text with its entities resolved; as it stands where one is unknown.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

/// XML's truth values.
pub(crate) fn truth(value: &str) -> Option<bool> {
    match value.trim() {
        "1" | "true" | "TRUE" | "True" | "on" => Some(true),
        "0" | "false" | "FALSE" | "False" | "off" => Some(false),
        _ => None,
    }
}

/// Appends what an entity reference in text stands for; an unknown one as it is written.
pub(crate) fn push_entity(reference: &BytesRef<'_>, text: &mut String) {
    if let Some(known) = quick_xml::escape::resolve_xml_entity(reference) {
        text.push_str(known);
    } else if let Ok(Some(character)) = reference.resolve_char_ref() {
        text.push(character);
    } else {
        text.push('&');
        text.push_str(reference);
        text.push(';');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::events::Event;

    fn first_attribute(xml: &[u8]) -> Option<String> {
        let mut reader = reader(xml).unwrap();
        let mut buf = Vec::new();
        loop {
            match reader.read_event_into(&mut buf).unwrap() {
                Event::Start(element) => return attribute(&element, "name"),
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    #[test]
    fn parts_in_any_encoding_are_read() {
        let xml = "<?xml version=\"1.0\"?><x:a q='1' r:name = \"Ann &amp; Bj\u{f6}rn\"/>";
        let expected = Some("Ann & Bj\u{f6}rn".to_owned());
        assert_eq!(first_attribute(xml.as_bytes()), expected);
        let utf16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(first_attribute(&utf16), expected);
        let utf16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(first_attribute(&utf16), expected);
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a name='Ann &amp; Bj\xf6rn'/>";
        assert_eq!(first_attribute(latin), expected);
    }
}
