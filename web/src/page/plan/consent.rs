//! The consent: until here nothing has left the browser. What would be sent can be looked at first.

use lanegate_wire::{OpenImport, Right};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::first_batch::FirstBatch;
use super::keep_waiting::KeepWaiting;
use crate::page::access::Who;
use crate::page::compare::{compare, described};
use crate::page::desk::{Step, desk};
use crate::page::{sent, texts};

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
    let is_nobody = move || desk.who.with(|who| *who == Who::Nobody);
    let lacks = move || {
        let lane = desk.overview.with(|overview| overview.as_ref().map(|overview| overview.lane))?;
        desk.who.with(|who| who.lacks(Right::Compare, lane))
    };
    view! {
        <section class="consent">
            <h1>{move || texts::consent(sent::now())}</h1>
            <p>{amount}</p>
            <p>{left_out}</p>
            <p class="note warning" role="status" class:gone=move || lacks().is_none()>{lacks}</p>
            <p class="note" class:gone=move || !is_nobody()>{texts::SIGN_IN_FIRST}</p>
            <p class="actions">
                <button type="button" class="main" class:gone=move || !is_nobody() on:click=move |_| desk.sign_in.set(true)>
                    {texts::SIGN_IN}
                </button>
                <button type="button" class="main" class:gone=is_nobody disabled=move || lacks().is_some()
                    on:click=move |_| compare(desk)>{texts::COMPARE}</button>
                <KeepWaiting/>
                <button type="button" on:click=move |_| desk.step.set(Step::Review)>{texts::NOT_YET}</button>
            </p>
            <FirstBatch import/>
        </section>
    }
}
