//! Everybody's accounts, for those who look after them.

use std::future::Future;

use lanegate_wire::{Account, Problem};
use leptos::prelude::*;

use super::confirm::{Confirm, ConfirmDialog};
use super::entry::Entry;
use super::new::NewAccountForm;
use super::once::Once;
use crate::page::paged::{Paged, PagedRows};
use crate::page::problem::ProblemNote;
use crate::page::{api, texts};

/// What the place's rows and form share: what is on its way, a link to be given on, and that the list has changed.
#[derive(Clone, Copy)]
pub struct Office {
    confirm: Confirm,
    /// Whose link, and the link.
    pub link: RwSignal<Option<(String, String)>>,
    /// Counts changes: the list is asked for anew.
    changed: RwSignal<u32>,
}

impl Office {
    /// Sends a change, again once the password is entered where it is needed, and has the list asked for anew once it is made.
    pub fn send<T: 'static, F: Future<Output = Result<T, Problem>> + 'static>(
        self,
        work: impl Fn() -> F + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.confirm.run(work, move |made| {
            let _ = self.changed.try_update(|changed| *changed += 1);
            done(made);
        });
    }
}

/// The place.
#[component]
pub fn AccountsPlace() -> impl IntoView {
    let office = Office { confirm: Confirm::new(), link: RwSignal::new(None), changed: RwSignal::new(0) };
    provide_context(office);
    let rows = Paged::new(move |after: Option<String>| async move {
        api::accounts(after.as_deref()).await.map(|page| (page.accounts, page.next))
    });
    Effect::new(move |_| {
        office.changed.track();
        rows.again();
    });
    let heads = [texts::ACCOUNT_NAME, texts::ACCOUNT_MAY, texts::ACCOUNT_STATE, texts::DECIDE];
    view! {
        <div class="sheet">
            <header class="headline"><div><h1>{texts::ACCOUNTS}</h1><p class="quiet">{texts::ACCOUNTS_FOR}</p></div></header>
            {move || office.confirm.sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <div role="status">{move || office.link.get().map(|(name, link)| view! { <Once secret=link words=texts::link_for(&name)/> })}</div>
            <ConfirmDialog confirm=office.confirm/>
            <NewAccountForm/>
            <PagedRows rows heads=heads.to_vec() row=|account: Account| view! { <Entry account/> }.into_any()/>
        </div>
    }
}
