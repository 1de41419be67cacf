//! A new account. Its person gets a link, signs in with it, and sets a password.

use lanegate_wire::{Lane, NewAccount, Right};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::accounts::Office;
use super::terms::{Terms, TermsFields};
use crate::page::{api, texts};

/// The form.
#[component]
pub fn NewAccountForm() -> impl IntoView {
    let office = expect_context::<Office>();
    let name = RwSignal::new(String::new());
    let terms = Terms::new(&[], &[Right::Compare, Right::Commit]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let new = NewAccount { name: name.get_untracked(), lanes: terms.lanes(), rights: terms.rights() };
        let work = move || {
            let new = new.clone();
            async move { api::make_account(&new).await }
        };
        office.send(work, move |made| {
            let _ = (office.link.try_set(Some((made.account.name, made.link))), name.try_set(String::new()));
        });
    };
    view! {
        <details>
            <summary>{texts::ACCOUNT_NEW}</summary>
            <form class="terms" on:submit=submit>
                <label>{texts::ACCOUNT_NAME}<input required maxlength="64" autocapitalize="none" spellcheck="false" autocomplete="off" bind:value=name/></label>
                <TermsFields terms lanes=vec![Lane::Sales, Lane::Partners] rights=Right::ALL.to_vec()/>
                <p class="actions"><button type="submit">{texts::ACCOUNT_MAKE}</button></p>
            </form>
        </details>
    }
}
