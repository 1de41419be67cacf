//! The grid's header: each column's letters, its heading in the file, and where it goes.

use lanegate_wire::{ColumnMatch, RowView};
use leptos::prelude::*;

use crate::page::texts;

/// The header row, which stays in view.
#[component]
pub fn GridHead(columns: Vec<ColumnMatch>) -> impl IntoView {
    let head = |(at, column): (usize, ColumnMatch)| {
        let renamed = column.column.clone().filter(|name| *name != column.header);
        view! {
            <div class="cell" role="columnheader" aria-colindex=at + 2 class:ignored=column.column.is_none()>
                <span class="quiet">{column.letters}</span>" "<b>{column.header}</b>
                {renamed.map(|name| view! { <span class="quiet">" → "{name}</span> })}
                {column.column.is_none().then(|| view! { <span class="quiet">" · "{texts::IGNORED}</span> })}
            </div>
        }
    };
    view! {
        <div class="head" role="rowgroup">
            <div class="row" role="row" aria-rowindex="1">
                <div class="cell number" role="columnheader" aria-colindex="1">{texts::ROW}</div>
                {columns.into_iter().enumerate().map(head).collect_view()}
            </div>
        </div>
    }
}

/// Column widths that fit the headings and the first rows, within reason, as a CSS grid template, and their sum.
pub fn widths(columns: &[ColumnMatch], rows: impl Iterator<Item = RowView>) -> (String, String) {
    const NUMBERS: usize = 9;
    const NARROWEST: usize = 8;
    const WIDEST: usize = 30;
    let heading = |column: &ColumnMatch| {
        let extra = match &column.column {
            None => texts::IGNORED.len() + 3,
            Some(name) if *name != column.header => name.len() + 3,
            Some(_) => 0,
        };
        // Headings are bold, which takes more.
        column.letters.len() + column.header.chars().count() * 9 / 8 + extra + 4
    };
    let mut widths: Vec<usize> = columns.iter().map(heading).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(cell.text.chars().take(WIDEST).count() + 2);
        }
    }
    let widths = || std::iter::once(NUMBERS).chain(widths.iter().map(|width| *width.clamp(&NARROWEST, &WIDEST)));
    (widths().map(|width| format!("{width}ch ")).collect(), format!("{}ch", widths().sum::<usize>()))
}
