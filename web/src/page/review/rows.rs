//! The rows at hand: pieces asked from the worker as they come into view, the ones long out of view forgotten.

use std::collections::BTreeMap;
use std::rc::Rc;

use lanegate_wire::{Filter, Finding, RowView, RowWindow};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::go_to::fetch;
use crate::page::desk::Desk;
use crate::protocol::{Reply, Request, Window};

/// Rows in a piece.
const PIECE: u32 = 100;

/// Pieces kept at most.
const KEPT: usize = 24;

/// `None` is a piece that was asked for and has not come.
type Pieces = BTreeMap<u32, Option<Rc<Vec<RowView>>>>;

/// The rows at hand under one filter.
#[derive(Clone, Copy)]
pub struct Rows {
    desk: Desk,
    filter: StoredValue<Filter>,
    pieces: StoredValue<Pieces, LocalStorage>,
    /// How many rows the filter leaves; `None` until the worker has said so.
    pub total: RwSignal<Option<u32>>,
    /// Counts arrivals.
    pub arrivals: RwSignal<u32>,
}

impl Rows {
    /// No rows yet.
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            filter: StoredValue::new(Filter::default()),
            pieces: StoredValue::new_local(Pieces::new()),
            total: RwSignal::new(None),
            arrivals: RwSignal::new(0),
        }
    }

    /// Begins anew with another filter.
    pub fn restart(&self, filter: Filter) {
        self.filter.set_value(filter);
        self.pieces.update_value(Pieces::clear);
        self.total.set(None);
        self.want(0, 1);
    }

    /// Asks again for what is at hand of the rows `from..to`, and forgets the rest.
    pub fn renew(&self, from: u32, to: u32) {
        let shown = from / PIECE..=to.saturating_sub(1) / PIECE;
        self.pieces.update_value(|pieces| pieces.retain(|piece, _| shown.contains(piece)));
        shown.for_each(|piece| self.ask(piece));
    }

    /// The row at a place, if it is at hand.
    pub fn get(&self, at: u32) -> Option<RowView> {
        let piece = self.pieces.with_value(|pieces| pieces.get(&(at / PIECE)).cloned().flatten())?;
        piece.get((at % PIECE) as usize).cloned()
    }

    /// Asks for what is missing of the rows `from..to`.
    pub fn want(&self, from: u32, to: u32) {
        for piece in from / PIECE..=to.saturating_sub(1) / PIECE {
            if self.pieces.with_value(|pieces| pieces.contains_key(&piece)) {
                continue;
            }
            self.pieces.update_value(|pieces| {
                pieces.insert(piece, None);
                // What lies farthest from here goes first.
                while pieces.len() > KEPT {
                    let farthest = pieces.keys().copied().max_by_key(|&kept| kept.abs_diff(piece));
                    farthest.and_then(|kept| pieces.remove(&kept));
                }
            });
            self.ask(piece);
        }
    }

    fn ask(self, piece: u32) {
        let filter = self.filter.get_value();
        spawn_local(async move {
            let came = window(self.desk, piece * PIECE, PIECE, filter.clone()).await;
            // Gone from the page, or about another filter by now.
            if self.filter.try_with_value(|now| *now == filter) != Some(true) {
                return;
            }
            if let Some(RowWindow { total, rows, .. }) = came {
                self.pieces.update_value(|pieces| {
                    if let Some(slot) = pieces.get_mut(&piece) {
                        *slot = Some(Rc::new(rows));
                    }
                });
                self.total.set(Some(total));
                self.arrivals.update(|count| *count += 1);
            }
        });
    }

    /// The rows at some places, under the current filter: at most 500.
    pub async fn window(self, from: u32, limit: u32) -> Option<Vec<RowView>> {
        let filter = self.filter.try_get_value()?;
        window(self.desk, from, limit, filter).await.map(|window| window.rows)
    }

    /// The place of a row by its number in the sheet, under the filter of now.
    pub async fn place(self, number: u32) -> Option<u32> {
        let request = Request::Place(number, self.filter.try_get_value()?);
        match self.desk.checker()?.ask(request, None).await {
            Ok(Reply::Place(place)) => Some(place),
            _ => None,
        }
    }

    /// What was found in a cell, given by its row and name, and in its row as a whole.
    pub async fn findings_of(self, row: u32, cell: &str) -> Vec<Finding> {
        let filter = Filter { row: Some(row), ..Filter::default() };
        let window = fetch(self.desk, 0, 100, filter).await;
        let found = window.map(|window| window.findings).unwrap_or_default();
        found.into_iter().filter(|finding| finding.cell.as_deref().is_none_or(|name| name == cell)).collect()
    }
}

async fn window(desk: Desk, from: u32, limit: u32, filter: Filter) -> Option<RowWindow> {
    match desk.checker()?.ask(Request::Rows(Window { from, limit, filter }), None).await {
        Ok(Reply::Rows(window)) => Some(window),
        _ => None,
    }
}
