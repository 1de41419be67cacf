//! Template columns that the file lacks, required ones first. One value can be given for all rows, where that makes sense.

use lanegate_wire::{Fix, TemplateColumn};
use leptos::prelude::*;

use super::columns::FillFromList;
use crate::page::desk::desk;
use crate::page::{corrections, texts};

/// The list; nothing where the file has every column.
#[component]
pub fn Missing(template: Vec<TemplateColumn>) -> impl IntoView {
    let mut missing: Vec<TemplateColumn> = template.into_iter().filter(|column| column.letters.is_none()).collect();
    missing.sort_by_key(|column| !column.required);
    (!missing.is_empty()).then(|| {
        view! {
            <section aria-label=texts::NOT_IN_FILE>
                <h2>{texts::NOT_IN_FILE}</h2>
                <ul class="absent">{missing.into_iter().map(view_missing).collect_view()}</ul>
            </section>
        }
    })
}

fn view_missing(column: TemplateColumn) -> impl IntoView {
    // The finding about it has the field, or the button.
    let is_open = column.required && column.in_blanks.is_none();
    let has_field = column.one_value && !is_open;
    let has_list = column.ids && !is_open;
    view! {
        <li>
            <p>
                <b>{column.name.clone()}</b>
                {is_open.then(|| view! { <span class="tag error">{texts::REQUIRED}</span> })}
                " "<span class="quiet">{column.help.clone()}</span>
            </p>
            {has_list.then(|| view! { <FillFromList column=column.name.clone()/> })}
            {has_field.then(|| view_value(column))}
        </li>
    }
}

/// The field for the value of all rows: a choice from the column's list, or a text.
pub fn view_value(column: TemplateColumn) -> impl IntoView {
    let desk = desk();
    let TemplateColumn { name, list, in_blanks, .. } = column;
    let label = texts::one_value_label(&name);
    let given = in_blanks.clone().unwrap_or_default();
    let give = move |value: String| {
        let to = value.trim().to_owned();
        if to != given {
            corrections::add(desk, Fix::MapValue { column: name.clone(), from: String::new(), to });
        }
    };
    if list.is_empty() {
        return view! {
            <input type="text" aria-label=label placeholder=texts::ONE_VALUE prop:value=in_blanks.unwrap_or_default()
                on:change:target=move |event| give(event.target().value())/>
        }
        .into_any();
    }
    let none = in_blanks.is_none();
    let option = |value: String| {
        let selected = in_blanks.as_deref() == Some(&value);
        view! { <option value=value.clone() prop:selected=selected>{value.clone()}</option> }
    };
    let options = list.into_iter().map(option).collect_view();
    view! {
        <select aria-label=label on:change:target=move |event| give(event.target().value())>
            <option value="" prop:selected=none>{texts::ONE_VALUE}</option>
            {options}
        </select>
    }
    .into_any()
}
