//! Chooses a list: from a file chooser, by dropping it here, or one that this browser keeps.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{DragEvent, File};

use super::OpenList;
use crate::page::file_drop::files;
use crate::page::kept_lists::KeptListItems;
use crate::page::texts;

/// The button, the place to drop a list, and the kept lists.
#[component]
pub fn ChooseList(list: RwSignal<OpenList, LocalStorage>, take: Callback<File>) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let hovering = RwSignal::new(false);
    let chosen = move |_| {
        let file = input.get_untracked().and_then(|input| {
            let file = input.files().and_then(|files| files.get(0));
            // Emptied, so that the same file can be chosen again after it was changed.
            input.set_value("");
            file
        });
        file.into_iter().for_each(|file| take.run(file));
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    // The window leaves alone what is dropped here (`file_drop.rs`).
    let over = move |event: DragEvent| {
        event.prevent_default();
        hovering.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        hovering.set(false);
        let first = event.data_transfer().and_then(|data| files(&data).into_iter().next());
        first.into_iter().for_each(|file| take.run(file));
    };
    let is_open = move || list.with(|list| matches!(list, OpenList::Open(..)));
    let state = move || match list.get() {
        OpenList::None => None,
        OpenList::Reading => Some(view! { <p>{texts::READING_LIST}</p> }.into_any()),
        OpenList::Refused(why) => {
            Some(view! { <p class="note error"><b>{why.message}</b>" "{why.hint}</p> }.into_any())
        }
        OpenList::Open(view, _) => Some(view! { <p><b>{texts::list_open(&view.file, view.rows)}</b></p> }.into_any()),
    };
    view! {
        <div class="target" class:hovering=move || hovering.get() data-takes-files=""
            on:dragover=over on:drop=dropped on:dragleave=move |_: DragEvent| hovering.set(false)>
            <input type="file" class="gone" node_ref=input accept=texts::ACCEPT on:change=chosen aria-hidden="true" tabindex="-1"/>
            <button type="button" on:click=open>
                {move || if is_open() { texts::ANOTHER_LIST } else { texts::CHOOSE_LIST }}
            </button>
            <span class="quiet">{texts::DROP_LIST}</span>
        </div>
        <div role="status">{state}</div>
        <KeptListItems take/>
    }
}
