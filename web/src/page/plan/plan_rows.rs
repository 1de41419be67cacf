//! The plan row by row, paged; updates with what they change, conflicts with both sides and the choice to leave a row out.

use lanegate_wire::{Change, Fate, PlanRow, PlanSummary};
use leptos::prelude::*;

use super::marks::{Mark, Marks, MarksBar};
use crate::page::desk::desk;
use crate::page::paged::{Paged, PagedRows};
use crate::page::{api, format, texts};

/// The rows of one fate, or all.
#[component]
pub fn PlanRows(plan: PlanSummary) -> impl IntoView {
    let desk = desk();
    // What needs a decision comes first.
    let first = Fate::ALL.into_iter().find(|fate| fate.blocks() && plan.counts.contains_key(fate));
    let fate = RwSignal::new(first);
    let rows = Paged::new(move |after: Option<String>| {
        let fate = fate.get_untracked();
        let opened = desk.opened.get_value();
        async move {
            // Taken back meanwhile: the plan goes with it.
            let Some((lane, id)) = opened else { return Ok((Vec::new(), None)) };
            let page = api::plan_rows(lane, id, fate, after.as_deref()).await?;
            Ok((page.rows, page.next.map(|next| next.to_string())))
        }
    });
    Effect::new(move |_| {
        fate.track();
        rows.restart();
    });
    let marks = Marks::new(desk);
    provide_context(marks);
    let option = move |value: Option<Fate>| {
        let words = value.map_or(texts::ALL_ROWS, |fate| texts::fate(fate).0);
        view! {
            <button type="button" aria-pressed=move || (fate.get() == value).to_string() on:click=move |_| fate.set(value)>{words}</button>
        }
    };
    let there: Vec<Option<Fate>> = std::iter::once(None)
        .chain(
            Fate::ALL
                .into_iter()
                .filter(|fate| plan.counts.contains_key(fate) || plan.left_out.contains_key(fate))
                .map(Some),
        )
        .collect();
    view! {
        <section aria-label=texts::PLAN_ROWS>
            <h2>{texts::PLAN_ROWS}</h2>
            <div class="rowfilter" role="group" aria-label=texts::PLAN_ROWS>{there.into_iter().map(option).collect_view()}</div>
            <MarksBar/>
            <PagedRows rows heads=[texts::ROW, texts::FATE, texts::KEY, texts::DIFFERENCE].to_vec() row=row/>
        </section>
    }
}

fn row(row: PlanRow) -> AnyView {
    let (title, meaning) = texts::fate(row.fate);
    let words = row.reason.unwrap_or_else(|| meaning.to_owned());
    let left_out = row.left_out.then(|| view! { <b>" · "{texts::LEFT_OUT}</b> });
    let number = row.row;
    let mark = row.fate.blocks().then(|| view! { <Mark row=number fate=row.fate/> });
    let differences = match row.fate {
        Fate::Conflict if !row.changes.is_empty() => both_sides(row.changes).into_any(),
        _ => row.changes.into_iter().map(change).collect_view().into_any(),
    };
    view! {
        <tr class=format!("fate {}", row.fate.as_str())>
            <th scope="row">{format::number(row.row)}</th>
            <td><b>{title}</b>" "<span class="quiet">{words}</span>{left_out}</td>
            <td class="key">{readable(&row.key)}</td>
            <td>{differences}{mark}</td>
        </tr>
    }
    .into_any()
}

fn side(value: Option<String>) -> String {
    value.unwrap_or_else(|| texts::BLANK_VALUE.to_owned())
}

/// What is stored beside what the file says: neither wins by itself.
fn both_sides(changes: Vec<Change>) -> impl IntoView {
    let line = |change: Change| {
        view! {
            <div>
                <dt>{change.column}</dt>
                <dd class="stored"><span class="quiet">{texts::SIDE_STORED}" "</span>{side(change.stored)}</dd>
                <dd class="ours"><span class="quiet">{texts::SIDE_FILE}" "</span>{side(change.file)}</dd>
            </div>
        }
    };
    view! { <dl class="sides">{changes.into_iter().map(line).collect_view()}</dl> }
}

fn change(change: Change) -> impl IntoView {
    view! {
        <p class="change"><span class="quiet">{change.column}": "</span><del>{side(change.stored)}</del>" → "<ins>{side(change.file)}</ins></p>
    }
}

/// A key with its inner separators made visible.
pub fn readable(key: &str) -> String {
    key.replace('\u{1f}', " · ")
}
