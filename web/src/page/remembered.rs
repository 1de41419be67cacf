//! Answers about a file are remembered in this browser, for the next file with the same headers. What is remembered, and what it says of
//! another file, is decided by the worker (`lanegate_intake::Answers`); the page keeps it under the headers.

use js_sys::JsString;
use lanegate_wire::{AppliedAnswers, CheckOptions, Overview};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::checker::Checker;
use super::desk::Desk;
use super::id_lists;
use super::storage::{self, Store};
use crate::protocol::{Reply, Request};

/// Stands before headers under which a kind is kept.
const KIND: &str = "?";

/// The answers that are applied to the open file; none once they have been undone.
pub fn applied(desk: Desk) -> Option<AppliedAnswers> {
    let answers = desk.remembered.get()?;
    desk.options.with(|options| answers.are_in(options)).then_some(answers)
}

/// Remembers what the corrections say for the next such file; what they no longer say is forgotten.
pub fn learn(desk: Desk) {
    let Some(checker) = desk.checker() else { return };
    let Some(key) = desk.overview.with_untracked(|overview| overview.as_ref().map(key)) else { return };
    spawn_local(async move {
        let Ok(Reply::Answers(answers)) = checker.ask(Request::Answers, None).await else { return };
        // A browser that keeps nothing asks again next time.
        let _ = if answers.is_null() {
            storage::delete(Store::Choices, &key).await
        } else {
            storage::put(Store::Choices, &key, &answers).await
        };
    });
}

/// Applies the answers that were given for the last file with these headers, as far as they fit this one. The worker has checked the file
/// with them then.
pub async fn answers_for(checker: &Checker, overview: &Overview, options: CheckOptions) -> Option<AppliedAnswers> {
    let kept = storage::get(Store::Choices, &key(overview)).await.ok().filter(|kept| !kept.is_undefined())?;
    id_lists::give_named(checker, &kept).await;
    match checker.ask(Request::ApplyAnswers(kept, options), None).await {
        Ok(Reply::Applied(answers)) => Some(answers).filter(|answers| !answers.fixes.is_empty()),
        _ => None,
    }
}

/// Remembers the kind that a person said of a file with these headers, or that it is to be found.
pub fn learn_kind(headers: Vec<String>, kind: Option<String>) {
    spawn_local(async move {
        let key = key_of(KIND, headers.iter().map(String::as_str));
        // A browser that keeps nothing asks again next time.
        let _ = match kind {
            Some(kind) => storage::put(Store::Choices, &key, &kind.into()).await,
            None => storage::delete(Store::Choices, &key).await,
        };
    });
}

/// The kind that a person said of the last file with these headers, if it is asked for or another one was found.
pub async fn kind_of(reply: &Reply) -> Option<String> {
    let (headers, found) = match reply {
        Reply::Ask(question) => (question.headers.clone(), None),
        Reply::Checked(overview) => (own_headers(overview), Some(&overview.kind)),
        _ => return None,
    };
    let key = key_of(KIND, headers.iter().map(String::as_str));
    let kind = storage::get(Store::Choices, &key).await.ok()?.as_string()?;
    Some(kind).filter(|kind| found != Some(kind))
}

/// The headers of the file's own columns: combined ones are answers themselves.
pub fn own_headers(overview: &Overview) -> Vec<String> {
    let own = overview.columns.iter().filter(|column| column.parts.is_empty());
    own.map(|column| column.header.clone()).collect()
}

fn key(overview: &Overview) -> String {
    key_of(&overview.kind, own_headers(overview).iter().map(String::as_str))
}

fn key_of<'a>(first: &str, headers: impl Iterator<Item = &'a str>) -> String {
    // By the browser: Rust's own tables of letters would come with the page.
    let lower = |header: &str| String::from(JsString::from(header.trim()).to_lower_case());
    std::iter::once(first.to_owned()).chain(headers.map(lower)).collect::<Vec<_>>().join("\n")
}
