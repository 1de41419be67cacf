//! What a commit would do, in numbers, and the decision: leave out what blocks, commit, or go back.

use lanegate_wire::{Fate, LeaveOut, PlanSummary, Right};
use leptos::prelude::*;

use super::fate_counts::FateCountsView;
use crate::page::commit::commit;
use crate::page::compare::{compare, replan};
use crate::page::desk::{Step, desk};
use crate::page::texts;

/// The plan in numbers with its actions.
#[component]
pub fn Decision(plan: PlanSummary) -> impl IntoView {
    let desk = desk();
    let blocking: Vec<Fate> =
        plan.counts.iter().filter(|(fate, rows)| fate.blocks() && **rows > 0).map(|(fate, _)| *fate).collect();
    let blocked: u32 = blocking.iter().filter_map(|fate| plan.counts.get(fate)).sum();
    let left_out: u32 = plan.left_out.values().sum();
    let stores =
        [Fate::New, Fate::Create, Fate::Update].iter().any(|fate| plan.counts.get(fate).is_some_and(|rows| *rows > 0));
    let leave_out = move |_| {
        let fates = desk.leave_out.get_untracked().fates.into_iter().chain(blocking.iter().copied()).collect();
        replan(desk, LeaveOut { fates, rows: desk.leave_out.get_untracked().rows });
    };
    let kept: u32 = plan.counts.values().sum();
    let nothing = if kept == 0 { texts::NOTHING_LEFT } else { texts::NOTHING_TO_DO };
    let committable = plan.committable;
    let retracted: Vec<String> = plan.retracted.iter().map(texts::plan_retracted).collect();
    // The plan stays: going back to look at the rows loses nothing.
    let back = move |_| desk.step.set(Step::Review);
    let lacks = move || {
        let lane = desk.overview.with(|overview| overview.as_ref().map(|overview| overview.lane))?;
        desk.who.with(|who| who.lacks(Right::Commit, lane))
    };
    view! {
        <header class="headline">
            <div>
                <p class="file">{move || desk.name.get()}</p>
                <h1>{texts::PLAN_TITLE}</h1>
            </div>
            <div class="way">
                <button type="button" class="main" disabled=move || !committable || lacks().is_some() on:click=move |_| commit(desk)>{texts::COMMIT}</button>
                <button type="button" on:click=back>{texts::NOT_YET}</button>
            </div>
        </header>
        <p class="note warning" role="status" class:gone=move || lacks().is_none()>{lacks}</p>
        <div class="note warning" role="alert" class:gone=move || !desk.plan_changed.get()><p>{texts::PLAN_CHANGED}</p></div>
        <FateCountsView counts=plan.counts/>
        <p class="quiet" class:gone=stores || blocked != 0>{nothing}</p>
        <div class="note error" role="status" class:gone=blocked == 0>
            <p><b>{texts::plan_blocked(blocked)}</b></p>
            <p class="actions">
                <button type="button" on:click=leave_out>{texts::leave_out_fates(blocked)}</button>
                <button type="button" on:click=move |_| compare(desk)>{texts::COMPARE_AGAIN}</button>
            </p>
        </div>
        {retracted.into_iter().map(|said| view! { <div class="note warning"><p>{said}</p></div> }).collect_view()}
        <div class="note" class:gone=left_out == 0>
            <p>{texts::plan_left_out(left_out)}</p>
            <p class="actions">
                <button type="button" on:click=move |_| replan(desk, LeaveOut::default())>{texts::TAKE_BACK_IN}</button>
            </p>
        </div>
    }
}
