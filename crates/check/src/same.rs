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

/// Whether a row of the file equals a stored one: a blank in the file matches anything stored, a value does not match a stored blank.
#[must_use]
pub fn same(file: &TypedRow<'_>, stored: &TypedRow<'_>, columns: &[usize]) -> bool {
    columns.iter().all(|&column| file.get(column).is_none_or(|value| stored.get(column) == Some(value)))
}
