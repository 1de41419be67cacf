//! The whole window takes a file: dropped or pasted.

use leptos::ev;
use leptos::prelude::*;
use web_sys::{DataTransfer, DragEvent, File};

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
        if let Some(file) = event.clipboard_data().as_ref().and_then(first_file) {
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

fn first_file(data: &DataTransfer) -> Option<File> {
    data.files().and_then(|files| files.get(0))
}
