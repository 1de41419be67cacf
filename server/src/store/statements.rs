//! The statements that don't depend on a kind's columns: one file each under `server/sql`. Those that do are made from what the kind
//! declares (`lookups/statements.rs`, `execute/statements.rs`).
//!
//! Those of `sql/import` find the lane's own tables by the transaction's search path.

use lanegate_check::Kind;
use lanegate_wire::Lane;

/// A statement that all lanes share.
macro_rules! shared {
    ($($name:ident = $file:literal;)*) => {
        $(pub(super) const $name: &str = include_str!(concat!("../../sql/import/", $file, ".sql"));)*
    };
}

shared! {
    OPEN = "open";
    OPEN_IMPORTS = "open_imports";
    IMPORTS = "imports";
    BATCH_GET = "batch_get";
    BATCH_OVERLAPS = "batch_overlaps";
    BATCH_PUT = "batch_put";
    BATCHES = "batches";
    BATCH_CONTENT = "batch_content";
    BATCH_FATES = "batch_fates";
    BATCH_FATES_PUT = "batch_fates_put";
    STAGED_ROWS = "staged_rows";
    RECORDS = "records";
    PLAN_BASIS = "plan_basis";
    PLAN_PUT = "plan_put";
    PLAN_PAGE = "plan_page";
    NOW = "now";
    AUDIT_CONTEXT = "audit_context";
    RECEIPT_PUT = "receipt_put";
    RECEIPT_PAGE = "receipt_page";
    CHANGES_KEPT = "changes_kept";
    CHANGES_NOTE = "changes_note";
    EXPIRED = "expired";
    FORGET = "forget";
    RETRACT = "retract";
    REINSTATE = "reinstate";
}

macro_rules! sql {
    ($file:literal) => {
        include_str!(concat!("../../sql/", $file, ".sql"))
    };
}

/// What a kind makes of facts that were just inserted.
pub(super) struct FollowUp {
    /// $1 import; for each fact: $2 its key, and then each of the columns, as text
    pub(super) sql: &'static str,
    pub(super) columns: &'static [&'static str],
}

/// What a kind makes of its facts, if it makes anything.
pub(super) fn follow_up(kind: &Kind) -> Option<FollowUp> {
    match kind.name {
        "appointment_history" => Some(FollowUp {
            sql: sql!("sales/intents/make"),
            columns: &["meeting_outcome", "meeting_type", "meeting_date"],
        }),
        _ => None,
    }
}

/// What is particular to a lane's intents.
pub(super) struct IntentStatements {
    /// A page of them.
    pub(super) get: &'static str,
    /// The kill switch of one.
    pub(super) change: &'static str,
    /// Scores a page of them again.
    pub(super) rescore: &'static str,
}

/// The statements about a lane's intents.
pub(super) const fn intents(lane: Lane) -> IntentStatements {
    match lane {
        Lane::Sales => IntentStatements {
            get: sql!("sales/intents/get"),
            change: sql!("sales/intents/change"),
            rescore: sql!("sales/intents/rescore"),
        },
        Lane::Partners => IntentStatements {
            get: sql!("partners/intents/get"),
            change: sql!("partners/intents/change"),
            rescore: sql!("partners/intents/rescore"),
        },
    }
}

/// Excludes what an import of lane A has set going.
pub(super) const EXCLUDE: &str = sql!("sales/retract/exclude");
/// Undoes it.
pub(super) const INCLUDE: &str = sql!("sales/retract/include");
/// Pauses what an import of lane B has set going.
pub(super) const PAUSE: &str = sql!("partners/retract/pause");
/// Undoes it.
pub(super) const RESUME: &str = sql!("partners/retract/resume");
/// Scores partners.
pub(super) const SCORE_PARTNERS: &str = sql!("partners/score");
/// The queue of lane A.
pub(super) const READY_MEETINGS: &str = sql!("sales/ready/page");
/// The queue of lane A, the latest meeting first.
pub(super) const READY_MEETINGS_LATEST: &str = sql!("sales/ready/latest");
/// The queue of lane B.
pub(super) const READY_PARTNERS: &str = sql!("partners/ready/page");
/// The queue of lane B, by name.
pub(super) const READY_PARTNERS_BY_NAME: &str = sql!("partners/ready/by_name");
/// The partners' ids and names.
pub(super) const REFERENCE: &str = sql!("partners/reference");
