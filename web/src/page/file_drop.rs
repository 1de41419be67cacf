//! The whole window takes a file: dropped, or pasted, as a file or as cells copied from a spreadsheet.

use js_sys::Array;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{DataTransfer, DragEvent, Element, Event, File};

use super::desk::{Desk, Step, desk};
use super::{file_queue, texts};

/// Listens on the window, and says so while a file hovers over it.
#[component]
pub fn FileDrop() -> impl IntoView {
    let desk = desk();
    let hovering = RwSignal::new(false);
    let over = window_event_listener(ev::dragover, move |event: DragEvent| {
        if is_for_part(&event) {
            hovering.set(false);
        } else if carries_files(&event) {
            event.prevent_default();
            hovering.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event: DragEvent| {
        // Without a related target the pointer has left the window, not only an element.
        if event.related_target().is_none() {
            hovering.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
        if is_for_part(&event) {
            return;
        }
        if carries_files(&event) {
            event.prevent_default();
        }
        hovering.set(false);
        file_queue::take(desk, event.data_transfer().as_ref().map(files).unwrap_or_default());
    });
    let pasted = window_event_listener(ev::paste, move |event: web_sys::ClipboardEvent| {
        let Some(data) = event.clipboard_data() else { return };
        let mut pasted = files(&data);
        let text = text(&data);
        if text.is_some() {
            // Spreadsheets copy cells as text and, besides, as a picture.
            pasted.retain(|file| !file.type_().starts_with("image/"));
        }
        if pasted.is_empty() && !is_in_field(&event) && !is_for_grid(desk) {
            pasted.extend(text.and_then(|text| table(&text)));
        }
        if !pasted.is_empty() {
            event.prevent_default();
            file_queue::take(desk, pasted);
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        dropped.remove();
        pasted.remove();
    });
    view! { <div class="hover" class:gone=move || !hovering.get() aria-hidden="true"><p>{texts::RELEASE}</p></div> }
}

/// Returns true over a part of the page that takes files itself.
fn is_for_part(event: &DragEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("[data-takes-files]").is_ok_and(|part| part.is_some()))
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Cells copied from a spreadsheet, as a text file: headers and at least one row.
fn table(text: &str) -> Option<File> {
    let is_table = text.trim().contains('\n');
    is_table.then(|| File::new_with_str_sequence(&Array::of1(&text.into()), texts::PASTED).ok())?
}

/// The text of what is pasted.
pub fn text(data: &DataTransfer) -> Option<String> {
    data.get_data("text/plain").ok().filter(|text| !text.is_empty())
}

/// Returns true if something is pasted into a field: it stays the field's.
pub fn is_in_field(event: &Event) -> bool {
    const FIELDS: &str = "input:not([type=checkbox], [type=radio]), textarea, select";
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches(FIELDS).unwrap_or(false))
}

/// Returns true if a dialog is open: nothing behind it can be meant.
pub fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// While the rows are shown, text goes into the selected cell (`review/paste.rs`).
fn is_for_grid(desk: Desk) -> bool {
    desk.place.with_untracked(Option::is_none)
        && desk.step.get_untracked() == Step::Review
        && desk.overview.with_untracked(Option::is_some)
}

/// The files that are dropped or pasted.
pub fn files(data: &DataTransfer) -> Vec<File> {
    let list = data.files();
    list.map(|list| (0..list.length()).filter_map(|at| list.get(at)).collect()).unwrap_or_default()
}
