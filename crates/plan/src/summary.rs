//! The plan in numbers.

use std::collections::BTreeMap;

use lanegate_wire::{FateCounts, RetractedDuplicates};
use uuid::Uuid;

use crate::Planned;
use crate::digest::PlanDigest;

/// A plan in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// A digest over every row: its number, its fate, whether it is left out, its key, the stored values that it relies on, and whether the
    /// import of the record that it matches is retracted.
    pub digest: String,
    /// Rows that a commit would deal with, by fate.
    pub counts: FateCounts,
    /// Rows left out, by the fate that they would have had.
    pub left_out: FateCounts,
    /// Retracted imports whose records come again; at most 20, those with most of them first.
    pub retracted: Vec<RetractedDuplicates>,
    /// A commit is possible: no conflict and no missing reference remains.
    pub committable: bool,
}

/// The most retracted imports that a plan names.
const MOST_RETRACTED: usize = 20;

/// A summary that grows row by row.
#[derive(Debug, Default)]
pub(crate) struct Summing {
    digest: PlanDigest,
    counts: FateCounts,
    left_out: FateCounts,
    retracted: BTreeMap<Uuid, u32>,
}

impl Summing {
    /// Takes the next row in, with the retracted import whose record its reason mentions.
    pub(crate) fn add(&mut self, planned: &Planned, mentions: Option<Uuid>) {
        self.digest.add(planned);
        let counts = if planned.row.left_out { &mut self.left_out } else { &mut self.counts };
        *counts.entry(planned.row.fate).or_default() += 1;
        if let Some(import) = mentions {
            *self.retracted.entry(import).or_default() += 1;
        }
    }

    pub(crate) fn finish(self) -> Summary {
        let mut retracted: Vec<_> =
            self.retracted.into_iter().map(|(import, rows)| RetractedDuplicates { import, rows }).collect();
        // The sort is stable, and they are in the order of their IDs.
        retracted.sort_by_key(|found| std::cmp::Reverse(found.rows));
        retracted.truncate(MOST_RETRACTED);
        Summary {
            digest: self.digest.finish(),
            committable: !self.counts.keys().any(|fate| fate.blocks()),
            counts: self.counts,
            left_out: self.left_out,
            retracted,
        }
    }
}
