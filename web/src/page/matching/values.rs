//! Words in list columns that are none of the list: said once, they are mapped in all rows, or their rows are skipped.

use lanegate_wire::{Fix, TemplateColumn, UnknownValue};
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::{corrections, format, texts};

/// Stands for skipping the rows among the values of a list, none of which has a blank.
const SKIP: &str = "skip rows";

/// The table; nothing where every word is known.
#[component]
pub fn Values(values: Vec<UnknownValue>, template: Vec<TemplateColumn>) -> impl IntoView {
    let row = move |value: UnknownValue| {
        let column = template.iter().find(|column| column.name == value.column);
        let (list, letters) = column.map(|column| (column.list.clone(), column.letters.clone())).unwrap_or_default();
        view_value(value, list, letters)
    };
    (!values.is_empty()).then(|| {
        view! {
            <section>
                <h2>{texts::VALUES}</h2>
                <p class="quiet">{texts::VALUES_HELP}</p>
                <div class="scroll" tabindex="0" role="region" aria-label=texts::VALUES>
                    <table class="matches">
                        <thead><tr>{texts::VALUE_HEADS.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                        <tbody>{values.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

fn view_value(value: UnknownValue, list: Vec<String>, letters: Option<String>) -> impl IntoView {
    let desk = desk();
    let UnknownValue { column, value, rows, suggestion, taken, skipped } = value;
    let shown = if value.is_empty() { texts::BLANK_CELLS.to_owned() } else { value.clone() };
    let label = texts::value_label(&shown, &column);
    let take = {
        let (column, value, letters) = (column.clone(), value.clone(), letters.clone());
        move |to: String| {
            if let Some(letters) = letters.clone().filter(|_| to == SKIP) {
                return corrections::add(desk, Fix::LeaveOutWhere { letters, value: value.clone() });
            }
            // Nothing chosen: the word stands for itself again, which is none of the list.
            let to = if to.is_empty() { value.clone() } else { to };
            corrections::add(desk, Fix::MapValue { column: column.clone(), from: value.clone(), to });
        }
    };
    let open = taken.is_none() && !skipped;
    // Properties, not attributes: once a person has chosen, a browser no longer minds attributes.
    let option = |name: String| {
        let selected = taken.as_deref() == Some(&name);
        view! { <option value=name.clone() prop:selected=selected>{name.clone()}</option> }
    };
    let options = list.into_iter().map(option).collect_view();
    let offer = suggestion.map(|name| {
        let take = take.clone();
        let words = texts::take_value(&name);
        view! { <button type="button" class="take" on:click=move |_| take(name.clone())>{words}</button> }
    });
    view! {
        <tr>
            <th scope="row"><q>{shown}</q></th>
            <td>{column}</td>
            <td class="count">{open.then(|| format::number(rows))}</td>
            <td>
                <select aria-label=label on:change:target=move |event| take(event.target().value())>
                    <option value="" prop:selected=open>{texts::SAY}</option>
                    {options}
                    {letters.is_some().then(|| view! { <option value=SKIP prop:selected=skipped>{texts::SKIP_ROWS}</option> })}
                </select>
                " "{offer}
            </td>
        </tr>
    }
}
