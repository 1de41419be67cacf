//! Why the store says no. The HTTP side maps each variant to a problem, in one place.

use lanegate_wire::{Lane, PlanSummary};
use thiserror::Error;

use crate::db::{DbError, Writing};

/// A refusal of the store. Whatever the variant, nothing of the request was written, unless it says so.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No such import in this lane.
    #[error("This lane knows no import with this id. Open it first.")]
    ImportUnknown,
    /// The import's id is older than the time for which imports that nobody commits are kept.
    #[error("This import was not committed within 7 days and has been deleted. Start a new comparison from the file.")]
    ImportExpired,
    /// The id is no UUIDv7.
    #[error("The import's id is not a version 7 UUID. Make a new one.")]
    ImportIdRefused,
    /// The id was opened with other content before.
    #[error("An import with this id was opened with other content. Use a new id for other content.")]
    ImportDiffers,
    /// The lane has no kind of this name.
    #[error("This lane has no kind named `{0}`.")]
    KindUnknown(String),
    /// The batch's number is not below the number of batches that the import was opened with.
    #[error("The import was opened with {batches} batches, numbered from 0; there is no batch {n}.")]
    BatchOutOfRange {
        /// The number given.
        n: u32,
        /// How many batches the import has.
        batches: u32,
    },
    /// Other content stands under this number.
    #[error("Batch {n} was staged with other content. A batch never changes: open a new import for other content.")]
    BatchDiffers {
        /// The batch.
        n: u32,
    },
    /// Row numbers do not ascend within the batch or from batch to batch.
    #[error("The row numbers of batch {n} do not ascend, or overlap with those of another batch.")]
    RowsDisordered {
        /// The batch.
        n: u32,
    },
    /// The staged batches hold another number of rows than the import was opened with.
    #[error("The import was opened with {expected} rows, but its batches hold {staged}.")]
    RowsDiffer {
        /// As opened.
        expected: u32,
        /// As staged.
        staged: u32,
    },
    /// Not all batches are staged yet; the first missing numbers, at most 100.
    #[error("Batches are missing: {}. Send them, then ask again.", list(.0))]
    BatchesMissing(Vec<u32>),
    /// No plan was made yet.
    #[error("No plan was made for this import yet. Ask for one first.")]
    PlanMissing,
    /// The plan named is not what a commit would do now. The new plan is stored, and nothing of the lane was changed.
    #[error("The database has changed since the plan was made, or another plan was made. Look at the new plan.")]
    PlanChanged(Box<PlanSummary>),
    /// Conflicts or missing references remain that were not left out.
    #[error("The plan has rows in conflict or with a missing reference. Leave them out, or correct the file.")]
    PlanBlocked(Box<PlanSummary>),
    /// The import is committed, and what was asked for is possible only before that.
    #[error("This import is committed already. Its receipt says what was done.")]
    AlreadyCommitted,
    /// Somebody else opened the import.
    #[error(
        "{0} opened this import. Only {0} can send its rows; {0}, or somebody who has the right `commit`, can abandon it."
    )]
    OpenedByAnother(String),
    /// The import is not committed, so it has no receipt.
    #[error("This import is not committed, so it has no receipt.")]
    NotCommitted,
    /// The lane has no intent of this id.
    #[error("This lane has no intent with this id.")]
    IntentUnknown,
    /// An `after` that no page of a queue gave.
    #[error("The queue has no such place. Give as `after` what the page before gave as `next`, or leave it out.")]
    PlaceRefused,
    /// The change is one that the other lane knows.
    #[error("The lane {0} does not know this action. {hint}", hint = actions(*.0))]
    ActionRefused(Lane),
    /// The database could not do it just now; which [`DbError`] it is says why. The same request may work later.
    #[error("{0}")]
    DatabaseUnavailable(#[source] DbError),
    /// Anything else that the database said. For the log, not for the person.
    #[error("The database refused a statement. The server's log has the particulars.")]
    Db(#[source] DbError),
}

impl From<DbError> for StoreError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(_)
            | DbError::Busy(_)
            | DbError::GivenUp(_)
            | DbError::Full(_)
            | DbError::TimedOut(_)
            | DbError::Unconfirmed(_)
            | DbError::RightsTaken(_)
            | DbError::ServerOutdated(_) => Self::DatabaseUnavailable(error),
            other => Self::Db(other),
        }
    }
}

impl Writing for StoreError {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::DatabaseUnavailable(error) | Self::Db(error) => Some(error),
            _ => None,
        }
    }
}

const fn actions(lane: Lane) -> &'static str {
    match lane {
        Lane::Sales => "It has exclude, cool_off and resume.",
        Lane::Partners => "It has pause, complete and resume.",
    }
}

fn list(numbers: &[u32]) -> String {
    let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
    texts.join(", ")
}
