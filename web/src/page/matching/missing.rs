//! Template columns that the file lacks, required ones first. One value can be given for all rows, where that makes sense.

use lanegate_wire::{Fix, TemplateColumn};
use leptos::prelude::*;

use super::columns::FillFromList;
use crate::page::desk::desk;
use crate::page::{corrections, texts};

/// The list, and that of texts that are blank in some rows; nothing where the file has all.
#[component]
pub fn Missing(template: Vec<TemplateColumn>) -> impl IntoView {
    let (held, mut missing): (Vec<_>, Vec<_>) = template.into_iter().partition(|column| column.letters.is_some());
    missing.sort_by_key(|column| !column.required);
    let is_blank = |column: &TemplateColumn| {
        column.one_value && column.list.is_empty() && (column.blank > 0 || column.in_blanks.is_some())
    };
    let blank: Vec<TemplateColumn> = held.into_iter().filter(is_blank).collect();
    [(texts::NOT_IN_FILE, missing), (texts::BLANK_IN_FILE, blank)]
        .into_iter()
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(title, columns)| {
            view! {
                <section aria-label=title>
                    <h2>{title}</h2>
                    <ul class="absent">{columns.into_iter().map(view_missing).collect_view()}</ul>
                </section>
            }
        })
        .collect_view()
}

fn view_missing(column: TemplateColumn) -> impl IntoView {
    // The finding about it has the field, or the button.
    let is_open = column.required && column.in_blanks.is_none() && column.letters.is_none();
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
    let TemplateColumn { name, list, in_blanks, letters, .. } = column;
    let (label, placeholder) = if letters.is_some() {
        (texts::blank_label(&name), texts::ONE_FOR_BLANKS)
    } else {
        (texts::one_value_label(&name), texts::ONE_VALUE)
    };
    let given = in_blanks.clone().unwrap_or_default();
    let give = move |value: String| {
        let to = value.trim().to_owned();
        if to != given {
            corrections::add(desk, Fix::MapValue { column: name.clone(), from: String::new(), to });
        }
    };
    if list.is_empty() {
        return view! {
            <input type="text" aria-label=label placeholder=placeholder prop:value=in_blanks.unwrap_or_default()
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
