//! Says which answers of an earlier file were applied to the open file, and undoes them.

use leptos::prelude::*;

use super::desk::{Desk, desk};
use super::{corrections, remembered, texts};

/// The line with its button; nothing where no answers are applied.
#[component]
pub fn AppliedAnswers() -> impl IntoView {
    let desk = desk();
    let undo = move |_| {
        if let Some(answers) = untrack(|| remembered::applied(desk)) {
            corrections::remove_first(desk, answers.fixes.len());
        }
    };
    view! {
        {move || words(desk).map(|words| view! {
            <p class="note answers">
                <span>{words}</span>
                <button type="button" aria-label=texts::UNDO_ANSWERS on:click=undo>{texts::UNDO}</button>
            </p>
        })}
    }
}

/// Describes the applied answers.
pub fn words(desk: Desk) -> Option<String> {
    let answers = remembered::applied(desk)?;
    Some(texts::answers_applied(answers.from.as_deref(), &answers.said))
}
