//! Where the server cannot be reached, a finished check can wait for it in this browser.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::access::Who;
use crate::page::desk::desk;
use crate::page::{keep, texts};

/// The button; nothing while the server answers.
#[component]
pub fn KeepWaiting() -> impl IntoView {
    let desk = desk();
    let refused = RwSignal::new(false);
    let unreachable = move || desk.who.with(|who| *who == Who::Unknown);
    let wait = move |_| {
        spawn_local(async move {
            let kept = keep::wait(desk).await;
            // Where it is kept, this step is left.
            let _ = refused.try_set(!kept);
        });
    };
    view! {
        <button type="button" class:gone=move || !unreachable() on:click=wait>{texts::KEEP_WAITING}</button>
        <span role="status">{move || refused.get().then_some(texts::KEPT_NOTHING)}</span>
    }
}
