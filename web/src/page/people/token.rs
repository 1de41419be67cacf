//! One token in a list: what it may, when it was made and used and ends, and a button that revokes it, once it was asked.

use lanegate_wire::Token;
use leptos::prelude::*;
use uuid::Uuid;

use crate::page::{format, texts};

/// The entry.
#[component]
pub fn TokenEntry(
    /// The token.
    token: Token,
    /// Revokes it.
    revoke: Callback<Uuid>,
) -> impl IntoView {
    let Token { id, label, lanes, rights, made_at, ends_at, used_at, revoked_at, .. } = token;
    let used = used_at.map_or_else(|| texts::NEVER_USED.to_owned(), |at| texts::seen(&format::moment(&at)));
    let times = [texts::made(&format::moment(&made_at)), used, texts::until(&format::moment(&ends_at))].join(" · ");
    let asking = RwSignal::new(false);
    let words = format!("{}: {label}", texts::REVOKE);
    let end = match revoked_at {
        Some(at) => view! { <span class="quiet">{texts::revoked(&format::moment(&at))}</span> }.into_any(),
        None => view! {
            <button type="button" class="link" class:gone=move || asking.get() aria-label=words.clone()
                on:click=move |_| asking.set(true)>{texts::REVOKE}</button>
            <div class="note warning" class:gone=move || !asking.get()>
                <p>{texts::REVOKE_MEANS}</p>
                <p class="actions">
                    <button type="button" aria-label=words on:click=move |_| revoke.run(id)>{texts::REVOKE}</button>
                    <button type="button" on:click=move |_| asking.set(false)>{texts::CANCEL}</button>
                </p>
            </div>
        }
        .into_any(),
    };
    view! {
        <li>
            <span class="client">{label}</span>
            <span class="quiet">{texts::terms(&lanes, &rights)}" · "{times}</span>
            {end}
        </li>
    }
}
