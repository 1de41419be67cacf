//! What Excel may not show of a file: hidden rows, other sheets, dates from 1904, formulas that were never calculated.

use lanegate_wire::Finding;
use leptos::prelude::*;

use super::texts;

/// The panel; nothing where there is nothing of the kind.
#[component]
pub fn Hazards(hazards: Vec<Finding>) -> impl IntoView {
    let hazard = |finding: Finding| {
        let place = finding.cell.or_else(|| finding.row.map(|row| row.to_string()));
        view! {
            <li class=finding.severity.as_str()>
                <span class="mark" aria-hidden="true"></span>
                <span>
                    <span class="vh">{texts::severity(finding.severity)}": "</span>
                    {place.map(|place| view! { <b>{place}</b>" " })}{finding.message}" "<span class="quiet">{finding.hint}</span>
                </span>
            </li>
        }
    };
    (!hazards.is_empty()).then(|| {
        view! {
            <section class="hazards" aria-label=texts::HAZARDS>
                <h2>{texts::HAZARDS}</h2>
                <ul>{hazards.into_iter().map(hazard).collect_view()}</ul>
            </section>
        }
    })
}
