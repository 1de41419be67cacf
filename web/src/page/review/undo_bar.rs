//! Undo and redo: two buttons, and the keys that people know.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::page::corrections;
use crate::page::desk::{Desk, desk};
use crate::page::texts;

/// The buttons, with how many corrections there are.
#[component]
pub fn UndoBar() -> impl IntoView {
    let desk = desk();
    let made = Memo::new(move |_| desk.options.with(|options| options.fixes.len()));
    let undone = Memo::new(move |_| desk.undone.with(Vec::len));
    view! {
        <div class="undo" role="group" aria-label=texts::CORRECTIONS>
            <button type="button" title=texts::UNDO_KEYS disabled=move || made.get() == 0
                on:click=move |_| corrections::undo(desk)>{texts::UNDO}</button>
            <button type="button" title=texts::REDO_KEYS disabled=move || undone.get() == 0
                on:click=move |_| corrections::redo(desk)>{texts::REDO}</button>
            <span class="quiet" role="status">{move || texts::corrections(made.get())}</span>
        </div>
    }
}

/// Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z. In a field they are the field's own.
pub fn keys(desk: Desk, event: &KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")) {
        return;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => corrections::undo(desk),
        ("y", false) | ("z", true) => corrections::redo(desk),
        _ => return,
    }
    event.prevent_default();
}
