//! The active cell below the grid: its name and the field to correct it, what it is, what the file holds, and what was found.

use lanegate_wire::{ColumnMatch, Finding, Fix};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cell_facts::{Facts, known};
use super::cell_field::{Active, CellField, Corrected};
use super::fix_buttons::FixButtons;
use super::grid_keys::Place;
use super::rows::Rows;
use super::suggestions::Suggestions;
use crate::page::desk::desk;
use crate::page::texts;
use crate::protocol::Suggesting;

/// The bar.
#[component]
pub fn CellBar(active: RwSignal<Place>, rows: Rows, columns: Vec<ColumnMatch>, grid: NodeRef<Div>) -> impl IntoView {
    let desk = desk();
    let columns = StoredValue::new(columns);
    let cell = Memo::new(move |_| {
        rows.arrivals.track();
        let Place { row, column } = active.get();
        let row = rows.get(row)?;
        let file = columns.with_value(|columns| columns.get(column).cloned())?;
        let cell = row.cells.get(column)?;
        Some(Active {
            name: format!("{}{}", file.letters, row.row),
            row: row.row,
            column,
            target: file.column,
            text: cell.text.clone(),
            held: cell.held.clone(),
            has_findings: row.severity.is_some(),
            left_out: row.left_out,
        })
    });
    let place = Memo::new(move |_| cell.get().map(|cell| (cell.row, cell.column)));
    let known = known(place);
    let findings = RwSignal::new(Vec::<Finding>::new());
    Effect::new(move |_| {
        desk.revision.track();
        let Some(Active { name, row, has_findings: true, .. }) = cell.get() else { return findings.set(Vec::new()) };
        spawn_local(async move {
            let found = rows.findings_of(row, &name).await;
            if cell.try_get_untracked().flatten().is_some_and(|now| now.name == name) {
                findings.set(found);
            }
        });
    });
    // Offered until the next correction, once this one has been checked.
    let corrected = RwSignal::new(None::<Corrected>);
    let same_change = Memo::new(move |_| {
        let is_checked = desk.correcting.with(Option::is_none);
        let made = desk.options.with(|options| options.fixes.len());
        let Corrected { row, column, before, .. } =
            corrected.get().filter(|last| is_checked && last.corrections == made)?;
        Some(Suggesting::SameChange { row, column, before })
    });
    let said = move |finding: Finding| {
        // Leaving the row out is offered beside the field already.
        let here = place.get_untracked().map(|(row, _)| Fix::LeaveOut { row });
        let fixes = finding.fixes.into_iter().filter(|fix| Some(fix) != here.as_ref()).collect();
        view! {
            <li class=finding.severity.as_str()>
                <span class="mark" aria-hidden="true"></span>
                <span><b>{texts::severity(finding.severity)}": "</b>{finding.message}" "{finding.hint}</span>
                <FixButtons fixes/>
            </li>
        }
    };
    view! {
        <div class="cellbar">
            <CellField cell place known corrected grid/>
            <Suggestions by=same_change/>
            <Facts known/>
            <p id="cell-held" class="quiet" class:gone=move || cell.get().is_none_or(|cell| cell.held.is_none())>
                {move || cell.get().and_then(|cell| cell.held).map(|held| match held.is_empty() {
                    true => texts::HELD_BLANK.into_any(),
                    false => view! { {texts::HOLDS}" "<q>{held}</q> }.into_any(),
                })}
            </p>
            <ul aria-live="polite">{move || findings.get().into_iter().map(said).collect_view()}</ul>
        </div>
    }
}
