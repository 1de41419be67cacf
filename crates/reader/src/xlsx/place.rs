//! Cell references as the file writes them: `B417`, `A1:C3`.

/// The 0-based row and column of a reference; `None` if it is not one or lies far outside.
pub(crate) fn cell(reference: &str) -> Option<(u32, u32)> {
    let (column, digits) = letters(reference.as_bytes());
    Some((row(digits)?, column.checked_sub(1)?))
}

/// The same for a reference as Excel writes it, in capitals and within three letters and seven digits; `None` for any other.
#[inline]
pub(crate) fn capitals(reference: &[u8]) -> Option<(u32, u32)> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (letters, digits) = reference.split_at(letters);
    if letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let column = letters.iter().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    Some((row(digits)?, column.checked_sub(1)?))
}

/// The 0-based row of a number as a row states it.
pub(crate) fn row(digits: &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for digit in digits {
        number =
            number.checked_mul(10)?.checked_add(u32::from(digit.checked_sub(b'0').filter(|&digit| digit < 10)?))?;
    }
    number.checked_sub(1)
}

/// The 0-based corners of a range; one cell is a range too.
pub(crate) fn range(reference: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    Some((cell(first)?, cell(last)?))
}

fn letters(reference: &[u8]) -> (u32, &[u8]) {
    let mut column = 0_u32;
    for (index, byte) in reference.iter().enumerate() {
        let upper = byte.to_ascii_uppercase();
        if !upper.is_ascii_uppercase() {
            return (column, &reference[index..]);
        }
        column = column.saturating_mul(26).saturating_add(u32::from(upper - b'A') + 1);
    }
    (column, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_nonsense_is_not() {
        for (reference, expected) in [
            ("A1", Some((0, 0))),
            ("B417", Some((416, 1))),
            ("xfd1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("12", None),
            ("AB", None),
            ("", None),
            ("A-1", None),
            ("A99999999999", None),
            ("\u{c4}1", None),
        ] {
            assert_eq!(cell(reference), expected, "{reference}");
            let capitals = expected.filter(|_| reference.bytes().all(|byte| !byte.is_ascii_lowercase()));
            assert_eq!(super::capitals(reference.as_bytes()), capitals, "{reference}");
        }
        assert_eq!([capitals(b"AAAA1"), capitals(b"A12345678"), capitals(b"ZZZZZZZZZZZZZZZZ1")], [None; 3]);
        assert_eq!(range("A1:C3"), Some(((0, 0), (2, 2))));
        assert_eq!(range("A1"), Some(((0, 0), (0, 0))));
        assert!(cell("ZZZZZZZZZZZZ1").is_some_and(|(_, column)| column > 16_384));
    }
}
