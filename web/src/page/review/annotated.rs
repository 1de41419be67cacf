//! The annotated copy to take away: the rows with what was found in them, to be corrected in Excel and dropped again.

use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::download::{Writer, Writing};
use crate::page::texts;

/// The button; while the copy is made, how far it is, with Cancel.
#[component]
pub fn Annotated() -> impl IntoView {
    let desk = desk();
    let writer = Writer::new();
    let busy = Memo::new(move |_| matches!(writer.writing.get(), Writing::Busy(_)));
    let words = move || match writer.writing.get() {
        Writing::Idle => String::new(),
        Writing::Busy(words) | Writing::Failed(words) => words,
    };
    view! {
        <span class="pair annotated">
            <button type="button" title=texts::ANNOTATED_HELP disabled=move || busy.get() on:click=move |_| writer.annotated(desk)>
                {texts::ANNOTATED}
            </button>
            <button type="button" class:gone=move || !busy.get() on:click=move |_| writer.cancel()>{texts::CANCEL}</button>
            <span class="quiet" role="status">{words}</span>
        </span>
    }
}
