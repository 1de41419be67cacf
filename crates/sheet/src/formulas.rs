//! Formulas of cells whose result a file does not hold, so that a copy can hold the formula.

use std::collections::BTreeMap;

/// Bytes kept of all formulas of a sheet; what is beyond is forgotten.
const MOST: usize = 16 << 20;
/// Bytes that one takes beside its text, about.
const BESIDE: usize = 48;

#[derive(Debug, Clone, Default)]
pub(crate) struct Formulas {
    /// By row and column.
    texts: BTreeMap<(u32, u32), Box<str>>,
    bytes: usize,
}

impl Formulas {
    pub fn keep(&mut self, row: u32, column: u32, formula: &str) {
        self.bytes = self.bytes.saturating_add(formula.len() + BESIDE);
        if !formula.is_empty() && self.bytes <= MOST {
            self.texts.insert((row, column), formula.into());
        }
    }

    pub fn get(&self, row: u32, column: u32) -> Option<&str> {
        self.texts.get(&(row, column)).map(AsRef::as_ref)
    }
}
