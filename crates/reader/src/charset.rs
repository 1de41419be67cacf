//! Encodings of texts. Those that files have (UTF-8, UTF-16, Windows-1252) are decoded here; the others by encoding_rs, whose tables
//! only programs that read whole are linked with.

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::code_pages;
use crate::extras::extras;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Utf16 {
        big_endian: bool,
    },
    Windows1252,
    Other(&'static Encoding),
    /// A code page by its number that encoding_rs doesn't know.
    Page(u16),
}

impl From<&'static Encoding> for Charset {
    fn from(encoding: &'static Encoding) -> Self {
        match encoding {
            utf8 if utf8 == UTF_8 => Self::Utf8,
            utf16 if utf16 == UTF_16LE => Self::Utf16 { big_endian: false },
            utf16 if utf16 == UTF_16BE => Self::Utf16 { big_endian: true },
            western if western == WINDOWS_1252 => Self::Windows1252,
            other => Self::Other(other),
        }
    }
}

/// Decodes a text piece by piece.
pub(crate) trait Decode {
    /// Adds what a piece holds to `to`, and says whether characters were broken.
    fn decode(&mut self, piece: &[u8], is_last: bool, to: &mut String) -> bool;
}

impl Charset {
    /// The encoding of a code page of Windows, DOS or the Macintosh; none where it is unknown.
    pub(crate) fn of_code_page(number: u16) -> Option<Self> {
        let encoding = match number {
            367 | 1_252 | 32_769 => WINDOWS_1252,
            874 => encoding_rs::WINDOWS_874,
            932 => encoding_rs::SHIFT_JIS,
            936 => encoding_rs::GBK,
            949 => encoding_rs::EUC_KR,
            950 => encoding_rs::BIG5,
            1_250 => encoding_rs::WINDOWS_1250,
            1_251 => encoding_rs::WINDOWS_1251,
            1_253 => encoding_rs::WINDOWS_1253,
            1_254 => encoding_rs::WINDOWS_1254,
            1_255 => encoding_rs::WINDOWS_1255,
            1_256 => encoding_rs::WINDOWS_1256,
            1_257 => encoding_rs::WINDOWS_1257,
            1_258 => encoding_rs::WINDOWS_1258,
            866 => encoding_rs::IBM866,
            10_000 | 32_768 => encoding_rs::MACINTOSH,
            10_001 => encoding_rs::SHIFT_JIS,
            10_002 => encoding_rs::BIG5,
            10_003 => encoding_rs::EUC_KR,
            10_007 | 10_017 => encoding_rs::X_MAC_CYRILLIC,
            10_008 => encoding_rs::GBK,
            65_001 => UTF_8,
            437 | 737 | 775 | 850 | 852 | 855 | 857 | 858 | 860..=863 | 865 | 869 => return Some(Self::Page(number)),
            10_006 | 10_010 | 10_029 | 10_079 | 10_081 | 10_082 => return Some(Self::Page(number)),
            _ => return None,
        };
        Some(encoding.into())
    }

    /// A decoder for a text in this encoding. A byte-order mark is decoded like any other character.
    pub(crate) fn decoder(self) -> Box<dyn Decode> {
        match self {
            Self::Utf16 { big_endian } => Box::new(Utf16 { big_endian, half: None, high: None }),
            Self::Utf8 => Box::new(Utf8 { cut: Vec::new() }),
            Self::Windows1252 => Box::new(Windows1252),
            Self::Other(_) | Self::Page(_) => {
                extras().map_or_else(|| -> Box<dyn Decode> { Box::new(Windows1252) }, |extras| (extras.decoder)(self))
            }
        }
    }

    /// A whole text.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len());
        self.decoder().decode(bytes, true, &mut text);
        text
    }
}

struct Utf8 {
    /// The beginning of a character that a piece ended in.
    cut: Vec<u8>,
}

impl Decode for Utf8 {
    fn decode(&mut self, piece: &[u8], is_last: bool, to: &mut String) -> bool {
        let mut broken = false;
        self.cut.extend_from_slice(piece);
        let bytes = std::mem::take(&mut self.cut);
        let mut rest = bytes.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => to.push_str(text),
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    to.push_str(std::str::from_utf8(good).unwrap_or_default());
                    match error.error_len() {
                        None if !is_last => self.cut = bad.to_vec(),
                        length => {
                            to.push(char::REPLACEMENT_CHARACTER);
                            broken = true;
                            rest = &bad[length.unwrap_or(bad.len())..];
                            continue;
                        }
                    }
                }
            }
            return broken;
        }
    }
}

struct Utf16 {
    big_endian: bool,
    /// The first byte of a unit that a piece ended in.
    half: Option<u8>,
    /// The first half of a character that takes two units.
    high: Option<u16>,
}

impl Utf16 {
    fn unit(&mut self, unit: u16, to: &mut String) -> bool {
        let mut broken = false;
        if let Some(high) = self.high.take() {
            if let Some(Ok(character)) = char::decode_utf16([high, unit]).next() {
                to.push(character);
                return false;
            }
            to.push(char::REPLACEMENT_CHARACTER);
            broken = true;
        }
        match unit {
            0xD800..=0xDBFF => self.high = Some(unit),
            _ => match char::from_u32(u32::from(unit)) {
                Some(character) => to.push(character),
                None => {
                    to.push(char::REPLACEMENT_CHARACTER);
                    broken = true;
                }
            },
        }
        broken
    }
}

impl Decode for Utf16 {
    fn decode(&mut self, piece: &[u8], is_last: bool, to: &mut String) -> bool {
        let unit = if self.big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
        let (mut broken, mut rest) = (false, piece);
        if let (Some(half), Some((first, after))) = (self.half, piece.split_first()) {
            self.half = None;
            broken |= self.unit(unit([half, *first]), to);
            rest = after;
        }
        for pair in rest.chunks_exact(2) {
            broken |= self.unit(unit([pair[0], pair[1]]), to);
        }
        if let [last] = rest.chunks_exact(2).remainder() {
            self.half = Some(*last);
        }
        if is_last && (self.half.take().is_some() | self.high.take().is_some()) {
            to.push(char::REPLACEMENT_CHARACTER);
            broken = true;
        }
        broken
    }
}

struct Windows1252;

/// The characters from 0x80 to 0x9F; all others are Unicode's own.
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

impl Decode for Windows1252 {
    fn decode(&mut self, piece: &[u8], _: bool, to: &mut String) -> bool {
        to.extend(piece.iter().map(|&byte| match byte {
            0x80..=0x9F => WESTERN[usize::from(byte - 0x80)],
            _ => char::from(byte),
        }));
        false
    }
}

/// All encodings there are.
pub(crate) fn by_tables(encoding: Charset) -> Box<dyn Decode> {
    match encoding {
        Charset::Other(encoding) => Box::new(Tables(encoding.new_decoder_without_bom_handling())),
        Charset::Page(number) => match code_pages::upper_half(number) {
            Some(half) => Box::new(Page(half)),
            None => Box::new(Windows1252),
        },
        usual => usual.decoder(),
    }
}

/// The characters of a code page from 0x80 on.
struct Page([char; 128]);

impl Decode for Page {
    fn decode(&mut self, piece: &[u8], _: bool, to: &mut String) -> bool {
        let is_broken = |&byte: &u8| byte >= 0x80 && self.0[usize::from(byte - 0x80)] == char::REPLACEMENT_CHARACTER;
        to.extend(piece.iter().map(|&byte| match byte {
            0x80.. => self.0[usize::from(byte - 0x80)],
            _ => char::from(byte),
        }));
        piece.iter().any(is_broken)
    }
}

struct Tables(encoding_rs::Decoder);

impl Decode for Tables {
    fn decode(&mut self, piece: &[u8], is_last: bool, to: &mut String) -> bool {
        let (mut rest, mut broken) = (piece, false);
        loop {
            to.reserve(rest.len().max(16));
            let (result, read, errors) = self.0.decode_to_string(rest, to, is_last);
            broken |= errors;
            rest = &rest[read..];
            match result {
                CoderResult::InputEmpty => return broken,
                CoderResult::OutputFull => to.reserve(1 << 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text and whether it was broken, given in pieces of some size.
    fn decoded(mut decoder: Box<dyn Decode>, bytes: &[u8], size: usize) -> (String, bool) {
        let (mut text, mut broken) = (String::new(), false);
        for piece in bytes.chunks(size) {
            broken |= decoder.decode(piece, false, &mut text);
        }
        broken |= decoder.decode(&[], true, &mut text);
        (text, broken)
    }

    #[test]
    fn the_usual_encodings_are_decoded_as_the_standard_has_it() {
        let every_byte: Vec<u8> = (0..=255).collect();
        let pairs = "x\u{20ac}\u{1F600}Köln\u{FEFF}";
        let le: Vec<u8> = pairs.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let lone = [0x41, 0, 0, 0xD8, 0x42, 0, 0, 0xDC, 0, 0xD8, 0, 0xD8, 0, 0xDC, 0x3D];
        let cut = [0, 0xD8, 0x3D];
        let torn = b"a\xF0\x9F\x98b\xC3\xF6\xE2\x82\xAC\xFF\xE2\x82";
        for encoding in [WINDOWS_1252, UTF_16LE, UTF_16BE, UTF_8] {
            for bytes in [every_byte.as_slice(), &le, &lone, &cut, torn, pairs.as_bytes(), b""] {
                for size in [1, 2, 3, 7, 1_000] {
                    let own = decoded(Charset::from(encoding).decoder(), bytes, size);
                    assert_eq!(
                        own,
                        decoded(by_tables(Charset::Other(encoding)), bytes, size),
                        "{encoding:?} {bytes:?} {size}"
                    );
                }
            }
        }
    }
}
