//! Rows by fate, as numbers to be seen at a glance.

use lanegate_wire::{Fate, FateCounts};
use leptos::prelude::*;

use crate::page::{format, texts};

/// One number a fate; fates without rows are not shown.
#[component]
pub fn FateCountsView(counts: FateCounts) -> impl IntoView {
    let item = |fate: Fate| {
        let rows = counts.get(&fate).copied().filter(|rows| *rows > 0)?;
        let (title, meaning) = texts::fate(fate);
        Some(view! {
            <li class=format!("fate {}", fate.as_str())>
                <b class="count">{format::number(rows)}</b><span>{title}</span><span class="quiet">{meaning}</span>
            </li>
        })
    };
    view! { <ul class="fates">{Fate::ALL.into_iter().filter_map(item).collect_view()}</ul> }
}
