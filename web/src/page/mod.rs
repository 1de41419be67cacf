//! The page: Drop → Match → Review → Plan → Receipt. A step with nothing to decide is skipped.

mod access;
mod address;
mod announce;
mod answer;
mod api;
mod applied_answers;
mod checker;
mod choices;
mod commit;
mod compare;
mod connected;
mod corrections;
mod desk;
mod download;
mod drop;
mod fault;
mod file_drop;
mod file_queue;
mod format;
mod hazards;
mod history;
mod id_lists;
mod import_id;
mod imports;
mod keep;
mod kept_lists;
mod matching;
mod paged;
mod pager;
mod partner_copy;
mod pause;
mod people;
mod places;
mod plan;
mod problem;
mod progress;
mod reach;
mod ready;
mod receipt;
mod remembered;
mod review;
mod sent;
mod sign_in;
mod steps;
mod storage;
mod submit;
mod take_file;
mod texts;
mod undo_steps;
mod warm_up;

use leptos::prelude::*;

use connected::Part;
use desk::{Desk, Step};

/// Puts the page into the document.
pub fn start() {
    fault::tell_of_panics();
    mount_to_body(Page);
}

#[component]
fn Page() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    take_file::fresh_checker(desk);
    access::begin(desk);
    keep::restore(desk);
    reach::follow(desk);
    partner_copy::begin();
    id_lists::begin();
    address::follow(desk);
    let place = Memo::new(move |_| desk.place.get());
    // Not by the address, which names the step.
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        address::focus_content();
    };
    view! {
        <a class="skip" href="#content" on:click=skip>{texts::SKIP}</a>
        <header class="top">
            <strong class="brand">{texts::NAME}</strong>
            <steps::Steps/>
            <places::Places/>
            <sign_in::SignedIn/>
        </header>
        <file_queue::NotOpened/>
        <main id="content" tabindex="-1">
            {move || match place.get() {
                Some(place) => view! { <places::PlaceView place/> }.into_any(),
                None => view! { <StepView/> }.into_any(),
            }}
        </main>
        <sent::SentLine/>
        <sign_in::SignInDialog/>
        <file_queue::AskDialog/>
        <announce::Announce/>
        <file_drop::FileDrop/>
    }
}

#[component]
fn StepView() -> impl IntoView {
    let desk = desk::desk();
    let step = Memo::new(move |_| desk.step.get());
    move || match step.get() {
        Step::Drop => view! { <drop::DropStep/> }.into_any(),
        Step::Match => view! { <matching::MatchStep/> }.into_any(),
        Step::Review => view! { <review::ReviewStep/> }.into_any(),
        Step::Plan => view! { <connected::Connected part=Part::Plan/> }.into_any(),
        Step::Receipt => view! { <connected::Connected part=Part::Receipt/> }.into_any(),
    }
}
