//! Rows of an import that share a key: whether they contradict each other, which is kept, and which fill its blanks.

use lanegate_check::TypedRow;

use crate::key_hash::KeyHash;
use crate::planned::Fill;
use crate::repeated_keys::RepeatedKeys;

/// The groups of rows that share a key.
#[derive(Debug)]
pub(crate) struct KeyGroups {
    keys: RepeatedKeys,
    equality: &'static [usize],
    columns: usize,
    groups: Vec<KeyGroup>,
    /// By group and column of the equality, the value that its rows state, first of all rows, then of those not left out.
    stated: [Vec<Option<KeyHash>>; 2],
    /// By group and column, the first row that states a value, of those not left out; 0 if none does.
    fills: Vec<u32>,
}

/// The rows that share a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyGroup {
    lowest: u32,
    highest: u32,
    /// The first row that is not left out.
    kept: Option<u32>,
    /// Among all rows, some contradict others.
    all_contradict: bool,
    /// Among the rows that are not left out, some contradict others.
    kept_contradict: bool,
}

impl KeyGroup {
    /// A row that is alone with its key.
    const fn alone(row: u32) -> Self {
        Self { lowest: row, highest: row, kept: None, all_contradict: false, kept_contradict: false }
    }

    /// The row that is stored if the others agree: the first, or the first that is not left out.
    pub(super) const fn first(&self) -> u32 {
        match self.kept {
            Some(kept) => kept,
            None => self.lowest,
        }
    }

    /// The first row of all.
    pub(super) const fn lowest(&self) -> u32 {
        self.lowest
    }

    /// Another row than this one, to be named.
    pub(super) const fn other_than(&self, row: u32) -> u32 {
        if row == self.lowest { self.highest } else { self.lowest }
    }

    /// Returns true if a row's group contradicts itself. Rows that are left out don't count against others.
    pub(super) const fn contradicts(&self, left_out: bool) -> bool {
        if left_out { self.all_contradict } else { self.kept_contradict }
    }
}

impl KeyGroups {
    pub(super) fn new(keys: RepeatedKeys, equality: &'static [usize], columns: usize) -> Self {
        Self { keys, equality, columns, groups: Vec::new(), stated: Default::default(), fills: Vec::new() }
    }

    /// Takes a row in. Returns the first row of its key so far, which may be the row itself.
    pub(super) fn add(&mut self, key: &str, number: u32, row: &TypedRow<'_>, left_out: bool) -> u32 {
        let Some(at) = self.keys.join(key, number) else { return number };
        if at == self.groups.len() {
            self.groups.push(KeyGroup::alone(number));
            self.stated.iter_mut().for_each(|stated| stated.resize((at + 1) * self.equality.len(), None));
            self.fills.resize((at + 1) * self.columns, 0);
        }
        let contradicts_all = self.state(0, at, row);
        let contradicts_kept = !left_out && self.state(1, at, row);
        let group = &mut self.groups[at];
        group.highest = number;
        group.all_contradict |= contradicts_all;
        group.kept_contradict |= contradicts_kept;
        if !left_out {
            group.kept.get_or_insert(number);
            let fills = &mut self.fills[at * self.columns..(at + 1) * self.columns];
            for (column, fill) in fills.iter_mut().enumerate() {
                if *fill == 0 && row.get(column).is_some() {
                    *fill = number;
                }
            }
        }
        group.lowest
    }

    /// Notes the values that a row states. Returns true if one of them is another than the one stated before.
    fn state(&mut self, which: usize, group: usize, row: &TypedRow<'_>) -> bool {
        let from = group * self.equality.len();
        let stated = &mut self.stated[which][from..];
        let mut contradicts = false;
        for (stated, &column) in stated.iter_mut().zip(self.equality) {
            if let Some(value) = row.text(column) {
                let value = KeyHash::of(&value);
                contradicts |= *stated.get_or_insert(value) != value;
            }
        }
        contradicts
    }

    /// The rows that share a row's key.
    pub(super) fn of(&self, key: &str, number: u32) -> KeyGroup {
        self.keys.group(key, number).map_or(KeyGroup::alone(number), |at| self.groups[at])
    }

    /// The blanks of a row that later rows of its key fill.
    pub(super) fn fills(&self, key: &str, number: u32, row: &TypedRow<'_>) -> Vec<Fill> {
        let Some(at) = self.keys.group(key, number) else { return Vec::new() };
        let fills = &self.fills[at * self.columns..(at + 1) * self.columns];
        let filled = fills.iter().enumerate().filter(|(column, fill)| **fill != 0 && row.get(*column).is_none());
        filled.map(|(column, &row)| Fill { column, row }).collect()
    }
}
