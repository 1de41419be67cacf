//! A page of a queue in the form that was asked for.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use lanegate_wire::ReadyPage;
use lanegate_workbook::{TableCell, TableColumn, Unwritable, table_csv, table_xlsx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::refusal::{Answer, Refusal};
use crate::store::{PAGE_ROWS, PAGE_TABLE};

/// Where the next page of a download begins: the value for `after`.
const NEXT: HeaderName = HeaderName::from_static("x-next-page");

/// The form of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// To look at.
    #[default]
    Json,
    /// To take away, for any program.
    Csv,
    /// To take away, for Excel.
    Xlsx,
}

impl Format {
    /// As many rows stand on one page.
    pub const fn rows(self) -> u32 {
        match self {
            Self::Json => PAGE_ROWS,
            Self::Csv | Self::Xlsx => PAGE_TABLE,
        }
    }
}

/// A row of a queue as a row of a table.
pub trait InTable: Serialize + Send + 'static {
    /// The file's and the sheet's name.
    const NAME: &'static str;
    /// The columns.
    const COLUMNS: &'static [TableColumn];
    /// The row's cells, one a column.
    fn cells(self) -> Vec<TableCell>;
}

/// The page in its form.
pub async fn answer<T: InTable>(page: ReadyPage<T>, format: Format) -> Answer<Response> {
    if format == Format::Json {
        return Ok(Json(page).into_response());
    }
    let next = page.next.map(|next| HeaderValue::from_str(&next)).transpose().map_err(|_| Refusal::internal())?;
    // Thousands of rows take some milliseconds of processor time: not on a thread that serves requests.
    let written =
        tokio::task::spawn_blocking(move || file(page.rows, format)).await.map_err(|_| Refusal::internal())?;
    let bytes = written.map_err(|error| {
        tracing::error!(%error, "a queue could not be written");
        Refusal::internal()
    })?;
    let (kind, extension) = match format {
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        Format::Csv | Format::Json => ("text/csv; charset=utf-8", "csv"),
    };
    let disposition = format!("attachment; filename=\"{}.{extension}\"", T::NAME);
    let mut response =
        ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, &disposition)], bytes).into_response();
    if let Some(next) = next {
        response.headers_mut().insert(NEXT, next);
    }
    Ok(response)
}

fn file<T: InTable>(rows: Vec<T>, format: Format) -> Result<Vec<u8>, Unwritable> {
    let rows: Vec<_> = rows.into_iter().map(T::cells).collect();
    match format {
        Format::Xlsx => table_xlsx(T::NAME, T::COLUMNS, &rows),
        Format::Csv | Format::Json => table_csv(T::COLUMNS, &rows),
    }
}

/// A text, an id or a list value.
pub fn text(value: impl ToString) -> TableCell {
    TableCell::Text(value.to_string())
}

/// A value, or nothing.
pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> TableCell) -> TableCell {
    value.map_or(TableCell::Blank, cell)
}

/// A column.
pub const fn column(name: &'static str, width: u8) -> TableColumn {
    TableColumn { name, width }
}
