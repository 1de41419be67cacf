//! Why a row has its fate, in words, where the fate alone does not say it.

use lanegate_check::{Fact, Kind, Master, TypedRow};

use crate::StoredMaster;

/// What the row refers to is not there.
pub(crate) fn missing(kind: &Kind, title: &str) -> String {
    let column = kind.reference_column.map_or("ID", |column| kind.columns[column].name);
    format!("The database has no {title} with this {column}.")
}

/// Another row of the import has the key and states other values.
pub(crate) fn contradicts(fact: &Fact, other: u32) -> String {
    format!("Row {other} of this import is the same {}, with other values.{}", fact.key_title, key_words(fact))
}

/// A stored fact has the key and other values.
pub(crate) fn differs(kind: &Kind, fact: &Fact) -> String {
    let words = key_words(fact);
    format!("The database has a {} of this {} with other values.{words}", kind.row_title, fact.key_title)
}

/// Where the facts of a day are numbered, there can be several, and the sentence doesn't help.
fn key_words(fact: &Fact) -> &'static str {
    if fact.numbering.is_some() { "" } else { fact.key_words }
}

/// The fact is stored.
pub(crate) fn stored(kind: &Kind) -> String {
    format!("The database has this {} already.", kind.row_title)
}

/// An earlier row of the import is the same fact.
pub(crate) fn repeats(kind: &Kind, first: u32) -> String {
    format!("Row {first} of this import is the same {}.", kind.row_title)
}

/// Adds that the stored fact is not in use.
pub(crate) fn retracted_fact(reason: Option<String>, kind: &Kind) -> String {
    let title = kind.row_title;
    let sentence =
        format!("That {title} came with an import that was retracted; reinstating it uses the {title} again.");
    with_sentence(reason, sentence)
}

/// Adds that the stored record came with a retracted import.
pub(crate) fn retracted_master(reason: Option<String>, kind: &Kind) -> String {
    with_sentence(reason, format!("This {} came with an import that was retracted.", kind.row_title))
}

fn with_sentence(reason: Option<String>, sentence: String) -> String {
    match reason {
        Some(reason) => format!("{reason} {sentence}"),
        None => sentence,
    }
}

/// The most records that a reason names.
const MOST_NAMED: usize = 3;

/// The row's keys point at several records. Each is given with the strength of the strongest key that points at it: 0 is the ID.
pub(crate) fn several(kind: &Kind, master: &Master, targets: &[(usize, &StoredMaster)]) -> String {
    let named = targets.iter().take(MOST_NAMED).map(|(strength, record)| {
        let label: Vec<_> = master.label.iter().filter_map(|&column| record.row.text(column)).collect();
        let by = strength.checked_sub(1).map_or("id", |place| master.keys[place].title);
        format!("{} ({}, by {by})", label.join(", "), record.id)
    });
    let named: Vec<_> = named.collect();
    format!("Its keys point at different {}s: {}.", kind.row_title, named.join("; "))
}

/// Another row of the import is the same record.
pub(crate) fn same_record(kind: &Kind, other: u32) -> String {
    format!("Row {other} of this import is the same {}. Leave one of them out.", kind.row_title)
}

/// The row goes back on a way forward.
pub(crate) fn steps_back(kind: &Kind, column: usize, file: &TypedRow<'_>, stored: &TypedRow<'_>) -> String {
    let text = |row: &TypedRow<'_>| row.text(column).unwrap_or_default();
    format!("The {} steps back, from {} to {}.", kind.columns[column].name, text(stored), text(file))
}
