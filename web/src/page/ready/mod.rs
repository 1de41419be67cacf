//! A lane's ready queue: whom to turn to now, narrowed down, sorted, taken away as a table; and the kill switch, with those whom it holds.

mod export;
mod filters;
mod held;
mod meetings;
mod partners;
mod queue;
mod switch;

use lanegate_wire::{IntentState, Lane};
use leptos::prelude::*;

use super::desk::desk;
use super::places::{LaneChoice, Place};
use super::texts;
use held::Held;
use switch::{Decide, Switch};

/// The states that take somebody out of a lane's queue.
const fn held_states(lane: Lane) -> &'static [IntentState] {
    match lane {
        Lane::Sales => &[IntentState::Excluded, IntentState::CoolingOff],
        Lane::Partners => &[IntentState::Paused, IntentState::Completed],
    }
}

/// The place.
#[component]
pub fn ReadyPlace(lane: Lane) -> impl IntoView {
    let desk = desk();
    // The queue, or those that are held back so.
    let shown = RwSignal::new(None::<IntentState>);
    let switch = Switch::new(desk, lane);
    provide_context(switch);
    let choice = move |state: Option<IntentState>| {
        let words = state.map_or(texts::READY_NOW, texts::intent_state);
        view! {
            <button type="button" aria-pressed=move || (shown.get() == state).to_string() on:click=move |_| shown.set(state)>{words}</button>
        }
    };
    let choices: Vec<_> =
        std::iter::once(None).chain(held_states(lane).iter().copied().map(Some)).map(choice).collect();
    view! {
        <div class="sheet">
            <header class="headline">
                <div><h1>{texts::ready_of(lane)}</h1><p class="quiet">{texts::ready_means(lane)}</p></div>
                <div class="way"><LaneChoice lane place=Place::Ready/></div>
            </header>
            <div class="rowfilter" role="group" aria-label=texts::SHOWN>{choices}</div>
            <switch::Said/>
            {move || match (shown.get(), lane) {
                (Some(state), _) => view! { <Held lane state/> }.into_any(),
                (None, Lane::Sales) => view! { <meetings::Meetings/> }.into_any(),
                (None, Lane::Partners) => view! { <partners::Partners/> }.into_any(),
            }}
            <Decide/>
        </div>
    }
}
