//! The row of steps. Those that have been reached can be gone back to, also with the browser's own Back; nothing is lost.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::desk::{Desk, Step, desk};
use super::{keep, texts};

const ALL: [Step; 5] = [Step::Drop, Step::Match, Step::Review, Step::Plan, Step::Receipt];

/// Whether a person can go to a step now.
fn open(desk: Desk, step: Step) -> bool {
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
        let current = move || (desk.step.get() == step).then_some("step");
        view! {
            <li class:gone=move || !shown(step)>
                <button type="button" aria-current=current disabled=move || !open(desk, step)
                    on:click=move |_| desk.step.set(step)>
                    {texts::step(step)}
                </button>
            </li>
        }
    };
    view! { <nav class="steps" aria-label=texts::STEPS><ol>{ALL.map(item).collect_view()}</ol></nav> }
}

/// Each step becomes an entry of the browser's history, named by the step alone.
pub fn follow_browser_history(desk: Desk) {
    let mark = |step: Step| format!("#{}", texts::step(step).to_lowercase());
    Effect::new(move |before: Option<Step>| {
        let step = desk.step.get();
        let here = window().location().hash().unwrap_or_default();
        // The page's first entry has no mark; another one would cut off what lies ahead of it.
        let marked = here == mark(step) || (here.is_empty() && step == Step::Drop);
        if before.is_some_and(|before| before != step) && !marked {
            // Without an entry the browser's Back leaves the page, as it would have anyway.
            let _ = window()
                .history()
                .and_then(|history| history.push_state_with_url(&keep::state(desk), "", Some(&mark(step))));
        }
        if before.is_some_and(|before| before != step) {
            // Reading and tabbing go on where the new step begins.
            let main = document().get_element_by_id("content").and_then(|main| main.dyn_into::<HtmlElement>().ok());
            main.map(|main| main.focus().ok());
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        step
    });
    let listener = window_event_listener(leptos::ev::popstate, move |_| {
        let here = window().location().hash().unwrap_or_default();
        let step = ALL.into_iter().find(|&step| mark(step) == here).unwrap_or(Step::Drop);
        if open(desk, step) {
            desk.step.set(step);
        }
        // A reload goes on with the file in hand, whatever the entry gone back to was about.
        keep::mark(desk);
    });
    on_cleanup(move || listener.remove());
}
