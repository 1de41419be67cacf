//! The arithmetic of a list of which only the visible rows exist.
//!
//! A browser caps an element's height (Firefox near 17.8 million pixels, Chromium near 33 million). A longer list keeps a
//! lower height, and a pixel scrolled stands for more than a pixel of rows.

/// Stays below every browser's cap.
const TALLEST: f64 = 16_000_000.0;

/// A list of rows of one height, seen through a view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scroll {
    /// How many rows there are.
    pub rows: u32,
    /// A row's height in pixels.
    pub row_height: f64,
    /// The view's height in pixels.
    pub view: f64,
}

impl Scroll {
    /// The height of the scrolled element.
    #[must_use]
    pub fn height(&self) -> f64 {
        (f64::from(self.rows) * self.row_height).min(TALLEST)
    }

    /// How many rows pass per pixel scrolled.
    fn pace(&self) -> f64 {
        let scrolled = self.height() - self.view;
        if scrolled <= 0.0 { 0.0 } else { self.last_top() / scrolled }
    }

    /// The topmost row when scrolled to the end, with a fraction.
    fn last_top(&self) -> f64 {
        (f64::from(self.rows) - self.view / self.row_height).max(0.0)
    }

    /// The row at the top of the view, with a fraction for one that is partly hidden.
    #[must_use]
    pub fn top(&self, scrolled: f64) -> f64 {
        (scrolled * self.pace()).clamp(0.0, self.last_top())
    }

    /// The rows to keep in the document, with some before and after the visible ones: from, and up to but not with.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a number of rows")]
    pub fn span(&self, scrolled: f64, around: u32) -> (u32, u32) {
        let top = self.top(scrolled).floor() as u32;
        let shown = (self.view / self.row_height).ceil() as u32 + 1;
        (top.saturating_sub(around), top.saturating_add(shown + around).min(self.rows))
    }

    /// Where the first row kept in the document lies, in pixels below the list's beginning.
    #[must_use]
    pub fn offset(&self, scrolled: f64, from: u32) -> f64 {
        scrolled - (self.top(scrolled) - f64::from(from)) * self.row_height
    }

    /// How far to scroll so that a row is wholly in view; as little as possible.
    #[must_use]
    pub fn reveal(&self, scrolled: f64, row: u32) -> f64 {
        let (row, top, shown) = (f64::from(row), self.top(scrolled), self.view / self.row_height);
        let wanted = if row < top {
            row
        } else if row + 1.0 > top + shown {
            row + 1.0 - shown
        } else {
            return scrolled;
        };
        if self.pace() > 0.0 { wanted / self.pace() } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn list(rows: u32) -> Scroll {
        Scroll { rows, row_height: 28.0, view: 560.0 }
    }

    #[test]
    fn a_list_below_the_cap_scrolls_pixel_by_pixel() {
        let list = list(1_000);
        assert!((list.height() - 28_000.0).abs() < 1e-9);
        assert!((list.top(280.0) - 10.0).abs() < 1e-9);
        assert_eq!(list.span(280.0, 5), (5, 36));
        assert!((list.offset(280.0, 5) - 140.0).abs() < 1e-9);
    }

    #[test]
    fn a_list_above_the_cap_still_reaches_its_first_and_last_row() {
        let list = list(1_048_576);
        assert!(list.height() <= TALLEST);
        assert_eq!(list.span(0.0, 0).0, 0);
        let end = list.height() - list.view;
        assert_eq!(list.span(end, 0).1, 1_048_576);
        // The last row's lower edge lies at the view's lower edge.
        let (from, to) = list.span(end, 0);
        let edge = list.offset(end, from) + f64::from(to - from) * list.row_height;
        assert!((edge - (end + list.view)).abs() < 1.0, "{edge}");
    }

    #[test]
    fn revealing_shows_the_row_whatever_the_length() {
        for list in [list(1_000), list(1_048_576)] {
            for row in [0, 1, 19, 20, 500, list.rows - 1] {
                let scrolled = list.reveal(0.0, row);
                let top = list.top(scrolled);
                let shown = list.view / list.row_height;
                assert!(
                    top <= f64::from(row) + 1e-3 && f64::from(row) + 1.0 <= top + shown + 1e-3,
                    "{row} in {list:?}"
                );
            }
        }
    }

    #[test]
    fn a_short_list_does_not_scroll() {
        let list = list(3);
        assert_eq!(list.span(0.0, 10), (0, 3));
        assert!(list.offset(0.0, 0).abs() < 1e-9);
        assert!(list.reveal(0.0, 2).abs() < 1e-9);
    }
}
