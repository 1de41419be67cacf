//! Review: what the check found, and the rows it is about.

mod annotated;
mod cell_bar;
mod cell_facts;
mod cell_field;
mod clipboard_cells;
mod finding_groups;
mod finding_list;
mod finding_steps;
pub mod fix_buttons;
mod go_to;
mod grid;
mod grid_head;
mod grid_keys;
mod grid_row;
mod headline;
mod paste;
mod read_as;
mod row_filter;
mod rows;
mod scroll;
mod search;
mod suggestions;
mod undo_bar;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::applied_answers::AppliedAnswers;
use super::desk::{Reading, desk};
use super::drop::Busy;
use super::{corrections, file_drop, texts};
use crate::protocol::Suggesting;

/// The id of the findings' title.
const FINDINGS: &str = "findings-title";

/// Puts the focus on the findings' title.
fn focus_findings() {
    if let Some(title) = document().get_element_by_id(FINDINGS).and_then(|title| title.dyn_into::<HtmlElement>().ok()) {
        let _ = title.focus();
    }
}

/// The step.
#[component]
pub fn ReviewStep() -> impl IntoView {
    let desk = desk();
    let busy = Memo::new(move |_| matches!(desk.reading.get(), Reading::Busy(_)));
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "F8" && !file_drop::is_dialog_open() {
            event.prevent_default();
            go_to::next(desk, if event.shift_key() { -1 } else { 1 });
        } else {
            corrections::keys(desk, &event);
        }
    });
    on_cleanup(move || keys.remove());
    // Corrections change the findings, and leave the grid where it stands; made anew with another sheet, kind or columns.
    let table = Memo::new(move |_| {
        let overview = desk.overview.get()?;
        Some((overview.sheet, overview.kind, overview.header_row, overview.columns))
    });
    let overview = move || desk.overview.get();
    // A group that was chosen, once the last correction has been checked.
    let of_group = Memo::new(move |_| {
        let is_checked = desk.correcting.with(Option::is_none);
        let filter = desk.filter.get();
        (is_checked && filter.code.is_some()).then_some(Suggesting::Findings(filter))
    });
    view! {
        {move || if busy.get() {
            view! { <section class="well"><Busy/></section> }.into_any()
        } else {
            table.get().map(|(.., columns)| view! {
                <div class="review">
                    <div class="lead">
                        {move || overview().map(|overview| view! { <headline::Headline overview/> })}
                        <AppliedAnswers/>
                    </div>
                    {desk.overview.get_untracked().map(|overview| view! { <read_as::ReadAs overview/> })}
                    <section class="findings" aria-label=texts::FINDINGS>
                        <h2 id=FINDINGS tabindex="-1">{texts::FINDINGS}</h2>
                        {move || overview().map(|overview| view! { <finding_groups::FindingGroups groups=overview.groups/> })}
                        <suggestions::Suggestions by=of_group/>
                        <finding_list::FindingList/>
                    </section>
                    <section class="rows" aria-label=texts::ROWS>
                        <grid::Grid columns/>
                    </section>
                </div>
            }).into_any()
        }}
    }
}
