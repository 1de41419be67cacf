//! Damaged text: what programs made of a text on its way, and what it probably was. Each part knows one sort of damage.

mod encoded;
mod lost_letters;
mod markup;
mod mojibake;
mod xml_escapes;

use std::borrow::Cow;

/// Damage to a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// The damage in words, as the end of a sentence.
    pub what: &'static str,
    /// The text as it probably was; `None` if letters are lost.
    pub repaired: Option<String>,
}

/// Longer texts, in bytes, can't be stored anyway.
const LONGEST: usize = 65_536;

/// Rounds of repair: a text can be damaged more than once, as `MÃƒÂ¼hle` and `&amp;amp;` were.
const ROUNDS: usize = 4;

/// A sort of damage, and how a text looks without it. Nothing where the text has none.
type Repair = fn(&str) -> Option<String>;

const REPAIRS: [(Repair, &str); 7] = [
    (mojibake::repaired, "letters were read in the wrong encoding"),
    (xml_escapes::unescaped, "it contains codes of a workbook, such as _x000D_"),
    (markup::without_entities, "it contains codes of a web page, such as &amp;"),
    (markup::without_tags, "it contains tags of a web page, such as <br>"),
    (encoded::without_words, "it is encoded like the header of an e-mail"),
    (encoded::without_percents, "it is encoded like a web address"),
    (lost_letters::without_stray, "it contains characters that show nothing or an empty box"),
];

/// The meaning of question marks in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// They end questions, wherever they are.
    Asking,
    /// Inside a word they are lost letters.
    InWords,
    /// They are lost letters also at the end of a word that another one follows: `Zo? Lee`.
    InNames,
}

impl Marks {
    /// Returns their meaning in a column's texts, which depends on whether these have lines or name a person.
    pub const fn of(lines: bool, person: bool) -> Self {
        match (lines, person) {
            (true, _) => Self::Asking,
            (false, false) => Self::InWords,
            (false, true) => Self::InNames,
        }
    }
}

/// Returns the damage to a text, if it has any.
pub(crate) fn damage(text: &str, marks: Marks) -> Option<Damage> {
    if text.len() > LONGEST || !is_suspect(text.as_bytes()) {
        return None;
    }
    let mut what = None;
    let mut repaired = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let step = REPAIRS.iter().find_map(|(repair, what)| Some((repair(&repaired)?, *what)));
        let Some((better, of)) = step else { break };
        what.get_or_insert(of);
        repaired = Cow::Owned(better);
    }
    if repaired.contains(char::REPLACEMENT_CHARACTER) {
        return Some(Damage { what: "letters are lost, with \u{FFFD} in their place", repaired: None });
    }
    if lost_letters::has_lost_letters(&repaired, marks) {
        return Some(Damage { what: "letters are lost, with question marks in their place", repaired: None });
    }
    what.map(|what| Damage { what, repaired: Some(repaired.into_owned()) })
}

/// Returns true if a text has any byte that damage leaves. Nearly every text ends here.
fn is_suspect(text: &[u8]) -> bool {
    text.iter().any(|byte| !byte.is_ascii() || matches!(byte, b'&' | b'_' | b'<' | b'%' | b'?'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_repaired() {
        for (text, repaired) in [
            ("MÃ¼hle GmbH", "Mühle GmbH"),
            ("Oâ€™Dell Books", "O’Dell Books"),
            ("MÃƒÂ¼hle", "Mühle"),
            ("Smith &amp; Sons", "Smith & Sons"),
            ("Smith &amp;amp; Sons", "Smith & Sons"),
            ("O&#39;Hara", "O'Hara"),
            ("Rose_x000D_\nBooks", "Rose\n\nBooks"),
            ("<b>Bold Ltd</b>", "Bold Ltd"),
            ("Line<br>Break", "Line\nBreak"),
            ("=?utf-8?Q?M=C3=BChle?=", "Mühle"),
            ("J%C3%B6rg", "Jörg"),
            ("M&Atilde;&frac14;hle", "Mühle"),
            ("&lt;b&gt;Rose&lt;/b&gt;", "Rose"),
        ] {
            assert_eq!(
                damage(text, Marks::InWords).and_then(|damage| damage.repaired).as_deref(),
                Some(repaired),
                "{text}"
            );
        }
        for text in [
            "M\u{FFFD}hle",
            "Br?l?",
            "Mï¿½hle",
            "N??ez",
            "Mu??oz",
            "S??ren",
            "MU?OZ",
            "PE?A Ltd",
            "Z?RICH",
            "?ukasz Rey",
            "D?Angelo",
            "M?ller & S?hne",
        ] {
            assert_eq!(damage(text, Marks::InWords).map(|damage| damage.repaired), Some(None), "{text}");
        }
    }

    #[test]
    fn a_name_asks_nothing() {
        for text in ["Zo? Lee", "Jos? Garcia", "JOS? GARCIA", "Ren?? Roy"] {
            assert!(damage(text, Marks::InNames).is_some(), "{text}");
            assert_eq!(damage(text, Marks::InWords), None, "{text}");
        }
        for text in ["Ann Lee?", "Ann ? Lee", "? Lee", "Ann (Lee?)"] {
            assert_eq!(damage(text, Marks::InNames), None, "{text}");
        }
        assert_eq!(damage("M?ller? MU?OZ", Marks::Asking), None);
    }

    #[test]
    fn sound_texts_are_left_alone() {
        for text in [
            "AT&T",
            "R&D;",
            "Q&A; Ltd",
            "São Paulo",
            "Ãlvaro",
            "AMANHÃ",
            "“AMANHÃ”",
            "L’ORÉAL",
            "CAFÉ’S",
            "NESCAFÉ®",
            "BLÅ™",
            "_x_",
            "my_xfile",
            "50% off",
            "5%",
            "What? Ltd",
            "What If? Consulting",
            "Who Else? Ltd",
            "Why now? Ask Ann",
            "Interested?",
            "Interested??",
            "Really?!",
            "Who?What?Where",
            "?What",
            "(?)",
            "x.example/a?b",
            "Who? Me",
            "<3 Hearts",
            "a < b > c",
            "<ann@example.com>",
            "Ærø & Søn",
            "Łódź",
            "Škoda",
            "Þór",
            "Ñandú",
            "Ελλάδα",
            "Рівне",
            "東京",
            "서울",
            "می‌خواهم",
            "naïve café",
            "½ price",
            "© Acme",
            "Tom’s – the best",
            "€ 5",
            "🚀 Rocket",
            "Größe",
            "ÅÄÖ",
            "À la carte",
            "x_x0_",
            "Straße 5",
            "Señor Ñ",
            "Â",
            "Tân",
            "LÂM ",
            "ÎLE-DE-FRANCE",
            "100%25",
            "& Co;",
            "Marks & Spencer; Boots",
            "https://x.example/a?b=c",
            "Vietnam – Hà Nội",
            "1°",
            "n°5",
            "Nº 1",
            "ª",
            "İstanbul",
            "√2 Ventures",
            "Root √",
            "├ tree",
            "¬ logic",
        ] {
            assert_eq!(damage(text, Marks::InWords), None, "{text}");
        }
    }

    #[test]
    fn what_is_repaired_has_no_damage() {
        for text in ["MÃ¼hle", "â€™", "&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;", "_x005F_x000D_", "%25C3%25B6"] {
            let Some(Damage { repaired: Some(repaired), .. }) = damage(text, Marks::InWords) else { continue };
            assert_eq!(damage(&repaired, Marks::InWords), None, "{text}: {repaired}");
        }
    }
}
