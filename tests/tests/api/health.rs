//! A database that stops: a clear message, and the server goes on when it is back.

use std::time::{Duration, Instant};

use lanegate_tests::database::Database;
use lanegate_tests::sample::meetings;
use lanegate_tests::server::Server;
use lanegate_tests::tap::Tap;
use lanegate_wire::{Fate, Lane};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_database_is_told_and_survived() {
    let database = Database::fresh().await;
    database.prepare().await;
    let tap = Tap::to(&database.login()).await;
    let login = tap.through(database.login());
    let server = Server::on(database, login, 3).await;
    let health = async || {
        let response = server.request(Method::GET, "/health").send().await.unwrap();
        (response.status().as_u16(), response.json::<serde_json::Value>().await.unwrap())
    };
    let (status, said) = health().await;
    assert_eq!((status, &said["status"], &said["database"]), (200, &"ok".into(), &"ok".into()));
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();

    tap.shut();
    let began = Instant::now();
    let problem = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (503, "database_unavailable"));
    assert!(!problem.detail.is_empty(), "it says what to do: {problem:?}");
    assert!(began.elapsed() < Duration::from_secs(20), "it does not keep the person waiting");
    let (status, said) = health().await;
    assert_eq!((status, &said["database"]), (503, &"unavailable".into()));

    tap.open();
    let began = Instant::now();
    let receipt = loop {
        match server.commit(Lane::Sales, sample.import.id, &plan.digest).await {
            Ok(receipt) => break receipt,
            Err(problem) => assert_eq!(problem.code, "database_unavailable"),
        }
        assert!(began.elapsed() < Duration::from_secs(30), "the server does not find its database again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    assert_eq!(receipt.counts, [(Fate::New, 3)].into());
    assert_eq!(health().await.0, 200);
}
