//! Who may call what: every call of the router, tried by nobody, by what is no token any more, and by an account of each right in each set
//! of lanes. What is expected is written here once more by hand; a call that is not written here fails the test.

use std::collections::BTreeMap;

use lanegate_server::store::access;
use lanegate_tests::account::token;
use lanegate_tests::api::problem;
use lanegate_tests::sample;
use lanegate_tests::server::Server;
use lanegate_wire::{AccountChange, Lane, Right};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

use crate::browser::Browser;

/// What a call is to need.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Needs {
    Nothing,
    Account,
    /// An account, and not by a token.
    Session,
    /// An account in a session with a recent password.
    Password,
    /// A right, whatever the lanes.
    Right(Right),
    /// A right, and not by a token.
    RightInSession(Right),
    /// A right, in a session with a recent password.
    RightAndPassword(Right),
    /// A right in a lane.
    In(Lane, Right),
    /// A right in the lane that the address names.
    InNamed(Right),
}

fn expected() -> BTreeMap<&'static str, Needs> {
    use Needs::{Account, In, InNamed, Nothing, Password, Right as Has, Session};
    use Needs::{RightAndPassword as HasAndPassword, RightInSession as HasInSession};
    use Right::{Administer, Commit, Compare, KillSwitch};
    BTreeMap::from([
        ("get /health", Nothing),
        ("get /health/live", Nothing),
        ("get /health/ready", Nothing),
        ("get /api/openapi.json", Nothing),
        ("get /receipts/style.css", Nothing),
        ("get /api/v1/me", Nothing),
        ("post /api/v1/sign-in", Nothing),
        ("post /api/v1/sign-in/link", Nothing),
        ("post /api/v1/sign-out", Nothing),
        ("put /api/v1/password", Session),
        ("post /api/v1/password/confirm", Session),
        ("get /api/v1/sessions", Session),
        ("delete /api/v1/sessions/{id}", Session),
        ("get /api/v1/tokens", Account),
        ("post /api/v1/tokens", Password),
        ("delete /api/v1/tokens/{id}", Account),
        ("get /api/v1/accounts", Has(Administer)),
        ("post /api/v1/accounts", HasAndPassword(Administer)),
        ("patch /api/v1/accounts/{name}", HasAndPassword(Administer)),
        ("post /api/v1/accounts/{name}/link", HasAndPassword(Administer)),
        ("get /api/v1/accounts/{name}/tokens", Has(Administer)),
        ("delete /api/v1/accounts/{name}/tokens/{id}", HasInSession(Administer)),
        ("get /api/v1/{lane}/imports", InNamed(Compare)),
        ("post /api/v1/{lane}/imports", InNamed(Compare)),
        ("get /api/v1/{lane}/imports/{id}", InNamed(Compare)),
        ("put /api/v1/{lane}/imports/{id}/batches/{n}", InNamed(Compare)),
        ("get /api/v1/{lane}/imports/{id}/plan", InNamed(Compare)),
        ("post /api/v1/{lane}/imports/{id}/plan", InNamed(Compare)),
        ("post /api/v1/{lane}/imports/{id}/abandon", InNamed(Compare)),
        ("get /api/v1/{lane}/imports/{id}/receipt", InNamed(Compare)),
        ("get /api/v1/{lane}/imports/{id}/rows", InNamed(Compare)),
        ("get /receipts/{lane}/{id}", InNamed(Compare)),
        ("post /api/v1/{lane}/imports/{id}/commit", InNamed(Commit)),
        ("post /api/v1/{lane}/imports/{id}/retract", InNamed(Commit)),
        ("post /api/v1/{lane}/imports/{id}/reinstate", InNamed(Commit)),
        ("get /api/v1/intents/{lane}", InNamed(Compare)),
        ("patch /api/v1/intents/{lane}/{id}", InNamed(KillSwitch)),
        ("get /api/v1/ready/reactivation", In(Lane::Sales, Compare)),
        ("get /api/v1/ready/partners", In(Lane::Partners, Compare)),
        ("get /api/v1/partners/reference", In(Lane::Partners, Compare)),
    ])
}

/// Every call that the server describes, and those of its pages that are no part of the description.
async fn calls(server: &Server) -> Vec<String> {
    let description: Value = server.get("/api/openapi.json").await.unwrap();
    let described = description["paths"].as_object().unwrap().iter();
    let mut calls: Vec<String> = described
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(move |method| format!("{method} {path}")))
        .collect();
    calls.extend(["get /api/openapi.json", "get /receipts/style.css", "get /receipts/{lane}/{id}"].map(str::to_owned));
    calls
}

/// A call in a lane, with ids of nothing.
struct Call {
    said: String,
    method: Method,
    path: String,
    needs: Needs,
    lane: Lane,
}

async fn all(server: &Server) -> Vec<Call> {
    let expected = expected();
    let mut all = Vec::new();
    for said in calls(server).await {
        assert!(expected.contains_key(said.as_str()), "who may call {said}? Say it in this test");
        let needs = expected[said.as_str()];
        let (method, path) = said.split_once(' ').unwrap();
        for lane in Lane::ALL {
            let filled = path
                .replace("{lane}", lane.as_str())
                .replace("{id}", "01890000-0000-7000-8000-000000000000")
                .replace("{n}", "0")
                .replace("{name}", "nobody-of-this-name");
            all.push(Call {
                said: format!("{said} in {lane}"),
                method: method.to_uppercase().parse().unwrap(),
                path: filled,
                needs: match needs {
                    Needs::InNamed(right) => Needs::In(lane, right),
                    other => other,
                },
                lane,
            });
            if !path.contains("{lane}") {
                break;
            }
        }
    }
    assert_eq!(calls(server).await.len(), expected.len(), "this test expects a call that the server does not have");
    all
}

/// What came of a call: the status and code of a refusal that is about who asks, or that it was let through.
async fn verdict(response: Response) -> Result<(), (u16, String)> {
    let status = response.status();
    if ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status) {
        return Ok(());
    }
    if status == StatusCode::UNAUTHORIZED {
        assert!(response.headers().contains_key("www-authenticate"));
    }
    let problem = problem(response).await;
    Err((problem.status, problem.code))
}

fn refused<T>(status: u16, code: &str) -> Result<T, (u16, String)> {
    Err((status, code.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_asks_for_its_right_in_its_lane() {
    let server = Server::start().await;
    let calls = all(&server).await;
    let mut tried = 0;
    let lanes: [&[Lane]; 4] = [&[], &[Lane::Sales], &[Lane::Partners], &Lane::ALL];
    for (n, own) in lanes.into_iter().enumerate() {
        for right in [None].into_iter().chain(Right::ALL.map(Some)) {
            let name = format!("one-{n}-{}", right.map_or("nothing", Right::as_str));
            let token = token(&server.db, &name, own, right.as_slice()).await;
            for Call { said, method, path, needs, .. } in &calls {
                // What the body says comes later: an empty one changes nothing.
                let response = server.anonymous(method.clone(), path).bearer_auth(&token).send().await.unwrap();
                let verdict = verdict(response).await;
                let wanted = match *needs {
                    Needs::Session | Needs::Password => refused(403, "session_needed"),
                    Needs::In(lane, _) if !own.contains(&lane) => refused(403, "lane_refused"),
                    Needs::In(_, needed)
                    | Needs::Right(needed)
                    | Needs::RightInSession(needed)
                    | Needs::RightAndPassword(needed)
                        if right != Some(needed) =>
                    {
                        refused(403, "right_refused")
                    }
                    Needs::RightInSession(_) | Needs::RightAndPassword(_) => refused(403, "session_needed"),
                    // A token revokes only itself.
                    Needs::Account if said.starts_with("delete /api/v1/tokens") => refused(403, "session_needed"),
                    _ => Ok(()),
                };
                assert_eq!(verdict, wanted, "{said}, {own:?}, {right:?}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 1_000, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_gives_a_way_in_or_more_rights_needs_a_recent_password() {
    let server = Server::start().await;
    let calls = all(&server).await;
    let cookie = Browser::of_administrator(&server).await.cookie.unwrap();
    for (age, is_recent) in [("14 minutes", true), ("15 minutes", false)] {
        server.change("UPDATE session SET confirmed_at = now() - $1::interval", age).await.unwrap();
        for Call { said, method, path, needs, .. } in &calls {
            // It would end the session.
            if said.contains("sign-out") {
                continue;
            }
            let response = server.anonymous(method.clone(), path).header("cookie", &cookie).send().await.unwrap();
            let wanted = match needs {
                Needs::Password | Needs::RightAndPassword(_) if !is_recent => refused(403, "password_needed"),
                _ => Ok(()),
            };
            assert_eq!(verdict(response).await, wanted, "{said}, {age}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_and_whoever_is_nobody_any_more_get_nothing() {
    let server = Server::start().await;
    let calls = all(&server).await;
    let good = token(&server.db, "good", &Lane::ALL, &Right::ALL).await;
    let disabled = token(&server.db, "disabled", &Lane::ALL, &Right::ALL).await;
    let gone = AccountChange { disabled: Some(true), ..AccountChange::default() };
    access::change(&server.db, "test", "disabled", &gone).await.unwrap();
    let revoked = token(&server.db, "revoked", &Lane::ALL, &Right::ALL).await;
    let digest = lanegate_server::access::Secret::shown(&revoked, "lanegate_").unwrap().digest();
    let owner = access::token(&server.db, digest).await.unwrap().unwrap();
    let id = access::tokens(&server.db, owner.account).await.unwrap()[0].id;
    access::revoke_token(&server.db, "test", &owner.name, id).await.unwrap();
    let ended = token(&server.db, "ended", &Lane::ALL, &Right::ALL).await;
    let end = "UPDATE token SET ends_at = now() - interval '1 second' \
                WHERE account_id IN (SELECT account_id FROM account WHERE name = $1)";
    assert_eq!(server.change(end, "ended").await.unwrap(), 1);
    let other = good.replace("lanegate_", "lanegate_A");
    let authorizations = [
        None,
        Some(format!("Bearer {disabled}")),
        Some(format!("Bearer {revoked}")),
        Some(format!("Bearer {ended}")),
        Some(format!("Bearer {other}")),
        Some(format!("Basic {good}")),
        Some("Bearer".to_owned()),
        Some(good.clone()),
    ];
    for authorization in &authorizations {
        for Call { said, method, path, needs, .. } in &calls {
            let mut request = server.anonymous(method.clone(), path);
            if let Some(authorization) = authorization {
                request = request.header("authorization", authorization);
            }
            let wanted = if *needs == Needs::Nothing { Ok(()) } else { refused(401, "sign_in_needed") };
            // Signing in without a name is refused by another code.
            assert_eq!(verdict(request.send().await.unwrap()).await, wanted, "{said}, {authorization:?}");
        }
    }
    // Two answers to who asks are none.
    let twice = server.anonymous(Method::GET, "/api/v1/sales/imports").bearer_auth(&good).bearer_auth(&good);
    assert_eq!(verdict(twice.send().await.unwrap()).await, refused(401, "sign_in_needed"));
    server
        .anonymous(Method::GET, "/api/v1/sales/imports")
        .bearer_auth(&good)
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_lane_says_the_same_whatever_it_holds() {
    let server = Server::start().await;
    let partners = sample::partners();
    server.carry_out(&partners).await.unwrap();
    let token = token(&server.db, "sales-only", &[Lane::Sales], &Right::ALL).await;
    for Call { said, method, path, .. } in all(&server).await.iter().filter(|call| call.lane == Lane::Partners) {
        let mut answers = Vec::new();
        for id in [partners.import.id.to_string(), uuid::Uuid::now_v7().to_string()] {
            let path = path.replace("01890000-0000-7000-8000-000000000000", &id);
            let response = server.anonymous(method.clone(), &path).bearer_auth(&token).send().await.unwrap();
            let mut headers: Vec<_> =
                response.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
            headers.retain(|line| !line.starts_with("x-request-id") && !line.starts_with("date"));
            answers.push((response.status(), headers, response.text().await.unwrap()));
        }
        assert_eq!(answers[0], answers[1], "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_no_more_than_its_account_may_now() {
    let server = Server::start().await;
    let token = token(&server.db, "anna", &Lane::ALL, &[Right::Compare, Right::Commit]).await;
    let history = |lane: Lane| server.anonymous(Method::GET, &format!("/api/v1/{lane}/imports")).bearer_auth(&token);
    assert_eq!(history(Lane::Sales).send().await.unwrap().status(), 200);
    assert_eq!(history(Lane::Partners).send().await.unwrap().status(), 200);
    let narrowed = AccountChange { lanes: Some(vec![Lane::Partners]), ..AccountChange::default() };
    access::change(&server.db, "test", "anna", &narrowed).await.unwrap();
    assert_eq!(verdict(history(Lane::Sales).send().await.unwrap()).await, refused(403, "lane_refused"));
    assert_eq!(history(Lane::Partners).send().await.unwrap().status(), 200);
    let fewer = AccountChange { rights: Some(vec![Right::Commit]), ..AccountChange::default() };
    access::change(&server.db, "test", "anna", &fewer).await.unwrap();
    assert_eq!(verdict(history(Lane::Partners).send().await.unwrap()).await, refused(403, "right_refused"));
}
