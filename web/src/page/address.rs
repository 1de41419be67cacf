//! The browser's own Back and Forward: each step and each place is an entry of its history, named behind the `#` of the address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::desk::{Desk, Step};
use super::pause::pause;
use super::places::Place;
use super::{access, keep, steps, texts};

/// Where a person is.
type Spot = (Option<Place>, Step);

fn mark((place, step): Spot) -> String {
    let name = place.map_or_else(|| texts::step(step).to_ascii_lowercase(), Place::mark);
    format!("#{name}")
}

fn here() -> String {
    window().location().hash().unwrap_or_default()
}

fn place_here() -> Option<Place> {
    here().strip_prefix('#').and_then(Place::marked)
}

/// What the address names, if it is something of the page's. Its first entry has no mark.
fn spot_here() -> Option<Spot> {
    let step = || steps::ALL.into_iter().find(|&step| mark((None, step)) == here());
    match place_here() {
        Some(place) => Some((Some(place), Step::Drop)),
        None if here().is_empty() => Some((None, Step::Drop)),
        None => step().map(|step| (None, step)),
    }
}

/// Puts reading and tabbing where the content begins.
pub fn focus_content() {
    let main = document().get_element_by_id("content").and_then(|main| main.dyn_into::<HtmlElement>().ok());
    main.map(|main| main.focus().ok());
}

/// A new spot: an entry of the browser's history, and the focus.
fn arrive(desk: Desk, spot: Spot) {
    // The page's first entry has no mark; another one would cut off what lies ahead of it.
    let marked = here() == mark(spot) || (here().is_empty() && spot == (None, Step::Drop));
    if !marked {
        // Without an entry the browser's Back leaves the page, as it would have anyway.
        let _ = window()
            .history()
            .and_then(|history| history.push_state_with_url(&keep::state(desk), "", Some(&mark(spot))));
    }
    // Reading and tabbing go on where the new step begins, unless something of it has the focus already.
    let content = document().get_element_by_id("content");
    let within = |active: web_sys::Element| {
        content.is_some_and(|content| content.contains(Some(&active)) && !content.is_same_node(Some(&active)))
    };
    if !document().active_element().is_some_and(within) {
        focus_content();
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Begins where the address says, and keeps the two together from then on.
pub fn follow(desk: Desk) {
    desk.place.set(place_here());
    Effect::new(move |before: Option<Spot>| {
        let (place, step) = (desk.place.get(), desk.step.get());
        let spot = (place, step);
        // While a person is elsewhere, the file in hand may go on to its next step.
        let moved = before.is_some_and(|before| before.0 != place || (place.is_none() && before.1 != step));
        if moved {
            // In a task of its own: the browser lays out what was just drawn before it takes an address or a focus.
            spawn_local(async move {
                pause(0).await;
                arrive(desk, spot);
            });
        }
        spot
    });
    let listener = window_event_listener(leptos::ev::popstate, move |_| {
        if access::is_link(&here()) {
            // A link that signs in was followed in a tab that has the page already.
            access::begin(desk);
        } else if let Some((place, step)) = spot_here() {
            desk.place.set(place);
            if place.is_none() && steps::open(desk, step) {
                desk.step.set(step);
            }
        }
        // A reload goes on with the file in hand, whatever the entry gone back to was about.
        keep::mark(desk);
    });
    on_cleanup(move || listener.remove());
}
