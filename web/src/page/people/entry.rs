//! One account: what it may, and what can be done about it.

use lanegate_wire::{Account, AccountChange, Lane, Right};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::account_tokens::AccountTokens;
use super::accounts::Office;
use super::terms::{Terms, TermsFields};
use crate::page::{api, format, texts};

/// The row.
#[component]
pub fn Entry(account: Account) -> impl IntoView {
    let office = expect_context::<Office>();
    let Account { name, lanes, rights, disabled_at, has_password, seen_at, .. } = account;
    let disabled = disabled_at.is_some();
    let state = texts::account_state(disabled, has_password);
    let seen = seen_at.map(|at| texts::seen(&format::moment(&at)));
    let (changing, listing) = (RwSignal::new(false), RwSignal::new(false));
    let terms = Terms::new(&lanes, &rights);
    let name = StoredValue::new(name);
    let change = move |change: AccountChange| {
        let name = name.get_value();
        let work = move || {
            let (name, change) = (name.clone(), change.clone());
            async move { api::change_account(&name, &change).await }
        };
        office.send(work, drop);
    };
    let link = move |_| {
        let name = name.get_value();
        let work = move || {
            let name = name.clone();
            async move { api::make_link(&name).await }
        };
        office.send(work, move |made| {
            let _ = office.link.try_set(Some((made.account.name, made.link)));
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        changing.set(false);
        change(AccountChange { lanes: Some(terms.lanes()), rights: Some(terms.rights()), disabled: None });
    };
    let turn = move |_| change(AccountChange { disabled: Some(!disabled), ..AccountChange::default() });
    let called = move |words: &str| format!("{words}: {}", name.get_value());
    view! {
        <tr>
            <th scope="row"><b>{name.get_value()}</b></th>
            <td>
                {texts::terms(&lanes, &rights)}
                {move || changing.get().then(|| view! {
                    <form class="terms" on:submit=submit>
                        <TermsFields terms lanes=vec![Lane::Sales, Lane::Partners] rights=Right::ALL.to_vec()/>
                        <p class="actions"><button type="submit">{texts::ACCOUNT_CHANGE}</button></p>
                    </form>
                })}
                {move || listing.get().then(|| view! { <AccountTokens name=name.get_value()/> })}
            </td>
            <td>{state}<p class="quiet">{seen}</p></td>
            <td>
                <div class="takes">
                    <button type="button" class="take" aria-label=called(texts::ACCOUNT_EDIT) aria-expanded=move || changing.get().to_string()
                        on:click=move |_| changing.update(|on| *on = !*on)>{texts::ACCOUNT_EDIT}</button>
                    <button type="button" class="take" class:gone=disabled aria-label=called(texts::ACCOUNT_LINK) on:click=link>{texts::ACCOUNT_LINK}</button>
                    <button type="button" class="take" aria-label=called(texts::TOKENS) aria-expanded=move || listing.get().to_string()
                        on:click=move |_| listing.update(|on| *on = !*on)>{texts::TOKENS}</button>
                    <button type="button" class="take" aria-label=called(texts::account_turn(disabled)) on:click=turn>{texts::account_turn(disabled)}</button>
                </div>
            </td>
        </tr>
    }
}
