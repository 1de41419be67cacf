//! Creates and updates master records.

use lanegate_check::{Kind, Master};
use lanegate_plan::BatchRow;
use lanegate_wire::{Fate, OpenImport, PlanRow};
use serde_json::{Map, Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use super::rows_for_copy::RowsForCopy;
use super::statements::MasterStatements;
use crate::db::{DbError, Statement, Tx};
use crate::store::batches::BatchFates;

/// Writes what a batch creates and updates. Records that are created get IDs, which become the keys of their rows. Says whether
/// there are any.
pub(super) async fn write(
    tx: &mut Tx,
    kind: &'static Kind,
    master: &Master,
    statements: &'static MasterStatements,
    import: &OpenImport,
    rows: Vec<BatchRow>,
    fates: &mut BatchFates,
) -> Result<bool, DbError> {
    let mut creates = false;
    let mut csv = RowsForCopy::new(kind, import);
    let (mut ids, mut numbers, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for (mut row, planned) in rows.into_iter().zip(&mut fates.rows).filter(|(_, planned)| !planned.left_out) {
        match planned.fate {
            Fate::Create => {
                let id = Uuid::new_v4();
                planned.key = id.to_string();
                row.values.read(kind, master.id, &planned.key);
                csv.add(&[], &row, &master.keys(&row.values))?;
                creates = true;
            }
            Fate::Update => {
                ids.push(planned.key.parse::<Uuid>().map_err(|error| sqlx::Error::Decode(error.into()))?);
                numbers.push(crate::store::found::signed(row.row));
                changes.push(Json(changed(kind, master, &row, planned)));
            }
            _ => {}
        }
    }
    if creates {
        tx.copy_in(&statements.create, csv.finish()?).await?;
    }
    if !ids.is_empty() {
        let statement = Statement::new(&statements.update).bind(import.id).bind(import.sheet.clone());
        statement.bind(ids).bind(numbers).bind(changes).run(tx).await?;
    }
    Ok(creates)
}

/// The columns that a row changes, with the keys that are made from them.
fn changed(kind: &Kind, master: &Master, row: &BatchRow, planned: &PlanRow) -> Map<String, Value> {
    let mut after = Map::new();
    for change in &planned.changes {
        after.insert(change.column.clone(), json!(change.file));
    }
    for key in master.keys {
        if key.columns.iter().any(|&column| after.contains_key(kind.columns[column].name)) {
            after.insert(key.name.to_owned(), json!((key.of)(&row.values)));
        }
    }
    after
}
