//! The records of a BIFF stream, and the texts in them that may run over several.

use crate::charset::Charset;
use lanegate_wire::Unreadable;

use crate::binary::u16_at;
use crate::budget;

/// Record that carries on the one before it.
const CONTINUE: u16 = 0x003C;
/// Records that may carry one on. Excel fills each with 8 KB.
const CONTINUED: usize = 1 << 20;

/// One record: its type, its own bytes, and those of the records that carry it on.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    pub(super) continued: Vec<&'a [u8]>,
}

/// The records from a place in the stream on.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) fn from(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The place in the stream where the next record begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn raw(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at + 2)?);
        let start = self.at + 4;
        let data = self.stream.get(start..start + usize::from(length))?;
        self.at = start + data.len();
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.raw()?;
        let mut continued = Vec::new();
        while continued.len() < CONTINUED && u16_at(self.stream, self.at) == Some(CONTINUE) {
            match self.raw() {
                Some((_, more)) => continued.push(more),
                None => break,
            }
        }
        Some(Record { kind, data, continued })
    }
}

/// A place in a record and those that carry it on.
pub(super) struct Cursor<'a, 'r> {
    segment: &'a [u8],
    rest: std::slice::Iter<'r, &'a [u8]>,
}

impl<'a, 'r> Cursor<'a, 'r> {
    /// Starts at a place of the record's own bytes.
    pub(super) fn new(record: &'r Record<'a>, at: usize) -> Self {
        Self { segment: record.data.get(at..).unwrap_or_default(), rest: record.continued.iter() }
    }

    fn next_segment(&mut self) -> Option<()> {
        while self.segment.is_empty() {
            self.segment = self.rest.next()?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.next_segment()?;
        let (&byte, rest) = self.segment.split_first()?;
        self.segment = rest;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.next_segment()?;
            let step = count.min(self.segment.len());
            self.segment = &self.segment[step..];
            count -= step;
        }
        Some(())
    }

    /// A text of BIFF8 whose length is a 16-bit number. `None` where the record ends before it.
    pub(super) fn text(&mut self, text: &mut String) -> Option<()> {
        let length = usize::from(self.u16()?);
        self.characters(length, text)
    }

    /// A text of BIFF8 of known length: flags, perhaps counts of formatting, characters, formatting.
    pub(super) fn characters(&mut self, length: usize, text: &mut String) -> Option<()> {
        text.clear();
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let extended = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::with_capacity(length);
        while units.len() < length {
            if self.segment.is_empty() {
                // Characters that go on in the next record begin there with flags of their own.
                self.next_segment()?;
                wide = self.byte()? & 1 != 0;
            }
            let size = if wide { 2 } else { 1 };
            let count = (length - units.len()).min(self.segment.len() / size);
            if count == 0 && !self.segment.is_empty() {
                return None;
            }
            let (own, rest) = self.segment.split_at(count * size);
            if wide {
                units.extend(own.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])));
            } else {
                units.extend(own.iter().map(|&byte| u16::from(byte)));
            }
            self.segment = rest;
        }
        text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        self.skip(runs * 4 + extended)
    }
}

/// A text of BIFF5: bytes of the workbook's code page.
pub(super) fn code_page_text(bytes: Option<&[u8]>, encoding: Charset) -> String {
    encoding.text(bytes.unwrap_or_default())
}

/// The workbook's shared texts, end to end.
#[derive(Debug, Default)]
pub(super) struct SharedTexts {
    texts: String,
    ends: Vec<usize>,
}

impl SharedTexts {
    /// All texts of an SST record, whatever number it declares.
    pub(super) fn read(record: &Record<'_>) -> Result<Self, Unreadable> {
        let mut shared = Self::default();
        let mut cursor = Cursor::new(record, 8);
        let mut text = String::new();
        while cursor.text(&mut text).is_some() {
            budget::strings(shared.ends.len())?;
            shared.texts.push_str(&text);
            shared.ends.push(shared.texts.len());
        }
        Ok(shared)
    }

    /// The text of that number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.texts[start..end])
    }
}
