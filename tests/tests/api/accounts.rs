//! Accounts, sessions and tokens over the API: how somebody comes in, stays and goes.

use std::time::{Duration, Instant};

use lanegate_server::access::{Secret, account_name, good_password};
use lanegate_server::db::{Area, Statement};
use lanegate_server::store::access::{self, AccessError, OwnSession};
use lanegate_tests::account;
use lanegate_tests::api::{answered, problem};
use lanegate_tests::server::Server;
use lanegate_wire::{
    Account, AccountChange, AccountPage, Asker, Lane, LinkMade, NewAccount, NewToken, Right, Session, Token, TokenMade,
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

    /// The one of an administrator who has signed in.
    async fn of_administrator(server: &'a Server) -> Self {
        Self { cookie: Some(account::session(&server.db, "tester").await), ..Self::new(server) }
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
    let administrator = Browser::of_administrator(server).await;
    let (status, made): (_, LinkMade) =
        answered(administrator.request(Method::POST, "/api/v1/accounts").json(&new)).await.unwrap();
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
async fn a_disabled_account_comes_back_with_nothing() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let administrator = Browser::of_administrator(&server).await;
    let token = account::token(&server.db, "anna", &Lane::ALL, &[Right::Compare]).await;
    let link: (_, LinkMade) =
        answered(administrator.request(Method::POST, "/api/v1/accounts/anna/link")).await.unwrap();
    let link = link.1.link.split_once("/#sign-in=").unwrap().1.to_owned();
    let with_token = || server.anonymous(Method::GET, "/api/v1/sales/imports").bearer_auth(&token).send();
    assert_eq!(with_token().await.unwrap().status(), 200);
    let change = |body: Value| administrator.request(Method::PATCH, "/api/v1/accounts/anna").json(&body).send();
    assert_eq!(change(json!({"disabled": true})).await.unwrap().status(), 200);
    // Nothing new is handed out meanwhile.
    let handed = administrator.request(Method::POST, "/api/v1/accounts/anna/link").send().await.unwrap();
    assert_eq!(problem(handed).await.code, "account_disabled");
    assert_eq!(change(json!({"disabled": false})).await.unwrap().status(), 200);
    assert_eq!(with_token().await.unwrap().status(), 401);
    let mut browser = Browser::new(&server);
    assert_eq!(browser.post("/api/v1/sign-in/link", json!({ "link": link })).await, refused(401, "link_refused"));
    browser.sign_in("anna", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_who_can_sign_in_stays() {
    let server = Server::start().await;
    // The fixture's own administrator has no password.
    person(&server, "anna", &[Right::Administer]).await;
    let administrator = Browser::of_administrator(&server).await;
    for change in [json!({"disabled": true}), json!({"rights": ["compare"]})] {
        let refused = administrator.request(Method::PATCH, "/api/v1/accounts/anna").json(&change).send().await.unwrap();
        assert_eq!(problem(refused).await.code, "last_administrator");
    }
    person(&server, "berta", &[Right::Administer]).await;
    let change = json!({"disabled": true});
    let changed = administrator.request(Method::PATCH, "/api/v1/accounts/anna").json(&change).send().await.unwrap();
    assert_eq!(changed.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_revokes_anybody_s_token_and_a_token_only_itself() {
    let server = Server::start().await;
    person(&server, "anna", &[Right::Compare]).await;
    let administrator = Browser::of_administrator(&server).await;
    let secrets = [0, 1].map(|_| account::token(&server.db, "anna", &Lane::ALL, &[Right::Compare]));
    let [first, second] = futures::future::join_all(secrets).await.try_into().unwrap();
    let listed = administrator.request(Method::GET, "/api/v1/accounts/anna/tokens");
    let (_, listed): (_, Vec<Token>) = answered(listed).await.unwrap();
    assert_eq!(listed.len(), 2);
    // Whoever has one of them takes none of the others away.
    let with =
        |secret: &str, id| server.anonymous(Method::DELETE, &format!("/api/v1/tokens/{id}")).bearer_auth(secret).send();
    let mut revoked = 0;
    for token in &listed {
        let answer = with(&first, token.id).await.unwrap();
        if answer.status() == 204 {
            revoked += 1;
        } else {
            assert_eq!(problem(answer).await.code, if revoked == 0 { "session_needed" } else { "sign_in_needed" });
        }
    }
    assert_eq!(revoked, 1);
    for token in &listed {
        let path = format!("/api/v1/accounts/anna/tokens/{}", token.id);
        assert_eq!(administrator.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    }
    assert_eq!(server.anonymous(Method::GET, "/api/v1/me").bearer_auth(&second).send().await.unwrap().status(), 200);
    let history = server.anonymous(Method::GET, "/api/v1/sales/imports").bearer_auth(&second).send().await.unwrap();
    assert_eq!(history.status(), 401);
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
    let other = Browser::of_administrator(&server).await;
    let other = other.request(Method::DELETE, &format!("/api/v1/tokens/{id}")).send().await.unwrap();
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
    let administrator = Browser::of_administrator(&server).await;
    let refused =
        answered::<Value>(administrator.request(Method::POST, "/api/v1/accounts").json(&again)).await.unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (409, "account_exists"));
    let change = |path: &str, body: Value| administrator.request(Method::PATCH, path).json(&body);
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
