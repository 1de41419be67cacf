//! Names of cells and columns as Excel writes them.

use crate::{MAX_COLUMNS, MAX_ROWS};

/// A column's letters: 0 is `A`, 25 `Z`, 26 `AA`, 16383 `XFD`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(b'A' + digit as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&byte| char::from(byte)).collect()
}

/// A cell's name from its 0-based row and column: (416, 1) is `B417`.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

/// The 0-based column that letters name; `None` where Excel has no such column.
#[must_use]
pub fn parse_column_letters(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let digits = letters.bytes().map(|byte| u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    let column = digits.fold(0, |number, digit| number * 26 + digit) - 1;
    (column < MAX_COLUMNS).then_some(column)
}

/// The 0-based row and column that a cell's name stands for; `None` where Excel has no such cell.
#[must_use]
pub fn parse_cell_name(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = name.split_at(digits);
    let row = number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse::<u32>().ok())??;
    let row = row.checked_sub(1).filter(|&row| row < MAX_ROWS)?;
    Some((row, parse_column_letters(letters)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_excels() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
        assert_eq!(cell_name(416, 1), "B417");
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for (row, column) in [(0, 0), (416, 1), (1_048_575, 16_383), (9, 702)] {
            assert_eq!(parse_cell_name(&cell_name(row, column)), Some((row, column)));
        }
        assert_eq!(parse_cell_name("b417"), Some((416, 1)));
        for wrong in ["", "B", "7", "B0", "B1048577", "XFE1", "AAAA1", "B-1", "B1 ", "É1", "B+1", "$B$1"] {
            assert_eq!(parse_cell_name(wrong), None, "{wrong}");
        }
    }
}
