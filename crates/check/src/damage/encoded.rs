//! Text that was encoded for another place: `=?utf-8?Q?M=C3=BChle?=` for the header of an e-mail, `J%C3%B6rg` for a web address.

use super::mojibake::western;
use crate::escapes;

/// Returns the text with its encoded words decoded.
pub(super) fn without_words(text: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find("=?") {
        let Some((word, length)) = word(&rest[at..]) else { break };
        // Blanks between two words are part of neither.
        let between = &rest[..at];
        kept.push_str(if found && between.trim().is_empty() { "" } else { between });
        kept.push_str(&word);
        rest = &rest[at + length..];
        found = true;
    }
    found.then(|| kept + rest)
}

/// The word at the beginning of a text, decoded, and its encoded length.
fn word(text: &str) -> Option<(String, usize)> {
    let mut parts = text[2..].splitn(4, '?');
    let (charset, encoding, data) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().filter(|end| end.starts_with('='))?;
    let bytes = match encoding {
        "Q" | "q" => escapes::decoded(&data.replace('_', " "), b'=')?,
        "B" | "b" => base64(data)?,
        _ => return None,
    };
    let decoded = match charset.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "us-ascii" => String::from_utf8(bytes).ok()?,
        // Programs write Windows-1252 under the name of Latin-1.
        "iso-8859-1" | "windows-1252" => bytes.into_iter().map(western).collect::<Option<_>>()?,
        "iso-8859-15" => bytes.into_iter().map(latin_9).collect(),
        _ => return None,
    };
    Some((decoded, 2 + charset.len() + 1 + encoding.len() + 1 + data.len() + 2))
}

/// Returns the text with its percent codes decoded, where they encode letters of UTF-8 or a blank between letters.
pub(super) fn without_percents(text: &str) -> Option<String> {
    if !text.contains('%') || text.contains("://") {
        return None;
    }
    let decoded = String::from_utf8(escapes::decoded(text, b'%')?).ok()?;
    let letters = decoded.chars().filter(|c| !c.is_ascii()).count() > text.chars().filter(|c| !c.is_ascii()).count();
    let blank = !text.contains(' ')
        && text.split("%20").all(|part| part.starts_with(char::is_alphabetic))
        && text.contains("%20");
    ((letters || blank) && !decoded.contains(char::is_control)).then_some(decoded)
}

/// The character of a byte in ISO 8859-15: Latin-1 with eight others.
fn latin_9(byte: u8) -> char {
    match byte {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        _ => char::from(byte),
    }
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded() {
        for (text, decoded) in [
            ("=?UTF-8?B?TcO8aGxl?= GmbH", "Mühle GmbH"),
            ("=?iso-8859-1?q?J=F6rg_Gr=FCn?=", "Jörg Grün"),
            ("=?utf-8?Q?Ann?= =?utf-8?Q?_Lee?=", "Ann Lee"),
            ("=?windows-1252?Q?O=92Dell_=80?=", "O’Dell €"),
            ("=?iso-8859-1?Q?O=92Dell?=", "O’Dell"),
            ("=?iso-8859-15?Q?=A4_=BDuvre?=", "€ œuvre"),
        ] {
            assert_eq!(without_words(text).as_deref(), Some(decoded), "{text}");
        }
        for text in [
            "=?",
            "=?utf-8?Q?x",
            "=?koi8-r?Q?x?=",
            "=?utf-8?X?x?=",
            "=?windows-1252?Q?=81?=",
            "=?utf-8?Q?=+1?=",
            "a=?b",
        ] {
            assert_eq!(without_words(text), None, "{text}");
        }
    }

    #[test]
    fn percents_are_decoded() {
        for (text, decoded) in
            [("J%C3%B6rg", "Jörg"), ("Harbor%20CFO", "Harbor CFO"), ("S%c3%a3o%20Paulo", "São Paulo")]
        {
            assert_eq!(without_percents(text).as_deref(), Some(decoded), "{text}");
        }
        for text in ["50%", "5%20", "100%AB", "50%C3%28", "https://x.example/J%C3%B6rg", "a %20 b", "%00x%C3%B6"] {
            assert_eq!(without_percents(text), None, "{text}");
        }
    }
}
