//! The lists of IDs that this browser keeps, each to be used again or forgotten.

use leptos::prelude::*;
use web_sys::File;

use super::id_lists::{KeptList, KeptLists};
use super::texts;

/// The lists, to be used again.
#[component]
pub fn KeptListItems(
    /// Uses a list; without it, the lists can only be forgotten.
    #[prop(optional)]
    take: Option<Callback<File>>,
) -> impl IntoView {
    let lists: KeptLists = expect_context();
    let item = move |list: KeptList| {
        let KeptList { sha256, file, at } = list;
        let name = file.name();
        let use_label = texts::use_list(&name);
        let forget_label = texts::forget_list(&name);
        let used = match take {
            Some(take) => {
                let taken = file.clone();
                view! { <button type="button" class="link" on:click=move |_| take.run(taken.clone())>{use_label}</button> }
                    .into_any()
            }
            None => view! { <span>{name}</span> }.into_any(),
        };
        view! {
            <li>
                {used}
                <span class="quiet">{texts::list_used(at)}</span>
                <button type="button" aria-label=forget_label on:click=move |_| lists.forget(sha256.clone())>{texts::FORGET}</button>
            </li>
        }
    };
    let items = move || {
        let kept = lists.0.get();
        (!kept.is_empty()).then(|| {
            view! {
                <section class="history left" aria-label=texts::KEPT_LISTS>
                    <h2>{texts::KEPT_LISTS}</h2>
                    <p class="quiet">{texts::KEPT_LISTS_HELP}</p>
                    <ul>{kept.into_iter().map(item).collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {items} }
}
