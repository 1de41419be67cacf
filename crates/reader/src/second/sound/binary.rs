//! What is looked at in the records of `.xlsb`: calamine takes every number in them at its word.

use lanegate_sheet::{MAX_COLUMNS, MAX_ROWS};

use crate::binary::u32_at;
use crate::budget;
use crate::package::Package;
use crate::xlsb::records::{Records, text};
use crate::xlsx::relations;

/// Records of a part, one by one, until `visit` answers; `None` where the part is missing or breaks off first.
fn find<T>(package: &mut Package, name: &str, limit: u64, mut visit: impl FnMut(u16, &[u8]) -> Option<T>) -> Option<T> {
    let mut records = Records::new(package.part(name, limit).ok()??);
    loop {
        let kind = records.next().ok()??;
        if let Some(found) = visit(kind, &records.data) {
            return Some(found);
        }
    }
}

/// Whether the workbook's records lead somewhere and its sheets' cells are as long as calamine takes them to be.
pub(super) fn is_sound(package: &mut Package) -> bool {
    let Some(sheets) = sheets(package) else { return false };
    let texts = shared_texts(package);
    let Some(texts) = texts else { return false };
    styles_are_whole(package) && sheets.iter().all(|sheet| cells_are_whole(package, sheet, texts))
}

/// The sheets' parts, where each is found by its relationship and no defined name has to be understood: of those,
/// calamine reads the formulas, which may hold anything.
fn sheets(package: &mut Package) -> Option<Vec<String>> {
    let relations = relations(package, "xl/workbook.bin").ok()?;
    let mut sheets = Vec::new();
    let whole = find(package, "xl/workbook.bin", budget::SECOND_SMALL_PART, |kind, data| match kind {
        0x0099 if data.is_empty() => Some(false),
        0x009C => {
            let found = text(data, 8).filter(|(_, next)| text(data, *next).is_some());
            let relation = found.and_then(|(id, _)| relations.get(&id))?;
            sheets.push(relation.target.clone());
            None
        }
        // Sheets of other workbooks, twelve bytes each.
        0x016A => {
            let count = u32_at(data, 0).unwrap_or(u32::MAX) as usize;
            (count > data.len().saturating_sub(4) / 12).then_some(false)
        }
        0x0027 => Some(false),
        0x0084 => Some(true),
        _ => None,
    })?;
    let listed = find(package, "xl/workbook.bin", budget::SECOND_SMALL_PART, {
        let mut listed = 0;
        move |kind, _| {
            listed += usize::from(kind == 0x009C);
            (kind == 0x0084).then_some(listed)
        }
    })?;
    (whole && listed == sheets.len()).then_some(sheets)
}

/// How many shared texts there are, each of them whole.
fn shared_texts(package: &mut Package) -> Option<u32> {
    const PART: &str = "xl/sharedStrings.bin";
    if !package.has(PART) {
        return Some(0);
    }
    let (mut promised, mut found) = (0, 0);
    find(package, PART, budget::SECOND_STRINGS_PART, |kind, data| match kind {
        0x009F => {
            promised = u32_at(data, 4).unwrap_or(u32::MAX);
            (promised == 0).then_some(Some(0))
        }
        0x0013 => {
            found += 1;
            match text(data, 1) {
                None => Some(None),
                Some(_) => (found == promised).then_some(Some(found)),
            }
        }
        _ => None,
    })
    .flatten()
}

/// Whether the lists of number formats and styles say how long they are, and each entry is long enough.
fn styles_are_whole(package: &mut Package) -> bool {
    const PART: &str = "xl/styles.bin";
    !package.has(PART)
        || find(package, PART, budget::SECOND_SMALL_PART, |kind, data| {
            let least = match kind {
                0x0267 | 0x0269 | 0x002F => 4,
                0x002C => 6,
                0x026A => return Some(true),
                _ => 0,
            };
            (data.len() < least).then_some(false)
        })
        .unwrap_or(false)
}

/// Whether calamine knows every kind of cell in a sheet, each is as long as it takes it to be, and each number of a text
/// is one of the `texts`.
fn cells_are_whole(package: &mut Package, name: &str, texts: u32) -> bool {
    let mut has_range = false;
    find(package, name, budget::SECOND_SHEET_PART, |kind, data| {
        let least = match kind {
            0x00 => 4,
            0x02 | 0x06..=0x08 => 12,
            0x03 | 0x04 | 0x0A => 9,
            0x05 | 0x09 | 0x94 => 16,
            // A formula's error, a rich text and cells that leave their column out, which it passes over.
            0x0B..=0x12 | 0x3E => return Some(false),
            0x91 if !has_range => return Some(false),
            0x92 => return Some(true),
            _ => 0,
        };
        has_range |= kind == 0x94;
        let is_known = match kind {
            // It ends its reading at a row beyond the last.
            0x00 => u32_at(data, 0).is_some_and(|row| row < MAX_ROWS),
            0x06 | 0x08 => text(data, 8).is_some(),
            0x07 => u32_at(data, 8).is_some_and(|number| number < texts),
            _ => true,
        };
        let is_placed = !(0x01..=0x0A).contains(&kind) || u32_at(data, 0).is_some_and(|column| column < MAX_COLUMNS);
        (data.len() < least || !is_known || !is_placed).then_some(false)
    })
    .unwrap_or(false)
}
