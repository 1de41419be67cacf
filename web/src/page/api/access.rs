//! Accounts, sessions and tokens.

use lanegate_wire::{
    Account, AccountChange, AccountPage, Asker, ConfirmPassword, LinkMade, NewAccount, NewToken, Problem, Session,
    SetPassword, SignIn, SignInByLink, Token, TokenMade,
};
use uuid::Uuid;

use super::http::{call, json, look, make, send};
use super::with;

/// Who asks; also nobody is answered. Tried once: it is asked again later, and never after a file was dropped.
pub async fn me() -> Option<Asker> {
    look("/api/v1/me").await
}

/// Signs in with name and password.
pub async fn sign_in(given: &SignIn) -> Result<Asker, Problem> {
    call("POST", "/api/v1/sign-in", Some(json(given))).await
}

/// Signs in with a link that is good once.
pub async fn sign_in_by_link(given: &SignInByLink) -> Result<Asker, Problem> {
    call("POST", "/api/v1/sign-in/link", Some(json(given))).await
}

/// Ends the session.
pub async fn sign_out() -> Result<(), Problem> {
    send("POST", "/api/v1/sign-out", None).await.map(|_| ())
}

/// Sets one's own password.
pub async fn set_password(given: &SetPassword) -> Result<(), Problem> {
    send("PUT", "/api/v1/password", Some(json(given))).await.map(|_| ())
}

/// Confirms one's own password in this session.
pub async fn confirm_password(given: &ConfirmPassword) -> Result<(), Problem> {
    send("POST", "/api/v1/password/confirm", Some(json(given))).await.map(|_| ())
}

/// Where one is signed in.
pub async fn sessions() -> Result<Vec<Session>, Problem> {
    call("GET", "/api/v1/sessions", None).await
}

/// Ends one of one's sessions.
pub async fn end_session(id: Uuid) -> Result<(), Problem> {
    send("DELETE", &format!("/api/v1/sessions/{id}"), None).await.map(|_| ())
}

/// One's tokens, without their secrets.
pub async fn tokens() -> Result<Vec<Token>, Problem> {
    call("GET", "/api/v1/tokens", None).await
}

/// Makes a token; its secret is in the answer only.
pub async fn make_token(token: &NewToken) -> Result<TokenMade, Problem> {
    make("/api/v1/tokens", Some(json(token))).await
}

/// Revokes a token.
pub async fn revoke_token(id: Uuid) -> Result<(), Problem> {
    send("DELETE", &format!("/api/v1/tokens/{id}"), None).await.map(|_| ())
}

/// An account's tokens, without their secrets.
pub async fn tokens_of_account(name: &str) -> Result<Vec<Token>, Problem> {
    call("GET", &format!("/api/v1/accounts/{name}/tokens"), None).await
}

/// Revokes a token of an account.
pub async fn revoke_token_of_account(name: &str, id: Uuid) -> Result<(), Problem> {
    send("DELETE", &format!("/api/v1/accounts/{name}/tokens/{id}"), None).await.map(|_| ())
}

/// A page of accounts, by name.
pub async fn accounts(after: Option<&str>) -> Result<AccountPage, Problem> {
    call("GET", &with("/api/v1/accounts", &[("after", after)]), None).await
}

/// Makes an account, with a link for its person.
pub async fn make_account(account: &NewAccount) -> Result<LinkMade, Problem> {
    make("/api/v1/accounts", Some(json(account))).await
}

/// Changes what an account may, or whether it can be used.
pub async fn change_account(name: &str, change: &AccountChange) -> Result<Account, Problem> {
    call("PATCH", &format!("/api/v1/accounts/{name}"), Some(json(change))).await
}

/// Makes a new link for an account's person.
pub async fn make_link(name: &str) -> Result<LinkMade, Problem> {
    make(&format!("/api/v1/accounts/{name}/link"), None).await
}
