//! The store, driven without HTTP: rows pass the check crate and go to a database of the test's own, over a pool of one.

#![expect(clippy::panic, reason = "a test that cannot go on has failed")]

use lanegate_check::recheck;
use lanegate_server::db::{Db, DbError, Statement};
use lanegate_server::recheck::CheckedBatch;
use lanegate_server::store::{self, StoreError};
use lanegate_wire::{Batch, Fate, Lane, LeaveOut, OpenImport, PlanRow, PlanSummary, Receipt, ReceiptRow};
use sqlx::postgres::PgRow;
use sqlx::{Connection as _, Decode, PgConnection, Postgres, Row as _, Type};
use uuid::Uuid;

use crate::database::Database;
use crate::guards::unguarded;
use crate::sample::Sample;

/// Who commits in these tests.
pub const WHO: &str = "test operator";

/// A store on a database of its own.
pub struct Store {
    /// The way to the database.
    pub db: Db,
    /// The database.
    pub database: Database,
}

impl Store {
    /// On a fresh, prepared database.
    pub async fn fresh() -> Self {
        let database = Database::fresh().await;
        let db = database.connect(1).await;
        Self { db, database }
    }

    /// Empties all tables, as only an administrator can who sets every guard aside: quicker than a database for each of
    /// a hundred cases.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn emptied(self) -> Self {
        let (mut admin, database) = self.into_admin().await;
        // Counters and notes of what was done to the database itself stay.
        let sql = "DO $$ BEGIN EXECUTE (
                       SELECT 'TRUNCATE shq.audit_log, ' || string_agg(format('%I.%I', schemaname, tablename), ', ')
                         FROM pg_tables
                        WHERE schemaname IN ('sales', 'partners', 'bit') AND tablename NOT IN ('lane_state', 'key_rules'));
                   END $$";
        unguarded(&mut admin, sql).await;
        admin.close().await.expect("the connection ends");
        let db = Db::connect(database.login(), 1).await.expect("the prepared database takes connections");
        Self { db, database }
    }

    /// Ends the store's connections and looks behind its back.
    pub async fn into_admin(self) -> (PgConnection, Database) {
        self.db.close().await;
        (self.database.look().await, self.database)
    }

    /// Opens an import and stages its batches.
    ///
    /// # Errors
    /// The store's first refusal.
    pub async fn stage(&self, sample: &Sample) -> Result<(), StoreError> {
        store::open(&self.db, sample.lane, WHO, &sample.import).await?;
        for (n, batch) in (0..).zip(&sample.batches) {
            self.stage_batch(sample.lane, &sample.import, n, batch).await?;
        }
        Ok(())
    }

    /// Stages one batch.
    ///
    /// # Errors
    /// The store's refusal.
    ///
    /// # Panics
    /// When the check refuses the rows.
    pub async fn stage_batch(&self, lane: Lane, import: &OpenImport, n: u32, batch: &Batch) -> Result<(), StoreError> {
        store::stage(&self.db, lane, import.id, n, &checked(import, batch)).await
    }

    /// Opens, stages and plans, leaving nothing out.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn compare(&self, sample: &Sample) -> PlanSummary {
        self.stage(sample).await.expect("the rows are staged");
        self.plan(sample, &LeaveOut::default()).await
    }

    /// Plans.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn plan(&self, sample: &Sample, leave_out: &LeaveOut) -> PlanSummary {
        store::plan(&self.db, sample.lane, sample.import.id, leave_out).await.expect("a plan is made")
    }

    /// The plan's rows, page by page.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn plan_rows(&self, sample: &Sample, fate: Option<Fate>) -> Vec<PlanRow> {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = store::plan_page(&self.db, sample.lane, sample.import.id, fate, after).await.expect("a page");
            assert!(page.rows.len() <= store::PAGE_ROWS as usize);
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return rows;
            }
        }
    }

    /// The receipt's rows, page by page.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn receipt_rows(&self, sample: &Sample) -> Vec<ReceiptRow> {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page =
                store::receipt_rows(&self.db, sample.lane, sample.import.id, after, false).await.expect("a page");
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return rows;
            }
        }
    }

    /// Commits a plan.
    ///
    /// # Errors
    /// The store's refusal.
    pub async fn commit(&self, sample: &Sample, digest: &str) -> Result<Receipt, StoreError> {
        store::commit(&self.db, sample.lane, WHO, sample.import.id, digest).await
    }

    /// Opens, stages, plans and commits.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn import(&self, sample: &Sample) -> Receipt {
        let plan = self.compare(sample).await;
        self.commit(sample, &plan.digest).await.expect("the plan is committed")
    }

    /// The rows that a statement gives, under a lane's role.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn rows(&self, lane: Lane, sql: &'static str) -> Vec<PgRow> {
        let mut tx = self.db.read(lane).await.expect("a transaction");
        Statement::new(sql).all(&mut tx).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }

    /// The first column of the rows that a statement gives, under a lane's role.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn column<T>(&self, lane: Lane, sql: &'static str) -> Vec<T>
    where
        T: for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        self.rows(lane, sql).await.iter().map(|row| row.get(0)).collect()
    }

    /// The number that a statement gives.
    ///
    /// # Panics
    /// When the database refuses it, or it gives no one row.
    pub async fn number(&self, lane: Lane, sql: &'static str) -> i64 {
        let numbers = self.column(lane, sql).await;
        assert_eq!(numbers.len(), 1, "{sql}");
        numbers[0]
    }

    /// The ids of all partners, in the order of their firms' names.
    pub async fn partners(&self) -> Vec<Uuid> {
        self.column(
            Lane::Partners,
            "SELECT fractional_cfo_id FROM partners.fractional_cfo_master ORDER BY firm_name, primary_contact_name",
        )
        .await
    }

    /// Runs a statement that changes something, under a lane's role.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn change(&self, lane: Lane, sql: &'static str) {
        let changed = self.db.write(lane, async |mut tx| {
            Statement::new(sql).run(&mut tx).await?;
            tx.commit().await
        });
        changed.await.unwrap_or_else(|error: DbError| panic!("{sql}: {error:?}"));
    }

    /// What the database says to a statement that it must refuse, under a lane's role.
    ///
    /// # Panics
    /// When the database takes it.
    pub async fn refusal(&self, lane: Lane, sql: &'static str) -> String {
        let begun = self.db.write(lane, async |tx| Ok::<_, DbError>(tx));
        let mut tx = begun.await.expect("a transaction");
        match Statement::new(sql).run(&mut tx).await {
            Ok(_) => panic!("the {lane} role may: {sql}"),
            Err(error) => error.to_string(),
        }
    }
}

/// A batch whose rows the check passes.
///
/// # Panics
/// When it refuses them.
#[must_use]
pub fn checked(import: &OpenImport, batch: &Batch) -> CheckedBatch {
    let kind = lanegate_kinds::named(&import.kind).expect("a kind of this name");
    recheck(kind, batch, import.today).unwrap_or_else(|findings| panic!("the check refuses {findings:#?}"));
    CheckedBatch::of(batch)
}
