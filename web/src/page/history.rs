//! The last imports of the lanes that one may look at, each asked for by itself: the lanes never meet on the server.

use std::cmp::Reverse;

use lanegate_wire::{ImportStatus, Lane, Problem, Right};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::access::Who;
use super::api;
use super::desk::{Desk, History};

type Listed = Result<Vec<ImportStatus>, Problem>;

/// How many are shown.
const SHOWN: usize = 8;

/// Asks for the history. Never called between a drop and Compare: then nothing at all is sent. An answer for somebody who has signed out meanwhile
/// is dropped.
pub fn ask(desk: Desk) {
    let Some(me) = desk.who.with_untracked(|who| who.account().cloned()) else {
        let nobody = desk.who.with_untracked(|who| *who == Who::Nobody);
        return desk.history.set(if nobody { History::ForAccounts } else { History::Unknown });
    };
    let name = me.name.clone();
    let of = move |lane| {
        let may = me.may(Right::Compare, lane);
        async move { if may { api::history(lane, None).await.map(|page| page.imports) } else { Ok(Vec::new()) } }
    };
    spawn_local(async move {
        let both: (Listed, Listed) = futures::join!(of(Lane::Sales), of(Lane::Partners));
        if desk.who.with_untracked(|who| who.account().is_none_or(|me| me.name != name)) {
            return;
        }
        let (Ok(sales), Ok(partners)) = both else {
            return desk.history.set(History::Unknown);
        };
        let mut imports: Vec<_> = sales.into_iter().chain(partners).collect();
        imports.retain(|import| import.receipt.is_some());
        imports.sort_by_key(|import| Reverse(import.opened_at));
        imports.truncate(SHOWN);
        desk.history.set(History::Known(imports));
    });
}
