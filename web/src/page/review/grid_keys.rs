//! Moving in the grid: keys, clicks, the mark of the active cell, and the grid's size.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent, MouseEvent, ResizeObserver};

use super::grid::active_id;

/// A cell, by its row's place among the rows shown and its column's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: usize,
}

/// Where a key leads; `None` for keys that are not the grid's.
pub fn step(event: &KeyboardEvent, from: Place, rows: u32, columns: usize, page: u32) -> Option<Place> {
    let (last_row, last_column) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
    let all = event.ctrl_key() || event.meta_key();
    let Place { row, column } = from;
    let (row, column) = match event.key().as_str() {
        "ArrowDown" if all => (last_row, column),
        "ArrowUp" if all => (0, column),
        "ArrowDown" => (row.saturating_add(1), column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowRight" => (row, column + 1),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "PageDown" => (row.saturating_add(page), column),
        "PageUp" => (row.saturating_sub(page), column),
        "Home" if all => (0, 0),
        "End" if all => (last_row, last_column),
        "Home" => (row, 0),
        "End" => (row, last_column),
        _ => return None,
    };
    Some(Place { row: row.min(last_row), column: column.min(last_column) })
}

/// Whether a key puts a sign where the cursor is. A blank is left out: it scrolls; so is the beginning of a composed sign, which has no
/// single sign as its name. With Alt, letters are the browser's menus, and other signs are typed so on some keyboards.
pub fn is_typed(event: &KeyboardEvent) -> bool {
    let key = event.key();
    let mut signs = key.chars();
    let (Some(sign), None) = (signs.next(), signs.next()) else { return false };
    let is_menu = event.alt_key() && sign.is_ascii_alphanumeric();
    sign != ' ' && !(event.ctrl_key() || event.meta_key() || is_menu)
}

/// The cell that was clicked.
pub fn clicked(event: &MouseEvent) -> Option<Place> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let id = target.closest("[role=gridcell][id]").ok()??.id();
    let (row, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some(Place { row: row.parse().ok()?, column: column.parse().ok()? })
}

/// Marks the active cell, names it to screen readers, and brings its column into view.
pub fn mark_active(frame: NodeRef<Div>, place: Place) {
    let Some(frame) = frame.try_get_untracked().flatten() else { return };
    if let Ok(Some(old)) = frame.query_selector(".cell.active") {
        let _ = old.class_list().remove_1("active");
    }
    let id = active_id(place);
    let Some(cell) = document().get_element_by_id(&id) else { return };
    let _ = cell.class_list().add_1("active");
    // Setting it again would make screen readers repeat the cell while rows come and go.
    if frame.get_attribute("aria-activedescendant").as_deref() != Some(&id) {
        let _ = frame.set_attribute("aria-activedescendant", &id);
        show_column(&frame, &cell);
    }
}

/// Scrolls sideways only, and past the row numbers, which stay in place.
fn show_column(frame: &Element, cell: &Element) {
    let (outer, inner) = (frame.get_bounding_client_rect(), cell.get_bounding_client_rect());
    let numbers = frame.query_selector(".number").ok().flatten().map_or(0.0, |n| n.get_bounding_client_rect().width());
    let (left, right) = (outer.left() + numbers, outer.left() + f64::from(frame.client_width()));
    let by = if inner.left() < left {
        inner.left() - left
    } else if inner.right() > right {
        (inner.right() - right).min(inner.left() - left)
    } else {
        return;
    };
    #[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
    frame.set_scroll_left(frame.scroll_left() + by.round() as i32);
}

/// Measures again whenever the grid's size changes.
pub fn watch_size(frame: NodeRef<Div>, measure: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let changed = Closure::<dyn Fn()>::new(measure);
        let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
        observer.observe(&frame);
        let kept = StoredValue::new_local((observer, changed));
        on_cleanup(move || {
            kept.with_value(|(observer, _)| observer.disconnect());
        });
    });
}
