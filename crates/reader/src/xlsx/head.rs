//! What a cell's tag says: where it stands, how it is formatted, what its value is.

use super::place;
use crate::xml;

/// What the tag says; what it leaves out, or says in a way that can't be understood, is as it is by default.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// The 0-based row and column, where they are stated.
    pub(super) place: Option<(u32, u32)>,
    pub(super) style: usize,
    pub(super) kind: Kind,
    /// True if a place is stated that can't be read.
    pub(super) is_misplaced: bool,
}

/// What the `t` attribute says.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    FormulaText,
    Bool,
    Error,
    IsoDate,
}

impl Kind {
    fn named(name: &[u8]) -> Self {
        match name {
            b"s" => Self::Shared,
            b"str" => Self::FormulaText,
            b"inlineStr" | b"is" => Self::Inline,
            b"b" => Self::Bool,
            b"e" => Self::Error,
            b"d" => Self::IsoDate,
            _ => Self::Number,
        }
    }
}

impl Head {
    /// Reads any attributes, tolerantly.
    pub(super) fn of(attributes: xml::Attributes<'_>) -> Self {
        let mut head = Self::default();
        for (name, value) in attributes {
            match name {
                "r" => {
                    head.place = place::cell(value.trim());
                    head.is_misplaced |= head.place.is_none() && !value.trim().is_empty();
                }
                "s" => head.style = value.trim().parse().unwrap_or(0),
                "t" => head.kind = Kind::named(value.as_bytes()),
                _ => {}
            }
        }
        head
    }

    /// Reads what stands behind `<c` in the form in which Excel writes it, to the tag's end: the head, whether the element is empty, and
    /// what follows. Nothing where there is anything else.
    #[inline]
    pub(super) fn straight(mut rest: &[u8]) -> Option<(Self, bool, &[u8])> {
        let mut head = Self::default();
        loop {
            match rest {
                [b'>', after @ ..] => return Some((head, false, after)),
                [b'/', b'>', after @ ..] => return Some((head, true, after)),
                [b' ', name @ (b'r' | b's' | b't'), b'=', b'"', after @ ..] => {
                    // No value that is taken straight is longer.
                    let end = after.iter().take(12).position(|&byte| byte == b'"')?;
                    let (value, after) = (&after[..end], &after[end + 1..]);
                    match name {
                        b'r' => head.place = Some(place::capitals(value)?),
                        b's' => head.style = digits(value)?,
                        _ => head.kind = name_of_kind(value)?,
                    }
                    rest = after;
                }
                _ => return None,
            }
        }
    }
}

fn digits(value: &[u8]) -> Option<usize> {
    if value.is_empty() || value.len() > 9 {
        return None;
    }
    value.iter().try_fold(0, |number, byte| Some(number * 10 + usize::from(digit(*byte)?)))
}

fn digit(byte: u8) -> Option<u8> {
    byte.checked_sub(b'0').filter(|digit| *digit < 10)
}

fn name_of_kind(value: &[u8]) -> Option<Kind> {
    value.iter().all(u8::is_ascii_lowercase).then(|| Kind::named(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_writes_is_read_as_the_tolerant_way_reads_it() {
        for (tag, empty) in [
            (r#" r="A1" s="1" t="s">"#, false),
            (r#" r="XFD1048576">"#, false),
            (r#" t="str" s="12"/>"#, true),
            (r#" r="B2" r="C3" t="e" t="b">"#, false),
            (r#" t="unheard">"#, false),
            (r#" t="">"#, false),
            (">", false),
        ] {
            let (head, is_empty, rest) = Head::straight(tag.as_bytes()).unwrap();
            let attributes = tag.trim_end_matches(['>', '/']);
            assert_eq!((head, is_empty, rest.len()), (Head::of(xml::attributes_in(attributes)), empty, 0), "{tag}");
        }
    }

    #[test]
    fn anything_else_is_left_to_the_tolerant_way() {
        for tag in [
            r#" r="a1">"#,
            r#" r="A0">"#,
            r#" r="AAAA1">"#,
            r#" r="">"#,
            r#" r=" A1">"#,
            r#" r="A1" s="-1">"#,
            r#" s="">"#,
            r#" s="1234567890">"#,
            r#" t="inlineStr">"#,
            r#" r='A1'>"#,
            r#" r="A1"  s="1">"#,
            r#" r="A1" s="1" >"#,
            r#" cm="1">"#,
            r#" r="A1" ph="1">"#,
            r#" r="A1"#,
            "ol>",
        ] {
            assert!(Head::straight(tag.as_bytes()).is_none(), "{tag}");
        }
    }
}
