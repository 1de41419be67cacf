//! What needs the password to have been entered recently: the page asks for it, and sends the same request again.

use std::future::Future;

use futures::channel::oneshot;
use lanegate_wire::{ConfirmPassword, Problem};
use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;

use super::password::PasswordForm;
use crate::page::desk::desk;
use crate::page::problem::ProblemNote;
use crate::page::submit::Submit;
use crate::page::{api, texts};

/// The server's code for a request that needs the password.
const NEEDED: &str = "password_needed";

/// Sends such requests. A `Copy` handle.
#[derive(Clone, Copy)]
pub struct Confirm {
    /// What is on its way, and what was refused last.
    pub sending: Submit,
    asks: RwSignal<bool>,
    /// The request that waits for the password.
    waits: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
}

impl Confirm {
    /// With nothing sent yet.
    pub fn new() -> Self {
        Self { sending: Submit::new(), asks: RwSignal::new(false), waits: StoredValue::new_local(None) }
    }

    /// Sends a request, and sends it again where the server asks for the password and gets it.
    pub fn run<T: 'static, F: Future<Output = Result<T, Problem>> + 'static>(
        self,
        work: impl Fn() -> F + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        let twice = async move {
            match work().await {
                Err(refused) if refused.code == NEEDED => {
                    if self.is_confirmed().await {
                        work().await
                    } else {
                        Err(refused)
                    }
                }
                outcome => outcome,
            }
        };
        self.sending.run(twice, done);
    }

    /// Asks for the password. Returns false where it is not given, or somebody has gone elsewhere.
    async fn is_confirmed(self) -> bool {
        let (sender, receiver) = oneshot::channel();
        let _ = (self.waits.try_set_value(Some(sender)), self.asks.try_set(true));
        receiver.await.is_ok()
    }

    fn close(self, is_confirmed: bool) {
        let waiting = self.waits.try_update_value(Option::take).flatten();
        if let Some(sender) = waiting.filter(|_| is_confirmed) {
            let _ = sender.send(());
        }
        let _ = self.asks.try_set(false);
    }
}

/// The dialog. Whoever has come by a link sets a password in it.
#[component]
pub fn ConfirmDialog(confirm: Confirm) -> impl IntoView {
    let desk = desk();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            match (confirm.asks.get(), dialog.open()) {
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let by_link = move || desk.who.with_untracked(|who| who.account().is_some_and(|me| me.may_set_password));
    let form = move || {
        if by_link() {
            let done = Callback::new(move |()| confirm.close(!by_link()));
            view! { <PasswordForm done not_now=true/> }.into_any()
        } else {
            view! { <ConfirmForm confirm/> }.into_any()
        }
    };
    view! {
        <dialog class="sign-in" node_ref=dialog aria-label=texts::CONFIRM_TITLE on:close=move |_| confirm.close(false)>
            {move || confirm.asks.get().then(form)}
        </dialog>
    }
}

#[component]
fn ConfirmForm(confirm: Confirm) -> impl IntoView {
    let desk = desk();
    let password = RwSignal::new(String::new());
    let sending = Submit::new();
    let first = NodeRef::<Input>::new();
    first.on_load(|first| drop(first.focus()));
    let name = desk.who.with_untracked(|who| who.account().map(|me| me.name.clone())).unwrap_or_default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let given = ConfirmPassword { password: password.get_untracked() };
        let work = async move {
            let outcome = api::confirm_password(&given).await;
            let _ = password.try_set(String::new());
            outcome
        };
        sending.run(work, move |()| confirm.close(true));
    };
    view! {
        <form on:submit=submit>
            <h1>{texts::CONFIRM_TITLE}</h1>
            <p class="quiet">{texts::CONFIRM_WHY}</p>
            // For the browser's password manager.
            <input class="vh" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly value=name/>
            <label>{texts::PASSWORD}
                <input name="password" type="password" autocomplete="current-password" required node_ref=first bind:value=password/>
            </label>
            {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <p class="actions">
                <button type="submit" class="main" disabled=move || sending.is_busy()>{texts::CONFIRM}</button>
                <button type="button" on:click=move |_| confirm.close(false)>{texts::CANCEL}</button>
            </p>
        </form>
    }
}
