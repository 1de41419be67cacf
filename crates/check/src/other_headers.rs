//! Headers that contain a word of a template column and mean something else: `Email Status`, `End Date`, `Event UUID`. Nothing is
//! suggested for them.

use crate::header_text::words;
use crate::text::key_text;
use crate::{Column, ValueType};

/// Words that make the name of a column another column.
const OTHERS: [&str; 26] = [
    "previous",
    "former",
    "old",
    "last",
    "next",
    "status",
    "domain",
    "sent",
    "open",
    "type",
    "label",
    "display",
    "confidence",
    "phone",
    "fax",
    "owner",
    "utm",
    "subsidiary",
    "emails",
    "bounced",
    "replied",
    "verified",
    "zone",
    "twitter",
    "facebook",
    "for",
];
/// Words of dates on which no meeting was held.
const OTHER_DATES: [&str; 22] = [
    "end",
    "ends",
    "ended",
    "reminder",
    "create",
    "created",
    "modified",
    "updated",
    "last",
    "next",
    "connected",
    "birthday",
    "anniversary",
    "added",
    "closed",
    "raised",
    "verified",
    "endet",
    "erinnerung",
    "erstellt",
    "geändert",
    "fin",
];
/// Words that speak of IDs.
const IDS: [&str; 6] = ["id", "ids", "uuid", "uid", "guid", "uuids"];

/// Returns true if a header means something else than a template column, though its words or its cells are like the column's.
pub(crate) fn means_another(header: &str, column: &Column) -> bool {
    let words = words(&key_text(header));
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    match column.value {
        // An ID of something that the header names.
        ValueType::Uuid => {
            (has(&IDS) && words.len() > 1) || words.starts_with(&["do", "not", "modify"].map(String::from))
        }
        ValueType::PastDate => has(&OTHER_DATES),
        ValueType::LinkedIn => has(&["company", "organization", "organisation", "account"]),
        ValueType::List(_) => has(&OTHERS) && !is_its_word(&words, column),
        ValueType::Text { .. } | ValueType::Email | ValueType::Ordinal => has(&OTHERS),
    }
}

/// Returns true if all words of the column's name are among the words: `Meeting type`.
fn is_its_word(header: &[String], column: &Column) -> bool {
    words(&key_text(column.name)).iter().all(|word| header.contains(word))
}
