//! A lane's imports, newest first: what was committed, by whom, and whether it still stands.

use lanegate_wire::{ImportState, ImportStatus, Lane};
use leptos::prelude::*;

use super::desk::desk;
use super::paged::{Paged, PagedRows};
use super::places::{LaneChoice, Place};
use super::{api, format, texts};

/// The place.
#[component]
pub fn ImportsPlace(lane: Lane) -> impl IntoView {
    let rows = Paged::new(move |after: Option<String>| async move {
        let page = api::history(lane, after.as_deref()).await?;
        Ok((page.imports, page.next.map(|next| next.to_string())))
    });
    rows.restart();
    let heads = [texts::IMPORT_FILE, texts::IMPORT_STATE, texts::IMPORT_DID, texts::IMPORT_BY, texts::IMPORT_AT];
    view! {
        <div class="sheet">
            <header class="headline">
                <div><h1>{texts::imports_of(lane)}</h1></div>
                <div class="way"><LaneChoice lane place=Place::Imports/></div>
            </header>
            <PagedRows rows heads=heads.to_vec() row=row none=texts::HISTORY_NONE/>
        </div>
    }
}

fn row(status: ImportStatus) -> AnyView {
    let ImportStatus { state, import, receipt, opened_by, opened_at, staged_batches, retraction, .. } = status;
    let desk = desk();
    let kind = desk
        .kinds
        .with_untracked(|kinds| kinds.iter().find(|kind| kind.name == import.kind).map(|kind| kind.title.clone()));
    let did = receipt.as_ref().map_or_else(|| texts::staged(staged_batches, import.batches), texts::what_it_did);
    let (by, at) =
        receipt.as_ref().map_or((opened_by, opened_at), |receipt| (receipt.committed_by.clone(), receipt.committed_at));
    let name = import.file.name;
    let file = match receipt {
        Some(receipt) => {
            view! { <button type="button" class="link" on:click=move |_| desk.show(receipt.clone())>{name}</button> }
                .into_any()
        }
        None => name.into_any(),
    };
    let why = retraction.filter(|_| state == ImportState::Retracted).map(|it| it.reason);
    view! {
        <tr class=texts::state(state)>
            <th scope="row">{file}<br/><span class="quiet">{kind.unwrap_or(import.kind)}</span></th>
            <td>{texts::state(state)}{why.map(|why| view! { <br/><q class="quiet">{why}</q> })}</td>
            <td>{did}</td>
            <td>{by}</td>
            <td>{format::moment(&at)}</td>
        </tr>
    }
    .into_any()
}
