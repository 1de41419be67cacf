//! What programs sign in with: made here, shown once, revoked at any time.

use lanegate_wire::{NewToken, Right, Token, TokenMade};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::confirm::{Confirm, ConfirmDialog};
use super::once::Once;
use super::terms::{Terms, TermsFields};
use super::token::TokenEntry;
use crate::page::desk::desk;
use crate::page::problem::ProblemNote;
use crate::page::{api, texts};

/// The list, with the form for a new one.
#[component]
pub fn Tokens() -> impl IntoView {
    let desk = desk();
    let tokens = RwSignal::new(Vec::<Token>::new());
    let made = RwSignal::new(None::<String>);
    let confirm = Confirm::new();
    let sending = confirm.sending;
    let ask = move || {
        spawn_local(async move {
            match api::tokens().await {
                Ok(list) => drop(tokens.try_set(list)),
                Err(said) => drop(sending.problem.try_set(Some(said))),
            }
        });
    };
    ask();
    // A token may at most what its account may; more than to commit is ticked by whoever wants it.
    let (lanes, rights) = desk
        .who
        .with_untracked(|who| who.account().map(|me| (me.lanes.clone(), me.rights.clone())))
        .unwrap_or_default();
    let usual: Vec<Right> =
        [Right::Compare, Right::Commit].into_iter().filter(|right| rights.contains(right)).collect();
    let terms = Terms::new(&lanes, &usual);
    let (label, days) = (RwSignal::new(String::new()), RwSignal::new("90".to_owned()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let new = NewToken {
            label: label.get_untracked(),
            lanes: terms.lanes(),
            rights: terms.rights(),
            days: days.get_untracked().parse().ok(),
        };
        let work = move || {
            let new = new.clone();
            async move { api::make_token(&new).await }
        };
        confirm.run(work, move |TokenMade { secret, .. }| {
            let _ = (made.try_set(Some(secret)), label.try_set(String::new()));
            ask();
        });
    };
    let revoke = Callback::new(move |id: Uuid| sending.run(api::revoke_token(id), move |()| ask()));
    let entry = move |token: Token| view! { <TokenEntry token revoke/> };
    view! {
        <section class="sessions" aria-label=texts::TOKENS>
            <h2>{texts::TOKENS}</h2>
            <p class="quiet">{texts::TOKENS_FOR}</p>
            {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <div role="status">{move || made.get().map(|secret| view! { <Once secret words=texts::TOKEN_ONCE/> })}</div>
            <ConfirmDialog confirm/>
            <ul>{move || tokens.get().into_iter().map(entry).collect_view()}</ul>
            <details>
                <summary>{texts::TOKEN_NEW}</summary>
                <form class="terms" on:submit=submit>
                    <label>{texts::TOKEN_LABEL}<input required maxlength="100" bind:value=label/></label>
                    <label>{texts::TOKEN_DAYS}<input type="number" min="1" max="366" required bind:value=days/></label>
                    <TermsFields terms lanes rights/>
                    <p class="actions"><button type="submit">{texts::TOKEN_MAKE}</button></p>
                </form>
            </details>
        </section>
    }
}
