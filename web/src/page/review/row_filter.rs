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
        let chosen = Memo::new(move |_| {
            desk.filter.with(|now| now.severity == severity && now.code.is_none() && now.column.is_none())
        });
        // What is searched for stays.
        let choose = move |_| {
            desk.selected.set(None);
            desk.filter.update(|now| *now = Filter { severity, text: now.text.take(), ..Filter::default() });
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
