//! One row of the grid. Faulty cells are marked by severity, with a shape and not by colour alone.

use lanegate_wire::{CellView, RowView, Severity};
use leptos::prelude::*;

use crate::page::{format, texts};

/// Longer texts are cut in the grid; the bar below it shows more.
const LONGEST: usize = 120;

/// The row at a place; empty until it has come from the worker.
#[component]
pub fn GridRow(at: u32, row: Option<RowView>, columns: usize) -> impl IntoView {
    let index = at + 2;
    match row {
        None => view! {
            <div class="row waiting" role="row" aria-rowindex=index aria-busy="true">
                <div class="cell number" role="gridcell" aria-colindex="1" aria-colspan=columns + 1>{texts::LOADING}</div>
            </div>
        }
        .into_any(),
        Some(row) => {
            let number = format::number(row.row);
            let class = match (row.left_out, row.severity) {
                (true, _) => "row out",
                (false, None) => "row",
                (false, Some(Severity::Error)) => "row error",
                (false, Some(Severity::Warning)) => "row warning",
                (false, Some(Severity::Info)) => "row info",
            };
            let out = row.left_out.then(|| view! { <span class="vh">" "{texts::LEFT_OUT}</span> });
            let cell = |(column, cell)| view_cell(at, column, cell);
            view! {
                <div class=class role="row" aria-rowindex=index>
                    <div class="cell number" role="rowheader" aria-colindex="1">{number}{out}</div>
                    {row.cells.into_iter().enumerate().map(cell).collect_view()}
                </div>
            }
            .into_any()
        }
    }
}

fn view_cell(at: u32, column: usize, cell: CellView) -> impl IntoView {
    let mut class = cell.severity.map_or_else(|| "cell".to_owned(), |severity| format!("cell {}", severity.as_str()));
    if cell.held.is_some() {
        class.push_str(" corrected");
    }
    let said = cell.severity.map(|severity| view! { <span class="vh">{texts::severity(severity)}": "</span> });
    let text = match cell.text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &cell.text[..end]),
        None => cell.text,
    };
    view! { <div class=class role="gridcell" id=cell_id(at, column) aria-colindex=column + 2>{said}{text}</div> }
}

/// The id of a cell in the document.
pub fn cell_id(row: u32, column: usize) -> String {
    format!("cell-{row}-{column}")
}
