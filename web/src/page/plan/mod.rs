//! Plan: first the consent, then what a commit would do, then the commit.

mod consent;
mod decision;
mod fate_counts;
mod first_batch;
mod keep_waiting;
mod marks;
mod plan_rows;

pub use plan_rows::readable;

use leptos::prelude::*;

use super::compare::{compare, withdraw};
use super::desk::{Compare, Step, desk};
use super::problem::ProblemNote;
use super::progress::Progress;
use super::texts;

/// The step.
#[component]
pub fn PlanStep() -> impl IntoView {
    let desk = desk();
    // Which of the views, and a plan by its digest; how far sending has come, the bar follows by itself.
    let state = Memo::new(move |_| {
        desk.compare.with(|compare| match compare {
            Compare::NotAsked => (0, String::new()),
            Compare::Sending(..) | Compare::Planning => (1, String::new()),
            Compare::Failed(problem) => (2, problem.to_string()),
            Compare::Planned(plan) => (3, plan.digest.clone()),
            Compare::Committing(_) => (4, String::new()),
        })
    });
    let back = move |_| desk.step.set(Step::Review);
    view! {
        <div class="sheet">
            {move || {
                // Read, not only tracked: a memo that was never read follows nothing.
                let _ = state.get();
                match desk.compare.get_untracked() {
                    Compare::NotAsked => view! { <consent::Consent/> }.into_any(),
                    Compare::Sending(..) | Compare::Planning => view! { <Under/> }.into_any(),
                    Compare::Failed(problem) => view! {
                        <ProblemNote problem/>
                        <p class="actions">
                            <button type="button" class="main" on:click=move |_| compare(desk)>{texts::AGAIN}</button>
                            <keep_waiting::KeepWaiting/>
                            <button type="button" on:click=back>{texts::NOT_YET}</button>
                        </p>
                    }.into_any(),
                    Compare::Planned(plan) => view! {
                        <decision::Decision plan=plan.clone()/>
                        <plan_rows::PlanRows plan/>
                    }.into_any(),
                    Compare::Committing(_) => view! {
                        <section class="well"><Progress share=Signal::derive(|| None) words=Signal::derive(|| texts::COMMITTING.to_owned())/></section>
                    }.into_any(),
                }
            }}
        </div>
    }
}

/// On its way to the server.
#[component]
fn Under() -> impl IntoView {
    let desk = desk();
    let share = Signal::derive(move || match desk.compare.get() {
        Compare::Sending(done, total) if total > 0 => Some(f64::from(done) / f64::from(total)),
        _ => None,
    });
    let words = Signal::derive(move || match desk.compare.get() {
        Compare::Sending(done, total) => texts::sending(done, total),
        _ => texts::PLANNING.to_owned(),
    });
    view! { <section class="well"><Progress share words cancel=Callback::new(move |()| withdraw(desk))/></section> }
}
