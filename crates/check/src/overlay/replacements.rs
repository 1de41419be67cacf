//! Corrections that replace every cell of a column that contains one value.

use std::collections::BTreeMap;

use crate::text::key_text;

/// The replacements of one column, in the order in which they were made.
///
/// A replacement changes the cells that contain its value and those that count as its value by then. So a second answer for the same
/// value wins over the first, and a replacement of what an earlier one wrote changes those cells as well. A date cell contains one value
/// as it is and another one with day and month swapped; a replacement means the one that showed when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Replacements {
    steps: Vec<Step>,
    /// Positions in `steps`, ascending, by the key of the value that is replaced: those made while date cells showed as they are, and
    /// those made while they showed swapped.
    by_value: [BTreeMap<String, Vec<usize>>; 2],
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    /// The correction's position in the whole list.
    number: usize,
    text: String,
    key: String,
}

impl Replacements {
    /// Adds the correction with the position `number`, which is larger than those before it, made while date cells showed swapped or not.
    pub fn push(&mut self, number: usize, swapped: bool, from: &str, to: &str) {
        self.by_value[usize::from(swapped)].entry(key_text(from)).or_default().push(self.steps.len());
        self.steps.push(Step { number, text: to.to_owned(), key: key_text(to) });
    }

    /// The text of a cell that contains a value with the first key, and one with the second one when swapped, after the corrections from
    /// position `number` on. `None` if they leave the cell alone.
    pub fn text(&self, keys: [&str; 2], number: usize) -> Option<&str> {
        let start = self.steps.partition_point(|step| step.number < number);
        let mut last = self.next(keys, start)?;
        loop {
            let written = self.steps[last].key.as_str();
            let next = [keys, [written; 2]].into_iter().filter_map(|keys| self.next(keys, last + 1)).min();
            match next {
                Some(next) => last = next,
                None => return Some(&self.steps[last].text),
            }
        }
    }

    /// The first step from `start` on that replaces a value.
    fn next(&self, keys: [&str; 2], start: usize) -> Option<usize> {
        let steps = self.by_value.iter().zip(keys).filter_map(|(by_value, key)| by_value.get(key));
        steps.filter_map(|steps| steps.get(steps.partition_point(|&step| step < start)).copied()).min()
    }

    /// The text for each value that is replaced, by its key, in cells that swapping leaves alone.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let keys = self.by_value.iter().flat_map(BTreeMap::keys);
        keys.filter_map(|key| Some((key.clone(), self.text([key; 2], 0)?.to_owned()))).collect()
    }
}
