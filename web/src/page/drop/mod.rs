//! Drop: choose a file, wait while it is read, or learn why it cannot be.

mod history_list;
mod left_list;
mod partner_copy;

use leptos::prelude::*;
use web_sys::File;

use super::desk::{Desk, Reading, Step, desk};
use super::download::{Writer, Writing};
use super::kept_lists::KeptListItems;
use super::progress::Progress;
use super::take_file::start_over;
use super::{file_queue, texts};
use crate::protocol::KindChoice;
use history_list::HistoryList;
use left_list::LeftList;

/// The step.
#[component]
pub fn DropStep() -> impl IntoView {
    let desk = desk();
    // One of the states, not the progress within it: the bar follows that by itself.
    let state = Memo::new(move |_| std::mem::discriminant(&desk.reading.get()));
    view! {
        <div class="drop">
            <section class="well">
                {move || {
                    // Read, not only tracked: a memo that was never read follows nothing.
                    let _ = state.get();
                    match desk.reading.get_untracked() {
                        Reading::Idle => view! { <Invitation/> }.into_any(),
                        Reading::Busy(_) => view! { <Busy/> }.into_any(),
                        Reading::Failed(why) => view! {
                            <div class="note error" role="alert">
                                <h1>{texts::FAILED}</h1>
                                <p class="file">{desk.name.get_untracked()}</p>
                                <p><b>{why.message}</b></p>
                                <p>{why.hint}</p>
                            </div>
                            <FileButton/>
                        }.into_any(),
                    }
                }}
            </section>
            <LeftList/>
            <HistoryList/>
            <KeptListItems/>
            <partner_copy::PartnerCopyView/>
        </div>
    }
}

#[component]
fn Invitation() -> impl IntoView {
    let desk = desk();
    let writer = Writer::new();
    let kind = move |kind: KindChoice| {
        let KindChoice { name, title, lane } = kind;
        let label = texts::template_label(&title);
        view! {
            <li>
                {title}<span class="quiet">{texts::lane(lane)}</span>
                <button type="button" class="link" aria-label=label on:click=move |_| writer.template(name.clone())>{texts::TEMPLATE}</button>
            </li>
        }
    };
    view! {
        <h1>{texts::DROP_TITLE}</h1>
        <p>{texts::DROP_PROMISE}</p>
        <FileButton/>
        <p class="quiet">{texts::limits()}</p>
        <InHand/>
        <div class="kinds" class:gone=move || desk.kinds.with(Vec::is_empty)>
            <h2>{texts::KINDS}</h2>
            <ul>{move || desk.kinds.get().into_iter().map(kind).collect_view()}</ul>
            <p class="quiet" role="status">{move || match writer.writing.get() {
                Writing::Idle => String::new(),
                Writing::Busy(words) | Writing::Failed(words) => words,
            }}</p>
        </div>
    }
}

/// Going back to this step loses nothing: the file in hand is still there.
#[component]
fn InHand() -> impl IntoView {
    let desk = desk();
    let step = move |desk: Desk| if desk.question.with(Option::is_some) { Step::Match } else { Step::Review };
    let there = move || desk.overview.with(Option::is_some) || desk.question.with(Option::is_some);
    view! {
        <p class="inhand" class:gone=move || !there()>
            <button type="button" on:click=move |_| desk.step.set(step(desk))>
                {move || texts::go_on_with(&desk.name.get().unwrap_or_default())}
            </button>
        </p>
    }
}

/// Reading or checking, with how far it has come and Cancel.
#[component]
pub fn Busy() -> impl IntoView {
    let desk = desk();
    let step = move || match desk.reading.get() {
        Reading::Busy(step) => step,
        _ => None,
    };
    let share = Signal::derive(move || {
        step().and_then(|step| step.total.map(|total| f64::from(step.done) / f64::from(total.max(1))))
    });
    view! {
        <div class="busy">
            <p class="file">{move || desk.name.get()}</p>
            <Progress share words=Signal::derive(move || texts::progress(step()))
                cancel=Callback::new(move |()| start_over(desk))/>
        </div>
    }
}

/// A real button, for those who do not drag.
#[component]
pub fn FileButton() -> impl IntoView {
    let desk = desk();
    let input = NodeRef::<leptos::html::Input>::new();
    let take = move |_| {
        let file: Option<File> = input.get_untracked().and_then(|input| {
            let file = input.files().and_then(|files| files.get(0));
            // Emptied, so that the same file can be chosen again after it was repaired.
            input.set_value("");
            file
        });
        if let Some(file) = file {
            file_queue::take(desk, vec![file]);
        }
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input type="file" class="gone" node_ref=input accept=texts::ACCEPT on:change=take aria-hidden="true" tabindex="-1"/>
        <button type="button" class="main" on:click=open>{texts::CHOOSE}</button>
    }
}
