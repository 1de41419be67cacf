//! All rows, those with remarks, or those with errors.

use lanegate_wire::Filter;
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::texts;

/// The switch.
#[component]
pub fn RowFilter() -> impl IntoView {
    let desk = desk();
    let option = move |(severity, words)| {
        let filter = Filter { severity, ..Filter::default() };
        let chosen = {
            let filter = filter.clone();
            Memo::new(move |_| desk.filter.with(|now| *now == filter))
        };
        let choose = move |_| {
            desk.selected.set(None);
            desk.filter.set(filter.clone());
        };
        view! { <button type="button" aria-pressed=move || chosen.get().to_string() on:click=choose>{words}</button> }
    };
    view! {
        <div class="rowfilter" role="group" aria-label=texts::ROWS_SHOWN>
            <span>{texts::ROWS_SHOWN}</span>
            {texts::ROW_FILTERS.map(option).collect_view()}
        </div>
    }
}
