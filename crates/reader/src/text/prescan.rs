//! One pass over a text file before its rows are read: whether a row is larger than any may be, and whether its quotation marks are as
//! the csv crate expects them. Files in which they are cost nothing more.

/// A limit that a row exceeds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// More fields than a sheet has columns.
    Fields,
    /// A field longer than any cell.
    Length,
    /// The same, behind a quotation mark that is never closed.
    OpenQuote,
}

/// The results of the pass.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Survey {
    /// The first row, from 0, that contains more than any may. Looked for before rows are read, since a row is read as a whole: one of
    /// millions of fields would take many times the file.
    pub excess: Option<(u32, Excess)>,
    /// True if any record has quotation marks or backslashes that need a closer look; see [`requote`](super::requote).
    pub odd: bool,
}

/// The position of the pass within a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    /// Behind blanks at the start.
    Blanks,
    Plain,
    Quoted,
    /// Behind the closing quotation mark.
    Closed,
}

/// Looks through the whole content, by the same rules as the csv crate's.
pub(super) fn prescan(content: &[u8], delimiter: u8, fields: u32, length: usize) -> Survey {
    let mut odd = false;
    let (mut row, mut count, mut start) = (0_u32, 1_u32, 0_usize);
    // The start of the current quoted field.
    let mut opened = 0;
    let mut state = At::Start;
    let mut at = 0;
    let found = |excess| Survey { excess: Some(excess), odd: false };
    // Most bytes are inside of a field, and say nothing.
    let mut ends = [false; 256];
    for byte in [delimiter, b'\n', b'\r', b'"'] {
        ends[usize::from(byte)] = true;
    }
    while at < content.len() {
        if state == At::Plain {
            at = next(content, at, |byte| ends[usize::from(byte)]);
        } else if state == At::Quoted {
            at = next(content, at, |byte| byte == b'"');
        }
        let Some(&byte) = content.get(at) else { break };
        if state == At::Quoted {
            if byte == b'"' {
                if content.get(at + 1) == Some(&b'"') {
                    at += 1;
                } else {
                    state = At::Closed;
                }
            }
        } else if byte == delimiter || byte == b'\n' || byte == b'\r' {
            if at - start > length {
                return found((row, Excess::Length));
            }
            if byte == delimiter {
                // An escaped delimiter, perhaps.
                odd |= state == At::Plain && content[at - 1] == b'\\';
                count += 1;
                if count > fields {
                    return found((row, Excess::Fields));
                }
            } else {
                // A whole line in quotation marks, perhaps.
                odd |= state == At::Closed && count == 1;
                // An empty line is a row too; CR and LF together are one end.
                row += u32::from(byte == b'\r' || at == 0 || content[at - 1] != b'\r');
                count = 1;
            }
            (start, state) = (at + 1, At::Start);
        } else {
            let is_blank = byte == b' ' || byte == b'\t';
            state = match (state, byte) {
                (At::Start, b'"') => {
                    opened = at;
                    At::Quoted
                }
                (At::Blanks, b'"') => {
                    odd = true;
                    At::Plain
                }
                // Perhaps quotation marks of another sort: ' “ „ ‘ «
                (At::Start | At::Blanks, b'\'' | 0xE2 | 0xC2) => {
                    odd = true;
                    At::Plain
                }
                (At::Start | At::Blanks, _) if is_blank => At::Blanks,
                (At::Closed, _) if is_blank => At::Closed,
                (At::Closed, _) => {
                    odd = true;
                    At::Plain
                }
                (At::Plain, b'"') => {
                    odd |= matches!(content[at - 1], b'\\' | b'=');
                    At::Plain
                }
                _ => At::Plain,
            };
        }
        at += 1;
    }
    odd |= state == At::Closed && count == 1;
    let excess = if state == At::Quoted && content.len() - opened > length {
        Some((row, Excess::OpenQuote))
    } else {
        (content.len() - start > length).then_some((row, Excess::Length))
    };
    Survey { excess, odd }
}

/// The place of the next byte that ends a run, or the end of the content.
#[inline]
fn next(content: &[u8], from: usize, ends: impl Fn(u8) -> bool) -> usize {
    content[from..].iter().position(|&byte| ends(byte)).map_or(content.len(), |length| from + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_no_table_has_are_found_before_they_are_read() {
        for (content, expected) in [
            (&b"a,b\n\n1,2\r\n3,4"[..], None),
            (b"a,b\r\n\r\n1,2,3,4,5", Some((2, Excess::Fields))),
            (b"a\rb\r1,2,3,4,5\r", Some((2, Excess::Fields))),
            (b"a,\"1,2,3,4,5\"\n", None),
            (b"a\n1234567890123,b", Some((1, Excess::Length))),
            (b"a\nb,12345678901234", Some((1, Excess::Length))),
            (b"a\n\"1234567890\n123\"\nb", Some((1, Excess::Length))),
            (b"a\n\"1,2\n3,4\n5,6\n7,8\n", Some((1, Excess::OpenQuote))),
            (b"a,\"b\"\"c\"\nd", None),
            (b"", None),
        ] {
            assert_eq!(prescan(content, b',', 4, 12).excess, expected, "{}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn only_unusual_quotation_marks_and_backslashes_get_a_closer_look() {
        for (content, odd) in [
            ("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\nz,1\n", false),
            ("a,5\" pipe\n, ,\"\"\n", false),
            ("a,C:\\temp\\b\n\"C:\\temp\\\",b\n", false),
            ("\"a\" ,\"b\"\t\r\n", false),
            ("a, \"b\"\n", true),
            ("a,\"b\"c\n", true),
            ("a,\"b\" \"c\"\n", true),
            ("a,\"b \\\"c\\\" d\"\n", true),
            ("a\\,b\n", true),
            ("\"a,b\"\n", true),
            ("a,'b'\n", true),
            ("a,b'\n", false),
            ("\u{201c}a\u{201d},b\n", true),
            ("a,b\n\"c,d\"", true),
        ] {
            assert_eq!(prescan(content.as_bytes(), b',', 9, 99).odd, odd, "{content}");
        }
    }
}
