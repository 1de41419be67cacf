//! The active cell below the grid: its name, what counts there and what the file holds, what was found; and the field to correct it.

use lanegate_wire::{ColumnMatch, Finding, Fix};
use leptos::html::{Div, Textarea};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::cell_facts::Facts;
use super::fix_buttons::FixButtons;
use super::grid_keys::Place;
use super::rows::Rows;
use crate::page::desk::desk;
use crate::page::{corrections, texts};
use crate::protocol::{Reply, Request};

/// Longer texts end here: no cell of a workbook holds more, and no column takes as much, so that nothing is cut that could be committed.
const LONGEST: usize = 32_767;

/// The field's id in the document.
const FIELD: &str = "cell-value";

/// The active cell.
#[derive(Debug, Clone, PartialEq)]
struct Active {
    name: String,
    row: u32,
    column: usize,
    /// The template column, where it is one.
    target: Option<String>,
    text: String,
    held: Option<String>,
    has_findings: bool,
    left_out: bool,
}

/// The bar.
#[component]
pub fn CellBar(active: RwSignal<Place>, rows: Rows, columns: Vec<ColumnMatch>, grid: NodeRef<Div>) -> impl IntoView {
    let desk = desk();
    let columns = StoredValue::new(columns);
    let cell = Memo::new(move |_| {
        rows.arrivals.track();
        let Place { row, column } = active.get();
        let row = rows.get(row)?;
        let file = columns.with_value(|columns| columns.get(column).cloned())?;
        let cell = row.cells.get(column)?;
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        Some(Active {
            name: format!("{}{}", file.letters, row.row),
            row: row.row,
            column,
            target: file.column,
            text: short(&cell.text),
            held: cell.held.as_deref().map(short),
            has_findings: row.severity.is_some(),
            left_out: row.left_out,
        })
    });
    let findings = RwSignal::new(Vec::<Finding>::new());
    Effect::new(move |_| {
        desk.revision.track();
        let Some(Active { name, row, has_findings: true, .. }) = cell.get() else { return findings.set(Vec::new()) };
        leptos::task::spawn_local(async move {
            let found = rows.findings_of(row, &name).await;
            if cell.try_get_untracked().flatten().is_some_and(|now| now.name == name) {
                findings.set(found);
            }
        });
    });
    // Asked for when somebody is about to correct the cell: counting goes through all rows.
    let alike = RwSignal::new(None::<u32>);
    let place = Memo::new(move |_| cell.get().map(|cell| (cell.row, cell.column)));
    Effect::new(move |_| {
        place.track();
        alike.set(None);
    });
    let count = move |_| {
        let (Some((row, column)), Some(checker)) = (place.get_untracked(), desk.checker()) else { return };
        leptos::task::spawn_local(async move {
            if let Ok(Reply::Alike(rows)) = checker.ask(Request::Alike(row, column), None).await
                && place.try_get_untracked().flatten() == Some((row, column))
            {
                alike.set(Some(rows));
            }
        });
    };
    let field = NodeRef::<Textarea>::new();
    let back = move || _ = grid.get_untracked().map(|grid| grid.focus());
    let take = move || {
        let (Some(now), Some(field)) = (cell.get_untracked(), field.get_untracked()) else { return };
        if field.value() != in_lines(&now.text) {
            corrections::add(desk, Fix::SetCell { cell: now.name, value: field.value() });
        }
        back();
    };
    // Every cell of the column that holds the same counts as what was typed.
    let take_all = move || {
        let (Some(now), Some(field)) = (cell.get_untracked(), field.get_untracked()) else { return };
        if let Some(column) = now.target.filter(|_| field.value() != in_lines(&now.text)) {
            corrections::add(desk, Fix::MapValue { column, from: now.text, to: field.value() });
        }
        back();
    };
    let keys = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Enter" if event.ctrl_key() || event.meta_key() => take_all(),
        // As in a spreadsheet; Shift+Enter makes a new line by itself.
        "Enter" if event.alt_key() => new_line(field),
        "Enter" if !event.shift_key() => {
            event.prevent_default();
            take();
        }
        "Escape" => {
            if let (Some(now), Some(field)) = (cell.get_untracked(), field.get_untracked()) {
                field.set_value(&in_lines(&now.text));
            }
            back();
        }
        _ => {}
    };
    let said = move |finding: Finding| {
        view! {
            <li class=finding.severity.as_str()>
                <span class="mark" aria-hidden="true"></span>
                <span><b>{texts::severity(finding.severity)}": "</b>{finding.message}" "{finding.hint}</span>
                <FixButtons fixes=finding.fixes/>
            </li>
        }
    };
    let left_out = Memo::new(move |_| cell.get().is_some_and(|cell| cell.left_out));
    let row = Memo::new(move |_| cell.get().map_or(0, |cell| cell.row));
    view! {
        <div class="cellbar">
            <div class="edit" class:gone=move || cell.get().is_none()>
                <label for=FIELD><b>{move || cell.get().map(|cell| cell.name)}</b></label>
                <textarea id=FIELD rows="1" autocomplete="off" spellcheck="false" node_ref=field aria-describedby="cell-held"
                    prop:value=move || cell.get().map(|cell| in_lines(&cell.text)).unwrap_or_default() on:keydown=keys on:focus=count></textarea>
                <button type="button" on:click=move |_| take()>{texts::TAKE}</button>
                <button type="button" title=texts::TAKE_ALL_HELP disabled=move || cell.get().is_none_or(|cell| cell.target.is_none())
                    on:click=move |_| take_all()>{move || texts::take_all(alike.get())}</button>
                <button type="button" on:click=move |_| corrections::leave_out(desk, row.get_untracked(), !left_out.get_untracked())>
                    {move || texts::leave_row_out(row.get(), left_out.get())}
                </button>
            </div>
            <Facts cell=Signal::derive(move || cell.get().map(|cell| (cell.row, cell.column)))/>
            <p id="cell-held" class="quiet" class:gone=move || cell.get().is_none_or(|cell| cell.held.is_none())>
                {texts::HOLDS}" "<q>{move || cell.get().and_then(|cell| cell.held)}</q>
            </p>
            <ul aria-live="polite">{move || findings.get().into_iter().map(said).collect_view()}</ul>
        </div>
    }
}

/// A text as the field gives it back, whatever ends its lines.
fn in_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn new_line(field: NodeRef<Textarea>) {
    let Some(field) = field.get_untracked() else { return };
    let (from, to) = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
    if let (Some(from), Some(to)) = (from, to) {
        let _ = field.set_range_text_with_start_and_end_and_mode("\n", from, to, "end");
    }
}

/// Puts the cursor into the field, with all of its text selected.
pub fn begin_edit() {
    let Some(field) = document().get_element_by_id(FIELD) else { return };
    if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
        field.select();
    }
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        let _ = field.focus();
    }
}
