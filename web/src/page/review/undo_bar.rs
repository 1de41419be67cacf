//! Undo and redo: two buttons, how many corrections there are, and how the last one is getting on.

use leptos::prelude::*;

use crate::page::corrections;
use crate::page::desk::desk;
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
            <span class="quiet" role="status">{move || match desk.correcting.get() {
                Some(_) => texts::CORRECTING.to_owned(),
                None => texts::corrections(made.get()),
            }}</span>
            {move || desk.correcting.get().map(|step| {
                let share = step.and_then(|step| step.total.map(|total| (100 * step.done / total.max(1)).to_string()));
                view! { <progress class="late" max="100" value=share aria-label=texts::CORRECTING></progress> }
            })}
        </div>
    }
}
