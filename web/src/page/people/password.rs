//! A new password.

use lanegate_wire::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::access::set_password;
use crate::page::desk::desk;
use crate::page::problem::ProblemNote;
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
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    // As it was when the form opened: setting the password changes it.
    let account = desk.who.with_untracked(|who| who.account().cloned());
    let (name, by_link) = account.map(|me| (me.name, me.may_set_password)).unwrap_or_default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let known = (!by_link).then(|| old.get_untracked());
            let outcome = set_password(desk, known, new.get_untracked()).await;
            busy.set(false);
            match outcome {
                Ok(()) => done.run(()),
                Err(refused) => problem.set(Some(refused)),
            }
        });
    };
    view! {
        <form on:submit=submit>
            {if not_now {
                view! { <h1 id="sign-in-title">{texts::SET_PASSWORD}</h1> }.into_any()
            } else {
                view! { <h2>{texts::SET_PASSWORD}</h2> }.into_any()
            }}
            <p class="quiet">{if by_link { texts::SET_PASSWORD_FIRST } else { texts::SET_PASSWORD_OTHERS }}</p>
            // For the browser's own keeper of passwords.
            <input class="vh" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly value=name/>
            <label class:gone=by_link>{texts::OLD_PASSWORD}
                <input name="old" type="password" autocomplete="current-password" required=!by_link bind:value=old/>
            </label>
            <label>{texts::NEW_PASSWORD}
                <input name="new" type="password" autocomplete="new-password" required minlength="12" bind:value=new/>
            </label>
            {move || problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <p class="actions">
                <button type="submit" class="main" disabled=busy>{texts::SET_PASSWORD}</button>
                <button type="button" class:gone=!not_now on:click=move |_| done.run(())>{texts::NOT_NOW}</button>
            </p>
        </form>
    }
}
