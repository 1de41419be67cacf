//! Reviews that were left before they were committed: kept in this browser, to be gone on with or forgotten.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::{Step, desk};
use crate::page::keep::{self, Kept};
use crate::page::{format, texts};

/// The list; nothing where none was left.
#[component]
pub fn LeftList() -> impl IntoView {
    let desk = desk();
    let entry = move |kept: Kept| {
        let (name, at) = (kept.work.name.clone(), kept.work.at);
        let made = kept.work.options.fixes.len();
        let forget_label = texts::forget_label(&name);
        let id = kept.id.clone();
        let go_on = move |_| {
            let kept = kept.clone();
            spawn_local(async move { keep::go_on(desk, kept, Step::Review).await });
        };
        let forget = move |_| {
            keep::forget_kept(id.clone());
            desk.left.update(|left| left.retain(|other| other.id != id));
        };
        view! {
            <li>
                <button type="button" class="link" on:click=go_on>{texts::go_on_with(&name)}</button>
                <span class="quiet">{texts::corrections(made)}" · "{format::moment_of(at)}</span>
                <button type="button" aria-label=forget_label on:click=forget>{texts::FORGET}</button>
            </li>
        }
    };
    view! {
        {move || desk.left.with(|left| !left.is_empty()).then(|| view! {
            <section class="history left" aria-label=texts::LEFT>
                <h2>{texts::LEFT}</h2>
                <p class="quiet">{texts::LEFT_HELP}</p>
                <ul>{desk.left.get().into_iter().map(entry).collect_view()}</ul>
            </section>
        })}
    }
}
