//! Accounts, sessions and tokens over the API: how somebody comes in, stays and goes.

use std::time::{Duration, Instant};

use lanegate_server::access::{account_name, good_password};
use lanegate_server::db::{Area, Statement};
use lanegate_server::store::access;
use lanegate_tests::api::{answered, problem};
use lanegate_tests::server::Server;
use lanegate_wire::{
    Account, AccountPage, Asker, Lane, LinkMade, NewAccount, NewToken, Right, Session, Token, TokenMade,
};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sqlx::Row as _;

const PASSWORD: &str = "a long enough password";

/// A browser: it keeps cookies.
struct Browser<'a> {
    server: &'a Server,
    client: Client,
    cookie: Option<String>,
}

impl<'a> Browser<'a> {
    fn new(server: &'a Server) -> Self {
        Self { server, client: Client::new(), cookie: None }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request =
            self.client.request(method, format!("{}{path}", self.server.base)).header("user-agent", "a browser");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Sends, and takes note of the cookie that is set.
    async fn post(&mut self, path: &str, body: Value) -> Result<StatusCode, (u16, String)> {
        let response = self.request(Method::POST, path).json(&body).send().await.unwrap();
        if let Some(cookie) = response.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            self.cookie = cookie.split_once(';').map(|(pair, _)| pair.to_owned());
        }
        let status = response.status();
        if status.is_success() {
            return Ok(status);
        }
        let problem = problem(response).await;
        Err((problem.status, problem.code))
    }

    async fn sign_in(&mut self, name: &str, password: &str) -> Result<StatusCode, (u16, String)> {
        self.post("/api/v1/sign-in", json!({ "name": name, "password": password })).await
    }

    async fn who(&self) -> Option<String> {
        let (_, asker): (_, Asker) = answered(self.request(Method::GET, "/api/v1/me")).await.unwrap();
        asker.account.map(|me| me.name)
    }
}

fn refused<T>(status: u16, code: &str) -> Result<T, (u16, String)> {
    Err((status, code.to_owned()))
}

/// An account that has signed in by its link and has set the usual password.
async fn person(server: &Server, name: &str, rights: &[Right]) -> Account {
    let new = NewAccount { name: name.to_owned(), lanes: Lane::ALL.to_vec(), rights: rights.to_vec() };
    let (status, made): (_, LinkMade) = server.send(Method::POST, "/api/v1/accounts", &new).await.unwrap();
    assert_eq!(status, 201);
    let mut browser = Browser::new(server);
    let (page, link) = made.link.split_once("/#sign-in=").unwrap();
    assert!(page.starts_with("http://"), "{page}");
    browser.post("/api/v1/sign-in/link", json!({ "link": link })).await.unwrap();
    let set = browser.request(Method::PUT, "/api/v1/password").json(&json!({ "new": PASSWORD })).send().await.unwrap();
    assert_eq!(set.status(), 204);
    assert_eq!(browser.post("/api/v1/sign-in/link", json!({ "link": link })).await, refused(401, "link_refused"));
    made.account
}

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
    assert_eq!(browser.cookie.as_deref(), Some("lanegate="));
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
async fn tokens_are_made_shown_once_and_revoked() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare, Right::Commit]).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("anna", PASSWORD).await.unwrap();
    let make = |new: &NewToken| browser.request(Method::POST, "/api/v1/tokens").json(new);
    let new =
        NewToken { label: "a script".to_owned(), lanes: vec![Lane::Sales], rights: vec![Right::Compare], days: None };
    let (status, made): (_, TokenMade) = answered(make(&new)).await.unwrap();
    assert_eq!(status, 201);
    assert_eq!((made.token.ends_at - made.token.made_at).num_days(), 90);
    let with = |path: &str| server.anonymous(Method::GET, path).bearer_auth(&made.secret);
    assert_eq!(with("/api/v1/sales/imports").send().await.unwrap().status(), 200);
    assert_eq!(with("/api/v1/partners/imports").send().await.unwrap().status(), 403);
    let (_, listed): (_, Vec<Token>) = answered(browser.request(Method::GET, "/api/v1/tokens")).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert!(listed[0].used_at.is_some());
    for (days, lanes, rights, label) in [
        (Some(0), vec![], vec![], "x"),
        (Some(367), vec![], vec![], "x"),
        (None, vec![], vec![Right::Administer], "x"),
        (None, vec![], vec![], " "),
        (None, vec![], vec![], "a\u{7}"),
    ] {
        let refused = make(&NewToken { label: label.to_owned(), lanes, rights, days }).send().await.unwrap();
        assert_eq!(problem(refused).await.code, "token_refused");
    }
    let id = made.token.id;
    // Somebody else's token is nobody's to revoke.
    let other = server.request(Method::DELETE, &format!("/api/v1/tokens/{id}")).send().await.unwrap();
    assert_eq!(problem(other).await.code, "token_unknown");
    let revoked = browser.request(Method::DELETE, &format!("/api/v1/tokens/{id}")).send().await.unwrap();
    assert_eq!(revoked.status(), 204);
    assert_eq!(with("/api/v1/sales/imports").send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_looked_after() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("anna", PASSWORD).await.unwrap();
    let page: AccountPage = server.get("/api/v1/accounts").await.unwrap();
    let names: Vec<&str> = page.accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["anna", "tester"]);
    assert!(page.accounts[0].has_password && page.accounts[0].seen_at.is_some() && !page.accounts[1].has_password);
    let again = NewAccount { name: "ANNA".to_owned(), lanes: vec![], rights: vec![] };
    let refused = server.send::<Value>(Method::POST, "/api/v1/accounts", &again).await.unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (409, "account_exists"));
    let change = |path: &str, body: Value| server.request(Method::PATCH, path).json(&body);
    let last = change("/api/v1/accounts/tester", json!({"rights": ["compare"]})).send().await.unwrap();
    assert_eq!(problem(last).await.code, "last_administrator");
    let last = change("/api/v1/accounts/tester", json!({"disabled": true})).send().await.unwrap();
    assert_eq!(problem(last).await.code, "last_administrator");
    let (_, disabled): (_, Account) =
        answered(change("/api/v1/accounts/anna", json!({"disabled": true}))).await.unwrap();
    assert!(disabled.disabled_at.is_some());
    assert_eq!(browser.who().await, None, "its sessions have ended");
    assert_eq!(browser.sign_in("anna", PASSWORD).await, self::refused(401, "sign_in_refused"));
    let (_, enabled): (_, Account) =
        answered(change("/api/v1/accounts/anna", json!({"disabled": false}))).await.unwrap();
    assert!(enabled.disabled_at.is_none());
    browser.sign_in("anna", PASSWORD).await.unwrap();

    // All of it is entered, with who did it, and no secret.
    for (who, did) in [
        ("tester", "account_made"),
        ("tester", "link_made"),
        ("anna", "signed_in"),
        ("anna", "password_set"),
        ("tester", "account_changed"),
    ] {
        let mut tx = server.db.read(Area::Access).await.unwrap();
        let entered = Statement::new("SELECT count(*) FROM event WHERE who = $1 AND did = $2 AND account = 'anna'");
        let entered: i64 = entered.bind(who).bind(did).one(&mut tx).await.unwrap().get(0);
        assert!(entered > 0, "{who} {did}");
    }
    for secret in [PASSWORD, server.token(), browser.cookie.as_deref().unwrap().split_once('=').unwrap().1] {
        let mut tx = server.db.read(Area::Access).await.unwrap();
        let found = "SELECT count(*) FROM (SELECT x::text AS t FROM account x UNION ALL SELECT x::text FROM event x \
                     UNION ALL SELECT x::text FROM session x UNION ALL SELECT x::text FROM token x) AS r \
                     WHERE strpos(r.t, $1) > 0";
        let found: i64 = Statement::new(found).bind(secret.to_owned()).one(&mut tx).await.unwrap().get(0);
        assert_eq!(found, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contracts_vectors_hold_here_and_in_the_database() {
    let server = Server::start().await;
    let vectors: Value = serde_json::from_str(include_str!("../../vectors/accounts.json")).unwrap();
    for vector in vectors["names"].as_array().unwrap() {
        let (given, kept) = (vector["given"].as_str().unwrap(), vector["kept"].as_str());
        assert_eq!(account_name(given).as_deref(), kept, "{given:?}");
        // The table takes what is kept and refuses what was given, where that is another thing.
        for (name, taken) in
            kept.map(|kept| (kept, true)).into_iter().chain((kept != Some(given)).then_some((given, false)))
        {
            let sql = "INSERT INTO account (account_id, name, lanes, rights) VALUES (gen_random_uuid(), $1, '{}', '{}') \
                       ON CONFLICT DO NOTHING";
            assert_eq!(server.change(sql, name).await.is_ok(), taken, "{name:?}");
        }
    }
    for vector in vectors["passwords"].as_array().unwrap() {
        let good = good_password(vector["name"].as_str().unwrap(), vector["password"].as_str().unwrap());
        assert_eq!(good, vector["good"].as_bool().unwrap(), "{vector}");
    }
    for vector in vectors["rights"].as_array().unwrap() {
        let (right, known) = (vector["right"].as_str().unwrap(), vector["known"].as_bool().unwrap());
        assert_eq!(right.parse::<Right>().is_ok(), known, "{right}");
        let sql = "INSERT INTO account (account_id, name, lanes, rights) VALUES (gen_random_uuid(), md5($1), '{}', ARRAY[$1])";
        assert_eq!(server.change(sql, right).await.is_ok(), known, "{right}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_an_answer_takes_does_not_tell_who_has_an_account() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let none = NewAccount { name: "without-password".to_owned(), lanes: vec![], rights: vec![] };
    let _: (_, LinkMade) = server.send(Method::POST, "/api/v1/accounts", &none).await.unwrap();
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
