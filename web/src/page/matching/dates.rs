//! The order of a column's text dates: one verdict a column, with its proof; without one, a question.

use lanegate_wire::{DateVerdict, Fix};
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::{corrections, texts};

/// The verdicts; nothing where no date depends on an order.
#[component]
pub fn Dates(dates: Vec<DateVerdict>) -> impl IntoView {
    (!dates.is_empty()).then(|| {
        view! {
            <section aria-label=texts::TEXT_DATES>
                <h2>{texts::TEXT_DATES}</h2>
                {dates.into_iter().map(view_verdict).collect_view()}
            </section>
        }
    })
}

fn view_verdict(verdict: DateVerdict) -> impl IntoView {
    let desk = desk();
    let words = texts::date_verdict(&verdict);
    let (order, column) = (verdict.order, verdict.column.clone());
    let asks = order.is_none();
    let button = move |(each, _, words): (lanegate_wire::DateOrder, &'static str, &'static str)| {
        let column = column.clone();
        let choose = move |_| corrections::add(desk, Fix::DateOrder { column: column.clone(), order: each });
        view! { <button type="button" aria-pressed=(order == Some(each)).to_string() on:click=choose>{words}</button> }
    };
    let buttons = texts::DATE_ORDERS.into_iter().take(2).map(button).collect_view();
    view! {
        <div class="note" class:warning=asks>
            <p>{words}</p>
            <p class="actions" role="group" aria-label=texts::date_label(&verdict.column)>{buttons}</p>
        </div>
    }
}
