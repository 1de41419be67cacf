//! How the file was read: kind, sheet, row with the headings, columns. All of it can be changed.

use lanegate_wire::{ColumnMatch, Lane, Overview};
use leptos::prelude::*;

use crate::page::choices::Choices;
use crate::page::desk::{Step, desk};
use crate::page::hazards::Hazards;
use crate::page::partner_copy::{PartnerCopy, PartnerCopyState};
use crate::page::texts;

/// In one line; opened, with the choices and the columns.
#[component]
pub fn ReadAs(overview: Overview) -> impl IntoView {
    let desk = desk();
    let brief = texts::read_as(&overview.sheet, overview.header_row, &overview.columns);
    // What ids of partners were held against.
    let PartnerCopyState { copy: state, .. } = expect_context();
    let copy = match state.get_untracked() {
        PartnerCopy::Here(at, rows) if overview.lane == Lane::Partners => Some(texts::partners_as_of(at, rows)),
        _ => None,
    };
    let column = |column: ColumnMatch| {
        let target = column.column.clone().map(|name| format!("{name}, {}", texts::how(column.how)));
        view! {
            <li class:ignored=column.column.is_none()>
                <b>{column.letters}</b>" "{column.header}" → "{target.unwrap_or_else(|| texts::IGNORED.to_owned())}
            </li>
        }
    };
    view! {
        <details class="readas">
            <summary><b>{texts::HOW_READ}</b>" "<span class="quiet">{brief}</span></summary>
            <Choices/>
            <p class="quiet">{copy}</p>
            <Hazards hazards=overview.hazards/>
            <h2>{texts::COLUMNS}</h2>
            <p class="actions"><button type="button" on:click=move |_| desk.step.set(Step::Match)>{texts::TO_MATCH}</button></p>
            <ul class="columns">{overview.columns.into_iter().map(column).collect_view()}</ul>
        </details>
    }
}
