//! The search: rows in which a text stands. The worker looks through them, a moment after the last letter.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::desk;
use crate::page::pause::pause;
use crate::page::texts;

/// How long after a letter the search begins, in milliseconds.
const MOMENT: i32 = 250;

/// The field.
#[component]
pub fn Search() -> impl IntoView {
    let desk = desk();
    let turn = StoredValue::new(0_u32);
    let search = move |text: String| {
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn_local(async move {
            pause(MOMENT).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let text = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            if desk.filter.with_untracked(|filter| filter.text != text) {
                desk.selected.set(None);
                desk.filter.update(|filter| filter.text = text);
            }
        });
    };
    view! {
        <input type="search" class="search" placeholder=texts::SEARCH aria-label=texts::SEARCH autocomplete="off" spellcheck="false"
            prop:value=move || desk.filter.with(|filter| filter.text.clone()).unwrap_or_default()
            on:input:target=move |event| search(event.target().value())/>
    }
}
