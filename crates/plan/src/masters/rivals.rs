//! Rows of an import that are the same record: they stand in each other's way.
//!
//! Only rows that a commit could deal with count: not those that are left out, refer to nothing, or point at several records.

use lanegate_check::stronger_keys;
use uuid::Uuid;

use super::RowKeys;
use crate::repeated_keys::RepeatedKeys;

/// The rows that may stand in each other's way.
#[derive(Debug)]
pub(crate) struct Rivals {
    /// By strength.
    keys: Vec<RepeatedKeys>,
    /// By strength, group, and the stronger keys that rows state: the first and the last of them.
    rows: Vec<Vec<Option<Span>>>,
    /// In the order of rows: those that find one record.
    found: Vec<Found>,
    /// Records that several rows find, with something to change. By ID.
    shared: Vec<(Uuid, Span)>,
}

/// The first and the last of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: u32,
    last: u32,
}

impl Span {
    /// A row other than this one.
    fn other_than(self, row: u32) -> Option<u32> {
        let other = if row == self.first { self.last } else { self.first };
        (other != row).then_some(other)
    }

    fn widened(span: Option<Self>, row: u32) -> Self {
        span.map_or(Self { first: row, last: row }, |span| Self { last: row, ..span })
    }
}

/// A row that finds one record.
#[derive(Debug, Clone, Copy)]
struct Found {
    row: u32,
    record: Uuid,
    is_rival: bool,
    changes: bool,
}

/// A row as it is taken in.
pub(super) struct Rival<'r> {
    pub(super) row: u32,
    pub(super) keys: &'r RowKeys,
    /// The one record that it finds.
    pub(super) record: Option<Uuid>,
    /// A commit could deal with it.
    pub(super) is_rival: bool,
    /// It would change the record.
    pub(super) changes: bool,
}

impl Rivals {
    pub(super) fn new(keys: Vec<RepeatedKeys>) -> Self {
        let rows = vec![Vec::new(); keys.len()];
        Self { keys, rows, found: Vec::new(), shared: Vec::new() }
    }

    /// Takes a row in. Rows come in their order.
    pub(super) fn add(&mut self, rival: &Rival<'_>) {
        let Rival { row, keys, record, is_rival, changes } = *rival;
        self.found.extend(record.map(|record| Found { row, record, is_rival, changes }));
        for (strength, key) in keys.keys.iter().enumerate() {
            let group = key.as_ref().and_then(|key| self.keys[strength].join(key, row));
            let Some(group) = group.filter(|_| is_rival) else { continue };
            let rows = &mut self.rows[strength];
            let at = (group << strength) + stronger_keys(&keys.keys, strength);
            rows.resize(rows.len().max((group + 1) << strength), None);
            rows[at] = Some(Span::widened(rows[at], row));
        }
    }

    /// Finds the records that several rows would change.
    pub(super) fn settle(&mut self) {
        let mut found: Vec<Found> = self.found.iter().copied().filter(|found| found.is_rival).collect();
        found.sort_unstable_by_key(|found| (found.record, found.row));
        let shared = found.chunk_by(|one, next| one.record == next.record);
        let shared = shared.filter(|rows| rows.len() > 1 && rows.iter().any(|row| row.changes));
        self.shared =
            shared.map(|rows| (rows[0].record, Span { first: rows[0].row, last: rows[rows.len() - 1].row })).collect();
    }

    /// The one record that a row finds.
    pub(super) fn record(&self, row: u32) -> Option<Uuid> {
        let at = self.found.binary_search_by_key(&row, |found| found.row).ok()?;
        Some(self.found[at].record)
    }

    /// Another row that is the same record as a row: by their keys, or else since both would update it.
    pub(super) fn other(&self, row: u32, keys: &RowKeys) -> Option<u32> {
        let by_keys = (0..keys.keys.len()).filter_map(|strength| self.other_by_key(row, keys, strength)).min();
        by_keys.or_else(|| {
            let record = self.record(row)?;
            let at = self.shared.binary_search_by_key(&record, |(record, _)| *record).ok()?;
            self.shared[at].1.other_than(row)
        })
    }

    fn other_by_key(&self, row: u32, keys: &RowKeys, strength: usize) -> Option<u32> {
        let group = self.keys[strength].group(keys.keys[strength].as_deref()?, row)?;
        let by_stronger = self.rows[strength].get(group << strength..(group + 1) << strength)?;
        let own = stronger_keys(&keys.keys, strength);
        // Those that share no stronger key with this row; others are found by that key, or kept apart by it.
        let spans =
            by_stronger.iter().enumerate().filter(|(stronger, _)| stronger & own == 0).filter_map(|(_, span)| *span);
        let all = spans.reduce(|one, other| Span { first: one.first.min(other.first), last: one.last.max(other.last) });
        all?.other_than(row)
    }
}
