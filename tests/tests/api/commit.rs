//! Committing: exactly the plan that was seen, exactly once.

use std::time::Duration;

use lanegate_tests::sample::{Sample, meeting, meetings, text};
use lanegate_tests::server::{Server, path};
use lanegate_wire::{Fate, ImportState, ImportStatus, Lane, Receipt};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn twice_at_once_is_one_receipt() {
    let server = Server::start().await;
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();
    let commit = || server.commit(Lane::Sales, sample.import.id, &plan.digest);
    let (one, two, three) = tokio::join!(commit(), commit(), commit());
    let receipt = one.unwrap();
    assert_eq!((two.unwrap(), three.unwrap()), (receipt.clone(), receipt.clone()));
    let later = server.commit(Lane::Sales, sample.import.id, "another plan").await.unwrap();
    assert_eq!(later, receipt, "what is committed answers its receipt, whatever plan is named");
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM \"bit\".reactivation_intent").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_no_longer_holds_is_not_carried_out() {
    let server = Server::start().await;
    let (first, second) = (meetings(), meetings());
    let stale = server.compare(&second).await.unwrap();
    server.carry_out(&first).await.unwrap();

    let problem = server.commit(Lane::Sales, second.import.id, &stale.digest).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "plan_changed"));
    let new = problem.plan.unwrap();
    assert_ne!(new.digest, stale.digest);
    assert_eq!(new.counts, [(Fate::Duplicate, 3)].into());
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);

    let receipt = server.commit(Lane::Sales, second.import.id, &new.digest).await.unwrap();
    assert_eq!(receipt.counts, new.counts);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_committed_without_a_plan() {
    let server = Server::start().await;
    let sample = meetings();
    let id = sample.import.id;
    server.open(Lane::Sales, &sample.import).await.unwrap();
    for (n, batch) in (0..).zip(&sample.batches) {
        server.stage(Lane::Sales, id, n, batch).await.unwrap();
    }
    let problem = server.commit(Lane::Sales, id, &"0".repeat(64)).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "plan_missing"));
    let problem = server.get::<Receipt>(&format!("{}/receipt", path(Lane::Sales, id))).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "not_committed"));
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_connection_does_not_undo_a_commit() {
    let server = Server::start().await;
    let rows = |from: u128| (from..from + 2_000).map(|n| meeting(n, "ghosted")).collect();
    let sample = Sample::of("appointment_history", (0..5).map(|n| rows(n * 2_000)).collect());
    let plan = server.compare(&sample).await.unwrap();
    let import = path(Lane::Sales, sample.import.id);
    let body = serde_json::json!({ "plan": plan.digest });
    // 10,000 rows take far longer than this; the client is gone long before the answer.
    let sent = server
        .request(Method::POST, &format!("{import}/commit"))
        .json(&body)
        .timeout(Duration::from_millis(40))
        .send()
        .await;
    assert!(sent.is_err_and(|error| error.is_timeout()), "the client went before the answer");

    let database = server.stop().await;
    let login = database.login();
    let server = Server::on(database, login, 2).await;
    let status: ImportStatus = server.get(&import).await.unwrap();
    assert_eq!(status.state, ImportState::Committed, "the server finished the commit before it ended");
    let receipt = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap();
    assert_eq!(receipt.counts, [(Fate::New, 10_000)].into());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_more_is_staged_once_committed() {
    let server = Server::start().await;
    let sample = meetings();
    server.carry_out(&sample).await.unwrap();
    let problem = server.abandon(Lane::Sales, sample.import.id).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "already_committed"));
    let mut other = sample.batches[1].clone();
    other.rows[0].fields.insert("source".into(), text("crm"));
    let problem = server.stage(Lane::Sales, sample.import.id, 1, &other).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "batch_differs"));
    let (_, status) = server.open(Lane::Sales, &sample.import).await.unwrap();
    assert_eq!(status.state, ImportState::Committed);
    assert!(status.receipt.is_some());
}
