//! Stored records, as they are given to the planner.

use std::collections::BTreeSet;

use lanegate_check::{MasterKeys, TypedRow};
use uuid::Uuid;

/// The records that were found for some [`crate::Lookups`]. More than was asked for does no harm.
#[derive(Debug, Default)]
pub struct Stored {
    /// Facts, each once.
    pub facts: Vec<StoredFact>,
    /// Master records, each once.
    pub masters: Vec<StoredMaster>,
    /// For a kind of facts: the IDs that exist, of those asked for.
    pub references: BTreeSet<Uuid>,
}

/// A stored fact.
#[derive(Debug, Clone)]
pub struct StoredFact {
    /// Its key.
    pub key: String,
    /// Its values of the columns that equality and numbering need. A text from before Lanegate is given in the form in which the check
    /// would store it (`metadata.as_checked`).
    pub row: TypedRow<'static>,
    /// The import that it came with, if that is retracted.
    pub retracted: Option<Uuid>,
}

/// A stored master record.
#[derive(Debug, Clone)]
pub struct StoredMaster {
    /// Its ID.
    pub id: Uuid,
    /// Its values, as they are stored.
    pub row: TypedRow<'static>,
    /// Its keys, from strong to weak.
    pub keys: MasterKeys,
    /// The import that it came with, if that is retracted.
    pub retracted: Option<Uuid>,
}
