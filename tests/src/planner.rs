//! The planner, driven by itself: over an import's batches in memory, with records looked up in the database.

use lanegate_check::Kind;
use lanegate_plan::{BatchRow, Planned, Scan, Summary};
use lanegate_server::db::{DbError, Tx};
use lanegate_server::store::lookups::look_up;
use lanegate_wire::{Batch, LeaveOut, PlanSummary};

use crate::sample::Sample;
use crate::store::Store;

impl Store {
    /// Plans beside the server, and asserts that the plan that it has just kept says the same. Returns the plan.
    ///
    /// # Panics
    /// When they differ.
    pub async fn assert_planned(&self, sample: &Sample, leave_out: &LeaveOut, kept: &PlanSummary) -> Vec<Planned> {
        let kind = lanegate_kinds::named(&sample.import.kind).expect("a kind of this name");
        let planning = self
            .db
            .write(sample.lane, async |mut tx| Ok::<_, DbError>(plan_over(&mut tx, kind, sample, leave_out).await));
        let (planned, summary) = planning.await.expect("a transaction");
        let rows = self.plan_rows(sample, None).await;
        assert_eq!(rows, planned.iter().map(|planned| planned.row.clone()).collect::<Vec<_>>());
        let of_server = (&kept.digest, &kept.counts, &kept.left_out, &kept.retracted, kept.committable);
        let own = (&summary.digest, &summary.counts, &summary.left_out, &summary.retracted, summary.committable);
        assert_eq!(of_server, own);
        planned
    }
}

/// Plans in a transaction.
///
/// # Panics
/// When the database refuses a lookup.
pub async fn plan_over(
    tx: &mut Tx,
    kind: &'static Kind,
    sample: &Sample,
    leave_out: &LeaveOut,
) -> (Vec<Planned>, Summary) {
    let mut scan = Scan::new(kind, leave_out, sample.import.rows as usize);
    let rows = |batch: &Batch| batch.rows.iter().map(|row| BatchRow::of(kind, row)).collect::<Vec<_>>();
    sample.batches.iter().for_each(|batch| scan.scan(&rows(batch)));
    let mut matching = scan.into_matching();
    for batch in &sample.batches {
        let chunk = matching.read(rows(batch));
        let stored = look_up(tx, kind, chunk.lookups()).await.expect("the records are looked up");
        matching.match_rows(&chunk, &stored);
    }
    let mut fates = matching.settle();
    let mut planned = Vec::new();
    for batch in &sample.batches {
        let chunk = fates.read(rows(batch));
        let stored = look_up(tx, kind, chunk.lookups()).await.expect("the records are looked up");
        planned.extend(fates.fates(&chunk, &stored));
    }
    (planned, fates.finish())
}
