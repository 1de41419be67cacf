//! Rewrites a text file whose quotation marks the csv crate would misread, where it is certain how they were meant, and lists the records
//! in which it isn't. Only files with such a record come here.

use super::delimiter;
use super::quotes::{OTHER_MARKS, Plain, Read, Strict, plain};

/// An unusual way in which a file quotes its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unusual {
    Blanks,
    Backslashes,
    EscapedDelimiters,
    OtherMarks,
    Formulas,
    WholeLines,
}

impl Unusual {
    /// Describes it, as the end of a sentence about the file.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Blanks => "blanks stand between separators and quotation marks",
            Self::Backslashes => "quotation marks inside a value are escaped by backslashes",
            Self::EscapedDelimiters => "separators inside a value are escaped by backslashes",
            Self::OtherMarks => "values are in quotation marks of another sort than \"",
            Self::Formulas => "values are written as formulas (=\"…\"), whose quotation marks are not doubled",
            Self::WholeLines => "whole lines are in quotation marks, as if each were one value",
        }
    }
}

/// The result for a file.
#[derive(Debug, Default)]
pub(super) struct Requoted {
    pub content: Vec<u8>,
    /// Rows that were rewritten, by what is unusual in them: the first, and how many.
    pub unusual: Vec<(Unusual, u32, u32)>,
    /// Rows, each with a column, whose quotation marks contradict each other. They are left as they are.
    pub unclear: Vec<(u32, u32)>,
}

impl Requoted {
    /// Returns true if some values were in quotation marks of another sort.
    pub(super) fn has_other_marks(&self) -> bool {
        self.unusual.iter().any(|(unusual, ..)| *unusual == Unusual::OtherMarks)
    }

    fn note(&mut self, unusual: Unusual, row: u32) {
        match self.unusual.iter_mut().find(|(known, ..)| *known == unusual) {
            Some((.., count)) => *count += 1,
            None => self.unusual.push((unusual, row, 1)),
        }
    }
}

/// The way in which the file is cut into fields, as far as that is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub delimiter: u8,
    /// Fields of most records, as far as they are cut in the right places.
    pub width: usize,
    /// Most lines are one field in quotation marks.
    pub whole_lines: bool,
    /// Values of other rows are in quotation marks of another sort.
    pub other_marks: bool,
}

/// Rewrites a file.
pub(super) fn requote(content: &[u8], cut: Cut) -> Requoted {
    let mut requoted = Requoted { content: Vec::with_capacity(content.len()), ..Requoted::default() };
    // Records that are tried in several ways take time several times, but not without end.
    let mut left = content.len().saturating_mul(4);
    let (mut at, mut row, mut header) = (0, 0, 0);
    while at < content.len() {
        if !matches!(content[at], b'\n' | b'\r') {
            let found = plain(content, at, cut.delimiter);
            if header < 2 {
                header = found.fields;
            }
            at = record(Ways { content, start: at, cut, header, found: &found }, row, &mut left, &mut requoted);
        }
        let end = match (content.get(at), content.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(_), _) => 1,
            (None, _) => 0,
        };
        requoted.content.extend_from_slice(&content[at..at + end]);
        at += end;
        row += 1;
    }
    requoted
}

/// Copies or rewrites one record. The answer is where it ends.
fn record(ways: Ways<'_>, row: u32, left: &mut usize, requoted: &mut Requoted) -> usize {
    let before = requoted.content.len();
    match ways.unusual(left, &mut requoted.content) {
        Way::AsIs => {}
        Way::Rewritten(unusual, end) => {
            requoted.note(unusual, row);
            return end;
        }
        Way::Unclear(column) => requoted.unclear.push((row, column)),
    }
    requoted.content.truncate(before);
    requoted.content.extend_from_slice(&ways.content[ways.start..ways.found.end]);
    ways.found.end
}

/// The way in which a record is handled.
enum Way {
    AsIs,
    /// It was appended in another form; where it ends.
    Rewritten(Unusual, usize),
    Unclear(u32),
}

/// The ways to read one record.
#[derive(Clone, Copy)]
struct Ways<'a> {
    content: &'a [u8],
    start: usize,
    cut: Cut,
    /// Fields of the first record that has several.
    header: usize,
    /// As the csv crate reads it.
    found: &'a Plain,
}

impl Ways<'_> {
    fn unusual(&self, left: &mut usize, to: &mut Vec<u8>) -> Way {
        let found = self.found;
        if found.lone {
            return self.whole_line(left, to);
        }
        if let Some(end) = self.in_other_marks(left, to) {
            return Way::Rewritten(Unusual::OtherMarks, end);
        }
        let rfc = self.strict("\"", "\"");
        if found.escaped_delimiter && self.may_be_ragged() {
            let way = Strict { backslashes: true, escaped_delimiters: true, ..rfc };
            if let Some(read) = self.attempt(way, left, to).filter(|read| self.fits(read.fields)) {
                return Way::Rewritten(Unusual::EscapedDelimiters, read.end);
            }
        }
        let record = &self.content[self.start..found.end];
        let has_formula = || record.windows(2).any(|bytes| bytes == b"=\"");
        if (found.odd.is_some() || self.may_be_ragged()) && has_formula() {
            let way = Strict { formulas: true, ..rfc };
            if let Some(read) = self.attempt(way, left, to).filter(|read| self.fits(read.fields)) {
                return Way::Rewritten(Unusual::Formulas, read.end);
            }
        }
        let Some(column) = found.odd.or(found.escape) else { return Way::AsIs };
        let escaped = found.escape.is_some();
        if escaped {
            let read = self.attempt(Strict { backslashes: true, ..rfc }, left, to);
            let fits = |read: &Read| self.fits(read.fields) || (found.odd.is_some() && !self.fits(found.fields));
            if let Some(read) = read.filter(fits) {
                return Way::Rewritten(Unusual::Backslashes, read.end);
            }
        }
        match self.attempt(rfc, left, to).filter(|read| !escaped || self.fits(read.fields)) {
            Some(read) => Way::Rewritten(Unusual::Blanks, read.end),
            None => Way::Unclear(column),
        }
    }

    /// Returns true if a record has as many fields as others.
    const fn fits(&self, fields: usize) -> bool {
        fields == self.cut.width || fields == self.header
    }

    const fn may_be_ragged(&self) -> bool {
        self.found.fields != self.cut.width || self.found.fields != self.header
    }

    fn strict<'s>(&'s self, open: &'s str, close: &'s str) -> Strict<'s> {
        let (content, delimiter) = (self.content, self.cut.delimiter);
        Strict { content, delimiter, open, close, backslashes: false, escaped_delimiters: false, formulas: false }
    }

    /// Appends the record as a strict way reads it; nothing, where that makes no sense.
    fn attempt(&self, way: Strict<'_>, left: &mut usize, to: &mut Vec<u8>) -> Option<Read> {
        let before = to.len();
        let read = way.read(self.start, left, to);
        if read.is_none() {
            to.truncate(before);
        }
        read
    }

    /// Values in quotation marks of another sort, which count as such where all values have them, or where only then the record has as
    /// many fields as the others.
    fn in_other_marks(&self, left: &mut usize, to: &mut Vec<u8>) -> Option<usize> {
        let record = &self.content[self.start..self.found.end];
        let before = to.len();
        for (open, close) in OTHER_MARKS {
            // Nearly all records have none of them.
            if !record.windows(open.len()).any(|bytes| bytes == open.as_bytes()) {
                continue;
            }
            let read = self.attempt(self.strict(open, close), left, to).filter(|read| {
                let all = read.marked >= 2 && read.marked == read.filled;
                all || {
                    let certain = self.cut.other_marks || self.may_be_ragged();
                    self.fits(read.fields) && (read.marked >= 2 || (read.marked == 1 && certain))
                }
            });
            if let Some(read) = read {
                return Some(read.end);
            }
            to.truncate(before);
        }
        None
    }

    /// A record that is one field in quotation marks, and inside has as many as the others.
    fn whole_line(&self, left: &mut usize, to: &mut Vec<u8>) -> Way {
        let mut field = csv::ByteRecord::new();
        let mut reader = delimiter::reader(&self.content[self.start..self.found.end], self.cut.delimiter);
        if !reader.read_byte_record(&mut field).unwrap_or(false) {
            return Way::AsIs;
        }
        let content = field.get(0).unwrap_or_default();
        let before = to.len();
        let inner = Ways { content, start: 0, ..*self }.strict_all(left, to);
        // Prose has blanks behind its commas.
        let fits = |read: &Read| match self.cut.whole_lines {
            true => read.fields > 1,
            false => read.fields > 2 && self.fits(read.fields) && read.spaced == 0,
        };
        match inner.filter(fits) {
            Some(_) => Way::Rewritten(Unusual::WholeLines, self.found.end),
            None => {
                to.truncate(before);
                Way::AsIs
            }
        }
    }

    /// The whole content as one record.
    fn strict_all(&self, left: &mut usize, to: &mut Vec<u8>) -> Option<Read> {
        let read = self.attempt(self.strict("\"", "\""), left, to)?;
        (read.end == self.content.len()).then_some(read)
    }
}

/// The delimiter and the number of fields inside of lines that are in quotation marks as a whole, where most are.
pub(super) fn inside_of_lines(content: &str) -> Option<(u8, usize)> {
    let sample = content.as_bytes();
    let mut inner = String::new();
    let (mut at, mut lines, mut whole) = (0, 0, 0);
    while at < sample.len() && lines < delimiter::SAMPLE_ROWS && at < delimiter::SAMPLE_BYTES {
        // No line is cut by this one.
        let found = plain(sample, at, b'\0');
        let line = &content[at..found.end];
        if !line.trim().is_empty() {
            lines += 1;
            let unquoted = line.trim().strip_prefix('"').and_then(|line| line.strip_suffix('"'));
            whole += usize::from(found.lone && unquoted.is_some());
            inner.push_str(&unquoted.filter(|_| found.lone).unwrap_or(line).replace("\"\"", "\""));
            inner.push('\n');
        }
        at = found.end.max(at) + 1;
    }
    let (delimiter, width) = delimiter::find(&inner, None);
    (whole >= 2 && whole * 2 > lines && width > 1).then_some((delimiter, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (Vec<(Unusual, u32, u32)>, Vec<(u32, u32)>);

    fn requoted(content: &str, width: usize) -> (String, Told) {
        let requoted =
            requote(content.as_bytes(), Cut { delimiter: b',', width, whole_lines: false, other_marks: false });
        (String::from_utf8(requoted.content).unwrap(), (requoted.unusual, requoted.unclear))
    }

    #[test]
    fn records_in_order_stay_as_they_are() {
        for content in [
            "a,b\r\n\r\n\"x, \"\"y\"\"\",\"two\nlines\"\nz,5\" pipe",
            "a,C:\\\n\"C:\\\",b\n\r\r\n",
            "a,'t Hooft\nO'Brien,'90s\n",
            "a,b,c\n\"Note: a, b, and c\"\n\"x,y\"\n",
            "\u{201c}Reed\u{201d} Ltd,b\n",
            "",
        ] {
            assert_eq!(requoted(content, 2), (content.to_owned(), (vec![], vec![])));
        }
    }

    #[test]
    fn what_is_certain_is_rewritten_and_told() {
        use Unusual::{Backslashes, Blanks, EscapedDelimiters, Formulas, OtherMarks, WholeLines};
        for (content, expected, unusual) in [
            ("a, \"b\"\nc, \"d, e\" \n", "a,b\nc,\"d, e\"\n", (Blanks, 0, 2)),
            ("a,b\n\"x \\\"y, z\\\", w\",c\n", "a,b\n\"x \"\"y, z\"\", w\",c\n", (Backslashes, 1, 1)),
            ("a,b\n\nReed\\, Sons,c", "a,b\n\n\"Reed, Sons\",c", (EscapedDelimiters, 2, 1)),
            ("a,b\n=\"x, y\",\"=\"\"\"z\"\"\"\n", "a,b\n\"=\"\"x, y\"\"\",\"=\"\"z\"\"\"\n", (Formulas, 1, 1)),
            ("'a','b'\n'x, y',''\n", "a,b\n\"x, y\",\n", (OtherMarks, 0, 2)),
            ("a,b\n\u{201c}x, y\u{201d},c\n", "a,b\n\"x, y\",c\n", (OtherMarks, 1, 1)),
            ("a,b,c\n\"x,y,\"\r\n\"\"\"x, y\"\",z,w\"\n", "a,b,c\nx,y,\r\n\"x, y\",z,w\n", (WholeLines, 1, 2)),
        ] {
            assert_eq!(requoted(content, 2), (expected.to_owned(), (vec![unusual], vec![])), "{content}");
        }
    }

    #[test]
    fn what_is_not_certain_is_named_and_kept() {
        for (content, unclear) in [
            ("a,b\n\n\"x\" y,c\n", (2, 0)),
            ("a,b\nc,\"x\" \"y\"\n", (1, 1)),
            ("a,b\n\"x,y\nz,\"w\"\n", (1, 0)),
            ("a,b\n\"x\\\",\\\"y\",z\",c\"\n", (1, 1)),
        ] {
            assert_eq!(requoted(content, 2), (content.to_owned(), (vec![], vec![unclear])), "{content}");
        }
    }

    #[test]
    fn delimiters_are_found_inside_of_lines() {
        for (content, expected) in [
            ("\"a,b,c\"\r\n\"\"\"x, y\"\",z,w\"\r\n", Some((b',', 3))),
            ("a;b;c\n\"x;\"\"y\"\";z\"\n\"u;v;w\"\n", Some((b';', 3))),
            ("\"a\"\n\"b\"\n", None),
            ("a,b\nc,d\n", None),
        ] {
            assert_eq!(inside_of_lines(content), expected, "{content}");
        }
    }

    #[test]
    fn millions_of_records_that_open_and_never_close_end_in_time() {
        let content = " \"a,b\\,\n".repeat(300_000) + "x";
        let cut = Cut { delimiter: b',', width: 2, whole_lines: false, other_marks: false };
        assert!(requote(content.as_bytes(), cut).content.len() >= content.len());
    }
}
