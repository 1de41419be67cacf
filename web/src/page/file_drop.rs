//! The whole window takes a file: dropped, or pasted, as a file or as cells copied from a spreadsheet.

use js_sys::Array;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{DataTransfer, DragEvent, Element, Event, File};

use super::desk::desk;
use super::take_file::take_file;
use super::texts;

/// Listens on the window, and says so while a file hovers over it.
#[component]
pub fn FileDrop() -> impl IntoView {
    let desk = desk();
    let hovering = RwSignal::new(false);
    let over = window_event_listener(ev::dragover, move |event: DragEvent| {
        if carries_files(&event) {
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
        if carries_files(&event) {
            event.prevent_default();
        }
        hovering.set(false);
        if let Some(file) = event.data_transfer().as_ref().and_then(first_file) {
            take_file(desk, file);
        }
    });
    let pasted = window_event_listener(ev::paste, move |event: web_sys::ClipboardEvent| {
        let data = event.clipboard_data();
        if let Some(file) = data.as_ref().and_then(first_file).or_else(|| cells(&event, data.as_ref()?)) {
            event.prevent_default();
            take_file(desk, file);
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

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Cells copied from a spreadsheet, as a text file. What is pasted into a field stays the field's.
fn cells(event: &Event, data: &DataTransfer) -> Option<File> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")) {
        return None;
    }
    let text = data.get_data("text/plain").ok().filter(|text| text.trim().contains('\n'))?;
    File::new_with_str_sequence(&Array::of1(&text.into()), texts::PASTED).ok()
}

fn first_file(data: &DataTransfer) -> Option<File> {
    data.files().and_then(|files| files.get(0))
}
