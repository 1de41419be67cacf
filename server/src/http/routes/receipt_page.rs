//! `GET /receipts/{lane}/{id}?after=`: the receipt as a page for reading and printing, its rows paged.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lanegate_wire::{Fate, FateCounts, ImportStatus, Lane, Problem, Receipt, ReceiptPage, Retraction};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::http::App;
use crate::http::path::{Asked, OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Refusal;
use crate::store::{self, StoreError};

/// Which rows.
#[derive(Deserialize)]
pub struct Which {
    after: Option<u32>,
}

/// The page, or a page that says why there is none.
pub async fn receipt_page(
    State(app): State<App>,
    _: Principal,
    place: Result<Place<OfImport>, Refusal>,
    which: Result<Asked<Which>, Refusal>,
) -> Response {
    let made = async {
        let (Place(OfImport { lane, id }), Asked(Which { after })) = (place?, which?);
        let status = store::status(&app.db, lane, id).await?;
        let receipt = status.receipt.clone().ok_or(StoreError::NotCommitted)?;
        let rows = store::receipt_rows(&app.db, lane, id, after, false).await?;
        Ok::<_, Refusal>(document("Receipt", &whole(&status, &receipt, &rows, after)))
    };
    match made.await {
        Ok(page) => page.into_response(),
        Err(refusal) => refused(refusal.problem()),
    }
}

/// Its style, for screen and paper.
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("receipt_page.css"))
}

fn refused(problem: &Problem) -> Response {
    let page = document(
        "No receipt",
        &html! {
            h1 { "No receipt" }
            p { (problem.title) " " (problem.detail) }
            nav { a href="/" { "Lanegate" } }
        },
    );
    (StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), page).into_response()
}

fn document(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Lanegate" }
                link rel="stylesheet" href="/receipts/style.css";
            }
            body { (body) }
        }
    }
}

fn whole(status: &ImportStatus, receipt: &Receipt, rows: &ReceiptPage, after: Option<u32>) -> Markup {
    html! {
        h1 { "Receipt" }
        p.lead { (receipt.file.name) ", sheet " (receipt.sheet) ", into the lane " (receipt.lane.to_string()) }
        @if let Some(retraction) = &status.retraction { (later(retraction)) }
        dl {
            dt { "Committed" } dd { (receipt.committed_at.format("%Y-%m-%d %H:%M:%S UTC")) " by " (receipt.committed_by) }
            dt { "Took" } dd { (receipt.duration_ms) " ms on the server" }
            dt { "Kind" } dd { (receipt.kind) ", rules " code { (receipt.declaration) } }
            @if let Some(source) = &receipt.source_override { dt { "Source of every row" } dd { (source) } }
            dt { "Import" } dd { code { (receipt.import) } }
            dt { "File" } dd { (receipt.file.format) ", " (receipt.file.bytes) " bytes" }
            dt { "SHA-256 of the file" } dd { code { (receipt.file.sha256) } }
            dt { "Digest of the plan" } dd { code { (receipt.plan) } }
        }
        h2 { "What was done" }
        table {
            thead { tr { th { "Rows" } th.number { "Number" } } }
            tbody {
                (counted(&receipt.counts, ""))
                (counted(&receipt.left_out, ", left out by choice"))
                @for excluded in &receipt.excluded {
                    tr { td { "not sent: " (excluded.reason) } td.number { (excluded.rows) } }
                }
            }
        }
        h2 { "Rows" }
        table {
            thead { tr { th.number { "Row" } th { "Done" } th { "Key" } } }
            tbody {
                @for row in &rows.rows {
                    tr {
                        td.number { (row.row) }
                        td { @if row.left_out { "left out (" (done(row.fate)) ")" } @else { (done(row.fate)) } }
                        td { code { (row.key) } }
                    }
                }
            }
        }
        nav {
            @if after.is_some() { a href=(here(receipt.lane, receipt, None)) { "First rows" } }
            @if let Some(next) = rows.next { a href=(here(receipt.lane, receipt, Some(next))) { "Next rows" } }
            a href="/" { "Lanegate" }
        }
    }
}

fn here(lane: Lane, receipt: &Receipt, after: Option<u32>) -> String {
    let page = format!("/receipts/{lane}/{}", receipt.import);
    after.map_or(page.clone(), |after| format!("{page}?after={after}"))
}

fn later(retraction: &Retraction) -> Markup {
    html! {
        div.retracted {
            "Retracted " (retraction.retracted_at.format("%Y-%m-%d %H:%M UTC")) " by " (retraction.retracted_by) ": " (retraction.reason)
            @if let Some(back) = &retraction.reinstated {
                " · Reinstated " (back.reinstated_at.format("%Y-%m-%d %H:%M UTC")) " by " (back.reinstated_by) "."
            }
        }
    }
}

fn counted(counts: &FateCounts, how: &str) -> Markup {
    html! {
        @for (fate, rows) in counts { tr { td { (done(*fate)) (how) } td.number { (rows) } } }
    }
}

/// What was done with rows of a fate, in words.
const fn done(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "inserted",
        Fate::Create => "partner created",
        Fate::Update => "partner updated",
        Fate::Unchanged => "partner unchanged",
        Fate::Duplicate => "skipped: there already",
        Fate::Conflict => "conflict",
        Fate::MissingReference => "no such partner",
    }
}
