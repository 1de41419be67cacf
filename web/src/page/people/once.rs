//! A secret that is shown once: a link or a token, to be copied and given on.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::page::texts;

/// The secret with a button that copies it.
#[component]
pub fn Once(
    /// The link or token.
    secret: String,
    /// What it is, and what to do with it.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let text = secret.clone();
    let copy = move |_| {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            let done = JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok();
            let _ = copied.try_set(Some(done));
        });
    };
    view! {
        <div class="note once">
            <p>{words}</p>
            <p class="code">{secret}</p>
            <p class="actions">
                <button type="button" on:click=copy>{texts::COPY}</button>
                <span role="status">{move || copied.get().map(texts::copied)}</span>
            </p>
        </div>
    }
}
