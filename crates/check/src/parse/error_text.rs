//! Error values of spreadsheets as text, as they occur in CSV files and in pasted cells, in the languages of Excel and LibreOffice.

use super::marks::bare;

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 40;

/// Excel's error values, without the `#` in front: English, then by language. Google Sheets and Numbers have a few more.
const ERRORS: &str = "N/A REF! VALUE! DIV/0! NAME? NUM! NULL! SPILL! CALC! FIELD! BLOCKED! CONNECT! UNKNOWN! BUSY! EXTERNAL! \
    PYTHON! TIMEOUT! GETTING_DATA ERROR! NA! \
    NV BEZUG! WERT! ZAHL! ÜBERLAUF! KALK! FELD! BLOCKIERT! VERBINDEN! UNBEKANNT! DATEN_ABRUFEN \
    VALEUR! NOM? NOMBRE! NUL! PROPAGATION! EPARS! CALCUL! CHAMP! BLOQUE! CONNEXION! INCONNU! CHARGEMENT_DONNEES \
    N/D ¡REF! ¡VALOR! ¡DIV/0! ¿NOMBRE? ¡NUM! ¡NULO! ¡DESBORDAMIENTO! ¡CALC! ¡CAMPO! OBTENIENDO_DATOS \
    RIF! VALORE! NOME? NULLO! ESPANSIONE! CAMPO! VALOR! NÚM! NULO! DESPEJAR! \
    N/B VERW! WAARDE! DEEL/0! NAAM? GETAL! LEEG! OVERLOPEN! VELD! \
    N/D! ADR! ARG! DZIEL/0! NAZWA? LICZBA! ZERO! ROZLANIE! \
    SAKNAS! REFERENS! VÄRDEFEL! DIVISION/0! NAMN? OGILTIGT! SKÄRNING! \
    I/T REFERENCE! VERDI! VÆRDI! NAVN? \
    PUUTTUU! VIITTAUS! ARVO! JAKO/0! NIMI? LUKU! TYHJÄ! \
    Н/Д ССЫЛКА! ЗНАЧ! ДЕЛ/0! ИМЯ? ЧИСЛО! ПУСТО! ПЕРЕНОС! ПОЛЕ! ВЫЧИСЛ! \
    YOK BAŞV! DEĞER! SAYI/0! AD? SAYI! BOŞ! TAŞMA! \
    NENÍ_K_DISPOZICI ODKAZ! HODNOTA! DĚLENÍ_NULOU! NÁZEV? ČÍSLO! NEDOSTUPNÝ NEPLATNÝ! DELENIENULOU! NÁZOV? NIČ! \
    E/E VRIJEDNOST! BROJ! DIJ/0! NAZIV? N/V SKLIC! VREDN! DEL/0! IME? ŠTEV! VALOARE! NUME? NULUA! \
    Δ/Υ ΑΝΑΦ! ΑΡΙΘ! ΔΙΑΙΡ./0! ΚΕΝΟ! ΟΝΟΜΑ? ΤΙΜΗ! ИМЕ? ПРАЗНО! РЕФ! СТОЙНОСТ! \
    NAMA? NILAI! BALIOA! IZENA? ERREF! ZATI/0! ZK! \
    HIÁNYZIK HIV! ÉRTÉK! ZÉRÓOSZTÓ! NÉV? SZÁM! NULLA!";

/// Those that count without the mark behind them, too. Others without it are words that a tag may have: `#FIELD`.
const UNMARKED: &str = "REF VALUE NULL NUM NAME SPILL CALC BEZUG WERT ZAHL VALEUR RIF VALORE VALOR";

/// Words that LibreOffice writes before the number of an error: `Err:502`.
const NUMBERED: &str = "err fehler erreur error errore erro fout fel feil fejl virhe błąd chyba ошибка";

/// Returns whether a text is an error value of a spreadsheet and nothing else.
pub(crate) fn is_error_text(text: &str) -> bool {
    if !may_be_error(text.as_bytes()) {
        return false;
    }
    let text = bare(text);
    let inner = text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '\'' | '"'));
    text.len() <= LONGEST && (is_named(inner) || is_numbered(text) || are_several(inner))
}

/// Nearly every text ends here: it neither begins with `#`, alone or behind a bracket, nor ends with a digit of a short word.
fn may_be_error(text: &[u8]) -> bool {
    match text {
        [b'#' | b'\0'..=b' ' | 0x80.., ..] | [b'(' | b'[' | b'<' | b'\'' | b'"', b'#', ..] => true,
        [.., last] => text.len() < 16 && last.is_ascii_digit() && text.contains(&b':'),
        [] => false,
    }
}

/// `#N/A`, `#REF !`, and `#####` for what a column is too narrow to show.
fn is_named(text: &str) -> bool {
    let Some(name) = text.strip_prefix('#') else { return false };
    // French writes a blank before the mark, Spanish one after the sign in front.
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let is_sign = |c: char| matches!(c, '/' | '!' | '?');
    // A word alone is an error in capitals only: `#nv` is a tag.
    let name = if name.contains(is_sign) { name.to_uppercase() } else { name };
    let hidden = name.len() >= 2 && name.bytes().all(|byte| byte == b'#');
    let known = |name: &str| ERRORS.split_ascii_whitespace().any(|error| error == name);
    let unmarked = name.contains('/') && known(&format!("{name}!"));
    hidden
        || known(&name)
        || name.strip_suffix('?').is_some_and(known)
        || unmarked
        || UNMARKED.split_ascii_whitespace().any(|error| error == name)
}

/// Errors in a row: `#N/A #N/A` of two joined cells, and `#N/A N/A` of Bloomberg.
fn are_several(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    is_named(first) && rest.split_whitespace().all(|word| is_named(word) || word.eq_ignore_ascii_case("n/a"))
}

/// `Err:502`.
fn is_numbered(text: &str) -> bool {
    let Some((word, number)) = text.split_once(':') else { return false };
    let (word, number) = (word.trim_end().to_lowercase(), number.trim_start());
    number.len() == 3
        && number.starts_with('5')
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && NUMBERED.split(' ').any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known_in_many_languages() {
        for text in [
            "#N/A",
            "#n/a",
            " #REF! ",
            "#DIV/0!",
            "#NAME?",
            "#SPILL!",
            "#GETTING_DATA",
            "#NV",
            "#BEZUG!",
            "#NOM ?",
            "#REF\u{a0}!",
            "#¡REF!",
            "#N/D",
            "#Н/Д",
            "#N/A?",
            "#####",
            "Err:502",
            "err:508",
            "Fehler:522",
            "#VÄRDEFEL!",
            "#DIV/0",
            "#div/0",
            "#DEEL/0",
            "#NULL",
            "#REF",
            "#VALUE",
            "(#N/A)",
            "[#REF!]",
            "'#N/A",
            "#N/A N/A",
            "#REF! #REF!",
        ] {
            assert!(is_error_text(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "#",
            "##",
            "#1",
            "#1 Advisors",
            "#nv",
            "#value",
            "#REFORM",
            "#FIELD",
            "#1/2",
            "(#1) Advisors",
            "#N/A N/A Partners",
            "#WINNING!",
            "#N/A Partners",
            "N/A",
            "REF!",
            "Room:502",
            "Err:5021",
            "Err:",
            "Error 502",
            "Name?",
            "10:30",
        ] {
            assert!(!is_error_text(text), "{text}");
        }
    }
}
