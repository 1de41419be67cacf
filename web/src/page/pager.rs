//! Back and Next through a list of which only a piece is here.

use leptos::prelude::*;

use super::texts;

/// The two buttons with what is shown between them.
#[component]
pub fn Pager(
    /// What is shown, in words.
    #[prop(into)]
    words: Signal<String>,
    /// Whether there is something before it.
    #[prop(into)]
    earlier: Signal<bool>,
    /// Whether there is something after it.
    #[prop(into)]
    later: Signal<bool>,
    /// Goes to what is before (-1) or after (1).
    #[prop(into)]
    go: Callback<i32>,
) -> impl IntoView {
    let gone = move || !earlier.get() && !later.get();
    view! {
        <div class="pager">
            <span role="status">{move || words.get()}</span>
            <span class="pair" class:gone=gone>
                <button type="button" disabled=move || !earlier.get() on:click=move |_| go.run(-1)>{texts::EARLIER}</button>
                <button type="button" disabled=move || !later.get() on:click=move |_| go.run(1)>{texts::LATER}</button>
            </span>
        </div>
    }
}
