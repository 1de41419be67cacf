//! Rows that hold up the commit, marked one by one to be left out.

use std::collections::BTreeSet;

use lanegate_wire::{Fate, LeaveOut};
use leptos::prelude::*;

use crate::page::compare::replan;
use crate::page::desk::{Desk, desk};
use crate::page::{format, texts};

/// The marked rows. A `Copy` handle, given to the plan's rows as context.
#[derive(Clone, Copy)]
pub struct Marks(RwSignal<BTreeSet<u32>>);

impl Marks {
    /// Those that are left out of the plan already.
    pub fn new(desk: Desk) -> Self {
        Self(RwSignal::new(desk.leave_out.with_untracked(|out| out.rows.iter().copied().collect())))
    }
}

/// The box that marks a row. Where all rows of its fate are left out there is nothing to choose.
#[component]
pub fn Mark(row: u32, fate: Fate) -> impl IntoView {
    let (desk, Marks(marks)) = (desk(), expect_context());
    let label = texts::mark_label(&format::number(row));
    let change = move |event| {
        let on = event_target_checked(&event);
        marks.update(|marks| {
            let _ = if on { marks.insert(row) } else { marks.remove(&row) };
        });
    };
    view! {
        <label class="check" class:gone=desk.leave_out.with_untracked(|out| out.fates.contains(&fate))>
            <input type="checkbox" aria-label=label prop:checked=move || marks.with(|marks| marks.contains(&row)) on:change=change/>
            {texts::MARK}
        </label>
    }
}

/// Takes the marks into a new plan, where they differ from the plan at hand.
#[component]
pub fn MarksBar() -> impl IntoView {
    let (desk, Marks(marks)) = (desk(), expect_context());
    let same =
        move || desk.leave_out.with(|out| marks.with(|marks| marks.iter().copied().eq(out.rows.iter().copied())));
    let words = move || texts::leave_out_marked(marks.with(BTreeSet::len));
    let take = move |_| {
        let fates = desk.leave_out.get_untracked().fates;
        replan(desk, LeaveOut { fates, rows: marks.get_untracked().into_iter().collect() });
    };
    view! { <p class:gone=same><button type="button" on:click=take>{words}</button></p> }
}
