//! Pasting into the rows: one value corrects the selected cell, a block the cells from there on, as one step to undo.

use lanegate_wire::{CellView, ColumnMatch, Fix, RowView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clipboard_cells;
use super::grid_keys::Place;
use super::rows::Rows;
use crate::page::desk::{Desk, desk};
use crate::page::{corrections, file_drop, texts};

/// Cells that can be pasted at once.
const MOST: usize = 10_000;
/// Rows asked for at once.
const WINDOW: u32 = 500;

/// The message about the last paste, until something else happens.
#[derive(Clone, PartialEq)]
struct Said {
    words: String,
    is_refusal: bool,
    at: Place,
    corrections: usize,
}

/// Handles pastes while the rows are shown, and shows the result.
#[component]
pub fn Paste(active: RwSignal<Place>, rows: Rows, columns: Vec<ColumnMatch>) -> impl IntoView {
    let desk = desk();
    let columns = StoredValue::new(columns);
    let said = RwSignal::new(None::<Said>);
    let say = move |words: String, is_refusal: bool| {
        let corrections = desk.options.with_untracked(|options| options.fixes.len());
        // The rows may be gone from the page by now.
        let Some(at) = active.try_get_untracked() else { return };
        let _ = said.try_update(|said| *said = Some(Said { words, is_refusal, at, corrections }));
    };
    let listener = window_event_listener(leptos::ev::paste, move |event| {
        // Cells come as text, and in a dialog nothing of the rows can be meant.
        let is_elsewhere = event.default_prevented() || file_drop::is_in_field(&event);
        if is_elsewhere || file_drop::is_dialog_open() {
            return;
        }
        let Some(text) = event.clipboard_data().as_ref().and_then(file_drop::text) else { return };
        event.prevent_default();
        let block = clipboard_cells::cells(&text);
        let from = active.get_untracked();
        spawn_local(async move {
            match put(desk, rows, columns, from, block).await {
                Ok(words) => say(words, false),
                Err(words) => say(words, true),
            }
        });
    });
    on_cleanup(move || listener.remove());
    let now = move || {
        let corrections = desk.options.with(|options| options.fixes.len());
        said.get().filter(|said| said.at == active.get() && said.corrections == corrections)
    };
    view! {
        <div class="pasted" role="status">
            {move || now().map(|said| view! { <p class="note" class:warning=said.is_refusal>{said.words}</p> })}
        </div>
    }
}

/// Corrects the cells of a block whose first cell is `from`, and returns a message.
async fn put(
    desk: Desk,
    rows: Rows,
    columns: StoredValue<Vec<ColumnMatch>>,
    from: Place,
    block: Vec<Vec<String>>,
) -> Result<String, String> {
    // A correction begins a turn at once, and the revision rises when it has been checked.
    let state = || (desk.turn(), desk.revision.get_untracked(), desk.filter.get_untracked());
    let before = state();
    let letters: Vec<String> = columns.with_value(|columns| columns.iter().map(|file| file.letters.clone()).collect());
    let width = block.iter().map(Vec::len).max().unwrap_or(0);
    let height = block.len();
    if height * width > MOST {
        return Err(texts::paste_too_large(height, width, MOST));
    }
    let right = letters.len().saturating_sub(from.column);
    let below = rows.total.get_untracked().unwrap_or(0).saturating_sub(from.row) as usize;
    if below == 0 || right == 0 {
        return Err(texts::PASTE_NOWHERE.to_owned());
    }
    if height > below || width > right {
        return Err(texts::paste_does_not_fit((height, width), (below, right)));
    }
    let found = rows_of(rows, from.row, height).await;
    let Some(found) = found.filter(|_| before == state()) else { return Err(texts::PASTE_AGAIN.to_owned()) };
    let name = |row: &RowView, column: usize| format!("{}{}", letters[column], row.row);
    let mut fixes = Vec::new();
    for (row, cells) in found.iter().zip(&block) {
        for (column, value) in (from.column..).zip(cells) {
            if differs(&row.cells[column], value) {
                fixes.push(Fix::SetCell { cell: name(row, column), value: value.clone() });
            }
        }
    }
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Err(texts::PASTE_AGAIN.to_owned()) };
    let cells = (name(first, from.column), name(last, from.column + width - 1));
    let changed = fixes.len();
    if changed > 0 {
        corrections::add_together(desk, fixes);
    }
    Ok(texts::pasted(&cells.0, &cells.1, changed))
}

/// The rows shown from a place on; `None` if not all of them could be read.
async fn rows_of(rows: Rows, from: u32, height: usize) -> Option<Vec<RowView>> {
    let mut found = Vec::with_capacity(height);
    while found.len() < height {
        let at = from + u32::try_from(found.len()).ok()?;
        let limit = WINDOW.min(u32::try_from(height - found.len()).ok()?);
        let window = rows.window(at, limit).await.filter(|window| !window.is_empty())?;
        found.extend(window);
    }
    Some(found)
}

/// Returns true if a value is another one than the cell's. Of a long text the grid has the beginning only.
fn differs(cell: &CellView, value: &str) -> bool {
    cell.text != value || cell.text.chars().count() >= CellView::MAX_SHOWN
}
