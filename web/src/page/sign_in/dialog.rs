//! The dialog over the page: to sign in, or to set a password. The browser keeps the focus inside of it and closes it with Escape.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::page::access::Who;
use crate::page::connected::{Connected, Part};
use crate::page::desk::desk;

/// The dialog; it opens where the desk says so, and for whoever has come by a link and has no password yet.
#[component]
pub fn SignInDialog() -> impl IntoView {
    let desk = desk();
    let dialog = NodeRef::<Dialog>::new();
    let must_set = Memo::new(move |_| desk.who.with(|who| who.account().is_some_and(|me| me.may_set_password)));
    let is_known = Memo::new(move |_| desk.who.with(|who| matches!(who, Who::Known(_))));
    // Who came by a link may set the password later: the account's place has the form, too.
    let put_off = RwSignal::new(false);
    let open = Memo::new(move |_| desk.sign_in.get() || (must_set.get() && !put_off.get()));
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            match (open.get(), dialog.open()) {
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let close = move || {
        put_off.set(true);
        desk.sign_in.set(false);
        desk.sign_in_problem.set(None);
    };
    view! {
        <dialog class="sign-in" node_ref=dialog aria-labelledby="sign-in-title" on:close=move |_| close()>
            {move || open.get().then(|| {
                let done = Callback::new(move |()| close());
                let part = if is_known.get() { Part::Password(done) } else { Part::SignIn(done) };
                view! { <Connected part/> }
            })}
        </dialog>
    }
}
