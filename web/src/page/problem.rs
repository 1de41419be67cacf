//! A refusal, in words: what happened, what to do next, and the rows at fault if there are any.

use lanegate_wire::Problem;
use leptos::prelude::*;

use super::desk::desk;
use super::{access, texts};

/// How many findings of a refusal are shown.
const SHOWN: usize = 20;

/// One problem.
#[component]
pub fn ProblemNote(problem: Problem) -> impl IntoView {
    let findings = problem.findings.into_iter().take(SHOWN).map(|finding| {
        let place = finding.cell.or_else(|| finding.row.map(|row| row.to_string())).unwrap_or_default();
        view! { <li><b>{place}</b>" "{finding.message}" "{finding.hint}</li> }
    });
    let desk = desk();
    // A session ends wherever one is; signing in again is offered there.
    let ended = problem.code == "sign_in_needed";
    view! {
        <div class="note error" role="alert">
            <p><b>{problem.title}</b></p>
            <p>{problem.detail}</p>
            <ul>{findings.collect_view()}</ul>
            <p class="actions" class:gone=!ended>
                <button type="button" on:click=move |_| access::ended(desk)>{texts::SIGN_IN}</button>
            </p>
            <p class="code">{texts::spoken(&problem.code)}</p>
        </div>
    }
}
