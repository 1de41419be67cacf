//! The copy of the partners' ids: as of when, and copying it again.

use lanegate_wire::{Lane, Right};
use leptos::prelude::*;

use crate::page::desk::desk;
use crate::page::partner_copy::{PartnerCopy, PartnerCopyState, copy, forget};
use crate::page::problem::ProblemNote;
use crate::page::texts;

/// The region; nothing for whoever may not look at partners and has no copy.
#[component]
pub fn PartnerCopyView() -> impl IntoView {
    let desk = desk();
    let state: PartnerCopyState = expect_context();
    let may =
        Memo::new(move |_| desk.who.with(|who| who.account().is_some_and(|me| me.may(Right::Compare, Lane::Partners))));
    // Nothing is asked for while a file is in hand.
    let in_hand = move || desk.name.with(Option::is_some);
    let idle = move || !in_hand() && !matches!(state.copy.get(), PartnerCopy::Coming(_));
    let shown = move || may.get() || matches!(state.copy.get(), PartnerCopy::Here(..));
    let words = move || match state.copy.get() {
        PartnerCopy::None => String::new(),
        PartnerCopy::Coming(rows) => texts::copying_partners(rows),
        PartnerCopy::Here(at, rows) => texts::partners_as_of(at, rows),
    };
    let here = move || matches!(state.copy.get(), PartnerCopy::Here(..));
    view! {
        <section class="history left" aria-label=texts::PARTNER_COPY class:gone=move || !shown()>
            <h2>{texts::PARTNER_COPY}</h2>
            <p class="quiet">{texts::PARTNER_COPY_HELP}</p>
            <p role="status">{words}</p>
            {move || state.problem.get().map(|problem| view! { <ProblemNote problem/> })}
            <p class="actions">
                <button type="button" class:gone=move || !may.get() disabled=move || !idle() on:click=move |_| copy(desk, state)>
                    {move || if here() { texts::COPY_AGAIN } else { texts::COPY_PARTNERS }}
                </button>
                <button type="button" class:gone=move || !here() on:click=move |_| forget(state)>{texts::FORGET}</button>
            </p>
            <p class="quiet" class:gone=move || !(may.get() && in_hand())>{texts::COPY_WITHOUT_FILE}</p>
        </section>
    }
}
