//! Which status and code each refusal of the store has.

use axum::http::StatusCode;

use crate::db::DbError;
use crate::http::refusal::Refusal;
use crate::store::StoreError;

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        use StoreError as E;
        let message = error.to_string();
        let with = |status, code| Self::said(status, code, &message);
        match error {
            E::ImportUnknown => with(StatusCode::NOT_FOUND, "import_unknown"),
            E::ImportExpired => with(StatusCode::GONE, "import_expired"),
            E::ImportIdRefused => with(StatusCode::UNPROCESSABLE_ENTITY, "id_refused"),
            E::ImportDiffers => with(StatusCode::CONFLICT, "import_differs"),
            E::KindUnknown(_) => with(StatusCode::UNPROCESSABLE_ENTITY, "kind_unknown"),
            E::BatchOutOfRange { .. } => with(StatusCode::UNPROCESSABLE_ENTITY, "batch_number_refused"),
            E::BatchDiffers { .. } => with(StatusCode::CONFLICT, "batch_differs"),
            E::RowsDisordered { .. } => with(StatusCode::UNPROCESSABLE_ENTITY, "rows_disordered"),
            E::RowsDiffer { .. } => with(StatusCode::CONFLICT, "rows_differ"),
            E::BatchesMissing(_) => with(StatusCode::CONFLICT, "batches_missing"),
            E::PlanMissing => with(StatusCode::CONFLICT, "plan_missing"),
            E::PlanChanged(plan) => with(StatusCode::CONFLICT, "plan_changed").plan(*plan),
            E::PlanBlocked(plan) => with(StatusCode::CONFLICT, "plan_blocked").plan(*plan),
            E::AlreadyCommitted => with(StatusCode::CONFLICT, "already_committed"),
            E::OpenedByAnother(_) => with(StatusCode::FORBIDDEN, "opened_by_another"),
            E::NotCommitted => with(StatusCode::CONFLICT, "not_committed"),
            E::IntentUnknown => with(StatusCode::NOT_FOUND, "intent_unknown"),
            E::PlaceRefused => with(StatusCode::UNPROCESSABLE_ENTITY, "place_refused"),
            E::ActionRefused(_) => with(StatusCode::UNPROCESSABLE_ENTITY, "action_refused"),
            E::DatabaseUnavailable(cause) => {
                let (status, code) = unavailable(&cause);
                if !matches!(cause, DbError::Busy(_)) {
                    tracing::warn!(code, cause = cause_of(&cause), "the database could not do it");
                }
                with(status, code)
            }
            E::Db(cause) => {
                tracing::error!(cause = cause_of(&cause), "the database refused a statement");
                Self::internal()
            }
        }
    }
}

/// What a database that could not do it just now answers.
fn unavailable(cause: &DbError) -> (StatusCode, &'static str) {
    match cause {
        DbError::Busy(_) | DbError::GivenUp(_) => (StatusCode::SERVICE_UNAVAILABLE, "database_busy"),
        DbError::Full(_) => (StatusCode::INSUFFICIENT_STORAGE, "database_full"),
        DbError::TimedOut(_) => (StatusCode::SERVICE_UNAVAILABLE, "timed_out"),
        DbError::Unconfirmed(_) => (StatusCode::SERVICE_UNAVAILABLE, "database_unconfirmed"),
        DbError::RightsTaken(_) => (StatusCode::SERVICE_UNAVAILABLE, "rights_missing"),
        DbError::ServerOutdated(_) => (StatusCode::SERVICE_UNAVAILABLE, "server_outdated"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "database_unavailable"),
    }
}

/// What the log may say of a cause. PostgreSQL's own messages and details can quote cells, so of those only the code and
/// the names of what was violated are told.
fn cause_of(error: &DbError) -> String {
    let Some(cause) = error.cause() else { return error.to_string() };
    match cause.as_database_error() {
        Some(from) => format!(
            "SQLSTATE {}, table {}, constraint {}",
            from.code().unwrap_or_default(),
            from.table().unwrap_or("-"),
            from.constraint().unwrap_or("-"),
        ),
        None => cause.to_string(),
    }
}
