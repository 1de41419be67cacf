//! The consent: until here nothing has left the browser. What would be sent can be looked at first.

use lanegate_wire::OpenImport;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::first_batch::FirstBatch;
use crate::page::compare::{compare, described};
use crate::page::desk::{Step, desk};
use crate::page::texts;

/// The question, with Compare as its answer.
#[component]
pub fn Consent() -> impl IntoView {
    let desk = desk();
    let import = RwSignal::new(None::<OpenImport>);
    spawn_local(async move {
        if let Some(checker) = desk.checker() {
            import.set(described(&checker).await.ok());
        }
    });
    let amount =
        move || import.with(|import| import.as_ref().map(|import| texts::to_send(import.rows, import.batches)));
    let left_out = move || {
        desk.without_blocked
            .get()
            .then(|| desk.overview.with(|o| o.as_ref().map_or(0, |overview| overview.blocked)))
            .filter(|&rows| rows > 0)
            .map(texts::blocked_left_out)
    };
    view! {
        <section class="consent">
            <h1>{texts::CONSENT}</h1>
            <p>{amount}</p>
            <p>{left_out}</p>
            <p class="actions">
                <button type="button" class="main" on:click=move |_| compare(desk)>{texts::COMPARE}</button>
                <button type="button" on:click=move |_| desk.step.set(Step::Review)>{texts::NOT_YET}</button>
            </p>
            <FirstBatch import/>
        </section>
    }
}
