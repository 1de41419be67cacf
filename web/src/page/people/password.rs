//! A new password.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::page::access::set_password;
use crate::page::desk::desk;
use crate::page::problem::ProblemNote;
use crate::page::submit::Submit;
use crate::page::texts;

/// The form.
#[component]
pub fn PasswordForm(
    /// Called when it is set, or is not to be.
    done: Callback<()>,
    /// It can be put off.
    #[prop(optional)]
    not_now: bool,
) -> impl IntoView {
    let desk = desk();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Submit::new();
    let chosen = NodeRef::<Input>::new();
    if not_now {
        chosen.on_load(|chosen| drop(chosen.focus()));
    }
    let name = desk.who.with_untracked(|who| who.account().map(|me| me.name.clone())).unwrap_or_default();
    // Whoever came by a link has none so far; once it is set, the next change asks for it.
    let by_link = Memo::new(move |_| desk.who.with(|who| who.account().is_some_and(|me| me.may_set_password)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let known = (!by_link.get_untracked()).then(|| old.get_untracked());
        sending.run(set_password(desk, known, new.get_untracked()), move |()| {
            let _ = (old.try_set(String::new()), new.try_set(String::new()));
            let _ = done.try_run(());
        });
    };
    view! {
        <form on:submit=submit>
            {if not_now {
                view! { <h1 id="sign-in-title">{texts::SET_PASSWORD}</h1> }.into_any()
            } else {
                view! { <h2>{texts::SET_PASSWORD}</h2> }.into_any()
            }}
            <p class="quiet">{move || if by_link.get() { texts::SET_PASSWORD_FIRST } else { texts::SET_PASSWORD_OTHERS }}</p>
            // For the browser's own keeper of passwords.
            <input class="vh" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly value=name/>
            <label class:gone=by_link>{texts::OLD_PASSWORD}
                <input name="old" type="password" autocomplete="current-password" required=move || !by_link.get() bind:value=old/>
            </label>
            <label>{texts::NEW_PASSWORD}
                <input name="new" type="password" autocomplete="new-password" required minlength="12" node_ref=chosen bind:value=new/>
            </label>
            {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <p class="actions">
                <button type="submit" class="main" disabled=move || sending.is_busy()>{texts::SET_PASSWORD}</button>
                <button type="button" class:gone=!not_now on:click=move |_| done.run(())>{texts::NOT_NOW}</button>
            </p>
        </form>
    }
}
