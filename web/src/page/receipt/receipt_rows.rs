//! Where each row went, paged.

use lanegate_wire::{Receipt, ReceiptRow};
use leptos::prelude::*;

use crate::page::paged::{Paged, PagedRows};
use crate::page::plan::readable;
use crate::page::{api, format, texts};

/// The rows.
#[component]
pub fn ReceiptRows(receipt: Receipt) -> impl IntoView {
    let (lane, id) = (receipt.lane, receipt.import);
    let rows = Paged::new(move |after: Option<String>| async move {
        let page = api::receipt_rows(lane, id, after.as_deref()).await?;
        Ok((page.rows, page.next.map(|next| next.to_string())))
    });
    rows.restart();
    view! {
        <section aria-label=texts::RECEIPT_ROWS>
            <h2>{texts::RECEIPT_ROWS}</h2>
            <PagedRows rows heads=[texts::ROW, texts::DONE, texts::KEY].to_vec() row=row/>
        </section>
    }
}

fn row(row: ReceiptRow) -> AnyView {
    let words = if row.left_out { texts::LEFT_OUT } else { texts::done(row.fate).0 };
    view! {
        <tr class=format!("fate {}", row.fate.as_str())>
            <th scope="row">{format::number(row.row)}</th><td>{words}</td><td class="key">{readable(&row.key)}</td>
        </tr>
    }
    .into_any()
}
