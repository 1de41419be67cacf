//! How a partner is recognized: by e-mail address, LinkedIn profile, and firm and contact, from strong to weak, beside the ID.

use lanegate_check::{MasterKey, TypedRow, key_text};

use crate::keys::{email_key, linkedin_key, name_key};
use crate::places::{CONTACT, EMAIL, FIRM, LINKEDIN};

/// The keys, from strong to weak.
pub(crate) static KEYS: [MasterKey; 3] = [
    MasterKey {
        name: "email_key",
        title: "e-mail",
        columns: &[EMAIL],
        of: |row| row.text(EMAIL).map(email_key),
        spelled: Some(EMAIL),
    },
    MasterKey {
        name: "linkedin_key",
        title: "LinkedIn",
        columns: &[LINKEDIN],
        of: |row| row.text(LINKEDIN).and_then(|address| linkedin_key(&address)),
        spelled: Some(LINKEDIN),
    },
    MasterKey {
        name: "name_key",
        title: "firm and contact",
        columns: &[FIRM, CONTACT],
        of: |row| Some(name_key(&row.text(FIRM)?, &row.text(CONTACT)?)),
        spelled: None,
    },
];

/// Equal where both state a value. The case and spacing of names don't matter, nor does the way in which one e-mail address or one
/// profile is written.
pub(crate) fn agrees(column: usize, one: &TypedRow<'_>, other: &TypedRow<'_>) -> bool {
    let (Some(a), Some(b)) = (one.get(column), other.get(column)) else { return true };
    let same = |key: fn(&str) -> Option<String>| {
        let (a, b) = (key(&a.to_text()), key(&b.to_text()));
        a.is_some() && a == b
    };
    a == b
        || match column {
            FIRM | CONTACT => same(|name| Some(key_text(name))),
            EMAIL => same(|address| Some(email_key(address.to_owned()))),
            LINKEDIN => same(linkedin_key),
            _ => false,
        }
}
