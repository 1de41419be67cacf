//! What each call needs: the one list. A call that stands in the router and not here is refused to everybody, and a test compares the
//! two (`tests/tests/api/access.rs`).

use axum::http::Method;
use lanegate_wire::{Lane, Right};

/// What whoever asks needs for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing, and nobody asks who it is: these calls work without the database.
    Nothing,
    /// Nothing; the answer depends on who it is.
    Anybody,
    /// An account, whatever it may.
    Account,
    /// An account in a session of its own, not a token.
    Session,
    /// A session in which the password was entered recently.
    Password,
    /// A right; in the lane of the call, where it is about one.
    Right(Right),
    /// A right, in a session: what could turn a token into more than it is.
    RightInSession(Right),
    /// A right, in a session in which the password was entered recently: what gives somebody a way in, or more rights.
    RightAndPassword(Right),
}

/// Which lane a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// None.
    NoLane,
    /// The one that its address names as `{lane}`.
    Named,
    /// This one always.
    Lane(Lane),
}

/// A call and what it needs.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its method.
    pub method: Method,
    /// Its address, as the router has it.
    pub path: &'static str,
    /// What it needs.
    pub need: Need,
    /// Which lane it is about.
    pub about: About,
}

const fn rule(method: Method, path: &'static str, need: Need, about: About) -> Rule {
    Rule { method, path, need, about }
}

const COMPARE: Need = Need::Right(Right::Compare);
const COMMIT: Need = Need::Right(Right::Commit);
const KILL_SWITCH: Need = Need::Right(Right::KillSwitch);
const ADMINISTER: Need = Need::Right(Right::Administer);
const ADMINISTER_IN_SESSION: Need = Need::RightInSession(Right::Administer);
const ADMINISTER_AND_PASSWORD: Need = Need::RightAndPassword(Right::Administer);
use About::{Named, NoLane};
use Need::{Account, Anybody, Nothing, Password, Session};

const SALES: About = About::Lane(Lane::Sales);
const PARTNERS: About = About::Lane(Lane::Partners);

/// Every call.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    rule(Method::GET,    "/health",                                   Nothing,     NoLane),
    rule(Method::GET,    "/health/live",                              Nothing,     NoLane),
    rule(Method::GET,    "/health/ready",                             Nothing,     NoLane),
    rule(Method::GET,    "/api/openapi.json",                         Nothing,     NoLane),
    rule(Method::GET,    "/receipts/style.css",                       Nothing,     NoLane),

    rule(Method::GET,    "/api/v1/me",                                Anybody,     NoLane),
    rule(Method::POST,   "/api/v1/sign-in",                           Nothing,     NoLane),
    rule(Method::POST,   "/api/v1/sign-in/link",                      Nothing,     NoLane),
    rule(Method::POST,   "/api/v1/sign-out",                          Anybody,     NoLane),
    rule(Method::PUT,    "/api/v1/password",                          Session,     NoLane),
    rule(Method::POST,   "/api/v1/password/confirm",                  Session,     NoLane),
    rule(Method::GET,    "/api/v1/sessions",                          Session,     NoLane),
    rule(Method::DELETE, "/api/v1/sessions/{id}",                     Session,     NoLane),
    rule(Method::GET,    "/api/v1/tokens",                            Account,     NoLane),
    rule(Method::POST,   "/api/v1/tokens",                            Password,    NoLane),
    rule(Method::DELETE, "/api/v1/tokens/{id}",                       Account,     NoLane),
    rule(Method::GET,    "/api/v1/accounts",                          ADMINISTER,  NoLane),
    rule(Method::POST,   "/api/v1/accounts",                          ADMINISTER_AND_PASSWORD, NoLane),
    rule(Method::PATCH,  "/api/v1/accounts/{name}",                   ADMINISTER_AND_PASSWORD, NoLane),
    rule(Method::POST,   "/api/v1/accounts/{name}/link",              ADMINISTER_AND_PASSWORD, NoLane),
    rule(Method::GET,    "/api/v1/accounts/{name}/tokens",            ADMINISTER,  NoLane),
    rule(Method::DELETE, "/api/v1/accounts/{name}/tokens/{id}",       ADMINISTER_IN_SESSION, NoLane),

    rule(Method::GET,    "/api/v1/{lane}/imports",                    COMPARE,     Named),
    rule(Method::POST,   "/api/v1/{lane}/imports",                    COMPARE,     Named),
    rule(Method::GET,    "/api/v1/{lane}/imports/{id}",               COMPARE,     Named),
    rule(Method::PUT,    "/api/v1/{lane}/imports/{id}/batches/{n}",   COMPARE,     Named),
    rule(Method::GET,    "/api/v1/{lane}/imports/{id}/plan",          COMPARE,     Named),
    rule(Method::POST,   "/api/v1/{lane}/imports/{id}/plan",          COMPARE,     Named),
    rule(Method::POST,   "/api/v1/{lane}/imports/{id}/abandon",       COMPARE,     Named),
    rule(Method::GET,    "/api/v1/{lane}/imports/{id}/receipt",       COMPARE,     Named),
    rule(Method::GET,    "/api/v1/{lane}/imports/{id}/rows",          COMPARE,     Named),
    rule(Method::GET,    "/receipts/{lane}/{id}",                     COMPARE,     Named),
    rule(Method::POST,   "/api/v1/{lane}/imports/{id}/commit",        COMMIT,      Named),
    rule(Method::POST,   "/api/v1/{lane}/imports/{id}/retract",       COMMIT,      Named),
    rule(Method::POST,   "/api/v1/{lane}/imports/{id}/reinstate",     COMMIT,      Named),
    rule(Method::GET,    "/api/v1/intents/{lane}",                    COMPARE,     Named),
    rule(Method::PATCH,  "/api/v1/intents/{lane}/{id}",               KILL_SWITCH, Named),
    rule(Method::GET,    "/api/v1/ready/reactivation",                COMPARE,     SALES),
    rule(Method::GET,    "/api/v1/ready/partners",                    COMPARE,     PARTNERS),
    rule(Method::GET,    "/api/v1/partners/reference",                COMPARE,     PARTNERS),
];

/// What a call needs; nothing where it is not listed. HEAD is asked for like GET.
#[must_use]
pub fn find(method: &Method, path: &str) -> Option<&'static Rule> {
    let method = if method == Method::HEAD { &Method::GET } else { method };
    RULES.iter().find(|rule| rule.method == method && rule.path == path)
}

/// The methods that an address takes.
#[must_use]
pub fn methods(path: &str) -> Vec<&'static str> {
    let mut methods: Vec<&str> =
        RULES.iter().filter(|rule| rule.path == path).map(|rule| rule.method.as_str()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods
}

/// Whether any call stands at an address.
#[must_use]
pub fn is_listed(path: &str) -> bool {
    RULES.iter().any(|rule| rule.path == path)
}
