//! The header's place for whoever has signed in.

use leptos::prelude::*;

use crate::page::access::{Who, sign_out};
use crate::page::desk::desk;
use crate::page::places::Place;
use crate::page::submit::Submit;
use crate::page::texts;

/// A name with what it may, or a button to sign in.
#[component]
pub fn SignedIn() -> impl IntoView {
    let desk = desk();
    let open = move |_| desk.sign_in.set(true);
    let leaving = Submit::new();
    let leave = move |_| leaving.run(sign_out(desk), |()| ());
    view! {
        <div class="account">
            {move || leaving.problem.get().map(|_| view! { <span role="alert">{texts::NOT_SIGNED_OUT}</span> })}
            {move || match desk.who.get() {
                Who::Asked => ().into_any(),
                Who::Unknown => view! { <span class="quiet">{texts::NO_SERVER}</span> }.into_any(),
                Who::Nobody => view! { <button type="button" on:click=open>{texts::SIGN_IN}</button> }.into_any(),
                Who::Known(me) => view! {
                    <span class="who" title=texts::may(&me)>{me.name.clone()}</span>
                    <button type="button" class="link" on:click=move |_| desk.place.set(Some(Place::Account))>{texts::ACCOUNT}</button>
                    <button type="button" class="link" on:click=leave>{texts::SIGN_OUT}</button>
                }.into_any(),
            }}
        </div>
    }
}
