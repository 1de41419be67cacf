//! Tells text of Windows-1252 from that of older encodings with one byte a character: code page 850 of DOS (437 has the same letters) and
//! Mac OS Roman. The signs are bytes beyond ASCII between two letters: in the right encoding they are letters that occur in words.

use crate::charset::Charset;

/// The characters of code page 850 from 0x80 on, as far as most are letters.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑ";
/// The characters of Mac OS Roman from 0x80 to 0x9F.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü";
/// Characters of Windows-1252 from 0x80 to 0x9F that occur in words, with their bytes.
const WESTERN: [(u8, char); 8] =
    [(0x85, '…'), (0x91, '‘'), (0x92, '’'), (0x96, '–'), (0x97, '—'), (0x9A, 'š'), (0x9C, 'œ'), (0x9E, 'ž')];
/// Letters that are frequent in some language, and marks that occur inside words.
const FREQUENT: &str = "äöüßéèêçáíóúñàâãõåøæšœž…‘’–—\u{A0}";
/// Letters that are less so.
const RARE: &str = "ëïîìôòûùýÿðþ";

/// The encoding of text that isn't Unicode, and its name.
pub(super) fn guess(bytes: &[u8]) -> (Charset, &'static str) {
    let (mut western, mut dos, mut mac, mut odd, mut is_unused) = (0, 0, 0, 0, false);
    let words = bytes.windows(3).filter(|word| !word[1].is_ascii());
    for word in words.filter(|word| word[0].is_ascii_alphabetic() && word[2].is_ascii_alphabetic()) {
        let byte = word[1];
        let as_western = weight(in_western(byte), word);
        western += as_western;
        dos += weight(in_dos(byte), word);
        mac += weight(in_mac(byte), word);
        odd += u32::from(as_western == 0);
        is_unused |= matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    }
    // A single mark may be a slip.
    let is_certain = is_unused || odd > 1;
    if is_certain && dos > western && dos > mac {
        return (Charset::Page(850), "DOS code page 850");
    }
    if is_certain && mac > western && mac > dos {
        return (Charset::from(encoding_rs::MACINTOSH), "Mac OS Roman");
    }
    (Charset::Windows1252, "Windows-1252")
}

fn in_western(byte: u8) -> Option<char> {
    match byte {
        0xA0.. => Some(char::from(byte)),
        _ => WESTERN.iter().find(|(known, _)| *known == byte).map(|(_, c)| *c),
    }
}

fn in_dos(byte: u8) -> Option<char> {
    match byte {
        0xC6 => Some('ã'),
        0xE1 => Some('ß'),
        0xE4 => Some('õ'),
        _ => DOS.chars().nth(usize::from(byte - 0x80)),
    }
}

fn in_mac(byte: u8) -> Option<char> {
    match byte {
        0xA7 => Some('ß'),
        0xBE => Some('æ'),
        0xBF => Some('ø'),
        _ => MAC.chars().nth(usize::from(byte - 0x80)),
    }
}

/// How much a character speaks for its encoding between two letters. A capital after a small letter doesn't, nor a small letter between
/// capitals.
fn weight(c: Option<char>, word: &[u8]) -> u32 {
    let Some(c) = c else { return 0 };
    let (before, after) = (word[0].is_ascii_uppercase(), word[2].is_ascii_uppercase());
    let is_misplaced = if c.is_uppercase() { !before } else { c.is_lowercase() && before && after };
    let small = c.to_lowercase().next().unwrap_or(c);
    match small {
        _ if is_misplaced => 0,
        small if FREQUENT.contains(small) => 2,
        small if RARE.contains(small) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_the_code_pages() {
        crate::extras::put_in_place();
        for byte in 0x80..=0xFF {
            let is = |charset: Charset, c: Option<char>| c.is_none_or(|c| charset.text(&[byte]) == String::from(c));
            assert!(is(Charset::Page(850), in_dos(byte)), "{byte:x}");
            assert!(is(Charset::from(encoding_rs::MACINTOSH), in_mac(byte)), "{byte:x}");
            assert!(is(Charset::Windows1252, in_western(byte)), "{byte:x}");
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        for (bytes, name) in [
            (&b"M\x81hle,Stra\xE1e,Ren\x82e"[..], "DOS code page 850"),
            (b"J\x94rg,K\x94ln", "DOS code page 850"),
            (b"M\x9AHLE,K\x99LN", "DOS code page 850"),
            (b"Garc\xA1a,Mu\xA4oz,\x99lberg,Caf\x82", "DOS code page 850"),
            (b"Fran\x8Dois,Ren\x8Ee", "Mac OS Roman"),
            (b"M\x9Fhle,K\x9Aln,G\x8Artner,Stra\xA7e", "Mac OS Roman"),
            (b"Caf\xE9,M\xFChle,Stra\xDFe", "Windows-1252"),
            (b"O\x92Brien,D\x92Angelo,Caf\xE9", "Windows-1252"),
            (b"Rock\x91n\x92Roll,a\x96b,a\x97b,wait\x85what", "Windows-1252"),
            (b"\x93Ann\x94 Lee,\x84Bo\x93,\x80 5,\x95 x", "Windows-1252"),
            (b"M\xFChle,K\xF6ln,Fran\xE7ois,Bob\x94s,Ann\x94s", "Windows-1252"),
            (b"Ko\x9Aice,\x8Ekoda,c\x9Cur,Du\x9Aan,Kr\x9Eek", "Windows-1252"),
            (b"Alm\xE4s,S\xE1nchez,PE\xD1A,Acme\xAE Ltd", "Windows-1252"),
            (b"Bob\x94s", "Windows-1252"),
            (b"Ann\xA0Lee,Bo\xA0Berg", "Windows-1252"),
            (b"\xC4\xD6\xDC,\xCF\xF0\xE8\xE2\xE5\xF2", "Windows-1252"),
        ] {
            assert_eq!(guess(bytes).1, name, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
