//! Accounts, which administrators look after.

use lanegate_server::access::{account_name, good_password};
use lanegate_server::db::{Area, Statement};
use lanegate_tests::account;
use lanegate_tests::api::{answered, problem};
use lanegate_tests::server::Server;
use lanegate_wire::{Account, AccountPage, Lane, LinkMade, NewAccount, Right};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::Row as _;

use crate::browser::{Browser, PASSWORD, person, refused};

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
    let taken =
        answered::<Value>(administrator.request(Method::POST, "/api/v1/accounts").json(&again)).await.unwrap_err();
    assert_eq!((taken.status, taken.code.as_str()), (409, "account_exists"));
    let change = |path: &str, body: Value| administrator.request(Method::PATCH, path).json(&body);
    let last = change("/api/v1/accounts/tester", json!({"rights": ["compare"]})).send().await.unwrap();
    assert_eq!(problem(last).await.code, "last_administrator");
    let last = change("/api/v1/accounts/tester", json!({"disabled": true})).send().await.unwrap();
    assert_eq!(problem(last).await.code, "last_administrator");
    let (_, disabled): (_, Account) =
        answered(change("/api/v1/accounts/anna", json!({"disabled": true}))).await.unwrap();
    assert!(disabled.disabled_at.is_some());
    assert_eq!(browser.who().await, None, "its sessions have ended");
    assert_eq!(browser.sign_in("anna", PASSWORD).await, refused(401, "sign_in_refused"));
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
