//! Tokens of programs: made, shown once, and revoked.

use lanegate_tests::account;
use lanegate_tests::api::{answered, problem};
use lanegate_tests::server::Server;
use lanegate_wire::{Lane, NewToken, Right, Token, TokenMade};
use reqwest::Method;

use crate::browser::{Browser, PASSWORD, person};

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
