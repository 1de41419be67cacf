//! The encoding of a text file: byte-order marks, UTF-16 and UTF-32 without one, UTF-8 (a few broken characters don't change that), else
//! one byte a character (`single_byte`), reported as a guess.

use encoding_rs::Encoding;

use super::single_byte;
use crate::charset::Charset;

/// A file's text.
pub(super) struct Decoded {
    pub(super) text: String,
    /// The encoding, where the file does not prove it.
    pub(super) guessed: Option<&'static str>,
}

/// Decodes a whole file.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some(utf32) = utf32(&bytes) {
        let length = if utf32.marked { 4 } else { 0 };
        let guessed = (!utf32.marked).then_some("UTF-32");
        return Decoded { text: utf32.text(&bytes[length..]), guessed };
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let encoding = Charset::from(encoding);
        if encoding == Charset::Utf8 {
            return utf8(&bytes[length..]);
        }
        return utf16(&bytes[length..], encoding, None);
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return utf16(&bytes, encoding, Some("UTF-16"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, guessed: None },
        Err(error) if is_mostly_utf8(error.as_bytes()) => utf8(error.as_bytes()),
        Err(error) => {
            let (encoding, name) = single_byte::guess(error.as_bytes());
            Decoded { text: transcoded(error.as_bytes(), encoding).0, guessed: Some(name) }
        }
    }
}

/// Text that is UTF-8, perhaps with broken characters; the cells that contain one are reported where they are.
fn utf8(bytes: &[u8]) -> Decoded {
    Decoded { text: transcoded(bytes, Charset::Utf8).0, guessed: None }
}

fn utf16(bytes: &[u8], encoding: Charset, guessed: Option<&'static str>) -> Decoded {
    let (text, broken) = transcoded(bytes, encoding);
    let guessed = if broken { Some("UTF-16 with broken characters") } else { guessed };
    Decoded { text, guessed }
}

/// Returns true if text that isn't wholly UTF-8 is UTF-8 nevertheless: most of its characters beyond ASCII are right, and two or more. In text of
/// another encoding, two such bytes in a row are right by chance once in hundreds.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut broken, mut rest) = (0_usize, 0_usize, bytes);
    loop {
        let (good, error) = match std::str::from_utf8(rest) {
            Ok(_) => (rest.len(), None),
            Err(error) => (error.valid_up_to(), Some(error.error_len().unwrap_or(rest.len() - error.valid_up_to()))),
        };
        // Each character beyond ASCII has one leading byte.
        right += rest[..good].iter().filter(|&&byte| byte >= 0xC0).count();
        let Some(length) = error else { break };
        broken += 1;
        rest = &rest[good + length..];
    }
    right >= 2 && right > broken
}

/// Text in UTF-32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Utf32 {
    big_endian: bool,
    /// True if it begins with a byte-order mark.
    marked: bool,
}

/// Whether the bytes are UTF-32: by their byte-order mark, or because the upper half of each of the first characters is zero and the lower
/// half isn't.
pub(crate) fn utf32(bytes: &[u8]) -> Option<Utf32> {
    let is_whole = bytes.len().is_multiple_of(4);
    for (mark, big_endian) in [([0xFF, 0xFE, 0, 0], false), ([0, 0, 0xFE, 0xFF], true)] {
        // In UTF-16, the same bytes would be a mark and a NUL.
        if is_whole && bytes.starts_with(&mark) {
            return Some(Utf32 { big_endian, marked: true });
        }
    }
    let head = &bytes[..bytes.len().min(4_096)];
    [false, true].into_iter().map(|big_endian| Utf32 { big_endian, marked: false }).find(|utf32| {
        let mut units = head.chunks_exact(4).map(|unit| utf32.unit(unit));
        is_whole && head.len() >= 8 && units.all(|unit| (1..0x1_0000).contains(&unit))
    })
}

impl Utf32 {
    fn unit(self, bytes: &[u8]) -> u32 {
        let bytes = [bytes[0], bytes[1], bytes[2], bytes[3]];
        if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    fn text(self, bytes: &[u8]) -> String {
        let units = bytes.chunks_exact(4).map(|unit| self.unit(unit));
        units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }
}

/// The text, and whether characters were broken. Piece by piece: in one go, room would be made for three times the file.
fn transcoded(bytes: &[u8], encoding: Charset) -> (String, bool) {
    let mut decoder = encoding.decoder();
    let (mut text, mut broken) = (String::with_capacity(bytes.len()), false);
    for piece in bytes.chunks(1 << 20) {
        // A large text grows by its pieces: doubled, it would take room for twice the file.
        text.reserve_exact(piece.len() + piece.len() / 8);
        broken |= decoder.decode(piece, false, &mut text);
    }
    broken |= decoder.decode(&[], true, &mut text);
    (text, broken)
}

/// Whether the bytes are UTF-16 without a byte-order mark: in a table most characters are ASCII, so every
/// second byte is nearly always NUL.
pub(crate) fn unmarked_utf16(bytes: &[u8]) -> Option<Charset> {
    let head = &bytes[..bytes.len().min(4_096)];
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nul = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nul(0), nul(1));
    if odd * 2 > pairs && even * 10 < pairs {
        Some(Charset::Utf16 { big_endian: false })
    } else if even * 2 > pairs && odd * 10 < pairs {
        Some(Charset::Utf16 { big_endian: true })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<&'static str>) {
        let Decoded { text, guessed } = decode(bytes.to_vec());
        (text, guessed)
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "firm,city\nBj\u{f6}rn \u{20ac},K\u{f6}ln\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let own = text.to_owned();
        assert_eq!(decoded(text.as_bytes()), (own.clone(), None));
        assert_eq!(decoded(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), (own.clone(), None));
        assert_eq!(decoded(&[&[0xFF, 0xFE], le.as_slice()].concat()), (own.clone(), None));
        assert_eq!(decoded(&[&[0xFE, 0xFF], be.as_slice()].concat()), (own.clone(), None));
        assert_eq!(decoded(&le), (own.clone(), Some("UTF-16")));
        assert_eq!(decoded(&be), (own.clone(), Some("UTF-16")));
        assert_eq!(decoded(b"firm,city\nBj\xf6rn \x80,K\xf6ln\n"), (own, Some("Windows-1252")));
        // Longer than one piece, with characters across its border, and larger in UTF-8.
        let long = "x\u{20ac}\u{1F600}".repeat(300_000);
        let le: Vec<u8> = std::iter::once(0xFEFF).chain(long.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&le), (long, None));
        assert_eq!(decoded(&[0xF6; 3_000_000]), ("\u{f6}".repeat(3_000_000), Some("Windows-1252")));
        assert_eq!(decoded(b"a\0b,c"), ("a\0b,c".to_owned(), None));
        assert_eq!(decoded(b"\xFF\xFEa\0\x00\xD8").1, Some("UTF-16 with broken characters"));
        // As much UTF-16 with a mark as UTF-32 without one.
        assert_eq!(decoded(b"\xFF\xFEa\0,\0").0, "a,");
        let unmarked: Vec<u8> = "a,b\nBj\u{f6}rn,\u{20ac}\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(decoded(&unmarked), ("a,b\nBj\u{f6}rn,\u{20ac}\n".to_owned(), Some("UTF-32")));
        let marked: Vec<u8> = "\u{FEFF}a,\u{1F600}".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(decoded(&marked), ("a,\u{1F600}".to_owned(), None));
    }

    #[test]
    fn texts_of_older_programs_are_decoded() {
        crate::extras::put_in_place();
        for (bytes, text, name) in [
            (&b"M\x81hle,Stra\xE1e,Ren\x82e"[..], "M\u{fc}hle,Stra\u{df}e,Ren\u{e9}e", "DOS code page 850"),
            (b"M\x9Fhle,Stra\xA7e,Ren\x8Ee", "M\u{fc}hle,Stra\u{df}e,Ren\u{e9}e", "Mac OS Roman"),
        ] {
            assert_eq!(decoded(bytes), (text.to_owned(), Some(name)));
        }
    }

    #[test]
    fn a_few_broken_characters_leave_a_text_utf_8() {
        for (bytes, expected) in [
            (&b"K\xC3\xB6ln,M\xC3\xBChle,Z\xFCrich"[..], "K\u{f6}ln,M\u{fc}hle,Z\u{FFFD}rich"),
            // Cut off within a character.
            (b"K\xC3\xB6ln,M\xC3\xBChle,Z\xC3", "K\u{f6}ln,M\u{fc}hle,Z\u{FFFD}"),
            (b"\xEF\xBB\xBFZ\xFCrich", "Z\u{FFFD}rich"),
        ] {
            assert_eq!(decoded(bytes), (expected.to_owned(), None));
        }
        // In Windows-1252, two bytes in a row may be UTF-8 by chance: a capital letter before a closing quotation mark.
        for (bytes, expected) in [
            (&b"K\xF6ln \x84MEN\xDC\x94,Z\xFCrich"[..], "K\u{f6}ln \u{201e}MEN\u{dc}\u{201d},Z\u{fc}rich"),
            (b"MEN\xDC\x94,Z\xFCrich", "MEN\u{dc}\u{201d},Z\u{fc}rich"),
        ] {
            assert_eq!(decoded(bytes), (expected.to_owned(), Some("Windows-1252")));
        }
    }
}
