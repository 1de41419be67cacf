//! The passes over an import's batches, for both sorts of kinds.

use lanegate_check::{Identity, Kind};
use lanegate_wire::LeaveOut;

use crate::key_hash::{HashKey, KeyHash};
use crate::leave_out::LeftOut;
use crate::lookups::Lookups;
use crate::planned::Planned;
use crate::summary::{Summary, Summing};
use crate::{BatchRow, Stored, facts, masters};

/// What differs between kinds of facts and kinds of master records.
#[derive(Debug)]
enum Sort<F, M> {
    Facts(F),
    Masters(M),
}

/// The first pass: it collects hashes of keys, and the numbers that rows state.
#[derive(Debug)]
pub struct Scan(Sort<facts::Scan, masters::Scan>);

impl Scan {
    /// Begins a plan for an import of about so many rows.
    #[must_use]
    pub fn new(kind: &'static Kind, leave_out: &LeaveOut, rows: usize) -> Self {
        Self::hashing(kind, leave_out, rows, KeyHash::of)
    }

    /// Begins a plan whose keys are hashed by a function.
    pub(crate) fn hashing(kind: &'static Kind, leave_out: &LeaveOut, rows: usize, hash: HashKey) -> Self {
        let left_out = LeftOut::new(leave_out);
        Self(match &kind.identity {
            Identity::Fact(fact) => Sort::Facts(facts::Scan::new(kind, fact, left_out, rows, hash)),
            Identity::Master(master) => Sort::Masters(masters::Scan::new(kind, master, left_out, rows, hash)),
        })
    }

    /// Takes in the next rows of the import, in their order. The check has passed them.
    pub fn scan(&mut self, rows: &[BatchRow]) {
        match &mut self.0 {
            Sort::Facts(facts) => facts.scan(rows),
            Sort::Masters(masters) => masters.scan(rows),
        }
    }

    /// Ends the pass. The next one takes the same rows again.
    #[must_use]
    pub fn into_matching(self) -> Matching {
        Matching(match self.0 {
            Sort::Facts(facts) => Sort::Facts(facts.into_matching()),
            Sort::Masters(masters) => Sort::Masters(masters.into_matching()),
        })
    }
}

/// Some rows of an import with their keys, and what stored records they need.
#[derive(Debug)]
pub struct Chunk {
    /// The place of the first row in the import, from 0. Only the last pass needs it.
    first: usize,
    rows: Vec<BatchRow>,
    keys: Sort<Vec<facts::RowKey>, Vec<masters::RowKeys>>,
    lookups: Lookups,
}

impl Chunk {
    /// The stored records that the rows need.
    #[must_use]
    pub fn lookups(&self) -> &Lookups {
        &self.lookups
    }
}

/// The second pass: it notes how rows match stored records and each other.
#[derive(Debug)]
pub struct Matching(Sort<facts::Matching, masters::Matching>);

impl Matching {
    /// Reads the next rows, in their order. They are then to be given to [`Self::match_rows`].
    #[must_use]
    pub fn read(&mut self, rows: Vec<BatchRow>) -> Chunk {
        let (keys, lookups) = match &mut self.0 {
            Sort::Facts(facts) => {
                let (keys, lookups) = facts.read(&rows);
                (Sort::Facts(keys), lookups)
            }
            Sort::Masters(masters) => {
                let (keys, lookups) = masters.read(&rows);
                (Sort::Masters(keys), lookups)
            }
        };
        Chunk { first: 0, rows, keys, lookups: lookups.tidied() }
    }

    /// Matches the rows of a chunk, given the records that it needs.
    pub fn match_rows(&mut self, chunk: &Chunk, stored: &Stored) {
        match (&mut self.0, &chunk.keys) {
            (Sort::Facts(facts), Sort::Facts(keys)) => facts.match_rows(&chunk.rows, keys, stored),
            (Sort::Masters(masters), Sort::Masters(keys)) => masters.match_rows(&chunk.rows, keys, stored),
            // A chunk of another plan. Its rows belong to no row of this one.
            _ => {}
        }
    }

    /// Ends the pass, and finds conflicts between rows of the import. The next pass takes the same rows again.
    #[must_use]
    pub fn settle(self) -> Fates {
        let sort = match self.0 {
            Sort::Facts(facts) => Sort::Facts(facts.settle()),
            Sort::Masters(masters) => Sort::Masters(masters.settle()),
        };
        Fates { sort, summing: Summing::default() }
    }
}

/// The last pass: it gives what a commit would do with each row.
#[derive(Debug)]
pub struct Fates {
    sort: Sort<facts::Fates, masters::Fates>,
    summing: Summing,
}

impl Fates {
    /// Reads the next rows, in their order. They are then to be given to [`Self::fates`]. Most chunks need no records again.
    #[must_use]
    pub fn read(&mut self, rows: Vec<BatchRow>) -> Chunk {
        let (first, keys, lookups) = match &mut self.sort {
            Sort::Facts(facts) => {
                let first = facts.at;
                let (keys, lookups) = facts.read(&rows);
                (first, Sort::Facts(keys), lookups)
            }
            Sort::Masters(masters) => {
                let first = masters.at;
                let (keys, lookups) = masters.read(&rows);
                (first, Sort::Masters(keys), lookups)
            }
        };
        Chunk { first, rows, keys, lookups: lookups.tidied() }
    }

    /// What a commit would do with the rows of a chunk, given the records that it needs.
    #[must_use]
    pub fn fates(&mut self, chunk: &Chunk, stored: &Stored) -> Vec<Planned> {
        let fates = match (&self.sort, &chunk.keys) {
            (Sort::Facts(facts), Sort::Facts(keys)) => facts.fates(chunk.first, &chunk.rows, keys, stored),
            (Sort::Masters(masters), Sort::Masters(keys)) => masters.fates(chunk.first, &chunk.rows, keys, stored),
            // A chunk of another plan. Its rows belong to no row of this one.
            _ => Vec::new(),
        };
        let mut planned = Vec::with_capacity(fates.len());
        for (row, mentions) in fates {
            self.summing.add(&row, mentions);
            planned.push(row);
        }
        planned
    }

    /// Ends the plan, once all rows have their fates.
    #[must_use]
    pub fn finish(self) -> Summary {
        self.summing.finish()
    }
}
