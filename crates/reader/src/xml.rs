//! Reading XML parts tolerantly, within limits: any encoding that XML allows, any prefix, attributes as they come; but
//! no tag or text of any length, no depth without end, no entities of the part's own, and none of the elements that are not the part's own.

mod namespaces;
mod source;

use std::borrow::Cow;
use std::io::{BufRead as _, BufReader, Read};

use lanegate_wire::Unreadable;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};

use self::namespaces::Namespaces;
use self::source::{Bounded, Source, Transcoded};
use crate::charset::Charset;
use crate::{budget, refusal};

/// The events of a part, one by one.
pub(crate) struct Events<R> {
    reader: Reader<Bounded<Source<R>>>,
    depth: u32,
    spaces: Namespaces,
    /// The depth of the element in which one of another namespace began.
    foreign_in: Option<u32>,
    /// True if any was passed over.
    passed_over: bool,
    takes_all: bool,
}

impl<R: Read> Events<R> {
    /// The next event; an empty element comes as its start and its end. An element that is not the part's own comes as a comment.
    #[inline]
    pub(crate) fn next<'b>(&mut self, buf: &'b mut Vec<u8>) -> Result<Event<'b>, Unreadable> {
        if let Some(depth) = self.foreign_in.take() {
            while self.depth > depth {
                if matches!(self.any(buf)?, Event::Eof) {
                    return Ok(Event::Eof);
                }
            }
            self.spaces.end(depth);
        }
        let event = self.any(buf)?;
        match &event {
            Event::Start(element) if !self.takes_all && self.spaces.is_foreign(element, self.depth)? => {
                (self.foreign_in, self.passed_over) = (Some(self.depth - 1), true);
                return Ok(Event::Comment(BytesText::new("")));
            }
            Event::End(_) => self.spaces.end(self.depth),
            _ => {}
        }
        Ok(event)
    }

    /// The same events, and those of elements that are not the part's own.
    pub(crate) fn of_every_namespace(self) -> Self {
        Self { takes_all: true, ..self }
    }

    /// Returns true if elements were passed over that are not the part's own.
    pub(crate) fn has_passed_over(&self) -> bool {
        self.passed_over
    }

    /// The next event, whosever it is.
    #[inline]
    fn any<'b>(&mut self, buf: &'b mut Vec<u8>) -> Result<Event<'b>, Unreadable> {
        buf.clear();
        self.reader.get_mut().renew(budget::XML_EVENT);
        let event = self.reader.read_event_into(buf).map_err(|error| fault(&error))?;
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > budget::XML_DEPTH {
                    return Err(refusal::TOO_LARGE.with("its parts are nested deeper than those of any spreadsheet"));
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            // What such a name stands for is said nowhere else, and may unfold without end.
            Event::DocType(kind) if kind.contains("<!ENTITY") => {
                return Err(refusal::TOO_LARGE
                    .with("it defines abbreviations of its own (entities), which may unfold without end"));
            }
            _ => {}
        }
        Ok(event)
    }

    /// What has been read ahead of the next event. Only right after an element's end: whoever takes whole elements out of it
    /// leaves the events after them as they were.
    #[inline]
    pub(crate) fn ahead(&mut self) -> &[u8] {
        if !self.spaces.plain_is_own() {
            return &[];
        }
        let source = self.reader.get_mut();
        source.renew(budget::XML_EVENT);
        // A fault is the next event's to tell.
        source.fill_buf().unwrap_or_default()
    }

    /// Takes as many bytes of what is ahead.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) {
        self.reader.get_mut().consume(bytes);
    }
}

/// An XML reader over a part, whatever its encoding. Parts are always borrowed: owned ones would have a reader of their own compiled.
pub(crate) fn reader<R: Read>(part: &mut R) -> Result<Events<&mut R>, Unreadable> {
    let mut buffered = BufReader::with_capacity(64 << 10, part);
    let head = buffered.fill_buf().map_err(|error| budget::unreadable(&error))?;
    let utf16 = matches!(head, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [b'<', 0, ..] | [0, b'<', ..]);
    let declared = (!utf16).then(|| declared_encoding(head)).flatten();
    let source = if utf16 || declared.is_some() {
        let big_endian = matches!(head, [0xFE, 0xFF, ..] | [0, b'<', ..]);
        let encoding = declared.unwrap_or(Charset::Utf16 { big_endian });
        Source::Transcoded(Transcoded::new(buffered, encoding))
    } else {
        Source::Plain(buffered)
    };
    let mut reader = Reader::from_reader(Bounded::new(source));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.check_comments = false;
    config.allow_dangling_amp = true;
    Ok(Events {
        reader,
        depth: 0,
        spaces: Namespaces::default(),
        foreign_in: None,
        passed_over: false,
        takes_all: false,
    })
}

/// The encoding that the declaration names, if it is another than UTF-8.
fn declared_encoding(head: &[u8]) -> Option<Charset> {
    let head = String::from_utf8_lossy(&head[..head.len().min(100)]);
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let label = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let encoding = encoding_rs::Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())?;
    (encoding != encoding_rs::UTF_8).then(|| Charset::from(encoding))
}

/// The refusal for what the XML reader stumbles over.
fn fault(error: &quick_xml::Error) -> Unreadable {
    match error {
        quick_xml::Error::Io(error) => budget::unreadable(error),
        _ => refusal::DAMAGED.with("its content breaks off or contradicts itself"),
    }
}

/// The attributes of an element by local name, values as written. Stops at the first malformed one.
pub(crate) fn attributes<'a>(element: &'a BytesStart<'_>) -> Attributes<'a> {
    Attributes { rest: element.attributes_raw() }
}

/// The attributes that stand in a tag after its name.
pub(crate) fn attributes_in(rest: &str) -> Attributes<'_> {
    Attributes { rest }
}

/// See [`attributes`].
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Attributes<'a> {
    /// The next one by its whole name.
    #[inline]
    fn whole(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest;
        self.rest = "";
        let equals = rest.bytes().position(|byte| byte == b'=')?;
        let name = rest[..equals].trim_ascii();
        let after = rest[equals + 1..].trim_ascii_start();
        let quote = after.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))?;
        let value = &after[1..];
        let end = value.bytes().position(|byte| byte == quote)?;
        self.rest = &value[end + 1..];
        Some((name, &value[..end]))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.whole()?;
        let local = name.bytes().rposition(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..]);
        Some((local, value))
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
pub(crate) mod tests {
    use super::*;
    use quick_xml::events::Event;

    /// A part of which never more than a byte is read ahead: nothing of it is ever there whole.
    pub(crate) struct Bytewise<'a>(pub(crate) &'a [u8]);

    impl Read for Bytewise<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let most = into.len().min(1);
            self.0.read(&mut into[..most])
        }
    }

    /// Pieces in an order that a seed makes.
    pub(crate) fn shuffled(pieces: &[&str], seed: u32, count: usize) -> String {
        let mut random = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
        let mut next = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as usize % pieces.len()
        };
        (0..count).map(|_| pieces[next()]).collect()
    }

    fn first_attribute(mut xml: &[u8]) -> Option<String> {
        let mut reader = reader(&mut xml).unwrap();
        let mut buf = Vec::new();
        loop {
            match reader.next(&mut buf).unwrap() {
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
        // Longer than one piece of the transcoding, with a character across its border.
        let long = format!("<!--{}-->{xml}", "x\u{1F600}".repeat(40_000));
        let utf16: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(first_attribute(&[&[0xFF, 0xFE], utf16.as_slice()].concat()), expected);
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a name='Ann &amp; Bj\xf6rn'/>";
        assert_eq!(first_attribute(latin), expected);
    }

    /// How reading to the end goes.
    fn refused(mut xml: &[u8]) -> Option<String> {
        let mut reader = reader(&mut xml).unwrap();
        let mut buf = Vec::new();
        loop {
            match reader.next(&mut buf) {
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(refused) => return Some(refused.code),
            }
        }
    }

    /// The names of the elements that are taken as the part's own.
    fn own(mut xml: &[u8]) -> String {
        let mut reader = reader(&mut xml).unwrap();
        let (mut buf, mut names) = (Vec::new(), Vec::new());
        loop {
            match reader.next(&mut buf).unwrap() {
                Event::Start(element) => names.push(element.local_name().as_ref().to_owned()),
                Event::Eof => return names.join(" "),
                _ => {}
            }
        }
    }

    #[test]
    fn elements_of_other_namespaces_are_passed_over() {
        for (xml, expected) in [
            ("<a xmlns='m' xmlns:e='x'><b/><e:b><b/><e:c>t</e:c></e:b><b/></a>", "a b b"),
            ("<e:a xmlns='m' xmlns:e='x'><b/><e:b/></e:a>", "a b"),
            ("<a xmlns='m'><e:b xmlns:e='x'><b/></e:b><b xmlns='x'><b/></b><b/></a>", "a b"),
            // The same namespace under another prefix, or declared only where it is used.
            ("<a xmlns='m' xmlns:m='m'><m:b/><n:b xmlns:n='m'><n:c/></n:b></a>", "a b b c"),
            // What an element declares ends with it.
            ("<m:a xmlns:m='m'><m:b xmlns='x'><c/></m:b><m:b xmlns='m'><c/></m:b></m:a>", "a b b c"),
            // Nothing is known of a prefix that is declared nowhere.
            ("<a><e:b/></a>", "a b"),
            ("<a xmlns='m'><x:c xmlns:x='x'><b/>", "a"),
            (
                "<a xmlns='m' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:AlternateContent>\
                 <mc:Choice Requires='x'><b/></mc:Choice><mc:Fallback><c/></mc:Fallback></mc:AlternateContent></a>",
                "a AlternateContent Fallback c",
            ),
            (
                "<office:d xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:e='x' \
                 xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'><table:b/><e:b/></office:d>",
                "d b",
            ),
        ] {
            assert_eq!(own(xml.as_bytes()), expected, "{xml}");
        }
    }

    #[test]
    fn depth_length_prefixes_and_entities_have_limits() {
        let too_large = Some("too_large".to_owned());
        let declaring = |count: u32, space: &str| -> String {
            let prefixes = (0..count).map(|number| format!(" xmlns:e{number}='{space}'"));
            format!("<a xmlns='m'><b{}><c/></b><d xmlns:f='x'/></a>", prefixes.collect::<String>())
        };
        assert_eq!(refused(declaring(100, "x").as_bytes()), None);
        assert_eq!(refused(declaring(101, "x").as_bytes()), too_large);
        // Those that stand for the part's own are no extensions.
        assert_eq!(refused(declaring(5_000, "m").as_bytes()), None);
        assert_eq!(refused(declaring(90, "x").repeat(9).as_bytes()), None);
        assert_eq!(refused("<a>".repeat(512).as_bytes()), None);
        assert_eq!(refused("<a>".repeat(513).as_bytes()), too_large);
        assert_eq!(refused("<a/><b></b>".repeat(100_000).as_bytes()), None);
        let long = [&b"<a>"[..], &vec![b'x'; budget::XML_EVENT + (1 << 17)], b"</a>"].concat();
        assert_eq!(refused(&long), too_large);
        assert_eq!(refused(&[&b"<a b='"[..], &vec![b'x'; budget::XML_EVENT + (1 << 17)], b"'/>"].concat()), too_large);
        assert_eq!(refused(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), too_large);
        assert_eq!(refused(b"<!DOCTYPE a PUBLIC 'x' 'y'><a/>"), None);
    }
}
