//! When two rows say the same.

use crate::TypedRow;

/// Whether two rows of a file agree on some columns: equal wherever both state a value.
#[must_use]
pub fn agree(one: &TypedRow<'_>, other: &TypedRow<'_>, columns: &[usize]) -> bool {
    columns.iter().all(|&column| match (one.get(column), other.get(column)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    })
}

/// Returns the columns, of some, in which a row of a file differs from a stored one. A blank in the file matches anything stored, and a
/// value doesn't match a stored blank.
#[must_use]
pub fn differing(file: &TypedRow<'_>, stored: &TypedRow<'_>, columns: &[usize]) -> Vec<usize> {
    let differs = |column: &usize| file.get(*column).is_some_and(|value| stored.get(*column) != Some(value));
    columns.iter().copied().filter(differs).collect()
}
