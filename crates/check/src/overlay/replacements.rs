//! Corrections that replace every cell of a column that contains one value.

use std::collections::BTreeMap;

use crate::text::key_text;

/// The replacements of one column, in the order in which they were made.
///
/// A replacement changes the cells that contain its value and those that count as its value by then. So a second answer for the same
/// value wins over the first, and a replacement of what an earlier one wrote changes those cells as well.
#[derive(Debug, Default)]
pub(super) struct Replacements<'f> {
    steps: Vec<Step<'f>>,
    /// Positions in `steps`, ascending, by the key of the value that is replaced.
    by_value: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Step<'f> {
    /// The correction's position in the whole list.
    number: usize,
    text: &'f str,
    key: String,
}

impl<'f> Replacements<'f> {
    /// Adds the correction with the position `number`, which is larger than those before it.
    pub fn push(&mut self, number: usize, from: &str, to: &'f str) {
        self.by_value.entry(key_text(from)).or_default().push(self.steps.len());
        self.steps.push(Step { number, text: to, key: key_text(to) });
    }

    /// The text of a cell that contains a value with this key, after the corrections from position `number` on. `None` if they
    /// leave the cell alone.
    pub fn text(&self, key: &str, number: usize) -> Option<&'f str> {
        let start = self.steps.partition_point(|step| step.number < number);
        let mut last = self.next(key, start)?;
        loop {
            let next = [key, &self.steps[last].key].into_iter().filter_map(|key| self.next(key, last + 1)).min();
            match next {
                Some(next) => last = next,
                None => return Some(self.steps[last].text),
            }
        }
    }

    /// The first step from `start` on that replaces a value.
    fn next(&self, key: &str, start: usize) -> Option<usize> {
        let steps = self.by_value.get(key)?;
        steps.get(steps.partition_point(|&step| step < start)).copied()
    }

    /// The text for each value that is replaced, by its key.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let texts = self.by_value.keys().filter_map(|key| Some((key.clone(), self.text(key, 0)?.to_owned())));
        texts.collect()
    }
}
