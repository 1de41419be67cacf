//! Lines of a text file, as they were cut into fields. Workbooks have none: there, every cell is where its author put it.

/// The rows of a text file that differ from its usual form, so that their values may be in wrong columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Fields of most rows.
    pub usual: u32,
    /// Rows with another number of fields, 0-based and ascending, each with its number. Blank lines are not among them.
    pub odd: Vec<(u32, u32)>,
    /// True if a row with the usual number of fields ends with a blank one: the program that wrote the file writes them all.
    pub pads: bool,
    /// True if the file ends without a line end.
    pub ends_open: bool,
    /// Cells whose quotation marks contradict each other, 0-based row and column, ascending.
    pub quotes: Vec<(u32, u32)>,
    /// Rows that the file was said to have torn apart when its annotated copy was written, 0-based and ascending.
    pub torn_before: Vec<u32>,
    /// Rows that the file was said to have ended early, or beside a part of a row, when its annotated copy was written.
    pub short_before: Vec<u32>,
}

impl Lines {
    /// Returns the number of fields of a row.
    #[must_use]
    pub fn fields(&self, row: u32) -> u32 {
        self.odd.binary_search_by_key(&row, |&(row, _)| row).map_or(self.usual, |at| self.odd[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_not_odd_have_the_usual_number_of_fields() {
        let lines = Lines { usual: 4, odd: vec![(2, 3), (7, 9)], ..Lines::default() };
        assert_eq!([0, 2, 3, 7, 8].map(|row| lines.fields(row)), [4, 3, 4, 9, 4]);
    }
}
