//! Receipt: proof of what was done.

mod facts;
mod receipt_rows;
mod standing;

use lanegate_wire::Receipt;
use leptos::prelude::*;

use super::desk::desk;
use super::places::Place;
use super::take_file::start_over;
use super::texts;

/// The step.
#[component]
pub fn ReceiptStep() -> impl IntoView {
    let desk = desk();
    view! {
        <div class="sheet">
            {move || desk.receipt.get().map(|receipt| { let lane = receipt.lane; view! {
                <header class="headline">
                    <div>
                        <p class="file">{receipt.file.name.clone()}</p>
                        <h1>{summary(&receipt)}</h1>
                    </div>
                    <div class="way">
                        <button type="button" class="main" on:click=move |_| start_over(desk)>{texts::ANOTHER}</button>
                        <button type="button" on:click=move |_| desk.place.set(Some(Place::Ready(lane)))>{texts::TO_READY}</button>
                        <a href=format!("/receipts/{lane}/{}", receipt.import) target="_blank" rel="noopener">{texts::RECEIPT_PRINT}</a>
                        <a href=format!("/api/v1/{lane}/imports/{}/receipt", receipt.import) download=format!("receipt-{}.json", receipt.import)>{texts::RECEIPT_SAVE}</a>
                    </div>
                </header>
                <standing::Standing receipt=receipt.clone()/>
                <facts::Facts receipt=receipt.clone()/>
                <receipt_rows::ReceiptRows receipt/>
            }})}
        </div>
    }
}

/// "Committed: 1,180 added, 24 already there".
pub fn summary(receipt: &Receipt) -> String {
    let did = texts::what_it_did(receipt);
    if did.is_empty() { texts::RECEIPT_TITLE.to_owned() } else { format!("{}: {did}", texts::RECEIPT_TITLE) }
}
