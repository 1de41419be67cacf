//! Signing in and out, and passwords.

use std::time::{Duration, Instant};

use lanegate_server::access::Secret;
use lanegate_server::db::Area;
use lanegate_server::store::access::{self, AccessError, OwnSession};
use lanegate_tests::api::{answered, problem};
use lanegate_tests::server::Server;
use lanegate_wire::{AccountChange, LinkMade, NewAccount, Right, Session};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::browser::{Browser, PASSWORD, cookie_name, person, refused};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_comes_in_stays_and_goes() {
    let server = Server::start().await;
    person(&server, "Anna@Example.com", &[Right::Compare]).await;
    let mut browser = Browser::new(&server);
    assert_eq!(browser.who().await, None);
    assert_eq!(browser.sign_in("anna@example.com", "not the password").await, refused(401, "sign_in_refused"));
    assert_eq!(browser.sign_in("nobody@example.com", PASSWORD).await, refused(401, "sign_in_refused"));
    assert_eq!(browser.sign_in("not a name", PASSWORD).await, refused(401, "sign_in_refused"));
    browser.sign_in(" ANNA@example.com ", PASSWORD).await.unwrap();
    assert_eq!(browser.who().await.as_deref(), Some("anna@example.com"));

    // A second browser; each sees both, and ends the other.
    let mut second = Browser::new(&server);
    second.sign_in("anna@example.com", PASSWORD).await.unwrap();
    let (_, sessions): (_, Vec<Session>) = answered(browser.request(Method::GET, "/api/v1/sessions")).await.unwrap();
    assert_eq!(sessions.len(), 3, "and the one that began with the link");
    assert!(sessions.iter().all(|session| session.client == "a browser"));
    assert_eq!(sessions.iter().filter(|session| session.current).count(), 1);
    let (_, seen): (_, Vec<Session>) = answered(second.request(Method::GET, "/api/v1/sessions")).await.unwrap();
    let other = seen.iter().find(|session| session.current).unwrap().id;
    let ended = browser.request(Method::DELETE, &format!("/api/v1/sessions/{other}")).send().await.unwrap();
    assert_eq!(ended.status(), 204);
    assert_eq!(second.who().await, None);

    // A new password needs the old one, and ends the others.
    second.sign_in("anna@example.com", PASSWORD).await.unwrap();
    let set =
        |old: &str, new: &str| browser.request(Method::PUT, "/api/v1/password").json(&json!({"old": old, "new": new}));
    assert_eq!(problem(set("wrong", "another long password").send().await.unwrap()).await.code, "password_wrong");
    assert_eq!(problem(set(PASSWORD, "short").send().await.unwrap()).await.code, "password_refused");
    assert_eq!(set(PASSWORD, "another long password").send().await.unwrap().status(), 204);
    assert_eq!(browser.who().await.as_deref(), Some("anna@example.com"));
    assert_eq!(second.who().await, None);
    assert_eq!(second.sign_in("anna@example.com", PASSWORD).await, refused(401, "sign_in_refused"));

    let kept = browser.cookie.clone();
    browser.post("/api/v1/sign-out", Value::Null).await.unwrap();
    assert_eq!(browser.cookie.clone(), Some(cookie_name(&server) + "="));
    browser.cookie = kept;
    assert_eq!(browser.who().await, None, "the cookie is good for nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_by_themselves() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    for (sql, past) in [
        ("UPDATE session SET seen_at = now() - $1::interval", "8 hours"),
        ("UPDATE session SET began_at = now() - $1::interval", "7 days"),
    ] {
        let mut browser = Browser::new(&server);
        browser.sign_in("anna", PASSWORD).await.unwrap();
        assert!(browser.who().await.is_some());
        for (age, there) in [(format!("{past} -1 minute"), true), (past.to_owned(), false)] {
            server.change(sql, &age).await.unwrap();
            assert_eq!(browser.who().await.is_some(), there, "{sql}, {age}");
        }
        access::expire(&server.db).await.unwrap();
        assert_eq!(server.number(Area::Access, "SELECT count(*) FROM session").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tries_too_often_waits() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    for name in ["anna", "nobody"] {
        let mut browser = Browser::new(&server);
        for _ in 0..10 {
            assert_eq!(browser.sign_in(name, "not the password").await, refused(401, "sign_in_refused"));
        }
        let request =
            browser.request(Method::POST, "/api/v1/sign-in").json(&json!({"name": name, "password": PASSWORD}));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 429);
        let seconds: u32 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((600..=900).contains(&seconds), "{seconds}");
        assert_eq!(problem(response).await.code, "attempts_too_many");
    }
    server.change("UPDATE attempt SET began_at = now() - $1::interval", "15 minutes").await.unwrap();
    let mut browser = Browser::new(&server);
    browser.sign_in("anna", PASSWORD).await.unwrap();
    // Whoever is in does not pay for what was tried before.
    for _ in 0..9 {
        assert_eq!(browser.sign_in("anna", "not the password").await, refused(401, "sign_in_refused"));
    }
    browser.sign_in("anna", PASSWORD).await.unwrap();
    // One address has an end, whatever the names.
    let mut last = Ok(StatusCode::OK);
    for n in 0..60 {
        last = browser.sign_in(&format!("name-{n}"), "not the password").await;
    }
    assert_eq!(last, refused(429, "attempts_too_many"));
}

#[tokio::test(flavor = "multi_thread")]
async fn right_sign_ins_lock_nobody_out() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    // More than an address may try wrongly, one after another and a few at once.
    for _ in 0..20 {
        let mut browsers = [Browser::new(&server), Browser::new(&server), Browser::new(&server)];
        let [first, second, third] = &mut browsers;
        let (first, second, third) = tokio::join!(
            first.sign_in("anna", PASSWORD),
            second.sign_in("anna", PASSWORD),
            third.sign_in("anna", PASSWORD)
        );
        assert_eq!([first, second, third], [const { Ok(StatusCode::OK) }; 3]);
    }
    // They pay nothing for wrong ones either.
    let mut browser = Browser::new(&server);
    let mut last = Ok(StatusCode::OK);
    for n in 0..51 {
        last = browser.sign_in(&format!("name-{n}"), "not the password").await;
    }
    assert_eq!(last, refused(429, "attempts_too_many"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_has_changed_opens_no_session() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let compared = access::credentials(&server.db, "anna").await.unwrap().unwrap();
    // Changed between the comparison and the session.
    access::set_password(&server.db, "test", "anna", "another hash").await.unwrap();
    let digest = Secret::new("").unwrap().digest();
    let opened = access::open_session(&server.db, "anna", &compared, digest, "a test").await;
    assert!(matches!(opened, Err(AccessError::Overtaken)), "{opened:?}");
    // Disabled between them.
    let compared = access::credentials(&server.db, "anna").await.unwrap().unwrap();
    let disabled = AccountChange { disabled: Some(true), ..AccountChange::default() };
    access::change(&server.db, "test", "anna", &disabled).await.unwrap();
    let opened = access::open_session(&server.db, "anna", &compared, digest, "a test").await;
    assert!(matches!(opened, Err(AccessError::Overtaken)), "{opened:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_or_an_old_password_that_has_changed_sets_none() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("anna", PASSWORD).await.unwrap();
    let (_, sessions): (_, Vec<Session>) = answered(browser.request(Method::GET, "/api/v1/sessions")).await.unwrap();
    let id = sessions.iter().find(|session| session.current).unwrap().id;
    let compared = access::credentials(&server.db, "anna").await.unwrap().unwrap().password;
    let set = async |session: OwnSession| access::set_own_password(&server.db, "anna", "a hash", &session).await;
    let stale = set(OwnSession { id, compared: Some("the hash before".to_owned()) }).await;
    assert!(matches!(stale, Err(AccessError::Overtaken)), "{stale:?}");
    access::set_password(&server.db, "test", "anna", "an administrator's").await.unwrap();
    let ended = set(OwnSession { id, compared }).await;
    assert!(matches!(ended, Err(AccessError::Overtaken)), "{ended:?}");
    let now = access::credentials(&server.db, "anna").await.unwrap().unwrap().password;
    assert_eq!(now.as_deref(), Some("an administrator's"));
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_an_answer_takes_does_not_tell_who_has_an_account() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let none = NewAccount { name: "without-password".to_owned(), lanes: vec![], rights: vec![] };
    let administrator = Browser::of_administrator(&server).await;
    let _: (_, LinkMade) = answered(administrator.request(Method::POST, "/api/v1/accounts").json(&none)).await.unwrap();
    let mut browser = Browser::new(&server);
    let mut quickest = [Duration::MAX; 4];
    // In turn, so that what else the machine does falls on all of them.
    for _ in 0..6 {
        for (name, quickest) in ["anna", "nobody", "without-password", "no name"].into_iter().zip(&mut quickest) {
            let began = Instant::now();
            assert_eq!(browser.sign_in(name, "not the password").await, refused(401, "sign_in_refused"));
            *quickest = began.elapsed().min(*quickest);
        }
    }
    // Without the work of a password's comparison an answer would take a small part of the others' time.
    let (least, most) = (quickest.iter().min().unwrap(), quickest.iter().max().unwrap());
    assert!(*most < 2 * *least, "{quickest:?}");
}
