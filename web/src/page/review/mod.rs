//! Review: what the check found, and the rows it is about.

mod cell_bar;
mod finding_groups;
mod finding_list;
mod go_to;
mod grid;
mod grid_head;
mod grid_keys;
mod grid_row;
mod headline;
mod read_as;
mod row_filter;
mod rows;
mod scroll;

use leptos::prelude::*;

use super::desk::{Reading, desk};
use super::drop::Busy;
use super::texts;

/// The step.
#[component]
pub fn ReviewStep() -> impl IntoView {
    let desk = desk();
    let busy = Memo::new(move |_| matches!(desk.reading.get(), Reading::Busy(_)));
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "F8" {
            event.prevent_default();
            go_to::next(desk, if event.shift_key() { -1 } else { 1 });
        }
    });
    on_cleanup(move || keys.remove());
    // Everything below is about one result of the check, and made anew with the next.
    view! {
        {move || if busy.get() {
            view! { <section class="well"><Busy/></section> }.into_any()
        } else {
            desk.overview.get().map(|overview| view! {
                <div class="review">
                    <headline::Headline overview=overview.clone()/>
                    <read_as::ReadAs overview=overview.clone()/>
                    <section class="findings" aria-label=texts::FINDINGS>
                        <finding_groups::FindingGroups groups=overview.groups.clone()/>
                        <finding_list::FindingList/>
                    </section>
                    <section class="rows" aria-label=texts::ROWS>
                        <grid::Grid overview/>
                    </section>
                </div>
            }).into_any()
        }}
    }
}
