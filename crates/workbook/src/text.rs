//! Texts in cells: as text, whatever they look like, and within Excel's limit.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Characters of a cell, in UTF-16 units: Excel's limit.
const MAX: usize = 32_767;

/// Writes a text of Lanegate's own into a 0-based row and column.
pub(crate) fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    let text = within_limit(text);
    let plain = Format::default();
    let format = format.unwrap_or(&plain);
    // The library takes a text of this form for markup of its own and would not escape it.
    if let Some(rest) = text.strip_prefix('<').filter(|rest| rest.starts_with("r>") && rest.ends_with("</r>")) {
        sheet.write_rich_string_with_format(row, column, &[(&plain, "<"), (&plain, rest)], format)?;
    } else {
        sheet.write_string_with_format(row, column, text.as_ref(), format)?;
    }
    Ok(())
}

/// The text, or as much of it as a cell holds.
pub(crate) fn within_limit(text: &str) -> Cow<'_, str> {
    if fits(text) {
        return text.into();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= MAX
    });
    kept.chain(['…']).collect::<String>().into()
}

/// Whether a cell holds the text.
pub(crate) fn fits(text: &str) -> bool {
    // A character takes at least as many bytes as units.
    text.len() <= MAX || text.encode_utf16().count() <= MAX
}

/// A text as the content of an XML element. What XML has no place for is written as Excel does, `_x0007_`.
pub(crate) fn push_xml(text: &str, to: &mut String) {
    use std::fmt::Write as _;
    for (at, c) in text.char_indices() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '_' if is_escape(&text.as_bytes()[at..]) => to.push_str("_x005F_"),
            '\t' | '\n' => to.push(c),
            // A line end of two characters would come back as one.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(to, "_x{:04X}_", u32::from(c));
            }
            c => to.push(c),
        }
    }
}

/// Whether the bytes begin like an escaped character.
fn is_escape(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_what_a_cell_holds() {
        let full = "😀".repeat(16_383) + "x";
        assert_eq!(within_limit(&full), full);
        let long = "😀".repeat(16_384) + "x";
        let cut = within_limit(&long);
        assert!(cut.ends_with("😀…") && cut.encode_utf16().count() <= MAX, "{}", cut.len());
    }

    #[test]
    fn what_xml_has_no_place_for_is_escaped() {
        for (text, xml) in [
            ("a & <b>", "a &amp; &lt;b&gt;"),
            ("_x0041_", "_x005F_x0041_"),
            ("_x_", "_x_"),
            ("\r\n\t", "_x000D_\n\t"),
            ("\u{7}\u{ffff}", "_x0007__xFFFF_"),
        ] {
            let mut written = String::new();
            push_xml(text, &mut written);
            assert_eq!(written, xml);
        }
    }
}
