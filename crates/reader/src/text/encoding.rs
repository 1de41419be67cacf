//! The encoding of a text file: byte-order marks, UTF-16 without one, UTF-8, else Windows-1252, told as a guess.

use encoding_rs::Encoding;

use crate::charset::Charset;

/// A file's text.
pub(super) struct Decoded {
    pub(super) text: String,
    /// The encoding, where the file does not prove it.
    pub(super) guessed: Option<&'static str>,
}

/// Decodes a whole file.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let encoding = Charset::from(encoding);
        if encoding == Charset::Utf8 {
            return match std::str::from_utf8(&bytes[length..]) {
                Ok(text) => Decoded { text: text.to_owned(), guessed: None },
                Err(_) => by_guess(&bytes[length..], Charset::Utf8, "UTF-8 with broken characters"),
            };
        }
        return utf16(&bytes[length..], encoding, None);
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return utf16(&bytes, encoding, Some("UTF-16"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, guessed: None },
        Err(error) => by_guess(error.as_bytes(), Charset::Windows1252, "Windows-1252"),
    }
}

fn by_guess(bytes: &[u8], encoding: Charset, name: &'static str) -> Decoded {
    Decoded { text: transcoded(bytes, encoding).0, guessed: Some(name) }
}

fn utf16(bytes: &[u8], encoding: Charset, guessed: Option<&'static str>) -> Decoded {
    let (text, broken) = transcoded(bytes, encoding);
    let guessed = if broken { Some("UTF-16 with broken characters") } else { guessed };
    Decoded { text, guessed }
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
    }
}
