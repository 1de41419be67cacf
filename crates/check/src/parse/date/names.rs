//! Names of months and weekdays by which dates in words are read.

/// The English names of the months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The English names of the weekdays.
pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Other names of each month, whole and short, in German, French, Spanish, Italian, Portuguese, Dutch, the Nordic
/// languages, and Russian. Those that mean another
/// month elsewhere, such as `listopad`, are omitted.
const OTHER_MONTHS: [&str; 12] = [
    "januar jänner janvier janv enero ene gennaio gen janeiro januari января",
    "februar feber février fevrier févr fevr fév fev febrero febbraio fevereiro februari февраля",
    "märz maerz mär mrz mars marzo março marco maart mrt marts марта",
    "avril avr abril abr aprile апреля",
    "mai mayo maggio mag maio mei maj мая",
    "juni juin junio giugno giu junho июня",
    "juli juillet juil julio luglio lug julho июля",
    "août aout agosto ago augustus augusti августа",
    "septembre sept septiembre setiembre settembre setembro set сентября",
    "oktober okt octobre octubre ottobre ott outubro октября",
    "novembre noviembre novembro ноября",
    "dezember dez décembre decembre déc diciembre dic dicembre dezembro desember декабря",
];
/// The same for weekdays; `mar` is March.
const OTHER_DAYS: [&str; 7] = [
    "montag mo lundi lun lunes lunedì lunedi maandag",
    "dienstag di mardi martes martedì martedi dinsdag tues",
    "mittwoch mi mercredi mer miércoles miercoles mercoledì mercoledi woensdag weds",
    "donnerstag do jeudi jeu jueves jue giovedì giovedi gio donderdag thur thurs",
    "freitag fr vendredi ven viernes vie venerdì venerdi vrijdag",
    "samstag sonnabend sa samedi sam sábado sabado sáb sab sabato zaterdag",
    "sonntag so dimanche dim domingo domenica dom zondag",
];
/// Words in dates that change nothing.
const FILLERS: &str = "of the on de del den der le am uhr um at à alle às klo kl h hr hrs";

/// The month, from 1, that a word in lower case names.
pub(super) fn month(word: &str) -> Option<u32> {
    place(word, &MONTHS, &OTHER_MONTHS).map(|place| place as u32 + 1)
}

/// The weekday, from 0 for Monday, that a word in lower case names.
pub(super) fn weekday(word: &str) -> Option<u32> {
    place(word, &DAYS, &OTHER_DAYS).map(|place| place as u32)
}

/// Returns true if a word in lower case changes nothing in a date.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.split(' ').any(|filler| filler == word)
}

/// The place of a name, whole, shortened to three letters, or in another language.
fn place(word: &str, names: &[&str], others: &[&str]) -> Option<usize> {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    let english = names.iter().position(|name| is(name) || is(&name[..3]));
    english.or_else(|| others.iter().position(|names| names.split(' ').any(|name| name == word)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_name_has_two_meanings() {
        let words = |names: &[&str], others: &[&str]| -> Vec<(String, usize)> {
            let short = |name: &str| [name.to_lowercase(), name[..3].to_lowercase()];
            let english = names.iter().enumerate().flat_map(|(at, name)| short(name).map(|name| (name, at)));
            let others = others.iter().enumerate();
            english
                .chain(others.flat_map(|(at, names)| names.split(' ').map(move |name| (name.to_owned(), at))))
                .collect()
        };
        for all in [words(&MONTHS, &OTHER_MONTHS), words(&DAYS, &OTHER_DAYS)] {
            let mut meanings = BTreeMap::new();
            for (name, at) in all {
                assert_eq!(*meanings.entry(name.clone()).or_insert(at), at, "{name}");
            }
        }
        for word in FILLERS.split(' ') {
            assert_eq!(month(word), None, "{word}");
        }
    }
}
