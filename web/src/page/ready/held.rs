//! Those that the kill switch, or a retraction, holds back; each can be resumed.

use lanegate_wire::{Intent, IntentState, Lane};
use leptos::prelude::*;

use super::switch::{Buttons, Switch};
use crate::page::paged::{Paged, PagedRows};
use crate::page::{api, format, texts};

/// The list of one state.
#[component]
pub fn Held(lane: Lane, state: IntentState) -> impl IntoView {
    let rows = Paged::new(move |after: Option<String>| async move {
        let page = api::intents(lane, state, after.as_deref()).await?;
        Ok((page.intents, page.next.map(|next| next.to_string())))
    });
    let changed = expect_context::<Switch>().changed;
    Effect::new(move |_| {
        changed.track();
        rows.again();
    });
    let heads = [texts::WHO, texts::SCORE, texts::HELD_WHY, texts::HELD_BY, texts::DECIDE];
    view! {
        <PagedRows rows heads=heads.to_vec() row=row none=texts::HELD_NONE/>
    }
}

fn row(intent: Intent) -> AnyView {
    let Intent {
        id, about, state, score, exclusion_reason, cooling_off_until, retracted, changed_by, changed_at, ..
    } = intent;
    let until = cooling_off_until.map(|day| texts::until(&format::date(day)));
    let by_retraction = retracted.map(|_| texts::BY_RETRACTION);
    let when = changed_at.map(|at| format::moment(&at));
    view! {
        <tr>
            <th scope="row">{about.clone()}</th>
            <td class="count">{score.map(format::number)}</td>
            <td>{exclusion_reason}" "{until}" "{by_retraction}</td>
            <td>{changed_by}<p class="quiet">{when}</p></td>
            <td><Buttons id about state/></td>
        </tr>
    }
    .into_any()
}
