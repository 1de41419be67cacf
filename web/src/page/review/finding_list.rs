//! The findings one by one: cell, what it contains, what was expected, how to fix it. A click goes to the cell.

use lanegate_wire::{Finding, FindingWindow};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fix_buttons::FixButtons;
use super::go_to::{self, fetch};
use crate::page::desk::{Desk, desk};
use crate::page::pager::Pager;
use crate::page::texts;

/// How many stand on a page of the list.
const PAGE: u32 = 50;

/// The list, a page at a time.
#[component]
pub fn FindingList() -> impl IntoView {
    let desk = desk();
    let from = RwSignal::new(0_u32);
    let shown = RwSignal::new(None::<FindingWindow>);
    // Another filter begins at its first page; a finding gone to is on the page shown.
    Effect::new(move |_| {
        desk.filter.track();
        from.set(0);
    });
    Effect::new(move |_| {
        if let Some(selected) = desk.selected.get() {
            from.maybe_update(|from| std::mem::replace(from, selected / PAGE * PAGE) != selected / PAGE * PAGE);
        }
    });
    Effect::new(move |_| {
        desk.revision.track();
        let (from, filter) = (from.get(), desk.filter.get());
        spawn_local(async move {
            let window = fetch(desk, from, PAGE, filter.clone()).await;
            if desk.filter.with_untracked(|now| *now == filter) {
                shown.set(window);
            }
        });
    });
    let count = move || shown.with(|shown| shown.as_ref().map_or((0, 0, 0), |w| (w.from, size(w), w.total)));
    let words = Signal::derive(move || {
        let (from, shown, total) = count();
        texts::range(from, shown, total)
    });
    view! {
        <div class="list" class:gone=move || count().2 == 0>
            <Pager words earlier=Signal::derive(move || from.get() > 0)
                later=Signal::derive(move || { let (from, shown, total) = count(); from + shown < total })
                go=Callback::new(move |by: i32| from.update(|from| *from = from.saturating_add_signed(by * PAGE as i32)))/>
            <ol>{move || shown.get().map(|window| {
                let first = window.from;
                window.findings.into_iter().zip(first..).map(|(finding, at)| entry(desk, finding, at)).collect_view()
            })}</ol>
        </div>
    }
}

fn size(window: &FindingWindow) -> u32 {
    u32::try_from(window.findings.len()).unwrap_or(PAGE)
}

fn entry(desk: Desk, finding: Finding, at: u32) -> impl IntoView {
    let current = move || (desk.selected.get() == Some(at)).then_some("true");
    let value = finding.value.clone().filter(|value| !value.is_empty());
    let place = texts::place_of(&finding);
    let class = format!("finding {}", finding.severity.as_str());
    let (message, hint) = (finding.message.clone(), finding.hint.clone());
    let severity = finding.severity;
    let (column, has_cell) = (finding.column.clone(), finding.cell.is_some());
    let fixes = finding.fixes.clone();
    view! {
        <li>
            <button type="button" class=class aria-current=current on:click=move |_| go_to::finding(desk, at, &finding)>
                <span class="place">
                    <span class="mark" aria-hidden="true"></span><span class="vh">{texts::severity(severity)}</span>
                    <b>{place}</b>" "<span class="quiet">{column}</span>
                </span>
                {has_cell.then(|| view! {
                    <span class="holds">
                        {match value {
                            Some(value) => view! { {texts::CONTAINS}" "<q>{value}</q> }.into_any(),
                            None => texts::CELL_IS_BLANK.into_any(),
                        }}
                    </span>
                })}
                <span>{message}</span>
                <span class="fix" class:gone=hint.is_empty()><b>{texts::FIX}": "</b>{hint.clone()}</span>
            </button>
            <FixButtons fixes/>
        </li>
    }
}
