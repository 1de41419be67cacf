//! Going to a finding's cell: by a click on it, or with F8 and Shift+F8.

use lanegate_wire::{Filter, Finding, FindingWindow};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::desk::{Desk, Target};
use crate::protocol::{Reply, Request, Window};

/// A window onto the findings; `None` when the worker is gone.
pub async fn fetch(desk: Desk, from: u32, limit: u32, filter: Filter) -> Option<FindingWindow> {
    match desk.checker()?.ask(Request::Findings(Window { from, limit, filter }), None).await {
        Ok(Reply::Findings(window)) => Some(window),
        _ => None,
    }
}

/// Goes to a finding that stands at a place of the list.
pub fn finding(desk: Desk, at: u32, finding: &Finding) {
    desk.selected.set(Some(at));
    let Some(row) = finding.row else { return };
    let letters = finding.cell.as_deref().map(|cell| cell.trim_end_matches(|c: char| c.is_ascii_digit()));
    let column = desk.overview.with_untracked(|overview| {
        let columns = &overview.as_ref()?.columns;
        columns.iter().position(|column| match letters {
            Some(letters) => column.letters == letters,
            None => column.column.is_some() && column.column == finding.column,
        })
    });
    desk.target.set(Some(Target { row, column: column.unwrap_or(0) }));
}

/// Goes to the next finding of the list (1) or to the one before (-1); at first, to the first error.
pub fn next(desk: Desk, by: i32) {
    spawn_local(async move {
        let filter = desk.filter.get_untracked();
        let at = match desk.selected.get_untracked() {
            Some(at) => at.saturating_add_signed(by),
            None => first_error(desk, filter.clone()).await,
        };
        at_place(desk, at, filter).await;
    });
}

/// Goes to the first finding of a group.
pub fn first(desk: Desk, filter: Filter) {
    spawn_local(at_place(desk, 0, filter));
}

async fn at_place(desk: Desk, at: u32, filter: Filter) {
    let Some(window) = fetch(desk, at, 1, filter.clone()).await else { return };
    if let Some(found) = window.findings.first().filter(|_| desk.filter.get_untracked() == filter) {
        finding(desk, at, found);
    }
}

async fn first_error(desk: Desk, filter: Filter) -> u32 {
    let Some(checker) = desk.checker() else { return 0 };
    match checker.ask(Request::FirstError(filter), None).await {
        Ok(Reply::Place(place)) => place,
        _ => 0,
    }
}
