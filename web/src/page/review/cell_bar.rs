//! The active cell below the grid: its name, all that the file holds there, and what was found.

use lanegate_wire::{ColumnMatch, Finding};
use leptos::prelude::*;

use super::grid_keys::Place;
use super::rows::Rows;
use crate::page::texts;

/// Longer texts end here too: nobody reads 32,767 characters in a bar.
const LONGEST: usize = 2_000;

/// The bar.
#[component]
pub fn CellBar(active: RwSignal<Place>, rows: Rows, columns: Vec<ColumnMatch>) -> impl IntoView {
    let columns = StoredValue::new(columns);
    let held = Memo::new(move |_| {
        rows.arrivals.track();
        let Place { row, column } = active.get();
        let row = rows.get(row)?;
        let letters = columns.with_value(|columns| columns.get(column).map(|column| column.letters.clone()))?;
        let text: String = row.cells.get(column)?.text.chars().take(LONGEST).collect();
        Some((format!("{letters}{}", row.row), text, row.row, row.severity.is_some()))
    });
    let findings = RwSignal::new(Vec::<Finding>::new());
    Effect::new(move |_| {
        let Some((name, _, row, true)) = held.get() else { return findings.set(Vec::new()) };
        leptos::task::spawn_local(async move {
            let found = rows.findings_of(row, &name).await;
            if held.try_get_untracked().flatten().is_some_and(|(now, ..)| now == name) {
                findings.set(found);
            }
        });
    });
    let said = move |finding: Finding| {
        view! {
            <li class=finding.severity.as_str()>
                <span class="mark" aria-hidden="true"></span>
                <b>{texts::severity(finding.severity)}": "</b>{finding.message}" "{finding.hint}
            </li>
        }
    };
    view! {
        <div class="cellbar" aria-live="polite">
            {move || held.get().map(|(name, text, ..)| view! { <b>{name}</b><span class="held">{text}</span> })}
            <ul>{move || findings.get().into_iter().map(said).collect_view()}</ul>
        </div>
    }
}
