//! Where each row went, paged.

use lanegate_wire::{Problem, Receipt, ReceiptPage, ReceiptRow};
use leptos::prelude::*;

use crate::page::paged::{Paged, PagedRows};
use crate::page::plan::readable;
use crate::page::problem::ProblemNote;
use crate::page::{api, format, texts};

/// The rows.
#[component]
pub fn ReceiptRows(receipt: Receipt) -> impl IntoView {
    let (lane, id) = (receipt.lane, receipt.import);
    let failed = RwSignal::new(None::<Problem>);
    let rows = Paged::new(move |after| async move {
        match api::receipt_rows(lane, id, after.as_deref()).await {
            Ok(ReceiptPage { rows, next, .. }) => Some((rows, next.map(|next| next.to_string()))),
            Err(problem) => {
                failed.set(Some(problem));
                None
            }
        }
    });
    rows.restart();
    view! {
        <section aria-label=texts::RECEIPT_ROWS>
            <h2>{texts::RECEIPT_ROWS}</h2>
            {move || failed.get().map(|problem| view! { <ProblemNote problem/> })}
            <PagedRows rows heads=[texts::ROW, texts::DONE, texts::KEY].to_vec() row=row/>
        </section>
    }
}

fn row(row: ReceiptRow) -> AnyView {
    let words = if row.left_out { texts::LEFT_OUT } else { texts::done(row.fate) };
    view! {
        <tr class=format!("fate {}", row.fate.as_str())>
            <th scope="row">{format::number(row.row)}</th><td>{words}</td><td class="key">{readable(&row.key)}</td>
        </tr>
    }
    .into_any()
}
