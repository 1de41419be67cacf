//! A queue as a table: fetched in pages, anew whenever what is asked for or the queue itself changes.

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::export::Export;
use super::filters::{Asked, Filter, Filters};
use super::switch::Switch;
use crate::page::paged::{Paged, PagedRows};
use crate::page::{api, texts};

/// A queue whose rows are of one sort.
#[component]
pub fn Queue<T: DeserializeOwned + Clone + 'static>(
    /// The call's address.
    path: &'static str,
    /// What it can be narrowed down by.
    filters: &'static [Filter],
    /// The columns' titles.
    heads: &'static [&'static str],
    /// A row of the table.
    row: fn(T) -> AnyView,
) -> impl IntoView {
    let asked = Asked::new();
    let rows = Paged::new(move |after: Option<String>| {
        let address = untrack(|| asked.address(path, &[("after", after.as_deref())]));
        async move { api::ready::<T>(&address).await.map(|page| (page.rows, page.next)) }
    });
    let changed = expect_context::<Switch>().changed;
    Effect::new(move |before: Option<u32>| {
        let now = changed.get();
        let _ = asked.address(path, &[]);
        if before.is_some_and(|before| before != now) {
            rows.again()
        } else {
            rows.restart()
        }
        now
    });
    let none = Signal::derive(move || if asked.is_narrowed() { texts::READY_NONE_SO } else { texts::READY_NONE });
    view! {
        <Filters asked filters/>
        <Export asked path/>
        <PagedRows rows heads=heads.to_vec() row none/>
    }
}
