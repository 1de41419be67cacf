//! The delimiter of a text file: stated in a `sep=` line, or found by how evenly it cuts the rows.

use lanegate_sheet::sort_short_by_key;

/// From what cuts rows by intent only to what stands in prose too.
const CANDIDATES: [u8; 4] = [b'\t', b';', b'|', b','];
/// Bytes and rows that are looked at.
pub(super) const SAMPLE_BYTES: usize = 256 << 10;
pub(super) const SAMPLE_ROWS: usize = 200;

/// A reader of records of any length, with any line ends.
pub(super) fn reader(content: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(content)
}

/// A first line `sep=;`, as Excel writes and reads it: where the rows begin, and the delimiter.
pub(super) fn stated(content: &str) -> (usize, Option<u8>) {
    let line = content.split(['\r', '\n']).next().unwrap_or_default();
    let statement = line.trim_end_matches(' ').trim_matches('"');
    let stated = match statement.get(..4) {
        Some(key) if key.eq_ignore_ascii_case("sep=") => statement.as_bytes().get(4).copied(),
        _ => None,
    };
    match stated {
        Some(delimiter) if statement.len() == 5 && delimiter.is_ascii() && delimiter != b'"' => {
            let rest = &content[line.len()..];
            let end = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
            (line.len() + end, Some(delimiter))
        }
        _ => (0, None),
    }
}

/// The delimiter and the number of fields that most rows have.
pub(super) fn find(content: &str, stated: Option<u8>) -> (u8, usize) {
    if let Some(delimiter) = stated {
        return (delimiter, Cut::of(content, delimiter).width);
    }
    let cuts = CANDIDATES.map(|delimiter| Cut::of(content, delimiter));
    // A header is cut by the delimiter and by nothing else; prose in the rows may hold any of the others.
    let header_is_cut = cuts.iter().any(|cut| cut.header > 1);
    let mut best = (b',', 0.0, 1);
    for (delimiter, cut) in CANDIDATES.into_iter().zip(&cuts) {
        let doubt = if header_is_cut && cut.header < 2 { 0.5 } else { 1.0 };
        let score = if cut.width > 1 { cut.share * doubt } else { 0.0 };
        // A later candidate must be clearly better: in `1,5;2,5` the comma cuts evenly too.
        if score > best.1 + 0.05 {
            best = (delimiter, score, cut.width);
        }
    }
    (best.0, best.2)
}

/// How a candidate cuts the sample.
struct Cut {
    /// Fields of the first row that is not blank.
    header: usize,
    /// Fields that most rows have.
    width: usize,
    /// The share of rows that have them.
    share: f64,
}

impl Cut {
    fn of(content: &str, delimiter: u8) -> Self {
        let bytes = content.as_bytes();
        let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
        let mut lengths: Vec<usize> = Vec::new();
        let mut record = csv::ByteRecord::new();
        let mut reader = reader(sample, delimiter);
        while lengths.len() < SAMPLE_ROWS && reader.read_byte_record(&mut record).unwrap_or(false) {
            if record.iter().any(|field| !field.trim_ascii().is_empty()) {
                lengths.push(record.len());
            }
        }
        // The sample may end within a row.
        if sample.len() < bytes.len() && lengths.len() > 1 && lengths.len() < SAMPLE_ROWS {
            lengths.pop();
        }
        let header = lengths.first().copied().unwrap_or(1);
        let total = lengths.len().max(1);
        sort_short_by_key(&mut lengths, |length| *length);
        let (width, count) = lengths
            .chunk_by(|a, b| a == b)
            .map(|same| (same[0], same.len()))
            .max_by_key(|&(width, count)| (count, width))
            .unwrap_or((1, 0));
        Self { header, width, share: count as f64 / total as f64 }
    }
}

/// Whether a quotation mark that opens in the last record is never closed. The same rules as the csv crate's.
pub(super) fn leaves_quote_open(record: &[u8], delimiter: u8) -> bool {
    let (mut quoted, mut at_start) = (false, true);
    let mut bytes = record.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if quoted {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                quoted = false;
            }
        } else if byte == b'"' && at_start {
            quoted = true;
            at_start = false;
        } else {
            at_start = byte == delimiter || byte == b'\n' || byte == b'\r';
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found_by_how_evenly_they_cut() {
        for (content, expected) in [
            ("a,b,c\n1,2,3\n", (b',', 3)),
            ("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", (b';', 3)),
            ("1,5;2,5\n1,5;2,5\n", (b';', 2)),
            ("a\tb\nx, y\tz\n", (b'\t', 2)),
            ("a|b\n1|2\n", (b'|', 2)),
            ("firm,notes\nA,one; two\nB,three; four\nC,five; six\n", (b',', 2)),
            ("Export of 1 May\nfirm,city,email\nA,B,C\nD,E,F\nG,H,I\n", (b',', 3)),
            ("only one column\nx\ny\n", (b',', 1)),
            ("a,b\n\"x;y;z\",1\n\"x;y;z\",2\n", (b',', 2)),
            ("", (b',', 1)),
        ] {
            assert_eq!(find(content, None), expected, "{content:?}");
        }
    }

    #[test]
    fn a_stated_delimiter_is_obeyed_and_is_no_row() {
        assert_eq!(stated("sep=;\r\na;b"), (7, Some(b';')));
        assert_eq!(stated("SEP=|\na|b"), (6, Some(b'|')));
        assert_eq!(stated("\"sep=,\"\na,b"), (8, Some(b',')));
        assert_eq!(stated("sep=;"), (5, Some(b';')));
        assert_eq!(stated("separate,b\n"), (0, None));
        assert_eq!(stated("sep=\u{e4}\n"), (0, None));
        assert_eq!(stated("\u{e4}\u{e4}\u{e4}"), (0, None));
    }

    #[test]
    fn open_quotes_are_seen() {
        assert!(leaves_quote_open(b"a,\"b\nc", b','));
        assert!(leaves_quote_open(b"a,\"b\"\"", b','));
        assert!(!leaves_quote_open(b"a,\"b\nc\"", b','));
        assert!(!leaves_quote_open(b"5\" pipe,b", b','));
        assert!(!leaves_quote_open(b"\"a\" x\",b", b','));
    }
}
