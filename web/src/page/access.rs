//! Who has signed in, and what they may. Checking a file needs nobody.

use lanegate_wire::{Asker, Lane, Me, Problem, Right, SetPassword, SignIn, SignInByLink};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::desk::{Desk, History};
use super::{api, history, texts};

/// What follows the `#` of a link that signs in once.
const LINK: &str = "#sign-in=";

/// Who has signed in, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Being asked for.
    Asked,
    /// The server does not answer.
    Unknown,
    /// Nobody.
    Nobody,
    /// An account.
    Known(Me),
}

impl Who {
    /// The account, if somebody has signed in.
    pub const fn account(&self) -> Option<&Me> {
        match self {
            Self::Known(me) => Some(me),
            _ => None,
        }
    }

    /// Why they may not do something in a lane; nothing where they may, or where only the server can tell.
    pub fn lacks(&self, right: Right, lane: Lane) -> Option<String> {
        let me = self.account()?;
        if !me.lanes.contains(&lane) {
            return Some(texts::lane_lacking(&me.name, lane));
        }
        (!me.may(right, lane)).then(|| texts::right_lacking(&me.name, right))
    }
}

/// Whether what follows the address is a link that signs in.
pub fn is_link(hash: &str) -> bool {
    hash.starts_with(LINK)
}

/// Finds out who has signed in; a link in the address signs in first, and leaves the address at once.
pub fn begin(desk: Desk) {
    let hash = window().location().hash().unwrap_or_default();
    let link = hash.strip_prefix(LINK).map(str::to_owned);
    if link.is_some() {
        // Nobody finds it in the browser's history, or by looking over a shoulder.
        let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some("/")));
    }
    spawn_local(async move {
        let asked = match link {
            Some(link) => match api::sign_in_by_link(&SignInByLink { link }).await {
                Ok(asker) => Some(asker),
                Err(problem) => {
                    desk.sign_in.set(true);
                    desk.sign_in_problem.set(Some(problem));
                    api::me().await
                }
            },
            None => api::me().await,
        };
        known(desk, asked);
    });
}

/// Finds out once more, after the server did not answer.
pub async fn look(desk: Desk) {
    if let Some(asker) = api::me().await {
        known(desk, Some(asker));
    }
}

/// Signs in. The problem, if that did not work, is the form's to show.
pub async fn sign_in(desk: Desk, name: String, password: String) -> Result<(), Problem> {
    let asker = api::sign_in(&SignIn { name, password }).await?;
    known(desk, Some(asker));
    Ok(())
}

/// Signs out; what is on the desk stays there. Where the server does not answer, one is still signed in, and is told so.
pub async fn sign_out(desk: Desk) -> Result<(), Problem> {
    api::sign_out().await?;
    known(desk, Some(Asker { account: None }));
    Ok(())
}

/// Sets one's own password.
pub async fn set_password(desk: Desk, old: Option<String>, new: String) -> Result<(), Problem> {
    api::set_password(&SetPassword { old, new }).await?;
    desk.who.update(|who| {
        if let Who::Known(me) = who {
            me.may_set_password = false;
        }
    });
    Ok(())
}

fn known(desk: Desk, asker: Option<Asker>) {
    desk.who.set(match asker {
        None => Who::Unknown,
        Some(Asker { account: None }) => Who::Nobody,
        Some(Asker { account: Some(me) }) => Who::Known(me),
    });
    if desk.name.with_untracked(Option::is_none) {
        history::ask(desk);
    } else {
        // Nothing is asked for while a file is in hand.
        desk.history.set(History::Asked);
    }
}

/// The session has ended in the meantime: whoever goes on has to sign in again, and nothing is lost.
pub fn ended(desk: Desk) {
    desk.who.set(Who::Nobody);
    desk.sign_in.set(true);
}
