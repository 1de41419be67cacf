//! Bytes that a text has as a mark and two hexadecimal digits: `%C3%B6` in web addresses, `=C3=B6` in e-mails.

/// Returns the bytes of a text, decoded. `None` if a mark has no digits after it.
pub(crate) fn decoded(text: &str, mark: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let (byte, length) = if first == mark { (hex(after)?, 3) } else { (first, 1) };
        bytes.push(byte);
        rest = &rest[length..];
    }
    Some(bytes)
}

/// Returns a text with the percent codes of some bytes decoded. Everything else stays as it is, and so does the whole text if the result
/// isn't UTF-8.
pub(crate) fn percent_decoded(text: &str, accepts: impl Fn(&u8) -> bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = if first == b'%' { hex(after).filter(&accepts) } else { None };
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &rest[3..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The byte that the first two characters write in hexadecimal digits.
fn hex(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_decoded() {
        assert_eq!(decoded("J=C3=b6rg", b'=').as_deref(), Some("Jörg".as_bytes()));
        assert_eq!(decoded("100%", b'=').as_deref(), Some(b"100%".as_slice()));
        for text in ["=", "=C", "=+1", "=G0", "J=C3="] {
            assert_eq!(decoded(text, b'='), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        for (text, all, ascii) in [
            ("J%C3%B6rg%20Lee", "Jörg Lee", "J%C3%B6rg Lee"),
            ("100%", "100%", "100%"),
            ("%+1%2", "%+1%2", "%+1%2"),
            ("%40%FF", "%40%FF", "@%FF"),
            ("ö%41", "öA", "öA"),
        ] {
            assert_eq!(percent_decoded(text, |_| true), all, "{text}");
            assert_eq!(percent_decoded(text, u8::is_ascii), ascii, "{text}");
        }
    }
}
