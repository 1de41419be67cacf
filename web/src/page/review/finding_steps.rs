//! To the finding before and to the next one, for those without F8.

use leptos::prelude::*;

use super::go_to;
use crate::page::desk::desk;
use crate::page::texts;

/// The two buttons.
#[component]
pub fn FindingSteps() -> impl IntoView {
    let desk = desk();
    let none = move || desk.overview.with(|overview| overview.as_ref().is_none_or(|o| o.groups.is_empty()));
    let button = move |by, words, sign| {
        view! {
            <button type="button" title=words aria-label=words disabled=none on:click=move |_| go_to::next(desk, by)>{sign}</button>
        }
    };
    view! {
        <span class="pair steppers">
            {button(-1, texts::EARLIER_FINDING, "↑")}{button(1, texts::NEXT_FINDING, "↓")}
        </span>
    }
}
