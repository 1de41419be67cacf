//! Entering the password again, for what gives somebody a way in or more rights.

use lanegate_server::access::Via;
use lanegate_server::db::Area;
use lanegate_server::store::access::{self, AccessError, OwnSession};
use lanegate_tests::api::problem;
use lanegate_tests::server::Server;
use lanegate_wire::{AccountChange, Lane, NewAccount, NewToken, Right};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::browser::{Browser, PASSWORD, person, refused};

const CONFIRM: &str = "/api/v1/password/confirm";

/// What needs a recent password, with the status of its success.
fn strong() -> [(Method, &'static str, Value, u16); 4] {
    let account = NewAccount { name: "carla".to_owned(), lanes: Lane::ALL.to_vec(), rights: Right::ALL.to_vec() };
    let change = AccountChange { rights: Some(Right::ALL.to_vec()), ..AccountChange::default() };
    let token = NewToken { label: "a script".to_owned(), lanes: vec![], rights: vec![Right::Administer], days: None };
    [
        (Method::POST, "/api/v1/accounts", json!(account), 201),
        (Method::PATCH, "/api/v1/accounts/berta", json!(change), 200),
        (Method::POST, "/api/v1/accounts/berta/link", Value::Null, 200),
        (Method::POST, "/api/v1/tokens", json!(token), 201),
    ]
}

async fn send(
    browser: &Browser<'_>,
    (method, path, body, _): &(Method, &'static str, Value, u16),
) -> Result<u16, String> {
    let response = browser.request(method.clone(), path).json(body).send().await.unwrap();
    let status = response.status();
    if status.is_success() { Ok(status.as_u16()) } else { Err(problem(response).await.code) }
}

async fn forget(server: &Server) {
    server.change("UPDATE session SET confirmed_at = confirmed_at - $1::interval", "15 minutes").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_confirms_its_password_and_no_other_session_s() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Administer]).await;
    person(&server, "berta", &[Right::Compare]).await;
    let (mut browser, mut other) = (Browser::new(&server), Browser::new(&server));
    browser.sign_in("anna", PASSWORD).await.unwrap();
    other.sign_in("anna", PASSWORD).await.unwrap();
    forget(&server).await;
    let before = server.number(Area::Access, "SELECT count(*) FROM event").await;
    for call in &strong() {
        assert_eq!(send(&browser, call).await, Err("password_needed".to_owned()), "{call:?}");
    }
    assert_eq!(server.number(Area::Access, "SELECT count(*) FROM event").await, before, "nothing was changed");
    assert_eq!(browser.post(CONFIRM, json!({"password": "not the password"})).await, refused(403, "password_wrong"));
    assert_eq!(send(&browser, &strong()[0]).await, Err("password_needed".to_owned()));
    assert_eq!(browser.post(CONFIRM, json!({"password": PASSWORD})).await, Ok(StatusCode::NO_CONTENT));
    for call in &strong() {
        assert_eq!(send(&other, call).await, Err("password_needed".to_owned()), "{call:?}");
        assert_eq!(send(&browser, call).await, Ok(call.3), "{call:?}");
    }
    let entered = "SELECT count(*) FROM event WHERE who = 'anna' AND did = 'password_confirmed'";
    assert_eq!(server.number(Area::Access, entered).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_found_a_session_guesses_no_password() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Administer]).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("anna", PASSWORD).await.unwrap();
    forget(&server).await;
    for _ in 0..10 {
        assert_eq!(browser.post(CONFIRM, json!({"password": "a guess"})).await, refused(403, "password_wrong"));
    }
    assert_eq!(browser.post(CONFIRM, json!({"password": PASSWORD})).await, refused(429, "attempts_too_many"));
    let set = json!({"old": PASSWORD, "new": "another long password"});
    let set = browser.request(Method::PUT, "/api/v1/password").json(&set).send().await.unwrap();
    assert_eq!(problem(set).await.code, "attempts_too_many");
    // The person can still sign in, and begins with tries of their own.
    browser.sign_in("anna", PASSWORD).await.unwrap();
    browser.post(CONFIRM, json!({"password": PASSWORD})).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_who_try_to_sign_in_keep_nobody_from_confirming() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Administer]).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("anna", PASSWORD).await.unwrap();
    forget(&server).await;
    let mut stranger = Browser::new(&server);
    for _ in 0..10 {
        assert_eq!(stranger.sign_in("anna", "a guess of 12").await, refused(401, "sign_in_refused"));
    }
    assert_eq!(stranger.sign_in("anna", PASSWORD).await, refused(429, "attempts_too_many"));
    browser.post(CONFIRM, json!({"password": PASSWORD})).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_began_with_a_link_sets_a_password_first() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Administer]).await;
    person(&server, "berta", &[Right::Compare]).await;
    let administrator = Browser::of_administrator(&server).await;
    let made = administrator.request(Method::POST, "/api/v1/accounts/anna/link").send().await.unwrap();
    let made: Value = made.json().await.unwrap();
    let mut browser = Browser::new(&server);
    let link = made["link"].as_str().unwrap().split_once("/#sign-in=").unwrap().1;
    browser.post("/api/v1/sign-in/link", json!({ "link": link })).await.unwrap();
    for call in &strong() {
        assert_eq!(send(&browser, call).await, Err("password_needed".to_owned()), "{call:?}");
    }
    let set = json!({"new": "another long password"});
    let set = browser.request(Method::PUT, "/api/v1/password").json(&set).send().await.unwrap();
    assert_eq!(set.status(), StatusCode::NO_CONTENT);
    for call in &strong() {
        assert_eq!(send(&browser, call).await, Ok(call.3), "{call:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_has_changed_or_a_session_that_has_ended_confirms_nothing() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Administer]).await;
    let compared = access::credentials(&server.db, "anna").await.unwrap().unwrap();
    let digest = lanegate_server::access::Secret::new("").unwrap().digest();
    let who = access::open_session(&server.db, "anna", &compared, digest, "a test").await.unwrap();
    let Via::Session { id, .. } = who.via else { unreachable!() };
    let session = OwnSession { id, compared: Some("another hash".to_owned()) };
    let confirmed = access::confirm_password(&server.db, "anna", &session).await;
    assert!(matches!(confirmed, Err(AccessError::Overtaken)));
    access::end_session(&server.db, &who, id).await.unwrap();
    let session = OwnSession { id, compared: compared.password };
    let confirmed = access::confirm_password(&server.db, "anna", &session).await;
    assert!(matches!(confirmed, Err(AccessError::Overtaken)));
}
