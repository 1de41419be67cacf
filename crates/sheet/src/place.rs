//! Names of cells and columns as Excel writes them.

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
}
