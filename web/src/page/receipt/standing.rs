//! Whether the import still stands. The receipt itself never changes; what it has set going can be taken back, and set going again.

use lanegate_wire::{ImportStatus, Receipt, Retraction, Right};
use leptos::ev::SubmitEvent;
use leptos::html::{Input, Section};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::desk;
use crate::page::problem::ProblemNote;
use crate::page::submit::Submit;
use crate::page::{api, format, history, texts};

/// What has become of the import, with what can be done about it.
#[component]
pub fn Standing(receipt: Receipt) -> impl IntoView {
    let desk = desk();
    let (lane, id) = (receipt.lane, receipt.import);
    let status = RwSignal::new(None::<ImportStatus>);
    let (sending, asking) = (Submit::new(), RwSignal::new(false));
    let reason = RwSignal::new(String::new());
    spawn_local(async move {
        match api::import(lane, id).await {
            Ok(now) => drop(status.try_set(Some(now))),
            Err(said) => drop(sending.problem.try_set(Some(said))),
        }
    });
    let (section, input) = (NodeRef::<Section>::new(), NodeRef::<Input>::new());
    let changed = move |now: ImportStatus| {
        let _ = (status.try_set(Some(now)), asking.try_set(false));
        history::ask(desk);
        // The button that was pressed is gone: reading and tabbing go on with what has come of it.
        request_animation_frame(move || drop(section.get_untracked().map(|section| section.focus())));
    };
    let ask = move |_| {
        asking.set(true);
        request_animation_frame(move || drop(input.get_untracked().map(|input| input.focus())));
    };
    let retract = move |event: SubmitEvent| {
        event.prevent_default();
        sending.run(api::retract(lane, id, reason.get_untracked()), changed);
    };
    let reinstate = move |_| sending.run(api::reinstate(lane, id), changed);
    let standing = move || {
        let retraction = status.with(|status| status.as_ref().map(|status| status.retraction.clone()))?;
        let lacks = desk.who.with(|who| who.lacks(Right::Commit, lane));
        Some(match retraction {
            Some(retraction) if retraction.reinstated.is_none() => view! {
                <div class="note warning">
                    {words(&retraction)}
                    <p class="actions" class:gone=lacks.is_some()>
                        <button type="button" disabled=move || sending.is_busy() on:click=reinstate>{texts::REINSTATE}</button>
                    </p>
                </div>
            }
            .into_any(),
            earlier => view! {
                {earlier.map(|retraction| view! { <div class="note">{words(&retraction)}</div> })}
                <p class:gone=move || asking.get() || lacks.is_some()>
                    <button type="button" on:click=ask>{texts::RETRACT_ASK}</button>
                </p>
                <form class="note warning" class:gone=move || !asking.get() on:submit=retract>
                    <p>{texts::RETRACT_MEANS}</p>
                    <label>{texts::REASON}<input node_ref=input required maxlength=lanegate_wire::MAX_REASON bind:value=reason/></label>
                    <p class="actions">
                        <button type="submit" disabled=move || sending.is_busy()>{texts::RETRACT}</button>
                        <button type="button" on:click=move |_| asking.set(false)>{texts::CANCEL}</button>
                    </p>
                </form>
            }
            .into_any(),
        })
    };
    view! {
        <section class="standing" aria-label=texts::STANDING tabindex="-1" node_ref=section>
            {move || sending.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            {standing}
        </section>
    }
}

/// Who took it back, when, why, and what that did.
fn words(retraction: &Retraction) -> impl IntoView + use<> {
    let by = texts::retracted(&retraction.retracted_by, &format::moment(&retraction.retracted_at));
    let did = texts::undone(retraction.did);
    let reason = retraction.reason.clone();
    let again = retraction.reinstated.as_ref().map(|again| {
        let words = texts::reinstated(&again.reinstated_by, &format::moment(&again.reinstated_at));
        view! { <p>{words}" "{texts::undone(again.did)}</p> }
    });
    view! { <p><b>{by}</b>" "<q>{reason}</q></p><p>{did}</p>{again} }
}
