//! UTF-8 that was read as another encoding: `MÃ¼hle` for `Mühle`, `â€™` for an apostrophe.

/// An encoding in which UTF-8 was read.
struct Page {
    /// The characters that begin a character of UTF-8, with their bytes.
    starts: &'static [(char, u8)],
    /// The characters of the bytes 0x80 to 0xBF, which go on with one.
    others: &'static str,
    /// True if capitals are among `starts`, so that sound texts have some.
    is_western: bool,
}

/// The bytes 0x80 to 0x9F of Windows-1252; a space where there is none.
const WESTERN: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

const PAGES: [Page; 4] = [
    Page { starts: &[], others: "", is_western: true },
    Page {
        starts: &[('¬', 0xC2), ('√', 0xC3), ('ƒ', 0xC4), ('≈', 0xC5), ('‚', 0xE2)],
        others: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø",
        is_western: false,
    },
    Page {
        starts: &[('┬', 0xC2), ('├', 0xC3), ('─', 0xC4), ('┼', 0xC5), ('Γ', 0xE2)],
        others: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
        is_western: false,
    },
    Page {
        starts: &[('┬', 0xC2), ('├', 0xC3), ('─', 0xC4), ('┼', 0xC5), ('Ô', 0xE2)],
        others: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐",
        is_western: false,
    },
];

/// Returns the text as it was before it was read in the wrong encoding.
pub(super) fn repaired(text: &str) -> Option<String> {
    if !may_be_damaged(text) {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    PAGES.iter().find_map(|page| page.repaired(&letters))
}

/// Returns true if a letter that may begin a character of UTF-8 comes before another one that isn't ASCII. Sound texts are settled here.
fn may_be_damaged(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let starts = |page: &Page| page.start(before).is_some();
        let found = !c.is_ascii() && !before.is_ascii() && PAGES.iter().any(starts);
        before = c;
        found
    })
}

/// The character of a byte in Windows-1252.
pub(super) fn western(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9F => WESTERN.chars().nth(usize::from(byte - 0x80)).filter(|&c| c != ' '),
        _ => Some(char::from(byte)),
    }
}

impl Page {
    fn repaired(&self, letters: &[char]) -> Option<String> {
        let mut text = String::with_capacity(letters.len());
        let (mut at, mut sure, mut foreign) = (0, false, 0);
        while at < letters.len() {
            match self.decoded(&letters[at..]) {
                Some((c, length)) => {
                    if is_foreign(c) {
                        foreign += 1;
                    } else {
                        sure |= self.is_sure(letters, at, length);
                    }
                    text.push(c);
                    at += length;
                }
                None => {
                    text.push(letters[at]);
                    at += 1;
                }
            }
        }
        // A single character of another script may be chance.
        (sure || foreign >= 2).then_some(text)
    }

    /// The character of UTF-8 at the beginning of some letters, and of how many letters it was made.
    fn decoded(&self, letters: &[char]) -> Option<(char, usize)> {
        // The byte 0x9D has no character in Windows-1252, so it is often gone.
        if self.is_western
            && letters.starts_with(&['â', '€'])
            && letters.get(2).is_none_or(|c| self.other(*c).is_none())
        {
            return Some(('”', 2));
        }
        let first = self.start(*letters.first()?)?;
        let length = match first {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let mut bytes = [first, 0, 0, 0];
        for (byte, letter) in bytes[1..length].iter_mut().zip(letters.get(1..length)?) {
            *byte = self.other(*letter)?;
        }
        let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
        (is_usual(c) || is_foreign(c)).then_some((c, length))
    }

    fn start(&self, c: char) -> Option<u8> {
        if self.is_western {
            return matches!(c, '\u{C2}'..='\u{F4}').then_some(c as u8);
        }
        self.starts.iter().find(|(start, _)| *start == c).map(|(_, byte)| *byte)
    }

    /// The byte of a character that goes on with one.
    fn other(&self, c: char) -> Option<u8> {
        if self.is_western && matches!(c, '\u{80}'..='\u{BF}') {
            return Some(c as u8);
        }
        let others = if self.is_western { WESTERN } else { self.others };
        let at = others.chars().position(|other| other == c && c != ' ')?;
        u8::try_from(0x80 + at).ok()
    }

    /// Returns true if the letters from `at` on can't follow each other like this in an undamaged text. `“AMANHÃ”` is one: a capital, and then a quotation mark.
    fn is_sure(&self, letters: &[char], at: usize, length: usize) -> bool {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let next = letters.get(at + length);
        let is_letter = |c: &char| c.is_alphabetic();
        if !self.is_western {
            return length > 2 || before.is_some_and(char::is_alphabetic) || next.is_some_and(is_letter);
        }
        let other = letters[at + 1];
        length > 2
            || letters[at] == 'â'
            || letters[at] == '\u{C2}'
            || !is_punctuation(other)
            || before.is_some_and(char::is_lowercase)
            || (next.is_some_and(is_letter) && other != '\u{A0}')
    }
}

/// Returns true if a character of Windows-1252 may follow a capital in a sound text.
const fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '‘'
            ..='”'
                | '•'
                | '–'
                | '—'
                | '…'
                | '™'
                | '‹'
                | '›'
                | '«'
                | '»'
                | '®'
                | '©'
                | '\u{A0}'
                | '´'
                | '·'
                | '°'
                | 'º'
                | 'ª'
    )
}

/// Returns true if a character is usual in texts with Latin letters.
const fn is_usual(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{17F}' | '\u{218}'..='\u{21B}' | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{203A}' | '€' | '™'
        | '\u{FEFF}' | '\u{FFFD}' | '\u{1F300}'..='\u{1FAFF}')
}

/// Returns true if a character belongs to another script.
const fn is_foreign(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{6FF}' | '\u{900}'..='\u{E7F}' | '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_known() {
        assert!(PAGES[1..].iter().all(|page| page.others.chars().count() == 64));
        assert_eq!(WESTERN.chars().count(), 32);
        for (text, repaired) in [
            ("JÃ¶rg GrÃ¼n", "Jörg Grün"),
            ("GarcÃ\u{AD}a", "García"),
            ("voilÃ\u{A0}", "voilà"),
            ("Ã\u{81}lvaro", "Álvaro"),
            ("IT\u{e2}\u{80}\u{99}s", "IT’s"),
            ("Å\u{81}Ã³dÅº", "Łódź"),
            ("Acme\u{C2}\u{AE}", "Acme®"),
            ("ï»¿Harbor", "\u{FEFF}Harbor"),
            ("Ð˜Ð²Ð°Ð½", "Иван"),
            ("æ—¥æœ¬", "日本"),
            ("ðŸš€ Rocket", "🚀 Rocket"),
            ("M√ºhle", "Mühle"),
            ("O‚ÄôDell", "O’Dell"),
            ("M├╝hle", "Mühle"),
            ("OΓÇÖDell", "O’Dell"),
            ("OÔÇÖDell", "O’Dell"),
            ("CAFÃ‰", "CAFÉ"),
            ("â€œyesâ€", "“yes”"),
        ] {
            assert_eq!(super::repaired(text).as_deref(), Some(repaired), "{text}");
        }
    }
}
