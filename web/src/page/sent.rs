//! How much of the file in hand has left this browser: counted where it is sent, and kept with the review, so that a reload does not
//! make it nothing.

use std::cell::RefCell;

use js_sys::JsString;
use leptos::prelude::*;
use web_sys::Storage;

use super::desk::desk;
use super::texts;

/// Under which name a review's count is kept, its key behind it.
const KEY: &str = "lanegate.sent.";

/// Bytes of bodies that tell of the file: the request that opens its import, and its batches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// The server has answered for them.
    pub answered: u32,
    /// They are on their way, or nobody knows whether they arrived.
    pub unsure: u32,
}

thread_local! {
    static SENT: ArcRwSignal<Sent> = ArcRwSignal::new(Sent::default());
    static REVIEW: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Begins to count for a review, or goes on where its count was.
pub fn of(review: Option<&str>) {
    REVIEW.replace(review.map(str::to_owned));
    let kept = review.and_then(|review| storage()?.get_item(&(KEY.to_owned() + review)).ok()?);
    let kept = kept.as_deref().and_then(|kept| kept.split_once(' '));
    let sent = kept.map(|(answered, unsure)| Sent {
        answered: answered.parse().unwrap_or_default(),
        unsure: unsure.parse().unwrap_or_default(),
    });
    SENT.with(|signal| signal.set(sent.unwrap_or_default()));
}

/// How much it is now; tracked.
pub fn now() -> Sent {
    SENT.with(ArcRwSignal::get)
}

/// Forgets a review's count.
pub fn forget(review: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&(KEY.to_owned() + review));
    }
}

/// A request on its way that tells of a review's file.
pub struct OnItsWay {
    review: Option<String>,
    bytes: u32,
}

/// Counts a request before it goes, if it tells of the file.
pub fn going(path: &str, body: Option<&JsString>) -> Option<OnItsWay> {
    let body = body.filter(|_| path.ends_with("/imports") || path.contains("/batches/"))?;
    // As it is sent: in UTF-8.
    let bytes = u32::try_from(String::from(body).len()).unwrap_or(u32::MAX);
    let review = REVIEW.with_borrow(Clone::clone);
    change(review.as_deref(), |sent| sent.unsure = sent.unsure.saturating_add(bytes));
    Some(OnItsWay { review, bytes })
}

impl OnItsWay {
    /// The server has answered.
    pub fn answered(self) {
        change(self.review.as_deref(), |sent| {
            sent.unsure = sent.unsure.saturating_sub(self.bytes);
            sent.answered = sent.answered.saturating_add(self.bytes);
        });
    }
}

/// Changes the count, unless another file is in hand by now.
fn change(review: Option<&str>, by: impl FnOnce(&mut Sent)) {
    if REVIEW.with_borrow(|now| now.as_deref() != review) {
        return;
    }
    let sent = SENT.with(|signal| {
        signal.update(by);
        signal.get_untracked()
    });
    if let (Some(review), Some(storage)) = (review, storage()) {
        // Full or forbidden storage costs the count after a reload only.
        let _ = storage.set_item(&(KEY.to_owned() + review), &format!("{} {}", sent.answered, sent.unsure));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The line that says so, while a file is in hand.
#[component]
pub fn SentLine() -> impl IntoView {
    let desk = desk();
    view! {
        <footer class="sent" class:gone=move || desk.name.with(Option::is_none)>{move || texts::sent(now())}</footer>
    }
}
