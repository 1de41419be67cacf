//! List columns.

use lanegate_sheet::Cell;

use super::lookalikes::is_dash;
use super::misspelling::slips;
use super::{Note, Proposal, Typed, clean_text};
use crate::column::names;
use crate::text::words;
use crate::{ListValue, codes};

pub(super) fn parse<'a>(cell: Cell<'a>, values: &'static [ListValue], notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if let Cell::Text(text) = cell {
        // Most cells hold the value as declared.
        if let Some(value) = values.iter().find(|value| value.name == text) {
            return Some(Typed::Item(value.name));
        }
        let text = clean_text(text, false, notes)?;
        if let Some(name) = list_value(&text, values) {
            return Some(Typed::Item(name));
        }
        let near = nearest_in_list(&text, values);
        let hint = match near {
            Some(name) => format!("Perhaps {name} is meant."),
            None => "Choose one of the allowed values.".to_owned(),
        };
        let message = format!("\"{}\" is not allowed here; expected {}.", crate::text::shortened(&text), names(values));
        let note = Note::new(codes::NOT_IN_LIST, message, hint);
        notes.push(near.into_iter().fold(note, |note, name| note.proposing(Proposal::Value(name.to_owned()))));
        return None;
    }
    notes.push(Note::new(
        codes::NOT_IN_LIST,
        format!("The cell holds no text; expected {}.", names(values)),
        "Choose one of the allowed values.",
    ));
    None
}

/// The value that a text is, whatever its case, its spacing, and its hyphens.
pub(crate) fn list_value(text: &str, values: &'static [ListValue]) -> Option<&'static str> {
    let key = squeezed(text);
    values.iter().find(|value| value.name == key).map(|value| value.name)
}

/// The value that a text probably means: another name for it, or a misspelling.
pub(crate) fn nearest_in_list(text: &str, values: &'static [ListValue]) -> Option<&'static str> {
    let key = &squeezed(text);
    if let Some(value) = values.iter().find(|value| value.also.iter().any(|other| squeezed(other) == *key)) {
        return Some(value.name);
    }
    if negates(text) {
        return None;
    }
    let near = values.iter().filter(|value| is_misspelled(key, value.name));
    near.map(|value| value.name).min_by_key(|name| slips(key, name))
}

/// Returns true if a key is a name with a slip of the pen. Words with another first letter are other words, often of the opposite meaning:
/// `regressed`, `hosted`, `sold`, `uncontacted`. The shorter a name, the more other words are near it.
fn is_misspelled(key: &str, name: &str) -> bool {
    let off = slips(key, name);
    let is_swap = off == 1 && key.len() == name.len() && sorted(key) == sorted(name);
    if is_swap {
        return true;
    }
    if !key.starts_with(&name[..1]) {
        // Copied without its first letter. Shorter names make words of their own in this way.
        return name.len() >= 8 && *key == name[1..];
    }
    match name.len() {
        0..=3 => false,
        4 => off == 1 && undoubled(key) == undoubled(name),
        // Half of a word means the word: `ghost`, `stall`.
        5..=7 => off <= 1 || (off <= 2 && key.len() >= 5 && name.starts_with(key)),
        _ => off <= 2,
    }
}

/// Returns true if a text says that something is not so, or no longer.
fn negates(text: &str) -> bool {
    const WORDS: &str = "no not non never none without former formerly ex past old lost un dis anti isnt arent wasnt kein keine nicht \
        nein pas sans sin nao ohne unlikely";
    let lower = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let mut found = words(&lower);
    found.clone().count() > 1 && found.any(|word| WORDS.split_ascii_whitespace().any(|no| no == word))
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// A word with each doubled letter once.
fn undoubled(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// A value without case, blanks, hyphens, and underscores.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|&c| !joins_words(c)).flat_map(char::to_lowercase).take(200).collect()
}

/// Returns true if a character separates words: a blank, an underscore, or a hyphen or dash of any sort.
pub(crate) fn joins_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_') || is_dash(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn named(name: &'static str, also: &'static [&'static str]) -> ListValue {
        ListValue { name, help: "", also }
    }

    static STATUSES: [ListValue; 4] = [
        named("prospect", &["not contacted"]),
        named("contacted", &[]),
        named("engaged", &[]),
        named("partner", &["active", "contracted"]),
    ];
    static OUTCOMES: [ListValue; 4] = [
        named("progressed", &["closed won"]),
        named("stalled", &["on hold"]),
        named("ghosted", &["no show"]),
        named("lost", &["not interested"]),
    ];
    static OTHERS: [ListValue; 7] = [
        named("warm", &[]),
        named("cold", &[]),
        named("neutral", &[]),
        named("numbers", &[]),
        named("manual", &[]),
        named("followup", &[]),
        named("crm", &[]),
    ];

    #[test]
    fn words_joined_in_other_ways_are_the_same_words() {
        for text in ["Follow up", "follow-up", "FOLLOW_UP", "follow\u{2011}up", "Follow \u{2013} Up"] {
            assert_eq!(list_value(text, &OTHERS), Some("followup"), "{text}");
        }
        for text in ["On-hold", "on_hold", "ON HOLD", "on\u{2013}hold"] {
            assert_eq!(
                (list_value(text, &OUTCOMES), nearest_in_list(text, &OUTCOMES)),
                (None, Some("stalled")),
                "{text}"
            );
        }
    }

    #[test]
    fn misspellings_are_known() {
        let lists: [&[(&str, &str)]; 3] = [
            &[
                ("Engage", "engaged"),
                ("partners", "partner"),
                ("contcted", "contacted"),
                ("prospcet", "prospect"),
                ("rospect", "prospect"),
                ("contavted", "contacted"),
                ("contectad", "contacted"),
                ("contacteed", "contacted"),
                ("engahed", "engaged"),
                ("prospekt", "prospect"),
            ],
            &[
                ("progresed", "progressed"),
                ("staled", "stalled"),
                ("ghost", "ghosted"),
                ("lsot", "lost"),
                ("gohsted", "ghosted"),
            ],
            &[
                ("wwarm", "warm"),
                ("nuetral", "neutral"),
                ("colld", "cold"),
                ("nubmers", "numbers"),
                ("manuall", "manual"),
            ],
        ];
        let values: [&'static [ListValue]; 3] = [&STATUSES, &OUTCOMES, &OTHERS];
        for (words, values) in lists.iter().zip(values) {
            for (text, name) in *words {
                assert_eq!(nearest_in_list(text, values), Some(*name), "{text}");
            }
        }
    }

    #[test]
    fn nothing_is_suggested_for_other_words() {
        let lists: [(&[&str], &'static [ListValue]); 3] = [
            (
                &[
                    "uncontacted",
                    "ex-partner",
                    "expartner",
                    "no prospect",
                    "no-prospect",
                    "prospect - no",
                    "disengaged",
                    "inactive",
                    "former partner",
                    "unengaged",
                    "not engaged",
                    "partner (ex)",
                    "enraged?",
                    "enraged",
                    "connected",
                    "contested",
                    "compacted",
                    "suspect",
                    "departed",
                ],
                &STATUSES,
            ),
            (
                &[
                    "regressed",
                    "processed",
                    "hosted",
                    "installed",
                    "started",
                    "last",
                    "cost",
                    "list",
                    "won",
                    "unstalled",
                    "not lost",
                    "posted",
                ],
                &OUTCOMES,
            ),
            (
                &["sold", "could", "hold", "gold", "harm", "members", "annual", "non-neutral", "crn", "warn", "unwarm"],
                &OTHERS,
            ),
        ];
        for (words, values) in lists {
            for text in words {
                assert_eq!(nearest_in_list(text, values), None, "{text}");
            }
        }
        assert_eq!(nearest_in_list("not contacted", &STATUSES), Some("prospect"));
        assert_eq!(nearest_in_list("contracted", &STATUSES), Some("partner"));
    }
}
