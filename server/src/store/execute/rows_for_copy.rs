//! Rows in the form that `COPY … FROM STDIN (FORMAT csv)` takes.

use lanegate_check::Kind;
use lanegate_plan::BatchRow;
use lanegate_wire::OpenImport;
use serde_json::json;

use super::statements::stored_columns;
use crate::db::DbError;

/// Rows that grow line by line. A blank is an empty field: no stored text is empty.
pub(super) struct RowsForCopy<'a> {
    kind: &'a Kind,
    import: &'a OpenImport,
    columns: Vec<usize>,
    csv: csv::Writer<Vec<u8>>,
}

impl<'a> RowsForCopy<'a> {
    pub(super) fn new(kind: &'a Kind, import: &'a OpenImport) -> Self {
        Self { kind, import, columns: stored_columns(kind), csv: csv::Writer::from_writer(Vec::new()) }
    }

    /// Adds a row's columns with their defaults, and where it comes from; what stands before and after the columns is given.
    pub(super) fn add(&mut self, before: &[&str], row: &BatchRow, after: &[Option<String>]) -> Result<(), DbError> {
        let (import, sheet) = (self.import.id, &self.import.sheet);
        let metadata = json!({"import": import, "sheet": sheet, "row": row.row}).to_string();
        let columns = self.columns.iter().map(|&place| {
            let column = &self.kind.columns[place];
            row.values.text(place).or_else(|| column.default.map(str::to_owned)).unwrap_or_default()
        });
        let before = before.iter().map(|text| (*text).to_owned());
        let after = after.iter().map(|text| text.clone().unwrap_or_default());
        let fields = before.chain(columns).chain(after).chain([metadata]);
        Ok(self.csv.write_record(fields).map_err(|error| sqlx::Error::Encode(error.into()))?)
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, DbError> {
        Ok(self.csv.into_inner().map_err(|error| sqlx::Error::Encode(error.to_string().into()))?)
    }
}
