//! The second check: every batch is checked again, row by row, with the code that the client used.

use lanegate_check::{Kind, Staged};
use lanegate_wire::{Batch, MAX_BATCH_ROWS, OpenImport, Value};

use axum::http::StatusCode;

use crate::admission::MOST_ROWS;
use crate::http::refusal::{Answer, Refusal};

/// A batch that may be staged.
pub struct Checked {
    /// SHA-256 over the batch's one JSON form.
    pub digest: String,
    /// The length of that form.
    pub bytes: u32,
    /// The rows with their keys.
    pub rows: Vec<Staged>,
}

/// Checks a batch of an import, or says what is wrong with it.
pub fn recheck(kind: &Kind, import: &OpenImport, batch: &Batch) -> Answer<Checked> {
    numbers(batch)?;
    if let (Some(source), Some(place)) = (&import.source_override, kind.source_column) {
        let column = kind.columns[place].name;
        let same = |value: Option<&Value>| value.and_then(Value::as_text) == Some(source);
        if let Some(row) = batch.rows.iter().find(|row| !same(row.fields.get(column))) {
            return Err(wrong_form(
                "source_differs",
                format!("Row {} does not have the source `{source}` that replaces every row's own.", row.row),
            ));
        }
    }
    let json = batch.to_json();
    match lanegate_check::recheck(kind, batch, import.today) {
        Ok(rows) => Ok(Checked {
            digest: lanegate_wire::sha256_hex(json.as_bytes()),
            // A body is never longer than 1 MiB.
            bytes: u32::try_from(json.len()).unwrap_or(u32::MAX),
            rows,
        }),
        Err(findings) => Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "rows_refused",
            format!("The server's own check found {} problem(s) in this batch.", findings.len()),
        )
        .detail("Nothing of the batch was kept. Check the file again; if the page says it is clean, reload the page.")
        .findings(findings)),
    }
}

/// Row numbers: some, not too many, ascending, within Excel's limit.
fn numbers(batch: &Batch) -> Answer<()> {
    if batch.rows.is_empty() {
        return Err(wrong_form("batch_empty", "The batch holds no rows."));
    }
    if batch.rows.len() > MAX_BATCH_ROWS {
        return Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "batch_too_large",
            format!("The batch holds {} rows.", batch.rows.len()),
        )
        .detail(format!("A batch holds at most {MAX_BATCH_ROWS} rows; send smaller ones.")));
    }
    if let Some(pair) = batch.rows.windows(2).find(|pair| pair[0].row >= pair[1].row) {
        let message = format!("Row {} comes after row {}: rows ascend by number.", pair[1].row, pair[0].row);
        return Err(wrong_form("rows_unordered", message));
    }
    let outside = |row: u32| row == 0 || row > MOST_ROWS;
    if let Some(row) = batch.rows.iter().find(|row| outside(row.row)) {
        return Err(wrong_form("row_number_refused", format!("No sheet has a row {}.", row.row)));
    }
    Ok(())
}

fn wrong_form(code: &str, title: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, title).detail("Nothing of the batch was kept.")
}
