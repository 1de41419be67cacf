//! Reviews that were left before they were committed: kept in this browser, to be gone on with or forgotten. Finished ones wait for the
//! server, and it is told when that answers.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::access::Who;
use crate::page::desk::{Step, desk};
use crate::page::keep::{self, Kept};
use crate::page::{format, texts};

/// The list; nothing where none was left.
#[component]
pub fn LeftList() -> impl IntoView {
    let desk = desk();
    let entry = move |kept: Kept| {
        let Kept { id, work } = kept.clone();
        let (go_on_label, state, step) = match work.waiting {
            Some(rows) => (texts::compare_waiting(&work.name), texts::waiting(rows), Step::Plan),
            None => (texts::go_on_with(&work.name), texts::corrections(work.options.fixes.len()), Step::Review),
        };
        let when = format::moment_of(work.at);
        let state = if state.is_empty() { when } else { format!("{state} · {when}") };
        let go_on = move |_| {
            let kept = kept.clone();
            spawn_local(async move { keep::go_on(desk, kept, step).await });
        };
        let forget = move |_| {
            keep::forget_kept(id.clone());
            desk.left.update(|left| left.retain(|other| other.id != id));
        };
        view! {
            <li>
                <button type="button" class="link" on:click=go_on>{go_on_label}</button>
                <span class="quiet">{state}</span>
                <button type="button" aria-label=texts::forget_label(&work.name) on:click=forget>{texts::FORGET}</button>
            </li>
        }
    };
    let waiting = move || desk.left.with(|left| left.iter().filter(|kept| kept.work.waiting.is_some()).count());
    let answers = move || desk.who.with(|who| matches!(who, Who::Nobody | Who::Known(_)));
    let notice = move || Some(waiting()).filter(|&files| files > 0 && answers()).map(texts::waiting_can_go);
    view! {
        <div role="status">{move || notice().map(|words| view! { <p class="note">{words}</p> })}</div>
        {move || desk.left.with(|left| !left.is_empty()).then(|| view! {
            <section class="history left" aria-label=texts::LEFT>
                <h2>{texts::LEFT}</h2>
                <p class="quiet">{texts::LEFT_HELP}</p>
                <ul>{desk.left.get().into_iter().map(entry).collect_view()}</ul>
            </section>
        })}
    }
}
