//! The records of a binary part: a number of one or two bytes, a length of one to four, and the data.

use std::io::{BufReader, Read};

use lanegate_wire::Unreadable;

use crate::binary::u32_at;
use crate::{budget, refusal};

/// Records longer than this hold no cell that could be read; they are skipped.
const LONGEST: u64 = 4 * budget::CELL_TEXT as u64;

/// A part being read record by record.
pub(crate) struct Records<R> {
    part: BufReader<R>,
    /// The data of the record at hand.
    pub(crate) data: Vec<u8>,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(part: R) -> Self {
        Self { part: BufReader::with_capacity(64 << 10, part), data: Vec::new() }
    }

    /// Steps to the next record and answers its number; `None` at the part's end.
    pub(crate) fn next(&mut self) -> Result<Option<u16>, Unreadable> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let mut kind = u16::from(first);
        if first & 0x80 != 0 {
            kind = u16::from(first & 0x7F) | u16::from(self.more()? & 0x7F) << 7;
        }
        let mut length = 0_u64;
        for shift in [0, 7, 14, 21] {
            let byte = self.more()?;
            length |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.data.clear();
        let mut body = self.part.by_ref().take(length);
        let found = if length > LONGEST {
            std::io::copy(&mut body, &mut std::io::sink())
        } else {
            body.read_to_end(&mut self.data).map(|found| found as u64)
        };
        if found.map_err(|error| budget::unreadable(&error))? < length {
            return Err(broken_off());
        }
        Ok(Some(kind))
    }

    fn byte(&mut self) -> Result<Option<u8>, Unreadable> {
        let mut byte = [0];
        match self.part.read(&mut byte) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(byte[0])),
            Err(error) => Err(budget::unreadable(&error)),
        }
    }

    fn more(&mut self) -> Result<u8, Unreadable> {
        self.byte()?.ok_or_else(broken_off)
    }
}

fn broken_off() -> Unreadable {
    refusal::DAMAGED.with("one of its parts breaks off")
}

/// A text at a place of a record, and the place after it. `None` where the record ends before it.
pub(crate) fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = u32_at(data, at)?;
    // The mark of a text that is not there.
    if length == u32::MAX {
        return Some((String::new(), at + 4));
    }
    let end = (length as usize).checked_mul(2)?.checked_add(at + 4)?;
    let units = data.get(at + 4..end)?.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    let text = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some((text, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_stepped_through_and_short_ones_refused() {
        let bytes = [0x07, 0x02, 1, 2, 0x91, 0x01, 0x00, 0x05, 0x80, 0x00];
        let mut records = Records::new(&bytes[..]);
        assert_eq!((records.next(), records.data.clone()), (Ok(Some(7)), vec![1, 2]));
        assert_eq!((records.next(), records.data.len()), (Ok(Some(0x91)), 0));
        assert_eq!((records.next(), records.data.len()), (Ok(Some(5)), 0));
        assert_eq!(records.next(), Ok(None));
        for short in [&[0x07][..], &[0x07, 0x02, 1], &[0x91], &[0x07, 0xFF, 0xFF, 0xFF, 0x7F]] {
            assert!(Records::new(short).next().is_err(), "{short:?}");
        }
    }

    #[test]
    fn texts_never_reach_past_their_record() {
        assert_eq!(text(&[1, 0, 0, 0, 65, 0, 9], 0), Some(("A".to_owned(), 6)));
        assert_eq!(text(&[0xFF; 4], 0), Some((String::new(), 4)));
        for short in [&[2, 0, 0, 0, 65, 0][..], &[1, 0], &[0xFE, 0xFF, 0xFF, 0xFF]] {
            assert_eq!(text(short, 0), None);
        }
    }
}
