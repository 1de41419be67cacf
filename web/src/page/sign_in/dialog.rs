//! The dialog over the page: to sign in, or to set a password. The browser keeps the focus inside of it and closes it with Escape.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::form::SignInForm;
use super::password::PasswordForm;
use super::sessions::Sessions;
use crate::page::access::Who;
use crate::page::desk::desk;

/// The dialog; it opens where the desk says so, and for whoever has come by a link and has no password yet.
#[component]
pub fn SignInDialog() -> impl IntoView {
    let desk = desk();
    let dialog = NodeRef::<Dialog>::new();
    let must_set = Memo::new(move |_| desk.who.with(|who| who.account().is_some_and(|me| me.may_set_password)));
    let is_known = Memo::new(move |_| desk.who.with(|who| matches!(who, Who::Known(_))));
    Effect::new(move |_| {
        let open = desk.sign_in.get() || must_set.get();
        if let Some(dialog) = dialog.get() {
            match (open, dialog.open()) {
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let close = move || {
        desk.sign_in.set(false);
        desk.sign_in_problem.set(None);
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="sign-in" node_ref=dialog aria-labelledby="sign-in-title" on:close=move |_| desk.sign_in.set(false)>
            {move || {
                let done = Callback::new(move |()| close());
                if is_known.get() {
                    view! { <PasswordForm done/><Sessions/> }.into_any()
                } else {
                    view! { <SignInForm done/> }.into_any()
                }
            }}
        </dialog>
    }
}
