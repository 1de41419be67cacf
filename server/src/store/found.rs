//! An import as its row in the database says, read by the functions that need it whole.

use chrono::{DateTime, Utc};
use lanegate_check::Kind;
use lanegate_wire::{ImportState, ImportStatus, Lane, OpenImport, PlanSummary, Receipt, Retraction};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{RETENTION, StoreError, statements};
use crate::db::{DbError, Statement, Tx};

/// An import.
pub(super) struct Found {
    pub(super) status: ImportStatus,
}

impl Found {
    /// Looks an import up.
    pub(super) async fn get(tx: &mut Tx, lane: Lane, id: Uuid) -> Result<Option<Self>, DbError> {
        match Statement::new(statements::IMPORTS).bind(Some(id)).bind(None::<Uuid>).bind(1_i64).maybe(tx).await? {
            Some(row) => Ok(Some(Self::from_row(lane, &row)?)),
            None => Ok(None),
        }
    }

    /// Looks up an import that must be there.
    pub(super) async fn known(tx: &mut Tx, lane: Lane, id: Uuid) -> Result<Self, StoreError> {
        Self::get(tx, lane, id).await?.ok_or_else(|| absent(id))
    }

    /// Looks up an import that must be there and not be committed.
    pub(super) async fn still_open(tx: &mut Tx, lane: Lane, id: Uuid) -> Result<Self, StoreError> {
        let found = Self::known(tx, lane, id).await?;
        if found.status.receipt.is_some() {
            return Err(StoreError::AlreadyCommitted);
        }
        Ok(found)
    }

    pub(super) fn from_row(lane: Lane, row: &PgRow) -> Result<Self, DbError> {
        let receipt: Option<Json<Receipt>> = row.try_get("receipt")?;
        let retraction: Option<Json<Retraction>> = row.try_get("retraction")?;
        let plan: Option<Json<PlanSummary>> = row.try_get("plan")?;
        let Json(import): Json<OpenImport> = row.try_get("opened")?;
        let missing: Vec<i32> = row.try_get("missing_batches")?;
        let status = ImportStatus {
            lane,
            state: match (&receipt, &retraction) {
                (None, _) => ImportState::Open,
                (Some(_), Some(Json(Retraction { reinstated: None, .. }))) => ImportState::Retracted,
                (Some(_), _) => ImportState::Committed,
            },
            import,
            opened_by: row.try_get("opened_by")?,
            opened_at: row.try_get("opened_at")?,
            staged_batches: unsigned(row.try_get("staged_batches")?),
            missing_batches: missing.into_iter().map(unsigned).collect(),
            plan: plan.map(|Json(plan)| plan),
            receipt: receipt.map(|Json(receipt)| receipt),
            retraction: retraction.map(|Json(retraction)| retraction),
        };
        Ok(Self { status })
    }

    /// Its kind.
    pub(super) fn kind(&self) -> Result<&'static Kind, StoreError> {
        let name = &self.status.import.kind;
        kind_of(self.status.lane, name).ok_or_else(|| StoreError::KindUnknown(name.clone()))
    }
}

/// The lane's kind of a name.
pub(super) fn kind_of(lane: Lane, name: &str) -> Option<&'static Kind> {
    lanegate_kinds::named(name).filter(|kind| kind.lane == lane)
}

/// Why an import is not there: its id tells whether it may have been forgotten.
pub(super) fn absent(id: Uuid) -> StoreError {
    match made_at(id) {
        Some(made) if Utc::now() - made > chrono::Duration::from_std(RETENTION).unwrap_or(chrono::Duration::MAX) => {
            StoreError::ImportExpired
        }
        _ => StoreError::ImportUnknown,
    }
}

/// When a UUIDv7 was made.
pub(super) fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    if id.get_version_num() != 7 {
        return None;
    }
    let millis = id.as_u128() >> 80;
    DateTime::from_timestamp_millis(i64::try_from(millis).ok()?)
}

/// A count or row number as PostgreSQL gives it. They are never negative.
pub(super) fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// A count or row number as PostgreSQL takes it. Excel has fewer rows than either holds.
pub(super) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
