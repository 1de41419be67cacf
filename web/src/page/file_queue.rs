//! Opens dropped, pasted, and chosen files, one at a time. The open file isn't replaced without asking, and files that aren't opened are
//! listed.

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use web_sys::File;

use super::desk::{Compare, Desk, Reading, desk};
use super::take_file::take_file;
use super::{keep, texts};

/// Takes the first of the files, and names the others.
pub fn take(desk: Desk, mut files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    // A commit is seen through to its receipt, and a question is answered first.
    let is_closed = desk.offered.with_untracked(Option::is_some) || is_committing(desk);
    let first = (!is_closed).then(|| files.remove(0));
    if !files.is_empty() {
        desk.not_opened.update(|waiting| waiting.extend(files));
    }
    if let Some(first) = first {
        offer(desk, first);
    }
}

/// Opens a file at once where nothing would be interrupted; otherwise the person decides.
fn offer(desk: Desk, file: File) {
    if is_interrupted(desk) { desk.offered.set(Some(file)) } else { open(desk, file) }
}

fn open(desk: Desk, file: File) {
    if desk.not_opened.with_untracked(|waiting| waiting.contains(&file)) {
        desk.not_opened.update(|waiting| waiting.retain(|other| *other != file));
    }
    take_file(desk, file);
}

fn is_committing(desk: Desk) -> bool {
    desk.compare.with_untracked(|compare| matches!(compare, Compare::Committing(_)))
}

/// Returns true if another file would interrupt what a person has begun with the open file. Once it is committed, nothing would.
fn is_interrupted(desk: Desk) -> bool {
    if desk.kept.with_value(Option::is_none) {
        return false;
    }
    keep::is_touched(desk)
        || desk.compare.with_untracked(|compare| *compare != Compare::NotAsked)
        || desk.reading.with_untracked(|reading| matches!(reading, Reading::Busy(_)))
}

/// Asks whether the file that came in is checked now.
#[component]
pub fn AskDialog() -> impl IntoView {
    let desk = desk();
    let dialog = NodeRef::<Dialog>::new();
    // Whether the browser keeps the open file; not known until it has been looked up.
    let is_kept = RwSignal::new(None::<bool>);
    let new_name = Memo::new(move |_| desk.offered.with(|file| file.as_ref().map(File::name)));
    let old_name = move || desk.name.get().unwrap_or_default();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if desk.offered.with(Option::is_none) {
            return dialog.close();
        }
        is_kept.set(None);
        spawn_local(async move {
            is_kept.set(Some(keep::is_kept(desk).await));
            // What happens is read aloud when the dialog opens, so it has to be there by then.
            tick().await;
            if desk.offered.with_untracked(Option::is_some) && !dialog.open() {
                let _ = dialog.show_modal();
            }
        });
    });
    let decline = move || {
        if desk.offered.with_untracked(Option::is_some) {
            desk.offered.set(None);
        }
    };
    let accept = move |_| {
        if let Some(file) = desk.offered.get_untracked() {
            desk.offered.set(None);
            open(desk, file);
        }
    };
    let what_happens = move || is_kept.get().map(|is_kept| texts::what_happens(&old_name(), is_kept));
    view! {
        <dialog class="ask" node_ref=dialog aria-labelledby="ask-title" aria-describedby="ask-what" on:close=move |_| decline()>
            {move || new_name.get().map(|name| view! {
                <h1 id="ask-title">{texts::check_instead(&name, &old_name())}</h1>
                <p id="ask-what">{what_happens}</p>
                <p class="actions">
                    <button type="button" class="main" on:click=accept>{texts::check_now(&name)}</button>
                    <button type="button" on:click=move |_| decline()>{move || texts::stay_with(&old_name())}</button>
                </p>
            })}
        </dialog>
    }
}

/// Names the files that came in and are not opened, each with a button that opens it.
#[component]
pub fn NotOpened() -> impl IntoView {
    let desk = desk();
    let button = move |file: File| {
        let words = texts::check_now(&file.name());
        let open = move |_| {
            if !is_committing(desk) {
                offer(desk, file.clone());
            }
        };
        view! { <button type="button" on:click=open>{words}</button> }
    };
    let is_none = move || desk.not_opened.with(Vec::is_empty);
    view! {
        <div role="status">
            {move || (!is_none()).then(|| view! {
                <div class="note warning not-opened">
                    <p>{texts::not_opened(desk.not_opened.with(Vec::len))}</p>
                    {desk.not_opened.get().into_iter().map(button).collect_view()}
                    <button type="button" on:click=move |_| desk.not_opened.set(Vec::new())>{texts::DISMISS}</button>
                </div>
            })}
        </div>
    }
}
