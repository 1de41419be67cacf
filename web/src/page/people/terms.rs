//! Lanes and rights, to be ticked.

use lanegate_wire::{Lane, Right};
use leptos::prelude::*;

use crate::page::texts;

/// What is ticked.
#[derive(Clone, Copy)]
pub struct Terms {
    lanes: RwSignal<Vec<Lane>>,
    rights: RwSignal<Vec<Right>>,
}

impl Terms {
    /// With these ticked at first.
    pub fn new(lanes: &[Lane], rights: &[Right]) -> Self {
        Self { lanes: RwSignal::new(lanes.to_vec()), rights: RwSignal::new(rights.to_vec()) }
    }

    /// The lanes.
    pub fn lanes(self) -> Vec<Lane> {
        self.lanes.get_untracked()
    }

    /// The rights.
    pub fn rights(self) -> Vec<Right> {
        self.rights.get_untracked()
    }
}

/// The boxes, of the lanes and rights that can be given.
#[component]
pub fn TermsFields(terms: Terms, lanes: Vec<Lane>, rights: Vec<Right>) -> impl IntoView {
    let of_lanes = lanes.into_iter().map(|lane| tick(terms.lanes, lane, texts::lane(lane))).collect_view();
    let of_rights = rights.into_iter().map(|right| tick(terms.rights, right, texts::right(right))).collect_view();
    view! {
        <fieldset><legend>{texts::LANES}</legend>{of_lanes}</fieldset>
        <fieldset><legend>{texts::RIGHTS}</legend>{of_rights}</fieldset>
    }
}

fn tick<T: Copy + PartialEq + Send + Sync + 'static>(
    all: RwSignal<Vec<T>>,
    one: T,
    words: &'static str,
) -> impl IntoView {
    let change = move |event| {
        let on = event_target_checked(&event);
        all.update(|all| {
            all.retain(|other| *other != one);
            if on {
                all.push(one);
            }
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || all.with(|all| all.contains(&one)) on:change=change/>{words}
        </label>
    }
}
