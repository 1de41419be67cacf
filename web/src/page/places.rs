//! Places beside the file in hand: what was committed, who is to be turned to, one's own account, everybody's accounts. Going there and
//! coming back loses nothing.

use lanegate_wire::{Lane, Me, Right};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::access::{self, Who};
use super::connected::{Connected, Part};
use super::desk::{Desk, desk};
use super::texts;

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A lane's imports.
    Imports(Lane),
    /// A lane's ready queue.
    Ready(Lane),
    /// One's own account.
    Account,
    /// Everybody's accounts.
    Accounts,
}

const ALL: [Place; 6] = [
    Place::Imports(Lane::Sales),
    Place::Imports(Lane::Partners),
    Place::Ready(Lane::Sales),
    Place::Ready(Lane::Partners),
    Place::Account,
    Place::Accounts,
];

impl Place {
    /// What stands behind the `#` of its address.
    pub fn mark(self) -> String {
        match self {
            Self::Imports(lane) => format!("imports-{lane}"),
            Self::Ready(lane) => format!("ready-{lane}"),
            Self::Account => "account".to_owned(),
            Self::Accounts => "accounts".to_owned(),
        }
    }

    /// The place with a mark.
    pub fn marked(mark: &str) -> Option<Self> {
        ALL.into_iter().find(|place| place.mark() == mark)
    }
}

/// The lanes that an account may look at.
pub fn lanes(me: &Me) -> Vec<Lane> {
    [Lane::Sales, Lane::Partners].into_iter().filter(|&lane| me.may(Right::Compare, lane)).collect()
}

/// The ways to the places, for whoever has signed in.
#[component]
pub fn Places() -> impl IntoView {
    let desk = desk();
    let ways = move || {
        let me = desk.who.with(|who| who.account().cloned())?;
        let first = lanes(&me).first().copied();
        let mut ways: Vec<Place> =
            first.into_iter().flat_map(|lane| [Place::Imports(lane), Place::Ready(lane)]).collect();
        if me.administers() {
            ways.push(Place::Accounts);
        }
        let items = ways.into_iter().map(|place| way(desk, place)).collect_view();
        Some(view! { <nav class="places" aria-label=texts::PLACES><ul>{items}</ul></nav> })
    };
    view! { {ways} }
}

fn way(desk: Desk, to: Place) -> impl IntoView {
    let same = move |here: Place| std::mem::discriminant(&here) == std::mem::discriminant(&to);
    let current = move || desk.place.get().is_some_and(same).then_some("page");
    view! {
        <li>
            <button type="button" aria-current=current on:click=move |_| desk.place.set(Some(to))>{texts::place(to)}</button>
        </li>
    }
}

/// A choice between the lanes that one may look at; nothing where there is only one.
#[component]
pub fn LaneChoice(
    /// The lane at hand.
    lane: Lane,
    /// The place in a lane.
    place: fn(Lane) -> Place,
) -> impl IntoView {
    let desk = desk();
    let lanes = move || desk.who.with(|who| who.account().map(lanes)).unwrap_or_default();
    let choice = move |other: Lane| {
        view! {
            <button type="button" aria-pressed=(other == lane).to_string() on:click=move |_| desk.place.set(Some(place(other)))>
                {texts::lane(other)}
            </button>
        }
    };
    view! {
        <div class="rowfilter" role="group" aria-label=texts::LANE class:gone=move || lanes().len() < 2>
            {move || lanes().into_iter().map(choice).collect_view()}
        </div>
    }
}

/// A place, or why it is closed.
#[component]
pub fn PlaceView(place: Place) -> impl IntoView {
    let desk = desk();
    let shut = Memo::new(move |_| (desk.who.with(|who| *who == Who::Asked), closed(desk, place)));
    move || match shut.get() {
        (true, _) => ().into_any(),
        (false, Some(why)) => {
            let open = move |_| desk.sign_in.set(true);
            let again = move |_| spawn_local(access::look(desk));
            let is = move |who: Who| desk.who.with(|now| *now == who);
            view! {
                <div class="sheet">
                    <div class="note warning"><h1>{texts::place(place)}</h1><p>{why}</p>
                        <p class="actions" class:gone=move || !is(Who::Nobody)><button type="button" on:click=open>{texts::SIGN_IN}</button></p>
                        <p class="actions" class:gone=move || !is(Who::Unknown)><button type="button" on:click=again>{texts::AGAIN}</button></p>
                    </div>
                </div>
            }
            .into_any()
        }
        (false, None) => view! { <Connected part=Part::Place(place)/> }.into_any(),
    }
}

/// What is shown where nobody has signed in, or where an account lacks what a place needs; nothing where all is well.
fn closed(desk: Desk, place: Place) -> Option<String> {
    desk.who.with(|who| match (who.account(), place) {
        (None, _) if *who == Who::Unknown => Some(texts::PLACE_NEEDS_SERVER.to_owned()),
        (None, _) => Some(texts::PLACE_FOR_ACCOUNTS.to_owned()),
        (Some(_), Place::Imports(lane) | Place::Ready(lane)) => who.lacks(Right::Compare, lane),
        (Some(_), Place::Account) => None,
        (Some(me), Place::Accounts) => (!me.administers()).then(|| texts::right_lacking(&me.name, Right::Administer)),
    })
}
