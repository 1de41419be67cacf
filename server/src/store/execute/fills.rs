//! Values by which later rows of an import fill the blanks of earlier ones.

use std::collections::{BTreeSet, HashMap};

use lanegate_check::{Kind, TypedRow};
use lanegate_plan::BatchRow;
use uuid::Uuid;

use crate::db::{DbError, Tx};
use crate::store::batches::{self, BatchFates, StagedBatch};
use crate::store::planning::computed;

/// The values of the rows that fill others, by their numbers.
#[derive(Debug, Default)]
pub(super) struct FillValues(HashMap<u32, TypedRow<'static>>);

impl FillValues {
    /// Gathers what the plan says of some batches' blanks, from the batches that have it.
    pub(super) async fn gather(
        tx: &mut Tx,
        kind: &'static Kind,
        id: Uuid,
        staged: &[StagedBatch],
        fates: &[BatchFates],
    ) -> Result<Self, DbError> {
        let fills = fates.iter().flat_map(|fates| fates.fills.values());
        let wanted: BTreeSet<u32> = fills.flat_map(|columns| columns.values().copied()).collect();
        let mut values = Self::default();
        for &batch in staged {
            let of_batch: BTreeSet<u32> = wanted.range(batch.first_row..=batch.last_row).copied().collect();
            if of_batch.is_empty() {
                continue;
            }
            let content = batches::content(tx, id, batch).await?;
            let rows = computed(move || {
                let rows = batches::rows(kind, &content)?.into_iter();
                Ok(rows.filter(|row| of_batch.contains(&row.row)).collect::<Vec<_>>())
            });
            values.0.extend(rows.await?.into_iter().map(|row| (row.row, row.values)));
        }
        Ok(values)
    }

    /// Fills a row's blanks.
    pub(super) fn fill(&self, kind: &Kind, row: &mut BatchRow, fates: &BatchFates) {
        for (column, other) in fates.fills.get(&row.row).into_iter().flatten() {
            if let (Some(place), Some(other)) = (kind.column(column), self.0.get(other)) {
                row.values.fill_column_from(place, other);
            }
        }
    }
}
