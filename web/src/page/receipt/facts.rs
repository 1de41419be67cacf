//! The receipt's facts: what, who, when, and what was not sent.

use lanegate_wire::Receipt;
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::{format, texts};

/// The list of facts.
#[component]
pub fn Facts(receipt: Receipt) -> impl IntoView {
    let left_out = receipt
        .left_out
        .iter()
        .map(|(fate, rows)| format!("{} {}", format::number(*rows), texts::fate(*fate).0.to_ascii_lowercase()));
    let excluded: Vec<_> = receipt.excluded.iter().map(|item| texts::excluded_for(item.rows, &item.reason)).collect();
    let none_excluded = excluded.is_empty();
    let titles = desk().kinds;
    let name = receipt.kind.clone();
    let title =
        titles.with_untracked(|kinds| kinds.iter().find(|kind| kind.name == name).map(|kind| kind.title.clone()));
    let kind = texts::kind_in_lane(&title.unwrap_or(name), receipt.lane);
    let facts = [
        (texts::RECEIPT_KIND, kind, false),
        (texts::RECEIPT_BY, receipt.committed_by.clone(), false),
        (texts::RECEIPT_AT, format::moment(&receipt.committed_at), false),
        (texts::RECEIPT_TOOK, format::duration(receipt.duration_ms), false),
        (texts::RECEIPT_LEFT_OUT, left_out.collect::<Vec<_>>().join(", "), false),
        (texts::RECEIPT_SOURCE, receipt.source_override.clone().unwrap_or_default(), false),
        (texts::RECEIPT_SHEET, receipt.sheet.clone(), false),
        (texts::RECEIPT_SHA, receipt.file.sha256.clone(), true),
        (texts::RECEIPT_ID, receipt.import.to_string(), true),
    ];
    let fact = |(name, value, code): (&'static str, String, bool)| {
        (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd class:code=code>{value}</dd></div> })
    };
    view! {
       <dl class="facts">
           {facts.into_iter().filter_map(fact).collect_view()}
           <div class="wide" class:gone=none_excluded>
               <dt>{texts::RECEIPT_EXCLUDED}</dt>
               {excluded.into_iter().map(|words| view! { <dd>{words}</dd> }).collect_view()}
           </div>
       </dl>
    }
}
