//! Inserts facts, and what each kind makes of them.

use lanegate_check::Kind;
use lanegate_plan::BatchRow;
use lanegate_wire::{Fate, OpenImport};

use super::fills::FillValues;
use super::rows_for_copy::RowsForCopy;
use super::statements::FactStatements;
use crate::db::{DbError, Statement, Tx};
use crate::store::batches::BatchFates;
use crate::store::planning::computed;
use crate::store::statements;

/// The rows of a batch that are new facts, each with its key, its blanks filled, in the order of the keys: the indexes over them are then
/// filled page by page.
pub(super) fn to_insert(
    kind: &Kind,
    rows: Vec<BatchRow>,
    fates: &BatchFates,
    filled: &FillValues,
) -> Vec<(String, BatchRow)> {
    let planned = rows.into_iter().zip(&fates.rows);
    let new = planned.filter(|(_, planned)| planned.fate == Fate::New && !planned.left_out);
    let mut facts: Vec<(String, BatchRow)> = new
        .map(|(mut row, planned)| {
            filled.fill(kind, &mut row, fates);
            (planned.key.clone(), row)
        })
        .collect();
    facts.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    facts
}

/// Inserts facts.
pub(super) async fn insert(
    tx: &mut Tx,
    kind: &'static Kind,
    statements: &FactStatements,
    import: &OpenImport,
    facts: Vec<(String, BatchRow)>,
) -> Result<(), DbError> {
    if facts.is_empty() {
        return Ok(());
    }
    let of = import.clone();
    let (csv, facts) = computed(move || {
        let mut rows = RowsForCopy::new(kind, &of);
        for (key, row) in &facts {
            rows.add(&[key], row, &[])?;
        }
        Ok((rows.finish()?, facts))
    })
    .await?;
    tx.copy_in(&statements.insert, csv).await?;
    let Some(follow_up) = statements::follow_up(kind) else { return Ok(()) };
    let mut statement = Statement::new(follow_up.sql).bind(import.id);
    statement = statement.bind(facts.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>());
    for place in follow_up.columns.iter().filter_map(|name| kind.column(name)) {
        statement = statement.bind(facts.iter().map(|(_, row)| row.values.text(place)).collect::<Vec<_>>());
    }
    statement.run(tx).await?;
    Ok(())
}
