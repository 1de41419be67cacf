//! The second check: every batch is checked again, row by row, with the code that the client used.

use lanegate_check::Kind;
use lanegate_wire::{Batch, MAX_BATCH_ROWS, OpenImport, Row, Value};

use axum::http::StatusCode;

use crate::admission::MOST_ROWS;
use crate::http::refusal::{Answer, Refusal};

/// A batch that may be staged: its rows pass, and their numbers ascend.
#[derive(Debug, Clone)]
pub struct CheckedBatch {
    /// The batch's one JSON form, of at most 1 MiB.
    pub json: String,
    /// SHA-256 over that form.
    pub digest: String,
    /// The number of rows.
    pub rows: u32,
    /// The number of the first row in the sheet.
    pub first_row: u32,
    /// The number of the last row in the sheet.
    pub last_row: u32,
}

/// Checks a batch of an import, or says what is wrong with it.
pub fn recheck(kind: &Kind, import: &OpenImport, batch: &Batch) -> Answer<CheckedBatch> {
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
    if let Err(findings) = lanegate_check::recheck(kind, batch, import.today) {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "rows_refused",
            format!("The server's own check found {} problem(s) in this batch.", findings.len()),
        )
        .detail("Nothing of the batch was kept. Check the file again; if the page says it is clean, reload the page.")
        .findings(findings));
    }
    Ok(CheckedBatch::of(batch))
}

impl CheckedBatch {
    /// A batch whose rows pass.
    #[must_use]
    pub fn of(batch: &Batch) -> Self {
        let json = batch.to_json();
        let row = |row: Option<&Row>| row.map_or(0, |row| row.row);
        Self {
            digest: lanegate_wire::sha256_hex(json.as_bytes()),
            json,
            // At most 2,000.
            rows: u32::try_from(batch.rows.len()).unwrap_or(u32::MAX),
            first_row: row(batch.rows.first()),
            last_row: row(batch.rows.last()),
        }
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
