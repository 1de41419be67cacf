//! Executes exactly the plan that a person saw, in one transaction.

use std::time::Instant;

use lanegate_wire::{ImportStatus, Lane, PlanSummary, Receipt};
use sqlx::types::Json;
use uuid::Uuid;

use super::execute::execute;
use super::found::Found;
use super::{StoreError, plan, statements};
use crate::db::{Db, Statement, Tx};

/// Commits an import: exactly the plan of this digest, or nothing. Again: the same receipt.
///
/// # Errors
/// [`StoreError::PlanChanged`] with the plan as it is now, [`StoreError::PlanBlocked`], [`StoreError::PlanMissing`], or
/// the database's own.
pub async fn commit(db: &Db, lane: Lane, who: &str, id: Uuid, plan_digest: &str) -> Result<Receipt, StoreError> {
    Ok(commit_once(db, lane, who, id, plan_digest).await?.0)
}

/// The same; says beside the receipt whether this call did it, or found it done.
///
/// # Errors
/// As [`commit`].
pub async fn commit_once(
    db: &Db,
    lane: Lane,
    who: &str,
    id: Uuid,
    plan_digest: &str,
) -> Result<(Receipt, bool), StoreError> {
    let began = Instant::now();
    db.write(lane, |tx| once(tx, lane, who, id, plan_digest, began)).await
}

async fn once(
    mut tx: Tx,
    lane: Lane,
    who: &str,
    id: Uuid,
    plan_digest: &str,
    began: Instant,
) -> Result<(Receipt, bool), StoreError> {
    let found = Found::known(&mut tx, lane, id).await?;
    if let Some(receipt) = found.status.receipt {
        return Ok((receipt, false));
    }
    let kind = found.kind()?;
    let Some(mut planned) = found.status.plan.clone() else { return Err(StoreError::PlanMissing) };
    let basis = plan::Basis::get(&mut tx, id).await?;
    if !basis.is_unchanged {
        planned = plan::make(&mut tx, kind, &found.status, &basis.leave_out).await?;
    }
    if planned.digest != plan_digest {
        // Only the plan is written, so that its pages show what the new digest names. The lane's data stay as they are.
        tx.commit().await?;
        return Err(StoreError::PlanChanged(Box::new(planned)));
    }
    if !planned.committable {
        return Err(StoreError::PlanBlocked(Box::new(planned)));
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(Some(id)).run(&mut tx).await?;
    execute(&mut tx, kind, &found.status.import).await?;
    let receipt = written(&mut tx, found.status, planned, who, began).await?;
    tx.commit().await?;
    Ok((receipt, true))
}

async fn written(
    tx: &mut Tx,
    status: ImportStatus,
    planned: PlanSummary,
    who: &str,
    began: Instant,
) -> Result<Receipt, StoreError> {
    let import = status.import;
    let receipt = Receipt {
        import: import.id,
        lane: status.lane,
        kind: import.kind,
        declaration: import.declaration,
        file: import.file,
        sheet: import.sheet,
        source_override: import.source_override,
        counts: planned.counts,
        left_out: planned.left_out,
        excluded: import.excluded,
        plan: planned.digest,
        committed_by: who.to_owned(),
        committed_at: plan::now(tx).await?,
        duration_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    Statement::new(statements::RECEIPT_PUT)
        .bind(receipt.import)
        .bind(Json(receipt.clone()))
        .bind(receipt.committed_at)
        .run(tx)
        .await?;
    Ok(receipt)
}
