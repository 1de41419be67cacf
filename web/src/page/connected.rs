//! What is of use only with the server. It is a program of its own beside the page's, fetched when somebody goes there: who checks a file
//! needs none of it. `cargo xtask page` cuts it off at [`draw`], which the feature `cut` marks.

// The cut is made of declarations that the linker sees: the macro writes them, and calls them by their own types.
#![cfg_attr(feature = "cut", allow(unsafe_code))]

use futures::FutureExt as _;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::imports::ImportsPlace;
use super::people::{AccountPlace, AccountsPlace, PasswordForm};
use super::places::Place;
use super::plan::PlanStep;
use super::ready::ReadyPlace;
use super::receipt::ReceiptStep;
use super::sign_in::SignInForm;
use super::texts;

/// A view that stands in that program.
#[derive(Clone, Copy)]
pub enum Part {
    /// A place beside the file in hand.
    Place(Place),
    /// What a commit would do.
    Plan,
    /// Proof of what was done.
    Receipt,
    /// The form for name and password; what to do when it is done with.
    SignIn(Callback<()>),
    /// The form for a first password; what to do when it is done with.
    Password(Callback<()>),
}

#[cfg(feature = "cut")]
#[leptos::wasm_split::wasm_split(connected, wasm_split_path = leptos::wasm_split, preload(fetched), fallible)]
fn draw(part: Part) -> Result<AnyView, leptos::wasm_split::SplitLoaderError> {
    Ok(view_of(part))
}

#[cfg(not(feature = "cut"))]
async fn draw(part: Part) -> Result<AnyView, ()> {
    std::future::ready(Ok(view_of(part))).await
}

#[cfg(not(feature = "cut"))]
async fn fetched() -> Result<(), ()> {
    std::future::ready(Ok(())).await
}

fn view_of(part: Part) -> AnyView {
    match part {
        Part::Place(Place::Imports(lane)) => view! { <ImportsPlace lane/> }.into_any(),
        Part::Place(Place::Ready(lane)) => view! { <ReadyPlace lane/> }.into_any(),
        Part::Place(Place::Account) => view! { <AccountPlace/> }.into_any(),
        Part::Place(Place::Accounts) => view! { <AccountsPlace/> }.into_any(),
        Part::Plan => view! { <PlanStep/> }.into_any(),
        Part::Receipt => view! { <ReceiptStep/> }.into_any(),
        Part::SignIn(done) => view! { <SignInForm done/> }.into_any(),
        Part::Password(done) => view! { <PasswordForm done not_now=true/> }.into_any(),
    }
}

/// How the program is doing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Program {
    OnItsWay,
    Missing,
    Here,
}

thread_local! {
    static PROGRAM: ArcRwSignal<Program> = ArcRwSignal::new(Program::OnItsWay);
}

/// A part, as soon as the program is here.
#[component]
pub fn Connected(part: Part) -> impl IntoView {
    let program = PROGRAM.with(Clone::clone);
    // What names the dialog.
    let title = matches!(part, Part::SignIn(_) | Part::Password(_)).then_some("sign-in-title");
    if program.get_untracked() != Program::Here {
        fetch();
    }
    move || match program.get() {
        Program::OnItsWay => {
            view! { <div class="sheet"><p class="quiet" role="status">{texts::FETCHING}</p></div> }.into_any()
        }
        // It waits for nothing now.
        Program::Here => draw(part).now_or_never().and_then(Result::ok).into_any(),
        Program::Missing => view! {
            <div class="sheet">
                <div class="note error" role="alert">
                    <h1 id=title>{texts::PART_MISSING}</h1>
                    <p>{texts::PART_MISSING_HELP}</p>
                    <p class="actions"><button type="button" on:click=|_| fetch()>{texts::AGAIN}</button></p>
                </div>
            </div>
        }
        .into_any(),
    }
}

fn fetch() {
    let program = PROGRAM.with(Clone::clone);
    program.set(Program::OnItsWay);
    spawn_local(async move {
        let there = fetched().await.is_ok();
        program.set(if there { Program::Here } else { Program::Missing });
    });
}
