//! Name and password.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::page::access::sign_in;
use crate::page::desk::desk;
use crate::page::problem::ProblemNote;
use crate::page::submit::Submit;
use crate::page::texts;

/// The form; `done` when somebody has signed in, or does not want to.
#[component]
pub fn SignInForm(done: Callback<()>) -> impl IntoView {
    let desk = desk();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Submit::telling(desk.sign_in_problem);
    let first = NodeRef::<Input>::new();
    first.on_load(|first| drop(first.focus()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let given = password.get_untracked();
        sending.run(
            async move {
                let outcome = sign_in(desk, name.get_untracked(), given).await;
                let _ = password.try_set(String::new());
                outcome
            },
            move |()| {
                let _ = done.try_run(());
            },
        );
    };
    view! {
        <form on:submit=submit>
            <h1 id="sign-in-title">{texts::SIGN_IN}</h1>
            <p class="quiet">{texts::SIGN_IN_WHY}</p>
            <label>{texts::ACCOUNT_NAME}
                <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
                    node_ref=first bind:value=name/>
            </label>
            <label>{texts::PASSWORD}
                <input name="password" type="password" autocomplete="current-password" required bind:value=password/>
            </label>
            {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <p class="actions">
                <button type="submit" class="main" disabled=move || sending.is_busy()>{texts::SIGN_IN}</button>
                <button type="button" on:click=move |_| done.run(())>{texts::NOT_NOW}</button>
            </p>
        </form>
    }
}
