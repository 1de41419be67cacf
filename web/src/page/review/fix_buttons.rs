//! The corrections that would settle a finding, each a button.

use lanegate_wire::Fix;
use leptos::prelude::*;

use crate::page::corrections;
use crate::page::desk::desk;
use crate::page::texts;

/// The buttons; nothing where only a person can know what is right.
#[component]
pub fn FixButtons(fixes: Vec<Fix>) -> impl IntoView {
    let desk = desk();
    let button = move |fix: Fix| {
        let words = texts::fix(&fix);
        view! { <button type="button" class="take" on:click=move |_| corrections::add(desk, fix.clone())>{words}</button> }
    };
    (!fixes.is_empty()).then(|| view! { <div class="takes">{fixes.into_iter().map(button).collect_view()}</div> })
}
