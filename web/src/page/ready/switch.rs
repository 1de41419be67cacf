//! The kill switch: takes somebody out of the queue, and back in. What was done is said, and can be undone at once.

use chrono::Days;
use lanegate_wire::{IntentChange, IntentState, Lane, MAX_REASON, Problem, Right};
use leptos::ev::SubmitEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::page::desk::Desk;
use crate::page::problem::ProblemNote;
use crate::page::{api, format, texts};

/// What a change needs to be told first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Reason,
    Day,
}

/// The kill switch of a lane's place. A `Copy` handle, given to the rows as context.
#[derive(Clone, Copy)]
pub struct Switch {
    lane: Lane,
    desk: Desk,
    /// Counts changes: what is shown is asked for anew.
    pub changed: RwSignal<u32>,
    /// Somebody, and what has to be told first.
    asking: RwSignal<Option<(Uuid, String, Asks)>>,
    /// What was done last, to whom.
    done: RwSignal<Option<(Uuid, String, IntentState)>>,
    problem: RwSignal<Option<Problem>>,
}

impl Switch {
    /// With nothing done yet.
    pub fn new(desk: Desk, lane: Lane) -> Self {
        let (changed, asking) = (RwSignal::new(0), RwSignal::new(None));
        Self { lane, desk, changed, asking, done: RwSignal::new(None), problem: RwSignal::new(None) }
    }

    fn may(self) -> bool {
        self.desk.who.with(|who| who.account().is_some_and(|me| me.may(Right::KillSwitch, self.lane)))
    }

    fn change(self, id: Uuid, about: String, change: IntentChange) {
        spawn_local(async move {
            match api::change_intent(self.lane, id, &change).await {
                Ok(intent) => {
                    let _ = (self.done.try_set(Some((id, about, intent.state))), self.problem.try_set(None));
                    let _ = self.changed.try_update(|changed| *changed += 1);
                }
                Err(said) => drop(self.problem.try_set(Some(said))),
            }
        });
    }
}

/// What can be done with one.
#[component]
pub fn Buttons(
    /// The intent.
    id: Uuid,
    /// Whom it is about, in words.
    about: String,
    /// Where it stands.
    state: IntentState,
) -> impl IntoView {
    let switch = expect_context::<Switch>();
    let about = StoredValue::new(about);
    let button = move |words: &'static str, what: Result<IntentChange, Asks>| {
        let press = move |_| match what.clone() {
            Ok(change) => switch.change(id, about.get_value(), change),
            Err(asks) => switch.asking.set(Some((id, about.get_value(), asks))),
        };
        view! { <button type="button" class="take" aria-label=format!("{words}: {}", about.get_value()) on:click=press>{words}</button> }
    };
    let buttons = match state {
        IntentState::Eligible => {
            vec![button(texts::EXCLUDE, Err(Asks::Reason)), button(texts::COOL_OFF, Err(Asks::Day))]
        }
        IntentState::Pending | IntentState::Active => {
            vec![button(texts::PAUSE, Ok(IntentChange::Pause)), button(texts::COMPLETE, Ok(IntentChange::Complete))]
        }
        _ => vec![button(texts::RESUME, Ok(IntentChange::Resume))],
    };
    let buttons = switch.may().then_some(buttons);
    view! { <div class="takes">{buttons}</div> }
}

/// What was done last, with its undoing; or why it was not.
#[component]
pub fn Said() -> impl IntoView {
    let switch = expect_context::<Switch>();
    let may_not = move || {
        let lacks = switch.desk.who.with(|who| who.lacks(Right::KillSwitch, switch.lane));
        lacks.map(|words| view! { <p class="quiet">{words}</p> })
    };
    let done = move || {
        let (id, about, state) = switch.done.get()?;
        let held = !matches!(state, IntentState::Eligible | IntentState::Active | IntentState::Pending);
        let words = texts::switched(&about, state);
        let undo = move |_| switch.change(id, about.clone(), IntentChange::Resume);
        Some(
            view! { {words}" "<button type="button" class="link" class:gone=!held on:click=undo>{texts::UNDO_SWITCH}</button> },
        )
    };
    // The row with the button that was pressed is gone: reading and tabbing go on here.
    let here = NodeRef::<leptos::html::P>::new();
    Effect::new(move |_| {
        if switch.done.with(Option::is_some) {
            request_animation_frame(move || drop(here.get_untracked().map(|here| here.focus())));
        }
    });
    view! {
        {may_not}
        <p role="status" tabindex="-1" node_ref=here>{done}</p>
        {move || switch.problem.get().map(|problem| view! { <ProblemNote problem/> })}
    }
}

/// The dialog that asks for a reason or a day.
#[component]
pub fn Decide() -> impl IntoView {
    let switch = expect_context::<Switch>();
    let dialog = NodeRef::<Dialog>::new();
    let (reason, day) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move |_| {
        let open = switch.asking.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        match (open, dialog.open()) {
            (true, false) => {
                // What was written about somebody else, and taken back, is not about this one.
                reason.set(String::new());
                day.set(String::new());
                drop(dialog.show_modal());
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some((id, about, asks)) = switch.asking.get_untracked() else { return };
        let change = match asks {
            Asks::Reason => IntentChange::Exclude { reason: reason.get_untracked() },
            Asks::Day => match day.get_untracked().parse() {
                Ok(until) => IntentChange::CoolOff { until },
                Err(_) => return,
            },
        };
        switch.asking.set(None);
        switch.change(id, about, change);
    };
    let tomorrow = format::today().checked_add_days(Days::new(1)).map(|day| day.to_string());
    let is = move |which: Asks| switch.asking.with(|asking| asking.as_ref().is_some_and(|asking| asking.2 == which));
    view! {
        <dialog class="sign-in" node_ref=dialog aria-labelledby="decide-title" on:close=move |_| switch.asking.set(None)>
            <form on:submit=submit>
                <h1 id="decide-title">{move || if is(Asks::Day) { texts::COOL_OFF_TITLE } else { texts::EXCLUDE_TITLE }}</h1>
                <p>{move || switch.asking.get().map(|asking| asking.1)}</p>
                <label class:gone=move || !is(Asks::Reason)>{texts::REASON}
                    <input maxlength=MAX_REASON required=move || is(Asks::Reason) bind:value=reason/>
                </label>
                <label class:gone=move || !is(Asks::Day)>{texts::UNTIL}
                    <input type="date" min=tomorrow required=move || is(Asks::Day) bind:value=day/>
                </label>
                <p class="actions">
                    <button type="submit" class="main">{texts::DO_IT}</button>
                    <button type="button" on:click=move |_| switch.asking.set(None)>{texts::CANCEL}</button>
                </p>
            </form>
        </dialog>
    }
}
