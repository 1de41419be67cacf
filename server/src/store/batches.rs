//! The batches of an import as the database keeps them: what was sent, and what the plan says of its rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use lanegate_check::Kind;
use lanegate_plan::BatchRow;
use lanegate_wire::{Fate, FateCounts, PlanRow};
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::found::unsigned;
use super::statements;
use crate::db::{DbError, Statement, Tx};

/// A batch that is staged, with the first and the last of its rows' numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct StagedBatch {
    pub(super) n: i32,
    pub(super) first_row: u32,
    pub(super) last_row: u32,
}

/// The batches of an import, in order. There are at most [`crate::admission::MOST_BATCHES`].
pub(super) async fn staged(tx: &mut Tx, id: Uuid) -> Result<Vec<StagedBatch>, DbError> {
    let rows = Statement::new(statements::BATCHES).bind(id).all(tx).await?;
    let number = |row: &PgRow, name| row.try_get::<Option<i32>, _>(name).map(|number| unsigned(number.unwrap_or(0)));
    let batches = rows.iter().map(|row| {
        Ok(StagedBatch {
            n: row.try_get("batch")?,
            first_row: number(row, "first_row")?,
            last_row: number(row, "last_row")?,
        })
    });
    Ok(batches.collect::<Result<_, sqlx::Error>>()?)
}

/// The contents of an import's batches, for several passes over them.
pub(super) struct Contents {
    id: Uuid,
    kept: HashMap<i32, Arc<str>>,
    /// Bytes that may still be kept. What is over is read from the database in each pass.
    room: usize,
}

impl Contents {
    pub(super) fn of(id: Uuid) -> Self {
        Self { id, kept: HashMap::new(), room: 32 << 20 }
    }

    pub(super) async fn get(&mut self, tx: &mut Tx, batch: StagedBatch) -> Result<Arc<str>, DbError> {
        if let Some(content) = self.kept.get(&batch.n) {
            return Ok(Arc::clone(content));
        }
        let content: Arc<str> = content(tx, self.id, batch).await?.into();
        if content.len() <= self.room {
            self.room -= content.len();
            self.kept.insert(batch.n, Arc::clone(&content));
        }
        Ok(content)
    }
}

/// A batch as it was sent: JSON that takes a while to read ([`rows`]).
pub(super) async fn content(tx: &mut Tx, id: Uuid, batch: StagedBatch) -> Result<String, DbError> {
    let row = Statement::new(statements::BATCH_CONTENT).bind(id).bind(batch.n).one(tx).await?;
    Ok(row.try_get("content")?)
}

/// The rows of a batch's content.
pub(super) fn rows(kind: &Kind, content: &str) -> Result<Vec<BatchRow>, DbError> {
    Ok(BatchRow::read_all(kind, content).map_err(|error| sqlx::Error::Decode(error.into()))?)
}

/// The blanks of rows that later rows of the import fill: by row and column, the number of the row that has the value.
pub(super) type Fills = BTreeMap<u32, BTreeMap<String, u32>>;

/// What the plan says of a batch's rows, in their order.
#[derive(Debug, Default)]
pub(super) struct BatchFates {
    pub(super) rows: Vec<PlanRow>,
    pub(super) fills: Fills,
}

impl BatchFates {
    /// Gives what the plan says of a batch's rows, in their order.
    pub(super) async fn get(tx: &mut Tx, id: Uuid, batch: StagedBatch) -> Result<Self, DbError> {
        let row = Statement::new(statements::BATCH_FATES).bind(id).bind(batch.n).one(tx).await?;
        let fills: Option<&str> = row.try_get("fills")?;
        Ok(Self { rows: plan_rows(&row)?, fills: fills.map(read).transpose()?.unwrap_or_default() })
    }

    /// Makes the texts that are kept, which takes a while for large batches.
    pub(super) fn to_texts(&self) -> FatesTexts {
        let mut counts = FateCounts::new();
        for row in &self.rows {
            *counts.entry(row.fate).or_default() += 1;
        }
        // Texts, numbers, and maps with texts as keys: nothing in them can fail to serialize.
        let rows = serde_json::to_string(&self.rows).unwrap_or_default();
        let fills = (!self.fills.is_empty()).then(|| serde_json::to_string(&self.fills).unwrap_or_default());
        FatesTexts { rows, counts: serde_json::to_string(&counts).unwrap_or_default(), fills }
    }

    /// The rows of some fates that a commit deals with.
    fn of(&self, fates: &[Fate]) -> impl Iterator<Item = &PlanRow> {
        self.rows.iter().filter(|row| !row.left_out && fates.contains(&row.fate))
    }

    /// The keys of the rows of some fates that a commit deals with.
    pub(super) fn keys(&self, fates: &[Fate]) -> Vec<String> {
        self.of(fates).map(|row| row.key.clone()).collect()
    }

    /// The partners of the rows of some fates that a commit deals with, in lane B: a partner's key is its ID, and every other key there
    /// begins with it.
    pub(super) fn partners(&self, fates: &[Fate]) -> BTreeSet<Uuid> {
        self.of(fates).filter_map(|row| row.key.split('|').next()?.parse().ok()).collect()
    }
}

/// What the plan says of a batch's rows, in the form that is kept.
pub(super) struct FatesTexts {
    rows: String,
    counts: String,
    fills: Option<String>,
}

impl FatesTexts {
    pub(super) async fn put(self, tx: &mut Tx, id: Uuid, batch: StagedBatch) -> Result<(), DbError> {
        let statement = Statement::new(statements::BATCH_FATES_PUT).bind(id).bind(batch.n);
        statement.bind(self.rows).bind(self.counts).bind(self.fills).run(tx).await?;
        Ok(())
    }
}

/// The plan's rows that a statement gives as `fates`; none where no plan was made.
pub(super) fn plan_rows(row: &PgRow) -> Result<Vec<PlanRow>, DbError> {
    let fates: Option<&str> = row.try_get("fates")?;
    Ok(fates.map(read).transpose()?.unwrap_or_default())
}

/// Reads a JSON text that this program wrote.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, DbError> {
    Ok(serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))?)
}
