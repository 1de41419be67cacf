//! The receipt's facts: what, who, when, and what was not sent.

use lanegate_wire::Receipt;
use leptos::prelude::*;

use crate::page::{format, texts};

/// The list of facts.
#[component]
pub fn Facts(receipt: Receipt) -> impl IntoView {
    let left_out = receipt
        .left_out
        .iter()
        .map(|(fate, rows)| format!("{} {}", format::number(*rows), texts::fate(*fate).0.to_lowercase()));
    let excluded =
        receipt.excluded.iter().map(|item| format!("{} ({})", format::number(item.rows), texts::spoken(&item.reason)));
    let facts = [
        (texts::RECEIPT_KIND, texts::kind_in_lane(&receipt.kind, receipt.lane), false),
        (texts::RECEIPT_BY, receipt.committed_by.clone(), false),
        (texts::RECEIPT_AT, format::moment(&receipt.committed_at), false),
        (texts::RECEIPT_TOOK, format::duration(receipt.duration_ms), false),
        (texts::RECEIPT_LEFT_OUT, left_out.collect::<Vec<_>>().join(", "), false),
        (texts::RECEIPT_EXCLUDED, excluded.collect::<Vec<_>>().join(", "), false),
        (texts::RECEIPT_SOURCE, receipt.source_override.clone().unwrap_or_default(), false),
        (texts::RECEIPT_SHEET, receipt.sheet.clone(), false),
        (texts::RECEIPT_SHA, receipt.file.sha256.clone(), true),
        (texts::RECEIPT_ID, receipt.import.to_string(), true),
    ];
    let fact = |(name, value, code): (&'static str, String, bool)| {
        (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd class:code=code>{value}</dd></div> })
    };
    view! { <dl class="facts">{facts.into_iter().filter_map(fact).collect_view()}</dl> }
}
