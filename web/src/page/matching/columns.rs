//! The file's columns, each with what it holds and which template column it is.

use lanegate_wire::{ColumnMatch, Fix, TemplateColumn};
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::{corrections, texts};

/// Columns shown; a sheet with more is no table of people's.
const SHOWN: usize = 200;

/// The table.
#[component]
pub fn Columns(template: Vec<TemplateColumn>, columns: Vec<ColumnMatch>) -> impl IntoView {
    let rows = columns.into_iter().take(SHOWN).map(|column| view_column(column, &template)).collect_view();
    view! {
        <section>
            <h2>{texts::COLUMNS}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=texts::COLUMNS>
                <table class="matches">
                    <thead><tr>{texts::MATCH_HEADS.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn view_column(column: ColumnMatch, template: &[TemplateColumn]) -> impl IntoView + use<> {
    let desk = desk();
    let ColumnMatch { header, letters, column: chosen, how, suggestion, samples, parts, .. } = column;
    let label = texts::column_label(&letters, &header);
    let take = {
        let letters = letters.clone();
        move |name: String| {
            let column = Some(name).filter(|name| !name.is_empty());
            corrections::add(desk, Fix::MapColumn { letters: letters.clone(), column });
        }
    };
    let option = |target: &TemplateColumn| {
        let held = target.letters.clone().filter(|held| *held != letters);
        let selected = chosen.as_deref() == Some(&target.name);
        view! { <option value=target.name.clone() prop:selected=selected>{texts::template_option(&target.name, held.as_deref())}</option> }
    };
    let options = template.iter().map(option).collect_view();
    let said = match (&chosen, &suggestion) {
        _ if !parts.is_empty() => texts::made_of(&parts),
        (Some(_), _) => texts::how(how).to_owned(),
        (None, Some(suggestion)) => texts::perhaps(&suggestion.column, &suggestion.reason),
        (None, None) => texts::unknown_column().to_owned(),
    };
    let offer = suggestion.filter(|_| chosen.is_none()).map(|suggestion| {
        let (take, name) = (take.clone(), suggestion.column.clone());
        view! {
            <button type="button" class="take" on:click=move |_| take(name.clone())>{texts::take_column(&suggestion.column)}</button>
        }
    });
    let none = chosen.is_none();
    view! {
        <tr class:ignored=none>
            <th scope="row"><b>{letters.clone()}</b>" "{header}</th>
            <td class="samples">{samples.into_iter().map(|sample| view! { <q>{sample}</q> }).collect_view()}</td>
            <td>
                <select aria-label=label on:change:target=move |event| take(event.target().value())>
                    <option value="" prop:selected=none>{texts::IGNORED}</option>
                    {options}
                </select>
            </td>
            <td>{said}" "{offer}</td>
        </tr>
    }
}
