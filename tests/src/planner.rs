//! The planner in Rust, driven as the server will drive it: over an import's batches, with records looked up in the database.

use lanegate_check::Kind;
use lanegate_plan::{Planned, Scan, Summary};
use lanegate_server::db::Tx;
use lanegate_server::store::lookups::{look_up, prefer_indexes};
use lanegate_wire::{Change, LeaveOut, PlanRow, PlanSummary};

use crate::sample::Sample;
use crate::store::Store;

impl Store {
    /// Plans in Rust. The import needs not be staged.
    ///
    /// # Panics
    /// When the database refuses a lookup.
    pub async fn plan_in_rust(&self, sample: &Sample, leave_out: &LeaveOut) -> (Vec<Planned>, Summary) {
        let kind = lanegate_kinds::named(&sample.import.kind).expect("a kind of this name");
        let mut tx = self.db.read(sample.lane).await.expect("a transaction");
        prefer_indexes(&mut tx).await.expect("a setting");
        plan_over(&mut tx, kind, sample, leave_out).await
    }

    /// Plans in Rust, and asserts that the plan in SQL, which was just made, says the same. Returns the plan.
    ///
    /// # Panics
    /// When they differ.
    pub async fn compare_plans(
        &self,
        sample: &Sample,
        leave_out: &LeaveOut,
        sql: &PlanSummary,
    ) -> (Vec<Planned>, Summary) {
        let (planned, summary) = self.plan_in_rust(sample, leave_out).await;
        let rows = self.plan_rows(sample, None).await;
        assert_eq!(rows.len(), planned.len(), "both plans have every row");
        for (sql, rust) in rows.into_iter().map(without_empty_texts).zip(&planned) {
            assert_eq!(sql, rust.row, "SQL says the one on the left, and Rust the other one");
        }
        assert_eq!(
            (&sql.counts, &sql.left_out, &sql.retracted, sql.committable),
            (&summary.counts, &summary.left_out, &summary.retracted, summary.committable)
        );
        (planned, summary)
    }
}

/// Plans in Rust in a transaction that uses indexes.
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
    sample.batches.iter().for_each(|batch| scan.scan(&batch.rows));
    let mut matching = scan.into_matching();
    for batch in &sample.batches {
        let chunk = matching.read(batch.rows.clone());
        let stored = look_up(tx, kind, chunk.lookups()).await.expect("the records are looked up");
        matching.match_rows(&chunk, &stored);
    }
    let mut fates = matching.settle();
    let mut planned = Vec::new();
    for batch in &sample.batches {
        let chunk = fates.read(batch.rows.clone());
        let stored = look_up(tx, kind, chunk.lookups()).await.expect("the records are looked up");
        planned.extend(fates.fates(&chunk, &stored));
    }
    (planned, fates.finish())
}

/// A text from before Lanegate that comes to nothing counts as a blank. The plan in SQL compares it so, too, but shows it.
fn without_empty_texts(row: PlanRow) -> PlanRow {
    let changes = row.changes.into_iter();
    let changes = changes.map(|change| Change { stored: change.stored.filter(|text| !text.is_empty()), ..change });
    PlanRow { changes: changes.collect(), ..row }
}
