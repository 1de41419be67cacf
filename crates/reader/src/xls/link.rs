//! Links of `.xls`: the record of a link, and the tokens of a formula that is nothing but one.

use crate::binary::{u16_at, u32_at};

/// A range: 0-based first and last row and column.
type Range = ((u32, u32), (u32, u32));

/// Flags in the record of a link.
const HAS_MONIKER: u32 = 0x01;
const HAS_NAME: u32 = 0x10;
const HAS_FRAME: u32 = 0x80;
const IS_TEXT: u32 = 0x100;
/// The class of a moniker that is an address.
const ADDRESS: [u8; 16] =
    [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B];

/// The range and the address of a link; none where it leads to a file or into the workbook.
pub(super) fn of_record(data: &[u8]) -> Option<(Range, String)> {
    let word = |at| u16_at(data, at).map(u32::from);
    let range = ((word(0)?, word(4)?), (word(2)?, word(6)?));
    // Behind the range come a class, a version and the flags.
    let flags = u32_at(data, 28)?;
    let mut at = 32;
    for part in [HAS_NAME, HAS_FRAME] {
        if flags & part != 0 {
            at = text(data, at)?.1;
        }
    }
    if flags & HAS_MONIKER == 0 {
        return None;
    }
    if flags & IS_TEXT != 0 {
        return Some((range, text(data, at)?.0));
    }
    (data.get(at..at + 16)? == ADDRESS).then_some(())?;
    let length = u32_at(data, at + 16)? as usize;
    let units = data.get(at + 20..(at + 20).checked_add(length)?)?;
    Some((range, until_nul(units)))
}

/// The address in a formula's tokens: a text, perhaps another, and the call of HYPERLINK.
pub(super) fn of_tokens(tokens: &[u8]) -> Option<String> {
    let (is_link, length) = match tokens {
        [.., 0x22 | 0x42 | 0x62, 1 | 2, 0x67, 0x01] => (tokens[0] == 0x17, usize::from(*tokens.get(1)?)),
        _ => return None,
    };
    let wide = *tokens.get(2)? & 1 != 0;
    let bytes = tokens.get(3..3 + if wide { length * 2 } else { length }).filter(|_| is_link)?;
    if wide {
        return Some(until_nul(bytes));
    }
    Some(bytes.iter().map(|&byte| char::from(byte)).collect())
}

/// A text of the record, and the place after it.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let end = (at + 4).checked_add((u32_at(data, at)? as usize).checked_mul(2)?)?;
    Some((until_nul(data.get(at + 4..end)?), end))
}

fn until_nul(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).take_while(|&unit| unit != 0);
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
