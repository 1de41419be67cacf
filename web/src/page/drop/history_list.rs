//! The last imports, small, each with its receipt.

use lanegate_wire::ImportStatus;
use leptos::prelude::*;

use crate::page::desk::{Desk, History, desk};
use crate::page::{format, texts};

/// The list, or why there is none.
#[component]
pub fn HistoryList() -> impl IntoView {
    let desk = desk();
    view! {
        <section class="history" aria-label=texts::HISTORY>
            <h2>{texts::HISTORY}</h2>
            {move || match desk.history.get() {
                History::Asked => view! { <p class="quiet">{texts::HISTORY_ASKED}</p> }.into_any(),
                History::Unknown => view! { <p class="quiet">{texts::HISTORY_UNKNOWN}</p> }.into_any(),
                History::ForAccounts => view! { <p class="quiet">{texts::HISTORY_NOBODY}</p> }.into_any(),
                History::Known(imports) if imports.is_empty() => {
                    view! { <p class="quiet">{texts::HISTORY_NONE}</p> }.into_any()
                }
                History::Known(imports) => {
                    view! { <ul>{imports.into_iter().map(|import| entry(desk, import)).collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
}

fn entry(desk: Desk, status: ImportStatus) -> impl IntoView {
    let stored: u32 = status.receipt.iter().flat_map(|receipt| receipt.counts.values()).sum();
    let receipt = status.receipt.clone();
    let show = move |_| {
        if let Some(receipt) = receipt.clone() {
            desk.show(receipt);
        }
    };
    view! {
        <li>
            <button type="button" class="link" on:click=show>{status.import.file.name}</button>
            <span class="quiet">
                {texts::lane(status.lane)}" · "{texts::count(stored, "row", "rows")}" · "{texts::state(status.state)}
                " · "{format::moment(&status.opened_at)}
            </span>
        </li>
    }
}
