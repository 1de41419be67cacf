//! Clients that hang up: what the database still works on for them keeps its share of the connections, and no more.

use std::time::{Duration, Instant};

use lanegate_tests::place::Place;
use lanegate_tests::sample;
use reqwest::{Method, RequestBuilder, StatusCode};
use sqlx::Connection as _;
use tokio::time::sleep;

/// More than the server has connections.
const CALLS: usize = 16;

/// How long others may wait.
const PROMPT: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_were_given_up_take_no_connections_from_others() {
    let place = Place::fresh().await;
    let server = place.start();
    let mut admin = place.look().await;
    let mut holding = admin.connection.begin().await.unwrap();
    for hold in [
        "LOCK TABLE sales.appointment_history IN ACCESS EXCLUSIVE MODE",
        // As long as another server works on the lane.
        "SELECT pg_advisory_xact_lock(1818324581, 1)",
    ] {
        sqlx::raw_sql(hold).execute(&mut *holding).await.unwrap();
    }
    give_up(|| server.request(Method::GET, "/api/v1/ready/reactivation")).await;
    give_up(|| server.request(Method::POST, "/api/v1/sales/imports").json(&sample::meetings().import)).await;

    for path in ["/api/v1/ready/partners", "/api/v1/me", "/api/v1/partners/imports"] {
        let began = Instant::now();
        let response = server.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(began.elapsed() < PROMPT, "{path} took {:?}", began.elapsed());
    }
    holding.rollback().await.unwrap();
    // What was given up ends, and its share is there again.
    let began = Instant::now();
    let response = server.request(Method::GET, "/api/v1/ready/reactivation").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(began.elapsed() < PROMPT, "{:?}", began.elapsed());
    assert!(server.end().success());
}

/// Makes calls one after the other that nobody waits for.
async fn give_up(call: impl Fn() -> RequestBuilder) {
    for _ in 0..CALLS {
        let answer = call().timeout(Duration::from_millis(150)).send().await;
        assert!(answer.is_err(), "{:?}, although the lane is held", answer.map(|answer| answer.status()));
    }
    sleep(Duration::from_millis(200)).await;
}
