//! The file's columns, each with what it holds and which template column it is.

use lanegate_wire::{ColumnMatch, Fix, LookupSummary, Matching, TemplateColumn};
use leptos::prelude::*;

use super::lookup::Choice;
use crate::page::desk::desk;
use crate::page::{corrections, texts};

/// Columns shown; a sheet with more is no table of people's.
const SHOWN: usize = 200;

/// The table.
#[component]
pub fn Columns(matching: Matching, columns: Vec<ColumnMatch>) -> impl IntoView {
    let Matching { template, lookups, .. } = matching;
    let headers: Vec<(String, String)> =
        columns.iter().map(|column| (column.letters.clone(), column.header.clone())).collect();
    let made_of = |column: &ColumnMatch| {
        let lookup = lookups.iter().find(|lookup| lookup.letters == column.letters);
        lookup.map(|lookup| in_words(lookup, &headers))
    };
    let goes_into = |column: &ColumnMatch| {
        let into = columns.iter().filter(|added| added.parts.contains(&column.letters));
        let names: Vec<String> = into.filter_map(|added| added.column.clone()).collect();
        (column.column.is_none() && !names.is_empty()).then(|| texts::goes_into(&names))
    };
    let rows = columns.iter().take(SHOWN);
    let rows = rows.map(|column| (made_of(column).or_else(|| goes_into(column)), column.clone()));
    let rows = rows.map(|(made_of, column)| view_column(made_of, column, &template)).collect_view();
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

fn in_words(lookup: &LookupSummary, headers: &[(String, String)]) -> String {
    let parts: Vec<_> = headers.iter().filter(|(letters, _)| lookup.parts.contains(letters)).cloned().collect();
    texts::looked_up(lookup, &parts)
}

/// A row. `known` says what the column is made of, or what it goes into.
fn view_column(known: Option<String>, column: ColumnMatch, template: &[TemplateColumn]) -> impl IntoView + use<> {
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
    let is_unfilled = |target: &&TemplateColumn| target.unfilled && chosen.as_ref() == Some(&target.name);
    let fill = template.iter().find(is_unfilled).map(|target| view! { <FillFromList column=target.name.clone()/> });
    let said = match (&chosen, &suggestion) {
        _ if known.is_some() => known.unwrap_or_default(),
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
            <td>{said}" "{offer}{fill}</td>
        </tr>
    }
}

/// The button that opens the form for filling a column from a list.
#[component]
pub fn FillFromList(column: String) -> impl IntoView {
    let lookup: Choice = expect_context();
    let label = texts::fill_from_list_label(&column);
    let open = move |_| lookup.call(column.clone());
    view! { <button type="button" class="take" aria-label=label on:click=open>{texts::FILL_FROM_LIST}</button> }
}
