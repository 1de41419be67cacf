//! What is looked at before calamine may open a file: it inflates without limit, reserves as much memory as a count in
//! the file tells it to, takes no notice of a checksum where it stops before a part's end, and in `.xlsb` leaves some
//! cells out and fills short ones up with what stood in others; in `.xlsx` it takes a text's broken number for the first text.

use std::io::{Read, copy, sink};

use quick_xml::events::Event;

use crate::package::Package;
use crate::xlsb::records::Records;
use crate::{budget, xml};

/// Texts that may be promised in any case; room for them is 24 MB.
const PROMISED_TEXTS: u64 = 1_000_000;
/// Bytes of the shortest shared string, `<si/>`.
const SHORTEST_TEXT: u64 = 5;

/// Whether every part unfolds to the size that it declares, intact and within the budgets of the second reader, and the
/// shared strings promise no more texts than they can hold.
pub(super) fn is_sound(package: &mut Package) -> bool {
    // The limits go by name: calamine knows strings, styles and theme by name alone.
    if package.is_ambiguous() {
        return false;
    }
    let mut total = 0;
    package.names().iter().all(|name| {
        let limit = limit(name);
        let Ok(Some(part)) = package.part(name, limit) else { return false };
        // `part` ends at the declared size; the byte beyond is not to be there, and reading for it compares the checksum.
        let declared = part.limit();
        total += declared;
        let mut part = part.into_inner();
        let intact = copy(&mut part.by_ref().take(declared + 1), &mut sink()).is_ok_and(|found| found == declared);
        drop(part);
        intact
            && total <= budget::SECOND_SHEET_PART
            && (!is_strings(name) || promises_are_kept(package, name, declared))
            && (!is_binary_sheet(name) || cells_are_whole(package, name))
            && (!is_xml_sheet(name) || values_are_plain(package, name))
    })
}

fn limit(name: &str) -> u64 {
    if is_strings(name) {
        return budget::SECOND_STRINGS_PART;
    }
    let small = ["styles.xml", "styles.bin", "theme1.xml", ".rels", "workbook.xml", "workbook.bin"];
    if small.iter().any(|end| name.ends_with(end)) { budget::SECOND_SMALL_PART } else { budget::SECOND_SHEET_PART }
}

fn is_strings(name: &str) -> bool {
    name.ends_with("sharedstrings.xml") || name.ends_with("sharedstrings.bin")
}

/// Beside the sheets lie indexes of them, `binaryIndex1.bin`.
fn is_binary_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/sheet") && name.ends_with(".bin")
}

fn is_xml_sheet(name: &str) -> bool {
    name.contains("worksheets/") && name.ends_with(".xml")
}

/// Whether no number in the strings' first element is larger than the part can make true. All numbers are compared, so
/// that the two readers need not agree on how attributes are written.
fn promises_are_kept(package: &mut Package, name: &str, size: u64) -> bool {
    // The binary form is read text by text, whatever it promises.
    if name.ends_with(".bin") {
        return true;
    }
    let Ok(Some(part)) = package.part(name, budget::SECOND_STRINGS_PART) else { return false };
    let Ok(mut reader) = xml::reader(part) else { return false };
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match reader.read_event_into(&mut buf) {
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

/// Whether calamine knows every kind of cell in a binary sheet, and each is as long as it takes it to be.
fn cells_are_whole(package: &mut Package, name: &str) -> bool {
    let Ok(Some(part)) = package.part(name, budget::SECOND_SHEET_PART) else { return false };
    let mut records = Records::new(part);
    loop {
        let least = match records.next() {
            Ok(Some(0x00)) => 4,
            Ok(Some(0x02 | 0x06..=0x08)) => 12,
            Ok(Some(0x03 | 0x04 | 0x0A)) => 9,
            Ok(Some(0x05 | 0x09)) => 16,
            // A formula's error and a rich text, which it passes over; and a sheet that breaks off.
            Ok(Some(0x0B | 0x3E) | None) | Err(_) => return false,
            Ok(Some(0x92)) => return true,
            Ok(Some(_)) => 0,
        };
        if records.data.len() < least {
            return false;
        }
    }
}

/// Whether every value is written as calamine expects it: it takes the number of a text that is none for 0, and leaves
/// out what stands in character data or references.
fn values_are_plain(package: &mut Package, name: &str) -> bool {
    let Ok(Some(part)) = package.part(name, budget::SECOND_SHEET_PART) else { return false };
    let Ok(mut reader) = xml::reader(part) else { return false };
    let (mut buf, mut shared, mut written, mut in_value) = (Vec::new(), false, false, false);
    loop {
        buf.clear();
        match reader.read_event_into(&mut buf) {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "c" => {
                    let kind = xml::attributes(&element).find(|(name, _)| *name == "t").map(|(_, kind)| kind);
                    (shared, written) = (kind == Some("s"), matches!(kind, Some("str" | "d" | "inlineStr")));
                }
                "v" => in_value = true,
                _ => {}
            },
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "v" => in_value = false,
                "sheetData" => return true,
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
