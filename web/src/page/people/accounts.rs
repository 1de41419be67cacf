//! Everybody's accounts, for those who look after them.

use lanegate_wire::{Account, Problem};
use leptos::prelude::*;

use super::entry::Entry;
use super::new::NewAccountForm;
use super::once::Once;
use crate::page::paged::{Paged, PagedRows};
use crate::page::problem::ProblemNote;
use crate::page::{api, texts};

/// What the place's rows and form share: what was refused, a link to be given on, and that the list has changed.
#[derive(Clone, Copy)]
pub struct Office {
    /// What was refused last.
    pub problem: RwSignal<Option<Problem>>,
    /// Whose link, and the link.
    pub link: RwSignal<Option<(String, String)>>,
    /// Counts changes: the list is asked for anew.
    pub changed: RwSignal<u32>,
}

impl Office {
    /// Shows what came of a call, and has the list asked for anew.
    pub fn take<T>(self, outcome: Result<T, Problem>) -> Option<T> {
        let _ = self.changed.try_update(|changed| *changed += 1);
        let (done, refused) = match outcome {
            Ok(done) => (Some(done), None),
            Err(refused) => (None, Some(refused)),
        };
        let _ = self.problem.try_set(refused);
        done
    }
}

/// The place.
#[component]
pub fn AccountsPlace() -> impl IntoView {
    let office = Office { problem: RwSignal::new(None), link: RwSignal::new(None), changed: RwSignal::new(0) };
    provide_context(office);
    let rows = Paged::new(move |after: Option<String>| async move {
        match api::accounts(after.as_deref()).await {
            Ok(page) => Some((page.accounts, page.next)),
            Err(said) => {
                let _ = office.problem.try_set(Some(said));
                None
            }
        }
    });
    Effect::new(move |_| {
        office.changed.track();
        rows.again();
    });
    let heads = [texts::ACCOUNT_NAME, texts::ACCOUNT_MAY, texts::ACCOUNT_STATE, texts::DECIDE];
    view! {
        <div class="sheet">
            <header class="headline"><div><h1>{texts::ACCOUNTS}</h1><p class="quiet">{texts::ACCOUNTS_FOR}</p></div></header>
            {move || office.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            {move || office.link.get().map(|(name, link)| view! { <Once secret=link words=texts::link_for(&name)/> })}
            <NewAccountForm/>
            <PagedRows rows heads=heads.to_vec() row=|account: Account| view! { <Entry account/> }.into_any()/>
        </div>
    }
}
