//! Findings by code and column, with counts. A click shows only these.

use lanegate_wire::{Filter, FindingGroup};
use leptos::prelude::*;

use super::go_to;
use crate::page::desk::desk;
use crate::page::{format, texts};

/// The groups, each a switch.
#[component]
pub fn FindingGroups(groups: Vec<FindingGroup>) -> impl IntoView {
    let desk = desk();
    let none = groups.is_empty();
    let group = move |group: FindingGroup| {
        let (code, column) = (group.code, group.column);
        let filter = Filter { code: Some(code), column: column.clone(), ..Filter::default() };
        let chosen = {
            let filter = filter.clone();
            Memo::new(move |_| desk.filter.with(|now| now.code == filter.code && now.column == filter.column))
        };
        // What is searched for stays.
        let choose = move |_| {
            desk.selected.set(None);
            let is_chosen = chosen.get_untracked();
            let filter = if is_chosen { Filter::default() } else { filter.clone() };
            desk.filter.update(|now| *now = Filter { text: now.text.take(), ..filter });
            if !is_chosen {
                go_to::first(desk, desk.filter.get_untracked());
            }
        };
        view! {
            <li>
                <button type="button" class=format!("group {}", group.severity.as_str()) on:click=choose
                    aria-pressed=move || chosen.get().to_string()>
                    <span class="mark" aria-hidden="true"></span>
                    <span class="vh">{texts::severity(group.severity)}": "</span>
                    <span class="title">{group.title}<span class="quiet">{column}</span></span>
                    <span class="count">{format::number(group.count)}</span>
                </button>
            </li>
        }
    };
    view! {
        <p class="quiet" class:gone=!none>{texts::FINDINGS_NONE}</p>
        <p class:gone=move || desk.filter.with(|filter| *filter == Filter::default())>
            <button type="button" class="link" on:click=move |_| desk.filter.set(Filter::default())>{texts::SHOW_ALL}</button>
        </p>
        <ul class="groups">{groups.into_iter().map(group).collect_view()}</ul>
    }
}
