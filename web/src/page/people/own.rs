//! One's own account: what it may, where it is signed in, its tokens and its password.

use leptos::prelude::*;

use super::password::PasswordForm;
use super::sessions::Sessions;
use super::tokens::Tokens;
use crate::page::desk::desk;
use crate::page::texts;

/// The place.
#[component]
pub fn AccountPlace() -> impl IntoView {
    let desk = desk();
    let me = move || desk.who.with(|who| who.account().cloned());
    let set = RwSignal::new(false);
    view! {
        <div class="sheet own">
            <header class="headline">
                <div>
                    <h1>{move || me().map(|me| me.name)}</h1>
                    <p class="quiet">{move || me().map(|me| texts::may(&me))}</p>
                </div>
            </header>
            <Sessions/>
            <Tokens/>
            <section class="form" aria-label=texts::SET_PASSWORD>
                <PasswordForm done=Callback::new(move |()| set.set(true))/>
                <p role="status">{move || set.get().then_some(texts::PASSWORD_SET)}</p>
            </section>
        </div>
    }
}
