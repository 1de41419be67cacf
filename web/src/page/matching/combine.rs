//! Makes a template column out of columns of the file, such as a name out of first and last name. Samples show the result before it
//! applies.

use lanegate_wire::{ColumnMatch, Combining, Fix, TemplateColumn};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::desk;
use crate::page::{corrections, texts};
use crate::protocol::{Reply, Request};

/// Columns that can be chosen here. The command line takes more.
const PARTS: usize = 3;
/// Columns of the file in each choice.
const SHOWN: usize = 200;

/// The form, folded up.
#[component]
pub fn Combine(template: Vec<TemplateColumn>, columns: Vec<ColumnMatch>) -> impl IntoView {
    let desk = desk();
    let target = RwSignal::new(String::new());
    let how = RwSignal::new(Combining::Join);
    let chosen = [(); PARTS].map(|()| RwSignal::new(String::new()));
    let parts = Memo::new(move |_| -> Vec<String> {
        // One column is read where a part of its text is taken.
        let columns = if takes_several(how.get()) { PARTS } else { 1 };
        chosen.iter().take(columns).map(RwSignal::get).filter(|letters| !letters.is_empty()).collect()
    });
    let ready = Memo::new(move |_| parts.with(Vec::len) >= if takes_several(how.get()) { 2 } else { 1 });
    let samples = RwSignal::new(Vec::<String>::new());
    Effect::new(move |_| {
        let (asked, how) = (parts.get(), how.get());
        if !ready.get() {
            return samples.set(Vec::new());
        }
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            if let Ok(Reply::Combined(found)) = checker.ask(Request::Combined(asked.clone(), how), None).await
                && parts.try_get_untracked() == Some(asked)
            {
                samples.set(found);
            }
        });
    });
    let apply = move |_| {
        let (column, parts, how) = (target.get_untracked(), parts.get_untracked(), how.get_untracked());
        corrections::add(desk, Fix::Combine { column, parts, how });
    };
    let own = columns.into_iter().filter(|column| column.parts.is_empty()).take(SHOWN);
    let own: Vec<(String, String)> =
        own.map(|column| (texts::column_name(&column.letters, &column.header), column.letters)).collect();
    let part = |(at, part): (usize, RwSignal<String>)| {
        let option = |(name, letters): (String, String)| view! { <option value=letters>{name}</option> };
        let options = own.iter().cloned().map(option).collect_view();
        let is_unused = move || at != 0 && !takes_several(how.get());
        view! {
            <select aria-label=texts::part_label(at + 1) class:gone=is_unused
                on:change:target=move |event| part.set(event.target().value())>
                <option value="">{texts::CHOOSE_COLUMN}</option>
                {options}
            </select>
        }
    };
    let parts_view = chosen.into_iter().enumerate().map(part).collect_view();
    let targets =
        template.into_iter().map(|column| view! { <option value=column.name.clone()>{column.name.clone()}</option> });
    let targets = targets.collect_view();
    let ways = texts::COMBININGS.into_iter().map(|(_, name, words)| view! { <option value=name>{words}</option> });
    let ways = ways.collect_view();
    let is_open = move || !ready.get() || target.with(String::is_empty);
    let choose_way = move |name: String| {
        if let Some((chosen, ..)) = texts::COMBININGS.into_iter().find(|(_, each, _)| *each == name) {
            how.set(chosen);
        }
    };
    view! {
        <details class="combine">
            <summary>{texts::COMBINE}</summary>
            <p class="quiet">{texts::COMBINE_HELP}</p>
            <div class="fields">
                <select aria-label=texts::COMBINE_HOW on:change:target=move |event| choose_way(event.target().value())>{ways}</select>
                {parts_view}
                <select aria-label=texts::COMBINE_INTO on:change:target=move |event| target.set(event.target().value())>
                    <option value="">{texts::CHOOSE_TARGET}</option>
                    {targets}
                </select>
                <button type="button" disabled=is_open on:click=apply>
                    {texts::COMBINE_NOW}
                </button>
            </div>
            <p class="samples" role="status">
                {move || samples.get().into_iter().map(|sample| view! { <q>{sample}</q> }).collect_view()}
            </p>
        </details>
    }
}

const fn takes_several(how: Combining) -> bool {
    matches!(how, Combining::Join | Combining::FirstFilled)
}
