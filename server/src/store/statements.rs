//! The statements: one file each under `server/sql`, by kind where they know a kind's columns.
//!
//! Those of `sql/import` find the lane's own tables by the transaction's search path.

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
    LEAVE_OUT = "leave_out";
    BATCH_GET = "batch_get";
    BATCH_OVERLAPS = "batch_overlaps";
    BATCH_PUT = "batch_put";
    STAGED_ROWS = "staged_rows";
    PLAN_CLEAR = "plan_clear";
    PLAN_PUT = "plan_put";
    PLAN_PAGE = "plan_page";
    DIGEST_STORED = "digest_stored";
    COUNTS = "counts";
    NOW = "now";
    AUDIT_CONTEXT = "audit_context";
    RECEIPT_PUT = "receipt_put";
    RECEIPT_ROWS = "receipt_rows";
    EXPIRED = "expired";
    FEW_ROWS = "few_rows";
    RETRACT = "retract";
    REINSTATE = "reinstate";
}

/// What is particular to a kind.
pub(super) struct KindStatements {
    pub(super) lane: Lane,
    pub(super) name: &'static str,
    /// Stages the rows of a batch.
    pub(super) stage: &'static str,
    /// The fields and keys that it stages, in its order.
    pub(super) staged: &'static [&'static str],
    /// Computes the plan and keeps it by row.
    pub(super) plan_store: &'static str,
    /// Computes the plan's digest as it is now, keeping nothing.
    pub(super) plan_digest: &'static str,
    /// Tells which duplicates of the kept plan belong to retracted imports.
    pub(super) mark_retracted: &'static str,
    /// Executes the plan that is kept, in this order.
    pub(super) execute: &'static [&'static str],
}

macro_rules! sql {
    ($file:literal) => {
        include_str!(concat!("../../sql/", $file, ".sql"))
    };
}

macro_rules! plan_store {
    ($kind:literal) => {
        concat!(
            include_str!("../../sql/import/plan_store_head.sql"),
            include_str!(concat!("../../sql/", $kind, "/plan.sql")),
            include_str!("../../sql/import/plan_store_tail.sql")
        )
    };
}

macro_rules! plan_digest {
    ($kind:literal) => {
        concat!(
            include_str!("../../sql/import/digest_head.sql"),
            include_str!(concat!("../../sql/", $kind, "/plan.sql")),
            include_str!("../../sql/import/digest_tail.sql")
        )
    };
}

const KINDS: [KindStatements; 3] = [
    KindStatements {
        lane: Lane::Sales,
        name: "appointment_history",
        stage: sql!("sales/appointment_history/stage"),
        staged: &[
            "company_id",
            "people_id",
            "meeting_date",
            "meeting_type",
            "meeting_outcome",
            "stalled_reason",
            "source",
            "source_record_id",
            "appointment_uid",
            "anon",
        ],
        plan_store: plan_store!("sales/appointment_history"),
        plan_digest: plan_digest!("sales/appointment_history"),
        mark_retracted: sql!("sales/appointment_history/mark_retracted"),
        execute: &[
            sql!("sales/appointment_history/insert_facts"),
            sql!("sales/appointment_history/insert_intents"),
            sql!("sales/appointment_history/clear_stage"),
        ],
    },
    KindStatements {
        lane: Lane::Partners,
        name: "partner_master",
        stage: sql!("partners/partner_master/stage"),
        staged: &[
            "fractional_cfo_id",
            "firm_name",
            "primary_contact_name",
            "linkedin_url",
            "email",
            "geography",
            "niche_focus",
            "source",
            "source_detail",
            "status",
            "email_key",
            "linkedin_key",
            "name_key",
        ],
        plan_store: plan_store!("partners/partner_master"),
        plan_digest: plan_digest!("partners/partner_master"),
        mark_retracted: sql!("partners/partner_master/mark_retracted"),
        execute: &[
            sql!("partners/partner_master/name_created"),
            sql!("partners/partner_master/insert_created"),
            sql!("partners/partner_master/keep_earlier"),
            sql!("partners/partner_master/update_stored"),
            sql!("partners/score"),
            sql!("partners/partner_master/clear_stage"),
        ],
    },
    KindStatements {
        lane: Lane::Partners,
        name: "partner_appointments",
        stage: sql!("partners/partner_appointments/stage"),
        staged: &[
            "fractional_cfo_id",
            "meeting_date",
            "meeting_type",
            "outcome",
            "notes",
            "sequence",
            "partner_appointment_uid",
        ],
        plan_store: plan_store!("partners/partner_appointments"),
        plan_digest: plan_digest!("partners/partner_appointments"),
        mark_retracted: sql!("partners/partner_appointments/mark_retracted"),
        execute: &[
            sql!("partners/partner_appointments/insert_facts"),
            sql!("partners/score"),
            sql!("partners/partner_appointments/clear_stage"),
        ],
    },
];

/// Deletes imports that are not committed, with all that a lane stages.
pub(super) const fn forget(lane: Lane) -> &'static str {
    match lane {
        Lane::Sales => sql!("sales/forget"),
        Lane::Partners => sql!("partners/forget"),
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
/// Puts values of the partners that an import updated back, or again.
pub(super) const PUT_BACK: &str = sql!("partners/retract/put_back");
/// Pauses what an import of lane B has set going.
pub(super) const PAUSE: &str = sql!("partners/retract/pause");
/// Undoes it.
pub(super) const RESUME: &str = sql!("partners/retract/resume");
/// Scores the partners that an import is about.
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

/// The statements of a lane's kind.
pub(super) fn of_kind(lane: Lane, kind: &str) -> Option<&'static KindStatements> {
    KINDS.iter().find(|statements| statements.lane == lane && statements.name == kind)
}
