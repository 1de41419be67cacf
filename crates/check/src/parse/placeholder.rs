//! Words and signs that mean "no value": `n/a`, `NULL`, `-`, `(blank)`, `TBD`. They count only where they are the whole text.

use super::lookalikes::is_dash;

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 40;

/// Words by their first letter, in lower case.
const fn words(first: u8) -> &'static [&'static str] {
    match first {
        b'b' => &["blank"],
        b'd' => &["dbnull", "desconocido"],
        b'e' => &["empty", "entfällt"],
        b'i' => &["inconnu", "information not available"],
        b'k' => &["k.a", "k. a", "keine angabe", "keine angaben"],
        b'm' => &["missing"],
        b'n' => &[
            "na",
            "n/a",
            "n\\a",
            "n.a",
            "n. a",
            "n / a",
            "n-a",
            "n/k",
            "n.k",
            "nan",
            "nil",
            "n/d",
            "n.d",
            "n.v.t",
            "none",
            "none available",
            "none given",
            "none known",
            "none listed",
            "none provided",
            "none supplied",
            "nessuno",
            "ninguna",
            "ninguno",
            "null",
            "nothing",
            "no data",
            "no value",
            "no info",
            "no information",
            "no entry",
            "no aplica",
            "no disponible",
            "non disponible",
            "non disponibile",
            "non renseigné",
            "not applicable",
            "not available",
            "not disclosed",
            "not entered",
            "not found",
            "not given",
            "not known",
            "not provided",
            "not set",
            "not specified",
            "not stated",
            "not supplied",
            "nicht angegeben",
            "nicht bekannt",
            "nicht verfügbar",
            "não disponível",
            "não informado",
        ],
        b'o' => &["onbekend"],
        b's' => &["s/o", "sin datos", "sconosciuto"],
        b't' => &[
            "tba",
            "tbc",
            "tbd",
            "t.b.a",
            "t.b.c",
            "t.b.d",
            "to be announced",
            "to be confirmed",
            "to be defined",
            "to be determined",
        ],
        b'u' => &["unknown", "undefined", "unspecified", "unavailable", "unbekannt"],
        b'\\' => &["\\n"],
        0x80.. => &[
            "н/д",
            "нет",
            "нет данных",
            "не указано",
            "неизвестно",
            "なし",
            "無し",
            "該当なし",
            "不明",
            "未定",
            "無",
            "无",
            "暂无",
            "未知",
            "없음",
        ],
        _ => &[],
    }
}

/// Words that are names as well, when they are written like one: `Na`, `Nan`, `Blank`.
const NAMES: [&str; 6] = ["Na", "Nan", "Nil", "Blank", "Empty", "Missing"];

/// Returns true if a text in its stored form says that the value of the cell above is meant.
pub(super) fn is_repeat(text: &str) -> bool {
    let is = |known: &&str| known.len() == text.len() && known.eq_ignore_ascii_case(text);
    text == "〃" || ["same as above", "as above", "see above", "siehe oben"].iter().any(is)
}

/// Returns true if a text in its stored form means "no value".
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    if is_word(text) || text == "NaT" {
        return true;
    }
    // Signs alone, or around a word: `--`, `(none)`, `- None -`, `TBD?`.
    let bytes = text.as_bytes();
    let signs = |byte: &u8| !byte.is_ascii_alphanumeric();
    if bytes.first().is_some_and(signs) || bytes.last().is_some_and(signs) {
        let inner = text.trim_matches(is_sign);
        let bracketed = text.starts_with(['(', '[', '<', '{']);
        return inner.is_empty() || is_word(inner) || (bracketed && NAMES.contains(&inner));
    }
    // A name made of two that were missing: `None None`.
    text.contains(' ') && text.split(' ').all(is_word)
}

/// Returns what a placeholder may mean as well in a column.
pub(super) fn other_meaning(column: &str, text: &str) -> Option<&'static str> {
    (column == "geography" && text == "NA").then_some("North America")
}

fn is_word(text: &str) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    let is = |word: &&str| word.len() == text.len() && (word.eq_ignore_ascii_case(text) || same_letters(word, text));
    words(first.to_ascii_lowercase()).iter().any(is) && !NAMES.contains(&text)
}

fn same_letters(word: &str, text: &str) -> bool {
    !text.is_ascii() && text.to_lowercase() == word
}

/// Signs that mean nothing by themselves. A plus or an exclamation mark may say something.
fn is_sign(c: char) -> bool {
    const SIGNS: &str = "_.…·•?¿/|*~=,;\"'`()[]<>{} \n";
    is_dash(c) || SIGNS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_known() {
        for text in [
            "-",
            "--",
            "---------",
            "–",
            "—",
            "...",
            "…",
            "?",
            "??",
            "/",
            "_",
            "*",
            "n/a",
            "N/A",
            "NA",
            "na",
            "N.A.",
            "n. a.",
            "null",
            "NULL",
            "Null",
            "(null)",
            "<null>",
            "[NULL]",
            "none",
            "None",
            "nil",
            "NIL",
            "nan",
            "NaN",
            "NaT",
            "<NA>",
            "undefined",
            "(blank)",
            "(Blank)",
            "\\N",
            "not available",
            "Not Applicable",
            "Not applicable.",
            "unknown",
            "Unknown?",
            "TBD",
            "TBD?",
            "to be determined",
            "k.A.",
            "k. A.",
            "keine Angabe",
            "Entfällt",
            "n/d",
            "--None--",
            "-- none --",
            "()",
            "[]",
            "\"\"",
            "None None",
            "nan nan",
            "N/A N/A",
            "(not set)",
            "- -",
            "'",
            "NÃO INFORMADO",
            "T.B.D.",
            "n-a",
            "N/K",
            "none given",
            "None provided",
            "нет",
            "Нет",
            "Н/Д",
            "なし",
            "無",
            "ninguno",
            "nicht angegeben",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn names_and_other_values_are_none() {
        for text in [
            "",
            "Na",
            "Nan",
            "Nil",
            "Na Li",
            "Nan Goldin",
            "NA Partners",
            "N26",
            "3M",
            "Null & Söhne",
            "Christopher Null",
            "None Such Ltd",
            "No",
            "Blank",
            "Blank Rome",
            "Nada",
            "KA",
            "K. Adams",
            "TBD Partners",
            "Unknown Pleasures",
            "Nothing Bundt Cakes",
            "NAN Ltd",
            "Tba Tba Ltd",
            "+",
            "++",
            "!",
            "A",
            "1",
            "0",
            "(none of them)",
            "N.A. Smith",
            "-ing Ltd",
            "R&D;",
            "Nullarbor",
            ":-)",
            "not interested",
            "None given to Ann",
            "Нетто",
            "無印良品",
            "TB Davis",
            "N-A Partners",
            "😀",
            "°",
            "Ø",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
