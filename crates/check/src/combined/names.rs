//! Columns of a file that together are what a template column asks for: first and last name, or two addresses of which one may be blank.

use lanegate_sheet::Sheet;

use crate::duplicate_columns::agree;
use crate::header_text::words;
use crate::text::key_text;
use crate::{Column, Kind, Mapping, Required, ValueType};

/// Headers of the parts of a name, in the order in which a name is written. The middle one may be absent.
const PARTS: [&[&str]; 3] = [
    &["first name", "firstname", "given name", "forename", "vorname", "prénom", "nombre", "voornaam", "nome"],
    &[
        "middle name",
        "middlename",
        "additional name",
        "second name",
        "weitere vornamen",
        "deuxième prénom",
        "segundo nombre",
        "tussenvoegsel",
    ],
    &[
        "last name",
        "lastname",
        "surname",
        "family name",
        "familyname",
        "nachname",
        "nom",
        "nom de famille",
        "apellido",
        "apellidos",
        "achternaam",
        "cognome",
        "sobrenome",
    ],
];
/// Words before these headers that say whose name it is.
const PERSONS: [&str; 14] = [
    "attendee",
    "cfo",
    "client",
    "contact",
    "guest",
    "invitee",
    "kontakt",
    "lead",
    "main",
    "participant",
    "partner",
    "person",
    "primary",
    "prospect",
];

/// The template column for a person's name that the file lacks, and the columns of the file that have its parts.
pub(crate) fn name_parts(kind: &Kind, mapping: &Mapping) -> Option<(usize, Vec<u32>)> {
    let is_wanted = |(place, column): &(usize, &Column)| {
        column.required == Required::Always
            && matches!(column.value, ValueType::Text { person: true, .. })
            && mapping.places[*place].is_none()
    };
    let place = kind.columns.iter().enumerate().find(is_wanted)?.0;
    let free = mapping.columns.iter().filter(|file| file.column.is_none() && !file.beside);
    let named: Vec<(u32, usize, Vec<String>)> =
        free.filter_map(|file| part(&file.header).map(|(part, whose)| (file.at, part, whose))).collect();
    let of = |whose: &[String], wanted: usize| -> Vec<u32> {
        named.iter().filter(|(_, part, of)| *part == wanted && of.as_slice() == whose).map(|(at, ..)| *at).collect()
    };
    named.iter().filter(|(_, part, _)| *part == 0).find_map(|(_, _, whose)| {
        // Of two columns with the last name, a person has to choose.
        match [of(whose, 0).as_slice(), of(whose, 1).as_slice(), of(whose, 2).as_slice()] {
            [[first], middle @ ([] | [_]), [last]] => Some((place, [&[*first], middle, &[*last]].concat())),
            _ => None,
        }
    })
}

/// Which part of a name a header is, and the words before it.
fn part(header: &str) -> Option<(usize, Vec<String>)> {
    let words = words(&key_text(header));
    (0..words.len()).find_map(|start| {
        let (whose, name) = words.split_at(start);
        let name = name.join(" ");
        let part = PARTS.iter().position(|names| names.contains(&name.as_str()))?;
        whose.iter().all(|word| PERSONS.contains(&word.as_str())).then(|| (part, whose.to_vec()))
    })
}

/// The columns of which the first that is filled may count for a template column: the one that is imported, and those whose headers name
/// it, too. Addresses are sure to mean the same; other texts do if the columns agree wherever both are filled.
pub(crate) fn first_filled(kind: &Kind, sheet: &Sheet, mapping: &Mapping, place: usize) -> Option<Vec<u32>> {
    let value = &kind.columns[place].value;
    let is_address = matches!(value, ValueType::Email | ValueType::LinkedIn);
    let is_combined = mapping.columns.iter().any(|file| file.part_of.contains(&place));
    let first = mapping.places[place].filter(|_| !is_combined)?;
    let means_the_same = |at: u32| {
        is_address || (matches!(value, ValueType::Text { .. }) && agree(sheet, mapping.header_row, first, at))
    };
    let others = mapping.also(place).map(|file| file.at).filter(|&at| means_the_same(at));
    let parts: Vec<u32> = std::iter::once(first).chain(others).collect();
    (2..=super::MAX_PARTS).contains(&parts.len()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn parts_of_names_are_known_by_their_headers() {
        for (header, expected) in [
            ("First Name", Some((0, ""))),
            ("Person - First name", Some((0, "person"))),
            ("Contact: First Name", Some((0, "contact"))),
            ("Vorname", Some((0, ""))),
            ("Nachname", Some((2, ""))),
            ("Family Name", Some((2, ""))),
            ("Middle Name", Some((1, ""))),
            ("Phonetic First Name", None),
            ("Family Name Yomi", None),
            ("Contact Owner Last Name", None),
            ("Name", None),
            ("First Name Length", None),
        ] {
            let found = part(header);
            let found = found.as_ref().map(|(part, whose)| (*part, whose.join(" ")));
            assert_eq!(found, expected.map(|(part, whose)| (part, whose.to_owned())), "{header}");
        }
    }
}
