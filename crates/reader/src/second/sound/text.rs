//! What is looked at in the XML of `.xlsx`.

use lanegate_sheet::{MAX_COLUMNS, MAX_ROWS};
use quick_xml::events::{BytesStart, Event};

use crate::package::Package;
use crate::xlsx::place;
use crate::{budget, xml};

/// Texts that may be promised in any case; room for them is 24 MB.
const PROMISED_TEXTS: u64 = 1_000_000;
/// Bytes of the shortest shared string, `<si/>`.
const SHORTEST_TEXT: u64 = 5;

/// Whether no number in the strings' first element is larger than the part can make true. All numbers are compared, so
/// that the two readers need not agree on how attributes are written.
pub(super) fn promises_are_kept(package: &mut Package, name: &str, size: u64) -> bool {
    let Ok(Some(mut part)) = package.part(name, budget::SECOND_STRINGS_PART) else { return false };
    let Ok(mut reader) = xml::reader(&mut part) else { return false };
    let mut buf = Vec::new();
    loop {
        match reader.next(&mut buf) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "sst" => {
                let most = PROMISED_TEXTS.max(size / SHORTEST_TEXT);
                let numbers = element.attributes_raw().split(|character: char| !character.is_ascii_digit());
                return numbers
                    .filter(|digits| !digits.is_empty())
                    .all(|digits| digits.parse().is_ok_and(|n: u64| n <= most));
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Whether every value is written as calamine expects it: it takes the number of a text that is none for 0, and leaves
/// out what stands in character data or references.
pub(super) fn values_are_plain(package: &mut Package, name: &str) -> bool {
    let Ok(Some(mut part)) = package.part(name, budget::SECOND_SHEET_PART) else { return false };
    let Ok(mut reader) = xml::reader(&mut part) else { return false };
    let (mut buf, mut shared, mut written, mut in_value, mut values) = (Vec::new(), false, false, false, 0);
    let mut ended = false;
    loop {
        let event = reader.next(&mut buf);
        // It takes them for rows and cells.
        if reader.has_passed_over() && !ended {
            return false;
        }
        match event {
            Err(_) if ended => return true,
            // Of two tables of rows it takes the first.
            Ok(Event::Start(element)) if ended => {
                if element.local_name().as_ref() == "sheetData" {
                    return false;
                }
            }
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                // Names and ranges of more letters or digits than any has come to others in its arithmetic.
                "dimension" if !has_range(&element) => return false,
                "row" if !has_place(&element, |place| place::row(place.as_bytes()).filter(|&row| row < MAX_ROWS)) => {
                    return false;
                }
                "c" if !has_place(&element, |place| place::cell(place).filter(|&at| is_inside(at))) => return false,
                "c" => {
                    let kind = xml::attributes(&element).find(|(name, _)| *name == "t").map(|(_, kind)| kind);
                    (shared, written) = (kind == Some("s"), matches!(kind, Some("str" | "d" | "inlineStr")));
                    values = 0;
                }
                // Of two values it takes one or both.
                "v" | "is" if values > 0 => return false,
                "v" => (in_value, values) = (true, 1),
                "is" => values = 1,
                _ => {}
            },
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "v" => in_value = false,
                "sheetData" => ended = true,
                _ => {}
            },
            Ok(Event::Text(text)) if in_value && shared => {
                if text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return false;
                }
            }
            Ok(Event::CData(_)) if in_value => return false,
            Ok(Event::GeneralRef(_)) if in_value && !written => return false,
            Ok(Event::Eof) => return true,
            Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Whether the place that an element states is one, where it states any.
fn has_place<T>(element: &BytesStart<'_>, place: impl Fn(&str) -> Option<T>) -> bool {
    xml::attributes(element).filter(|(name, _)| *name == "r").all(|(_, value)| place(value).is_some())
}

/// Whether the range that an element states runs from its first to its last cell, where it states any.
fn has_range(element: &BytesStart<'_>) -> bool {
    let ordered = |range: &str| {
        let range = place::range(range).filter(|&(first, last)| is_inside(first) && is_inside(last));
        range.is_some_and(|(first, last)| first.0 <= last.0 && first.1 <= last.1)
    };
    xml::attributes(element).filter(|(name, _)| *name == "ref").all(|(_, range)| ordered(range))
}

const fn is_inside((row, column): (u32, u32)) -> bool {
    row < MAX_ROWS && column < MAX_COLUMNS
}
