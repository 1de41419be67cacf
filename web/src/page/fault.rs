//! The page's own faults: said where a person sees them, and in full to the browser's console.

use leptos::prelude::document;

use super::texts;

/// From now on a panic leaves a notice instead of a page that silently does nothing.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|fault| {
        web_sys::console::error_1(&fault.to_string().into());
        let Ok(notice) = document().create_element("p") else { return };
        notice.set_class_name("note error broke");
        notice.set_text_content(Some(texts::BROKE));
        let _ = notice.set_attribute("role", "alert");
        if let Some(body) = document().body() {
            let _ = body.prepend_with_node_1(&notice);
        }
    }));
}
