//! The cell being read: what its tag says, and the texts in it. Its buffers are used again for the next one.

use super::head::{Head, Kind};

/// See the module.
#[derive(Default)]
pub(super) struct OpenCell {
    pub(super) open: bool,
    pub(super) kind: Kind,
    pub(super) style: usize,
    pub(super) has_formula: bool,
    pub(super) has_value: bool,
    /// The destination of the current text.
    pub(super) taking: Taking,
    pub(super) phonetic: bool,
    pub(super) text: String,
    pub(super) formula: String,
    /// Inside of an `is` element.
    inline: bool,
    /// True if a text was met outside of one.
    bare: bool,
    /// The position in the text at which a second value begins.
    second: Option<usize>,
    third: bool,
}

/// The element of a cell that a text is part of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taking {
    #[default]
    Nothing,
    Value,
    Formula,
}

impl OpenCell {
    /// Begins a cell.
    pub(super) fn begin(&mut self, head: Head) {
        let (mut text, mut formula) = (std::mem::take(&mut self.text), std::mem::take(&mut self.formula));
        text.clear();
        formula.clear();
        *self = Self { open: true, kind: head.kind, style: head.style, text, formula, ..Self::default() };
    }

    /// An element begins in the cell.
    pub(super) fn start(&mut self, name: &str) {
        match name {
            "v" => {
                self.begin_value();
                self.taking = Taking::Value;
            }
            // A text in the cell itself, whatever its tag says of it.
            "is" => {
                self.begin_inline();
                self.inline = true;
            }
            "t" if !self.phonetic => {
                // Texts without an `is` around them are one value together.
                if !self.inline && !self.bare {
                    self.begin_inline();
                    self.bare = true;
                }
                self.taking = Taking::Value;
            }
            "f" => (self.has_formula, self.taking) = (true, Taking::Formula),
            _ => {}
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "v" | "t" | "f" => self.taking = Taking::Nothing,
            "is" => self.inline = false,
            _ => {}
        }
    }

    fn begin_inline(&mut self) {
        if !self.has_value {
            self.kind = Kind::Inline;
        }
        self.begin_value();
    }

    fn begin_value(&mut self) {
        if self.has_value {
            self.third |= self.second.is_some();
            self.second = self.second.or(Some(self.text.len()));
        }
        self.has_value = true;
    }

    /// Returns the destination of the current text.
    pub(super) fn taker(&mut self) -> Option<&mut String> {
        match self.taking {
            Taking::Nothing => None,
            Taking::Value => Some(&mut self.text),
            Taking::Formula => Some(&mut self.formula),
        }
    }

    /// Makes one value of two that say the same, or of which one says nothing. False where they differ.
    pub(super) fn settle(&mut self) -> bool {
        let Some(at) = self.second else { return true };
        let (first, second) = self.text.split_at(at);
        if second.is_empty() || first == second {
            self.text.truncate(at);
        } else if first.is_empty() {
            self.text.drain(..at);
        } else {
            return false;
        }
        !self.third
    }
}
