//! The last imports of both lanes, each asked for by itself: the lanes never meet on the server.

use std::cmp::Reverse;

use lanegate_wire::Lane;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api;
use super::desk::{Desk, History};

/// How many are shown.
const SHOWN: usize = 8;

/// Asks for the history. Never called between a drop and Compare: then nothing at all is sent.
pub fn ask(desk: Desk) {
    spawn_local(async move {
        let (sales, partners) = futures::join!(api::history(Lane::Sales), api::history(Lane::Partners));
        let (Ok(sales), Ok(partners)) = (sales, partners) else {
            return desk.history.set(History::Unknown);
        };
        let mut imports: Vec<_> = sales.imports.into_iter().chain(partners.imports).collect();
        imports.retain(|import| import.receipt.is_some());
        imports.sort_by_key(|import| Reverse(import.opened_at));
        imports.truncate(SHOWN);
        desk.history.set(History::Known(imports));
    });
}
