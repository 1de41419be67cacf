//! The field in which the active cell is corrected, and the buttons beside it.

use lanegate_wire::{CellFacts, CellView, Fix};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::cell_facts::Known;
use crate::page::desk::desk;
use crate::page::{corrections, texts};
use crate::protocol::{Reply, Request};

/// The field's id in the document.
const FIELD: &str = "cell-value";

/// The active cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Active {
    pub name: String,
    pub row: u32,
    pub column: usize,
    /// The template column, where it is one.
    pub target: Option<String>,
    /// As the grid has it: of a long text the beginning.
    pub text: String,
    pub held: Option<String>,
    pub has_findings: bool,
    pub left_out: bool,
}

/// The cell that was corrected last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub row: u32,
    pub column: usize,
    /// Its text before.
    pub before: String,
    /// How many corrections there are with it.
    pub corrections: usize,
}

/// The field. What is typed counts from Enter on.
#[component]
pub fn CellField(
    cell: Memo<Option<Active>>,
    place: Memo<Option<(u32, usize)>>,
    known: RwSignal<Option<Known>>,
    corrected: RwSignal<Option<Corrected>>,
    grid: NodeRef<Div>,
) -> impl IntoView {
    let desk = desk();
    // The whole text: of a long one the grid has the beginning only. `None` while it has not come, and where it is longer than any cell may
    // be: a part must not take its place.
    let text = Memo::new(move |_| {
        let now = cell.get()?;
        if now.text.chars().count() < CellView::MAX_SHOWN {
            return Some(now.text);
        }
        let known = known.get().filter(|known| known.cell == (now.row, now.column))?;
        let is_whole = known.text().chars().count() < CellFacts::MAX_TEXT;
        is_whole.then(|| known.text().to_owned())
    });
    // Who began before it came meant all of it.
    Effect::new(move |was_here: Option<bool>| {
        let is_here = text.get().is_some();
        if is_here && was_here == Some(false) {
            request_animation_frame(|| {
                let has_focus = document().active_element().is_some_and(|element| element.id() == FIELD);
                if let Some(field) = field().filter(|_| has_focus) {
                    field.select();
                }
            });
        }
        is_here
    });
    let back = move || _ = grid.get_untracked().map(|grid| grid.focus());
    // What was typed, in a cell where it is not what stands there already.
    let typed = move || {
        let (now, text) = (cell.get_untracked()?, text.get_untracked()?);
        let typed = field()?.value();
        (typed != in_lines(&text)).then_some((now, text, typed))
    };
    let take = move || {
        if let Some((now, before, value)) = typed() {
            corrections::add(desk, Fix::SetCell { cell: now.name, value });
            let corrections = desk.options.with_untracked(|options| options.fixes.len());
            corrected.set(Some(Corrected { row: now.row, column: now.column, before, corrections }));
        }
        back();
    };
    // Every cell of the column that holds the same counts as what was typed.
    let take_all = move || {
        if let Some((Active { target: Some(column), .. }, from, to)) = typed() {
            corrections::add(desk, Fix::MapValue { column, from, to });
        }
        back();
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        // These keys are the input method's.
        _ if event.is_composing() => {}
        "Enter" if event.ctrl_key() || event.meta_key() => take_all(),
        // As in a spreadsheet; with Shift the browser does the same by itself.
        "Enter" if event.alt_key() => {
            event.prevent_default();
            new_line();
        }
        "Enter" if !event.shift_key() => {
            event.prevent_default();
            take();
        }
        "Escape" => {
            if let (Some(text), Some(field)) = (text.get_untracked(), field()) {
                field.set_value(&in_lines(&text));
            }
            back();
        }
        _ => {}
    };
    // Asked for when somebody is about to correct the cell: counting goes through all rows.
    let alike = RwSignal::new(None::<u32>);
    Effect::new(move |_| {
        place.track();
        alike.set(None);
    });
    let count = move |_| {
        let (Some((row, column)), Some(checker)) = (place.get_untracked(), desk.checker()) else { return };
        spawn_local(async move {
            if let Ok(Reply::Alike(rows)) = checker.ask(Request::Alike(row, column), None).await
                && place.try_get_untracked().flatten() == Some((row, column))
            {
                alike.set(Some(rows));
            }
        });
    };
    // Every row with the same text in this column.
    let skip_alike = move || {
        if let (Some(now), Some(value)) = (cell.get_untracked(), text.get_untracked()) {
            let letters = now.name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
            corrections::add(desk, Fix::LeaveOutWhere { letters, value });
        }
        back();
    };
    let left_out = Memo::new(move |_| cell.get().is_some_and(|cell| cell.left_out));
    let row = Memo::new(move |_| cell.get().map_or(0, |cell| cell.row));
    // What was typed and not taken stays behind with its cell, also where the next one holds the same.
    let shown = move || {
        place.track();
        text.get().or_else(|| Some(cell.get()?.text)).map(|text| in_lines(&text)).unwrap_or_default()
    };
    let is_too_long = move || text.get().is_none() && known.get().is_some_and(|known| Some(known.cell) == place.get());
    view! {
        <div class="edit" class:gone=move || cell.get().is_none()>
            <label for=FIELD><b>{move || cell.get().map(|cell| cell.name)}</b></label>
            <textarea id=FIELD rows="1" autocomplete="off" spellcheck="false" aria-describedby="cell-held grid-keys"
                prop:readOnly=move || text.get().is_none() prop:value=shown on:keydown=keys on:focus=count></textarea>
            <button type="button" on:click=move |_| take()>{texts::TAKE}</button>
            <button type="button" title=texts::TAKE_ALL_HELP disabled=move || cell.get().is_none_or(|cell| cell.target.is_none())
                on:click=move |_| take_all()>{move || texts::take_all(alike.get())}</button>
            <button type="button" on:click=move |_| corrections::leave_out(desk, row.get_untracked(), !left_out.get_untracked())>
                {move || texts::leave_row_out(row.get(), left_out.get())}
            </button>
            <button type="button" title=texts::SKIP_ALIKE_HELP disabled=move || text.get().is_none() on:click=move |_| skip_alike()>
                {texts::SKIP_ALIKE}
            </button>
        </div>
        {move || is_too_long().then(|| view! { <p class="quiet" role="status">{texts::TOO_LONG_TO_CORRECT}</p> })}
    }
}

/// A text as the field gives it back, whatever ends its lines.
fn in_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn field() -> Option<HtmlTextAreaElement> {
    document().get_element_by_id(FIELD)?.dyn_into().ok()
}

fn new_line() {
    let Some(field) = field().filter(|field| !field.read_only()) else { return };
    let (from, to) = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
    if let (Some(from), Some(to)) = (from, to) {
        let _ = field.set_range_text_with_start_and_end_and_mode("\n", from, to, "end");
    }
}

/// Puts the cursor into the field, with all of its text selected.
pub fn begin_edit() {
    if let Some(field) = field() {
        field.select();
        let _ = field.focus();
    }
}
