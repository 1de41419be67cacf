//! Somebody else's tokens, for those who look after accounts.

use lanegate_wire::Token;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::token::TokenEntry;
use crate::page::problem::ProblemNote;
use crate::page::submit::Submit;
use crate::page::{api, texts};

/// The list of an account's tokens.
#[component]
pub fn AccountTokens(
    /// The account's name.
    name: String,
) -> impl IntoView {
    let tokens = RwSignal::new(None::<Vec<Token>>);
    let sending = Submit::new();
    let title = texts::tokens_of(&name);
    let name = StoredValue::new(name);
    let ask = move || {
        let name = name.get_value();
        spawn_local(async move {
            match api::tokens_of_account(&name).await {
                Ok(list) => drop(tokens.try_set(Some(list))),
                Err(said) => drop(sending.problem.try_set(Some(said))),
            }
        });
    };
    ask();
    let revoke = Callback::new(move |id: Uuid| {
        let name = name.get_value();
        sending.run(async move { api::revoke_token_of_account(&name, id).await }, move |()| ask());
    });
    let list = move |tokens: Vec<Token>| match tokens.is_empty() {
        true => view! { <p class="quiet">{texts::NO_TOKENS}</p> }.into_any(),
        false => {
            let entries = tokens.into_iter().map(|token| view! { <TokenEntry token revoke/> });
            view! { <ul>{entries.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <section class="sessions" aria-label=title>
            {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            {move || tokens.get().map(list)}
        </section>
    }
}
