//! Many corrections at once: the suggestions of a group of findings, or the change of one cell made to the column's other cells. What
//! changes is shown before it applies.

use lanegate_wire::{SuggestedChange, SuggestedChanges};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::{Desk, Target, desk};
use crate::page::{corrections, texts};
use crate::protocol::{MOST_SUGGESTED, Reply, Request, Suggesting};

/// The offer, folded up; nothing where there is none.
#[component]
pub fn Suggestions(by: Memo<Option<Suggesting>>) -> impl IntoView {
    let desk = desk();
    let found = RwSignal::new(None::<(Suggesting, SuggestedChanges)>);
    Effect::new(move |_| {
        desk.revision.track();
        let Some(asked) = by.get() else { return found.set(None) };
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            if let Ok(Reply::Suggested(changes)) = checker.ask(Request::Suggested(asked.clone()), None).await
                && by.try_get_untracked().flatten().as_ref() == Some(&asked)
            {
                found.set(Some((asked, changes)));
            }
        });
    });
    let offer = Memo::new(move |_| found.get().filter(|(by, changes)| changes.suggested >= least(by)));
    view! {
        {move || offer.get().map(|(by, changes)| {
            let now = by.clone();
            view! {
                <details class="suggest">
                    <summary>{texts::suggest(&by, &changes)}</summary>
                    <Preview changes/>
                    <button type="button" class="main" on:click=move |_| apply(desk, now.clone())>{texts::SUGGEST_APPLY}</button>
                </details>
            }
        })}
    }
}

/// From how many changes on they are offered together. A single suggestion has its own button.
const fn least(by: &Suggesting) -> u32 {
    match by {
        Suggesting::Findings(_) => 2,
        Suggesting::SameChange { .. } => 1,
    }
}

/// What changes, the most frequent first, and the rows without a suggestion.
#[component]
fn Preview(changes: SuggestedChanges) -> impl IntoView {
    let desk = desk();
    let change = |SuggestedChange { from, to, count, .. }: SuggestedChange| {
        view! {
            <li>
                <span>{value(from)}" → "{value(to)}</span>
                <span class="count">{(count > 1).then(|| texts::times(count))}</span>
            </li>
        }
    };
    let without = changes.without();
    let unlisted_rows = without as usize > changes.rows_without.len();
    let row = move |row: u32| {
        let go = move |_| desk.target.set(Some(Target { row, column: 0 }));
        view! { " "<button type="button" class="link" on:click=go>{texts::row_name(row)}</button> }
    };
    view! {
        <ul>{changes.changes.into_iter().map(change).collect_view()}</ul>
        {(changes.unlisted > 0).then(|| view! { <p class="quiet">{texts::changes_unlisted(changes.unlisted)}</p> })}
        {(without > 0).then(|| view! {
            <p class="quiet">
                {texts::without_suggestion(without)}
                {changes.rows_without.into_iter().map(row).collect_view()}
                {unlisted_rows.then_some(" …")}
            </p>
        })}
        {(changes.corrections as usize > MOST_SUGGESTED).then(|| view! { <p class="quiet">{texts::suggest_in_parts()}</p> })}
    }
}

fn value(text: String) -> impl IntoView {
    if text.is_empty() { texts::BLANK_VALUE.into_any() } else { view! { <q>{text}</q> }.into_any() }
}

/// Adds the corrections as one step to undo.
fn apply(desk: Desk, by: Suggesting) {
    let state = move || (desk.turn(), desk.revision.get_untracked());
    let before = state();
    spawn_local(async move {
        let Some(checker) = desk.checker() else { return };
        if let Ok(Reply::SuggestedFixes(fixes)) = checker.ask(Request::SuggestedFixes(by), None).await
            && before == state()
            && !fixes.is_empty()
        {
            corrections::add_together(desk, fixes);
            super::focus_findings();
        }
    });
}
