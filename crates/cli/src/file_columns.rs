//! Columns of the file as options name them: by header, or by letters. A header that several columns have names none of them.

use lanegate_check::header_key;
use lanegate_wire::{ColumnMatch, Overview, Unreadable};

/// The letters of the column with exactly this header. Several columns that have it are refused.
pub fn exact(file: &Overview, name: &str) -> Result<Option<String>, Unreadable> {
    only(file, name, |column| column.header == name)
}

/// The letters of a column that is named by its header, else by its letters.
pub fn named(file: &Overview, name: &str) -> Result<String, Unreadable> {
    let name = name.trim();
    let key = header_key(name);
    let by_key = || only(file, name, |column| !key.is_empty() && header_key(&column.header) == key);
    let by_letters = || only(file, name, |column| column.letters.eq_ignore_ascii_case(name));
    let ways: [&dyn Fn() -> Result<Option<String>, Unreadable>; 3] = [&|| exact(file, name), &by_key, &by_letters];
    for way in ways {
        if let Some(letters) = way()? {
            return Ok(letters);
        }
    }
    let headers: Vec<&str> =
        file.columns.iter().map(|column| column.header.as_str()).filter(|header| !header.is_empty()).collect();
    Err(Unreadable {
        code: "column_unknown".into(),
        message: format!("The file has no column \"{name}\"."),
        hint: format!("Give one of its headers: {}. Or give the column's letters.", headers.join(", ")),
    })
}

/// The letters of the only column that fits; the file's own columns come before those that were combined, and those of another table.
fn only(file: &Overview, name: &str, fits: impl Fn(&ColumnMatch) -> bool) -> Result<Option<String>, Unreadable> {
    let is_own = |column: &&ColumnMatch| column.parts.is_empty() && !column.beside;
    let (own, others): (Vec<&ColumnMatch>, Vec<&ColumnMatch>) =
        file.columns.iter().filter(|column| fits(column)).partition(is_own);
    let found: Vec<&str> =
        if own.is_empty() { &others } else { &own }.iter().map(|column| column.letters.as_str()).collect();
    match found.as_slice() {
        [] => Ok(None),
        [letters] => Ok(Some((*letters).to_owned())),
        several => Err(Unreadable {
            code: "column_ambiguous".into(),
            message: format!("The file has {} columns \"{name}\": {}.", several.len(), several.join(", ")),
            hint: "Give the letters of the column that is meant.".into(),
        }),
    }
}
