//! Receipt: proof of what was done.

mod facts;
mod receipt_rows;

use lanegate_wire::{Fate, Receipt};
use leptos::prelude::*;

use super::desk::desk;
use super::take_file::start_over;
use super::{format, texts};

/// The step.
#[component]
pub fn ReceiptStep() -> impl IntoView {
    let desk = desk();
    view! {
        <div class="sheet">
            {move || desk.receipt.get().map(|receipt| view! {
                <header class="headline">
                    <div>
                        <p class="file">{receipt.file.name.clone()}</p>
                        <h1>{summary(&receipt)}</h1>
                    </div>
                    <div class="way">
                        <button type="button" class="main" on:click=move |_| start_over(desk)>{texts::ANOTHER}</button>
                        <a href=format!("/receipts/{}/{}", receipt.lane, receipt.import) target="_blank" rel="noopener">{texts::RECEIPT_PRINT}</a>
                    </div>
                </header>
                <facts::Facts receipt=receipt.clone()/>
                <receipt_rows::ReceiptRows receipt/>
            })}
        </div>
    }
}

/// "Committed: 1,180 added, 24 already there".
pub fn summary(receipt: &Receipt) -> String {
    let part = |fate: &Fate| {
        let rows = receipt.counts.get(fate).copied().filter(|rows| *rows > 0)?;
        Some(format!("{} {}", format::number(rows), texts::done(*fate)))
    };
    let parts: Vec<_> = Fate::ALL.iter().filter_map(part).collect();
    if parts.is_empty() {
        texts::RECEIPT_TITLE.to_owned()
    } else {
        format!("{}: {}", texts::RECEIPT_TITLE, parts.join(", "))
    }
}
