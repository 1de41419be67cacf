//! Receipt: proof of what was done.

mod facts;
mod receipt_rows;
mod standing;

use lanegate_wire::Receipt;
use leptos::prelude::*;

use super::desk::{Step, desk};
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
                        <Onward/>
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

/// On to another file, or back to the one in hand, of which this receipt is not.
#[component]
fn Onward() -> impl IntoView {
    let desk = desk();
    let in_hand = move || desk.overview.with(Option::is_some) && desk.kept.with_value(Option::is_some);
    move || {
        if in_hand() {
            let name = desk.name.get().unwrap_or_default();
            view! { <button type="button" class="main" on:click=move |_| desk.go(Step::Review)>{texts::go_on_with(&name)}</button> }
                .into_any()
        } else {
            view! { <button type="button" class="main" on:click=move |_| start_over(desk)>{texts::ANOTHER}</button> }
                .into_any()
        }
    }
}

/// "Committed: 1,180 added, 24 already there".
pub fn summary(receipt: &Receipt) -> String {
    let did = texts::what_it_did(receipt);
    if did.is_empty() { texts::RECEIPT_TITLE.to_owned() } else { format!("{}: {did}", texts::RECEIPT_TITLE) }
}
