//! Where one is signed in, each to be ended.

use lanegate_wire::{Problem, Session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::page::problem::ProblemNote;
use crate::page::{api, format, texts};

/// The list; it asks for itself once.
#[component]
pub fn Sessions() -> impl IntoView {
    let sessions = RwSignal::new(Vec::<Session>::new());
    let problem = RwSignal::new(None::<Problem>);
    let ask = move || {
        spawn_local(async move {
            let (list, refused) = match api::sessions().await {
                Ok(list) => (list, None),
                Err(refused) => (Vec::new(), Some(refused)),
            };
            let _ = (sessions.try_set(list), problem.try_set(refused));
        });
    };
    ask();
    let end = move |id: Uuid| {
        spawn_local(async move {
            // One that has ended meanwhile is gone from the new list, too; what else was refused shows there.
            drop(api::end_session(id).await);
            ask();
        });
    };
    let entry = move |session: Session| {
        let id = session.id;
        let label = format!("{}: {}", texts::END_SESSION, session.client);
        view! {
            <li>
                <span class="client">{session.client}</span>
                <span class="quiet">{texts::seen(&format::moment(&session.seen_at))}</span>
                {if session.current {
                    view! { <span class="quiet">{texts::THIS_SESSION}</span> }.into_any()
                } else {
                    view! { <button type="button" class="link" aria-label=label on:click=move |_| end(id)>{texts::END_SESSION}</button> }.into_any()
                }}
            </li>
        }
    };
    view! {
        <section class="sessions" aria-label=texts::SESSIONS>
            <h2>{texts::SESSIONS}</h2>
            {move || problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <ul>{move || sessions.get().into_iter().map(entry).collect_view()}</ul>
        </section>
    }
}
