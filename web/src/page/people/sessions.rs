//! Where one is signed in, each to be ended.

use lanegate_wire::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::page::{api, format, texts};

/// The list; it asks for itself once.
#[component]
pub fn Sessions() -> impl IntoView {
    let sessions = RwSignal::new(None::<Vec<Session>>);
    let ask = move || spawn_local(async move { sessions.set(api::sessions().await.ok()) });
    ask();
    let end = move |id: Uuid| {
        spawn_local(async move {
            // One that has ended meanwhile is gone from the new list, too.
            drop(api::end_session(id).await);
            ask();
        });
    };
    let entry = move |session: Session| {
        let id = session.id;
        view! {
            <li>
                <span class="client">{session.client}</span>
                <span class="quiet">{texts::seen(&format::moment(&session.seen_at))}</span>
                {if session.current {
                    view! { <span class="quiet">{texts::THIS_SESSION}</span> }.into_any()
                } else {
                    view! { <button type="button" class="link" on:click=move |_| end(id)>{texts::END_SESSION}</button> }.into_any()
                }}
            </li>
        }
    };
    view! {
        <section class="sessions" aria-label=texts::SESSIONS>
            <h2>{texts::SESSIONS}</h2>
            <ul>{move || sessions.get().unwrap_or_default().into_iter().map(entry).collect_view()}</ul>
        </section>
    }
}
