//! Says aloud what a sighted person sees change: the result of a check, the plan, the receipt. The region stays in the
//! document, since screen readers speak only of changes inside one they know.

use leptos::prelude::*;

use super::desk::{Compare, Reading, Step, desk};
use super::{applied_answers, receipt, sent, texts};

/// The region.
#[component]
pub fn Announce() -> impl IntoView {
    let desk = desk();
    let words = move || match desk.step.get() {
        Step::Drop => match desk.reading.get() {
            Reading::Failed(why) => format!("{}. {}", texts::FAILED, why.message),
            _ => String::new(),
        },
        Step::Match => texts::MATCH_TITLE.to_owned(),
        Step::Review => desk
            .overview
            .with(|overview| overview.as_ref().map(|o| texts::headline(o.rows, o.clean, o.blocked)))
            .unwrap_or_default(),
        Step::Plan => match desk.compare.get() {
            Compare::NotAsked => texts::consent(sent::now()).to_owned(),
            Compare::Planned(_) => texts::PLAN_TITLE.to_owned(),
            _ => String::new(),
        },
        Step::Receipt => desk.receipt.with(|receipt| receipt.as_ref().map(receipt::summary)).unwrap_or_default(),
    };
    // A separate region, so that they are announced once, and not again with every correction.
    let answers = move || match desk.step.get() {
        Step::Match | Step::Review => applied_answers::words(desk).unwrap_or_default(),
        _ => String::new(),
    };
    view! {
        <p class="vh" role="status">{words}</p>
        <p class="vh" role="status">{answers}</p>
    }
}
