//! A server that is asked to end while a commit runs: it waits as long as it was told, answers, and never leaves half of it.

use std::io::Write as _;
use std::time::{Duration, Instant};

use lanegate_tests::api::path;
use lanegate_tests::database::Database;
use lanegate_tests::place::Place;
use lanegate_tests::raw::{Line, answer, hear};
use lanegate_tests::sample::{Sample, meetings};
use lanegate_wire::Receipt;
use reqwest::Method;
use sqlx::{AssertSqlSafe, PgConnection};

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

/// Waits until a commit waits for the table that somebody else has.
async fn waiting(connection: &mut PgConnection) {
    let sql = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'relation' \
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let began = Instant::now();
    while sqlx::raw_sql(sql).fetch_optional(&mut *connection).await.unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(10), "no commit waits");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A commit that waits for a table until the test lets it go.
struct Held {
    place: Place,
    sample: Sample,
    other: PgConnection,
    sent: tokio::task::JoinHandle<reqwest::Result<reqwest::Response>>,
    server: lanegate_tests::program::Program,
    plan: String,
}

async fn held(arguments: &[&str]) -> Held {
    let place = Place::on(Database::fresh().await);
    let server = place.start_with(arguments, &[]);
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap().digest;
    let (mut other, mut admin) = (place.look().await.connection, place.look().await.connection);
    run(&mut other, "BEGIN; LOCK TABLE sales.appointment_history IN EXCLUSIVE MODE").await;
    let commit = format!("{}/commit", path(sample.lane, sample.import.id));
    let body = serde_json::json!({ "plan": plan });
    let sent = tokio::spawn(server.request(Method::POST, &commit).json(&body).send());
    waiting(&mut admin).await;
    Held { place, sample, other, sent, server, plan }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_takes_longer_than_other_requests_may_is_still_answered() {
    let Held { place: _place, sample, mut other, sent, server, .. } = held(&[]).await;
    server.ask_to_end();
    // Other requests are given up after 10 s.
    tokio::time::sleep(Duration::from_secs(11)).await;
    run(&mut other, "ROLLBACK").await;
    let receipt: Receipt = sent.await.unwrap().expect("its answer comes").json().await.unwrap();
    assert_eq!(receipt.import, sample.import.id);
    assert!(tokio::task::spawn_blocking(move || server.end()).await.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_takes_too_long_is_cut_off_whole_and_done_by_whoever_asks_again() {
    let Held { place, sample, mut other, sent, server, plan } = held(&["--shutdown-timeout", "1"]).await;
    let began = Instant::now();
    let ended = tokio::task::spawn_blocking(move || server.end()).await.unwrap();
    assert!(!ended.success(), "a service manager hears of it");
    assert!(began.elapsed() < Duration::from_secs(28), "{:?}", began.elapsed());
    assert!(
        !sent.await.unwrap().is_ok_and(|response| response.status().is_success()),
        "nobody was told that it is done"
    );
    run(&mut other, "ROLLBACK").await;
    let server = place.start();
    let receipt = server.commit(sample.lane, sample.import.id, &plan).await.unwrap();
    assert_eq!(receipt.import, sample.import.id);
    let rows = "SELECT count(*) FROM sales.appointment_history";
    let rows: i64 = sqlx::Row::get(&sqlx::raw_sql(rows).fetch_one(&mut other).await.unwrap(), 0);
    assert_eq!(rows, 3, "once");
    assert!(server.end().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_arrives_when_none_is_waited_for_any_more_is_sent_away_unbegun() {
    let place = Place::on(Database::fresh().await);
    let server = place.start_with(&["--client-timeout", "60"], &[]);
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap().digest;
    let body = serde_json::json!({ "plan": plan }).to_string();
    let line = Line::to(&server);
    let request = line.json(&format!("POST {}/commit", path(sample.lane, sample.import.id)), body.as_bytes());
    let (most, rest) = request.split_at(request.len() - 10);
    let mut stream = line.connect();
    stream.write_all(most).unwrap();
    server.ask_to_end();
    // Requests are given up after 10 s; answers that are on their way then have 2 s.
    tokio::time::sleep(Duration::from_millis(10_700)).await;
    stream.write_all(rest).unwrap();
    let answer = answer(&tokio::task::block_in_place(|| hear(&mut stream))).expect("it is answered");
    assert!(answer.status == 503 && answer.body.contains("server_busy"), "{answer:?}");
    assert!(answer.head.to_lowercase().contains("retry-after"), "{answer:?}");
    assert!(tokio::task::block_in_place(|| server.end()).success());
    let mut look = place.look().await;
    let rows = "SELECT count(*) FROM sales.appointment_history";
    let rows: i64 = sqlx::Row::get(&sqlx::raw_sql(rows).fetch_one(&mut look.connection).await.unwrap(), 0);
    assert_eq!(rows, 0, "nothing was begun");
    look.end().await;
}
