//! What would be sent, as the exact JSON, on request.

use lanegate_wire::OpenImport;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::compare::batch;
use crate::page::desk::desk;
use crate::page::{api, texts};

/// Longer texts show their beginning first: laying out a megabyte takes a moment.
const BEGINNING: usize = 20_000;

/// The opening request and the first batch.
#[component]
pub fn FirstBatch(import: RwSignal<Option<OpenImport>>) -> impl IntoView {
    let desk = desk();
    let text = RwSignal::new(None::<String>);
    let whole = RwSignal::new(false);
    let load = move |_| {
        if text.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            let Some(checker) = desk.checker() else { return };
            text.set(batch(&checker, 0).await.ok().flatten());
        });
    };
    let opening = move || import.with(|import| import.as_ref().map(|import| String::from(api::json(import))));
    let shown = move || {
        text.with(|text| {
            let text = text.as_deref()?;
            let end = text.char_indices().nth(BEGINNING).map(|(end, _)| end).filter(|_| !whole.get());
            Some(end.map_or(text, |end| &text[..end]).to_owned())
        })
    };
    let more = move || !whole.get() && text.with(|text| text.as_ref().is_some_and(|text| text.len() > BEGINNING));
    view! {
        <details class="json" on:toggle=load>
            <summary>{texts::SEE_JSON}</summary>
            <h2>{texts::SEE_OPENING}</h2>
            <pre tabindex="0">{opening}</pre>
            <h2>{texts::SEE_BATCH}</h2>
            <pre tabindex="0">{shown}</pre>
            <button type="button" class:gone=move || !more() on:click=move |_| whole.set(true)>{texts::SEE_WHOLE}</button>
        </details>
    }
}
