//! What is looked at before calamine may open a file: it inflates without limit, reserves as much memory as a count in
//! the file tells it to, takes no notice of a checksum where it stops before a part's end, and in `.xlsb` leaves some
//! cells out, fills short ones up with what stood in others and panics on numbers that lead nowhere; in `.xlsx` it takes a
//! text's broken number for the first text, and a cell's name that is too long for another cell's.

mod binary;
mod text;

use crate::budget;
use crate::package::Package;
use crate::xlsx::are_plain;

/// Whether every part unfolds to the size that it declares, intact and within the budgets of the second reader, and the
/// shared strings promise no more texts than they can hold.
pub(super) fn is_sound(package: &mut Package) -> bool {
    // The limits go by name: calamine knows strings, styles and theme by name alone.
    // Of two parts for one role, calamine takes one.
    let are_one_for_each_role =
        ["", "xl/workbook.xml", "xl/workbook.bin"].into_iter().all(|part| are_plain(package, part));
    if package.is_ambiguous() || !are_one_for_each_role {
        return false;
    }
    let mut total = 0;
    let binary = package.has("xl/workbook.bin");
    let intact = package.names().iter().all(|name| {
        let limit = limit(name);
        let Ok(Some(part)) = package.part(name, limit) else { return false };
        let declared = part.size();
        total += declared;
        part.settle().is_ok()
            && total <= budget::SECOND_SHEET_PART
            && (!(is_strings(name) && name.ends_with(".xml")) || text::promises_are_kept(package, name, declared))
            && (!is_xml_sheet(name) || text::values_are_plain(package, name))
    });
    intact && (!binary || binary::is_sound(package))
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

fn is_xml_sheet(name: &str) -> bool {
    name.contains("worksheets/") && name.ends_with(".xml")
}
