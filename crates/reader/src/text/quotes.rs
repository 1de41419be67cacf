//! Records by their quotation marks: as the csv crate cuts them, and by stricter rules that find out how they were meant.

/// Quotation marks that programs and people write, opening and closing.
pub(super) const OTHER_MARKS: [(&str, &str); 6] = [
    ("'", "'"),
    ("\u{201c}", "\u{201d}"),
    ("\u{201e}", "\u{201c}"),
    ("\u{201e}", "\u{201d}"),
    ("\u{2018}", "\u{2019}"),
    ("\u{ab}", "\u{bb}"),
];

/// A record as the csv crate cuts it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    /// Its end, before its line end.
    pub end: usize,
    pub fields: usize,
    /// The first field, from 0, whose quotation marks contradict each other.
    pub odd: Option<u32>,
    /// The first field with a quotation mark behind a backslash that may be escaped by it.
    pub escape: Option<u32>,
    /// True if a delimiter behind a backslash cuts it.
    pub escaped_delimiter: bool,
    /// True if it is one field in quotation marks.
    pub lone: bool,
}

/// Cuts the record that starts at a place.
pub(super) fn plain(content: &[u8], start: usize, delimiter: u8) -> Plain {
    let mut record = Plain { fields: 1, ..Plain::default() };
    let mut at = start;
    loop {
        let field = record.fields as u32 - 1;
        let first = skip_blanks(content, at, delimiter);
        let quoted = content.get(at) == Some(&b'"');
        if quoted {
            at = closing(content, at + 1);
            let escaped = content.get(at.wrapping_sub(2)) == Some(&b'\\');
            let behind = skip_blanks(content, at, delimiter);
            if !ends_field(content, behind, delimiter) {
                record.odd.get_or_insert(field);
                if escaped {
                    record.escape.get_or_insert(field);
                }
            } else {
                at = behind;
            }
        } else if content.get(first) == Some(&b'"') {
            record.odd.get_or_insert(field);
        }
        while !ends_field(content, at, delimiter) {
            if content[at] == b'"' && at > start && content[at - 1] == b'\\' {
                record.escape.get_or_insert(field);
            }
            at += 1;
        }
        if content.get(at) != Some(&delimiter) {
            record.end = at;
            record.lone = quoted && record.fields == 1 && record.odd.is_none();
            return record;
        }
        record.escaped_delimiter |= !quoted && at > start && content[at - 1] == b'\\';
        record.fields += 1;
        at += 1;
    }
}

/// The place behind the quotation mark that closes a field, or the end of the content.
fn closing(content: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = content.get(at) {
        at += 1;
        if byte == b'"' {
            if content.get(at) != Some(&b'"') {
                return at;
            }
            at += 1;
        }
    }
    at
}

fn skip_blanks(content: &[u8], mut at: usize, delimiter: u8) -> usize {
    while matches!(content.get(at), Some(&byte) if (byte == b' ' || byte == b'\t') && byte != delimiter) {
        at += 1;
    }
    at
}

fn ends_field(content: &[u8], at: usize, delimiter: u8) -> bool {
    content.get(at).is_none_or(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
}

/// A way to read a record in which every quotation mark must make sense.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strict<'a> {
    pub content: &'a [u8],
    pub delimiter: u8,
    pub open: &'a str,
    pub close: &'a str,
    /// Backslashes escape quotation marks.
    pub backslashes: bool,
    /// Backslashes escape delimiters outside of quotation marks.
    pub escaped_delimiters: bool,
    /// Values may be written as formulas, `="…"`, whose quotation marks enclose delimiters.
    pub formulas: bool,
}

/// A record that was read strictly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// Its end, before its line end.
    pub end: usize,
    pub fields: usize,
    /// Fields that are not blank.
    pub filled: usize,
    /// Fields in quotation marks.
    pub marked: usize,
    /// Fields that start with a blank.
    pub spaced: usize,
}

impl Strict<'_> {
    /// Reads the record that starts at a place, and appends it to `to` in the form that the csv crate expects. `None` where its
    /// quotation marks make no sense, or where `left`, the bytes that may still be looked at, is used up.
    pub(super) fn read(&self, start: usize, left: &mut usize, to: &mut Vec<u8>) -> Option<Read> {
        let mut record = Read::default();
        let mut field = Vec::new();
        let mut at = start;
        loop {
            field.clear();
            let begin = at;
            let first = skip_blanks(self.content, at, self.delimiter);
            let quoted = if self.formulas && self.starts_with(begin, "=\"") {
                self.formula(begin + 2, "\"", &mut field)
            } else if self.formulas && self.starts_with(begin, "\"=\"\"\"") {
                self.formula(begin + 5, "\"\"\"", &mut field)
            } else if self.starts_with(first, self.open) {
                self.quoted(first + self.open.len(), left, &mut field)
            } else {
                None
            };
            // An unquoted text may have quotation marks within, but not at its start.
            if quoted.is_none() {
                if self.starts_with(begin, self.open) || self.content.get(begin) == Some(&b'"') {
                    return None;
                }
                field.clear();
            }
            record.marked += usize::from(quoted.is_some());
            record.spaced += usize::from(quoted.is_none() && first > begin);
            at = quoted.unwrap_or_else(|| self.unquoted(begin, &mut field));
            record.filled += usize::from(!field.trim_ascii().is_empty());
            record.fields += 1;
            self.write(&field, to);
            if self.content.get(at) != Some(&self.delimiter) {
                record.end = at;
                return Some(record);
            }
            to.push(self.delimiter);
            at += 1;
        }
    }

    /// Reads on behind an opening mark. The answer is where the field ends.
    fn quoted(&self, mut at: usize, left: &mut usize, field: &mut Vec<u8>) -> Option<usize> {
        loop {
            let byte = *self.content.get(at)?;
            *left = left.checked_sub(1)?;
            if self.backslashes && byte == b'\\' && matches!(self.content.get(at + 1), Some(b'"' | b'\\')) {
                field.push(self.content[at + 1]);
                at += 2;
            } else if self.starts_with(at, self.close) {
                at += self.close.len();
                if self.starts_with(at, self.close) {
                    field.extend_from_slice(self.close.as_bytes());
                    at += self.close.len();
                    continue;
                }
                let end = skip_blanks(self.content, at, self.delimiter);
                return ends_field(self.content, end, self.delimiter).then_some(end);
            } else {
                field.push(byte);
                at += 1;
            }
        }
    }

    /// Reads on behind the opening mark of a formula that is a text without quotation marks.
    fn formula(&self, at: usize, close: &str, field: &mut Vec<u8>) -> Option<usize> {
        let length = self.content[at..].iter().position(|&byte| matches!(byte, b'"' | b'\n' | b'\r'))?;
        let end = at + length + close.len();
        if !self.starts_with(at + length, close) || !ends_field(self.content, end, self.delimiter) {
            return None;
        }
        for part in [b"=\"".as_slice(), &self.content[at..at + length], b"\""] {
            field.extend_from_slice(part);
        }
        Some(end)
    }

    fn unquoted(&self, mut at: usize, field: &mut Vec<u8>) -> usize {
        loop {
            let escaped =
                |byte: u8| (byte == b'"' && self.backslashes) || (byte == self.delimiter && self.escaped_delimiters);
            match self.content.get(at..at + 2) {
                Some(&[b'\\', next]) if escaped(next) => {
                    field.push(next);
                    at += 2;
                    continue;
                }
                _ => {}
            }
            if ends_field(self.content, at, self.delimiter) {
                return at;
            }
            field.push(self.content[at]);
            at += 1;
        }
    }

    fn starts_with(&self, at: usize, mark: &str) -> bool {
        self.content.get(at..).is_some_and(|rest| rest.starts_with(mark.as_bytes()))
    }

    fn write(&self, field: &[u8], to: &mut Vec<u8>) {
        if !field.iter().any(|&byte| byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r')) {
            return to.extend_from_slice(field);
        }
        to.push(b'"');
        for &byte in field {
            if byte == b'"' {
                to.push(b'"');
            }
            to.push(byte);
        }
        to.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(content: &str) -> (usize, Option<u32>, Option<u32>, bool) {
        let Plain { fields, odd, escape, lone, .. } = plain(content.as_bytes(), 0, b',');
        (fields, odd, escape, lone)
    }

    #[test]
    fn records_are_cut_as_the_csv_crate_does() {
        for (content, expected) in [
            ("a,\"b, c\",d\ne", (3, None, None, false)),
            ("a, \"b\"", (2, Some(1), None, false)),
            ("\"a\"b,c", (2, Some(0), None, false)),
            ("\"a, b\"  ", (1, None, None, true)),
            ("\"a \\\"b\\\" c\",d", (2, Some(0), Some(0), false)),
            ("x,5\\\" pipe", (2, None, Some(1), false)),
            ("\"open, \n", (1, None, None, true)),
        ] {
            assert_eq!(cut(content), expected, "{content}");
            let mut record = csv::ByteRecord::new();
            let mut reader = super::super::delimiter::reader(content.as_bytes(), b',');
            assert!(reader.read_byte_record(&mut record).unwrap());
            assert_eq!(record.len(), expected.0, "{content}");
        }
        assert!(plain(b"Reed\\, Sons,b", 0, b',').escaped_delimiter);
        assert!(!plain(b"\"C:\\\",b", 0, b',').escaped_delimiter);
    }

    #[test]
    fn strict_reading_takes_only_what_makes_sense() {
        let rfc = Strict {
            content: b"",
            delimiter: b',',
            open: "\"",
            close: "\"",
            backslashes: false,
            escaped_delimiters: false,
            formulas: false,
        };
        let read = |way: Strict<'_>, content: &str| {
            let mut to = Vec::new();
            let found = Strict { content: content.as_bytes(), ..way }.read(0, &mut 1_000, &mut to);
            found.map(|found| (found.fields, String::from_utf8(to).unwrap()))
        };
        let some = |fields: usize, text: &str| Some((fields, text.to_owned()));
        assert_eq!(read(rfc, "a, \"b, c\" ,d\nx"), some(3, "a,\"b, c\",d"));
        assert_eq!(read(rfc, "a, \"b\" c,d"), some(3, "a,\" \"\"b\"\" c\",d"));
        assert_eq!(read(rfc, "\"a\" b,d"), None);
        assert_eq!(read(rfc, "\"a,d"), None);
        let escaped = Strict { backslashes: true, ..rfc };
        assert_eq!(read(escaped, r#""a \"b, c\" d",e"#), some(2, "\"a \"\"b, c\"\" d\",e"));
        assert_eq!(read(escaped, r#"5\" pipe,e"#), some(2, "\"5\"\" pipe\",e"));
        assert_eq!(read(escaped, r#""C:\\",e"#), some(2, "C:\\,e"));
        let formulas = Strict { formulas: true, ..rfc };
        assert_eq!(read(formulas, "=\"a, b\",=1,\"=\"\"\"c\"\"\""), some(3, "\"=\"\"a, b\"\"\",=1,\"=\"\"c\"\"\""));
        let single = Strict { open: "'", close: "'", ..rfc };
        assert_eq!(read(single, "'a, b','it''s','5\" pipe'"), some(3, "\"a, b\",it's,\"5\"\" pipe\""));
        assert_eq!(read(single, "'s Hertog,'t Hooft"), None);
        let curly = Strict { open: "\u{201c}", close: "\u{201d}", ..rfc };
        assert_eq!(read(curly, "\u{201c}a, b\u{201d},c"), some(2, "\"a, b\",c"));
        // The bytes that may be looked at are bounded.
        assert_eq!(Strict { content: b"\"aaaaaaaaaaaa\",b", ..rfc }.read(0, &mut 5, &mut Vec::new()), None);
    }
}
