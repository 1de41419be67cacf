//! The row of steps. Those that have been reached can be gone back to; nothing is lost.

use leptos::prelude::*;

use super::desk::{Desk, Step, desk};
use super::texts;

pub const ALL: [Step; 5] = [Step::Drop, Step::Match, Step::Review, Step::Plan, Step::Receipt];

/// Whether a person can go to a step now.
pub fn open(desk: Desk, step: Step) -> bool {
    match step {
        Step::Drop => true,
        Step::Match => desk.question.with(Option::is_some) || desk.overview.with(Option::is_some),
        Step::Review => desk.overview.with(Option::is_some),
        Step::Plan => {
            let ready = |blocked, clean| clean > 0 && (blocked == 0 || desk.without_blocked.get());
            desk.overview
                .with(|overview| overview.as_ref().is_some_and(|overview| ready(overview.blocked, overview.clean)))
        }
        Step::Receipt => desk.receipt.with(Option::is_some),
    }
}

/// The steps as a navigation.
#[component]
pub fn Steps() -> impl IntoView {
    let desk = desk();
    // Match is there with a file.
    let shown = move |step| step != Step::Match || open(desk, Step::Match);
    let item = move |step: Step| {
        let current = move || (desk.place.get().is_none() && desk.step.get() == step).then_some("step");
        view! {
            <li class:gone=move || !shown(step)>
                <button type="button" aria-current=current disabled=move || !open(desk, step) on:click=move |_| desk.go(step)>
                    {texts::step(step)}
                </button>
            </li>
        }
    };
    view! { <nav class="steps" aria-label=texts::STEPS><ol>{ALL.map(item).collect_view()}</ol></nav> }
}
