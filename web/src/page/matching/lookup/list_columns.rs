//! Chooses which column of the file and which columns of the list are compared.

use lanegate_wire::{ColumnMatch, ListView};
use leptos::prelude::*;

use super::{Choice, OpenList};
use crate::page::texts;

/// Columns of the file in the choice.
const SHOWN: usize = 200;

/// The fields; nothing until a list is open.
#[component]
pub fn ListColumnFields(choice: Choice, columns: StoredValue<Vec<ColumnMatch>>) -> impl IntoView {
    let fields = move || {
        let OpenList::Open(view, _) = choice.list.get() else { return None };
        let own = columns.with_value(|columns| {
            let own = columns.iter().filter(|column| column.parts.is_empty()).take(SHOWN);
            own.map(|column| (column.letters.clone(), texts::column_name(&column.letters, &column.header))).collect()
        });
        let of_list = |view: &ListView, ids: bool| {
            let columns = view.columns.iter().filter(|column| column.ids == ids);
            columns.map(|column| (column.name.clone(), column.name.clone())).collect::<Vec<_>>()
        };
        let ids = of_list(&view, true);
        let one = ids.len() == 1;
        Some(view! {
            <div class="fields">
                <Field label=texts::LOOKUP_PART chosen=choice.part options=own/>
                <Field label=texts::LOOKUP_MATCHING chosen=choice.matching options=of_list(&view, false)/>
                <div class:gone=one><Field label=texts::LOOKUP_IDS chosen=choice.ids options=ids/></div>
            </div>
        })
    };
    view! { {fields} }
}

/// A choice among columns, each with its value and its name.
#[component]
fn Field(label: &'static str, chosen: RwSignal<String>, options: Vec<(String, String)>) -> impl IntoView {
    let option = |(value, name): (String, String)| {
        let own = value.clone();
        let selected = move || chosen.with(|chosen| *chosen == own);
        view! { <option value=value prop:selected=selected>{name}</option> }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <label class="field">
            {label}
            <select on:change:target=move |event| chosen.set(event.target().value())>
                <option value="" prop:selected=move || chosen.with(String::is_empty)>{texts::CHOOSE_COLUMN}</option>
                {options}
            </select>
        </label>
    }
}
