//! The grid: any number of rows, of which only the visible ones are in the document (WAI-ARIA grid pattern).

use lanegate_wire::ColumnMatch;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cell_bar::CellBar;
use super::cell_field::begin_edit;
use super::finding_steps::FindingSteps;
use super::grid_head::{GridHead, widths};
use super::grid_keys::{self, Place};
use super::grid_row::{GridRow, cell_id};
use super::paste::Paste;
use super::row_filter::RowFilter;
use super::rows::Rows;
use super::scroll::Scroll;
use super::search::Search;
use super::undo_bar::UndoBar;
use crate::page::desk::desk;
use crate::page::texts;

/// A row's height in pixels; `style.css` says the same.
const ROW_HEIGHT: f64 = 28.0;

/// Rows kept before and after the visible ones, so that scrolling does not show gaps.
const AROUND: u32 = 8;

/// The grid with its filter above and the active cell below.
#[component]
pub fn Grid(columns: Vec<ColumnMatch>) -> impl IntoView {
    let all_columns = columns;
    let desk = desk();
    let rows = Rows::new(desk);
    let frame = NodeRef::<Div>::new();
    let scrolled = RwSignal::new(0.0_f64);
    let view = RwSignal::new(400.0_f64);
    let active = RwSignal::new(Place { row: 0, column: 0 });
    let columns = all_columns.len();

    let list = move || Scroll { rows: rows.total.get().unwrap_or(0), row_height: ROW_HEIGHT, view: view.get() };
    let span = Memo::new(move |_| list().span(scrolled.get(), AROUND));
    let measure = move || {
        if let Some(frame) = frame.try_get_untracked().flatten() {
            scrolled.set(f64::from(frame.scroll_top()));
            view.set((f64::from(frame.client_height()) - ROW_HEIGHT).max(ROW_HEIGHT));
        }
    };
    let reveal = move |place: Place| {
        let Some(frame) = frame.try_get_untracked().flatten() else { return };
        measure();
        let to = untrack(|| list().reveal(scrolled.get(), place.row));
        #[expect(clippy::cast_possible_truncation, reason = "below 16 million")]
        frame.set_scroll_top(to.round() as i32);
        measure();
    };
    grid_keys::watch_size(frame, measure);

    Effect::new(move |_| {
        rows.restart(desk.filter.get());
        if let Some(frame) = frame.get_untracked() {
            frame.set_scroll_top(0);
        }
        active.set(Place { row: 0, column: 0 });
        measure();
    });
    // A correction may have changed any row: those at hand are asked for again, and stay on screen until they have come.
    Effect::new(move |before: Option<u32>| {
        let revision = desk.revision.get();
        if before.is_some_and(|before| before != revision) {
            let (from, to) = span.get_untracked();
            rows.renew(from, to);
        }
        revision
    });
    Effect::new(move |_| {
        let (from, to) = span.get();
        if to > from {
            rows.want(from, to);
        }
    });
    // A finding was gone to: find its row under the filter of now, and show its cell.
    Effect::new(move |_| {
        let Some(target) = desk.target.get() else { return };
        spawn_local(async move {
            if let Some(row) = rows.place(target.row).await {
                let place = Place { row, column: target.column };
                active.set(place);
                reveal(place);
            }
        });
    });
    // The active cell is marked where it is in the document; rows come and go beneath the mark.
    Effect::new(move |_| {
        let place = active.get();
        rows.arrivals.track();
        span.track();
        request_animation_frame(move || grid_keys::mark_active(frame, place));
    });

    let columns_of = all_columns.clone();
    let template = Memo::new(move |_| {
        rows.arrivals.track();
        widths(&columns_of, (0..60).map_while(|at| rows.get(at)))
    });
    let here = move || {
        rows.arrivals.track();
        let (from, to) = span.get();
        (from..to).map(|at| (at, rows.get(at))).collect::<Vec<_>>()
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let total = rows.total.get_untracked().unwrap_or(0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen rows")]
        let page = (view.get_untracked() / ROW_HEIGHT).floor() as u32;
        if matches!(event.key().as_str(), "Enter" | "F2") {
            event.prevent_default();
            return begin_edit();
        }
        // Typing corrects the cell, as in a spreadsheet: the letter comes into the field, in the place of what stands there.
        if grid_keys::is_typed(&event) {
            return begin_edit();
        }
        if let Some(place) = grid_keys::step(&event, active.get_untracked(), total, columns, page) {
            event.prevent_default();
            active.set(place);
            reveal(place);
        }
    };
    let click = move |event: web_sys::MouseEvent| {
        if let Some(place) = grid_keys::clicked(&event) {
            active.set(place);
            // The second click of a double one.
            if event.detail() >= 2 {
                begin_edit();
            }
        }
    };
    view! {
        <div class="gridtop">
            <RowFilter/><FindingSteps/><Search/><UndoBar/>
            <Paste active rows columns=all_columns.clone()/>
            <span class="quiet" role="status">{move || rows.total.get().map(texts::rows_shown)}</span>
        </div>
        <div class="grid" role="grid" tabindex="0" node_ref=frame aria-label=texts::ROWS aria-describedby="grid-keys"
            aria-rowcount=move || rows.total.get().unwrap_or(0) + 1 aria-colcount=columns + 1
            style=("--cols", move || template.get().0) style=("--wide", move || template.get().1)
            on:scroll=move |_| measure() on:keydown=keys on:click=click>
            <GridHead columns=all_columns.clone()/>
            <div class="body" role="rowgroup" style:height=move || format!("{}px", list().height())>
                <div class="pane" role="presentation"
                    style:transform=move || format!("translateY({}px)", list().offset(scrolled.get(), span.get().0))>
                    <For each=here key=|(at, row)| (*at, row.clone()) let((at, row))>
                        <GridRow at row columns/>
                    </For>
                </div>
            </div>
        </div>
        <CellBar active rows columns=all_columns grid=frame/>
        <p id="grid-keys" class="vh">{texts::GRID_KEYS}</p>
    }
}

/// The id of the active cell, for the element that has the focus.
pub fn active_id(place: Place) -> String {
    cell_id(place.row, place.column)
}
