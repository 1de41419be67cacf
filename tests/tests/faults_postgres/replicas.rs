//! Several servers over one database: they start at once on an empty one, wait for who migrates, and tell when its tables are not theirs.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lanegate_server::db::RoleNames;
use lanegate_tests::database::Database;
use lanegate_tests::place::Place;
use lanegate_tests::program::{Program, signal};
use lanegate_tests::sample::meetings;
use reqwest::Method;
use rustix::process::Signal;
use sqlx::Row as _;

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn three_servers_that_start_at_once_on_an_empty_database_prepare_it_once() {
    for round in 0..3 {
        let place = Place::on(Database::fresh().await);
        let administrator = place.administrator();
        without_roles(&place).await;
        let starting = (0..3).map(|_| {
            let url = administrator.clone();
            std::thread::spawn(move || Program::start(&[], &[("DATABASE_URL", &url)]))
        });
        let starting: Vec<_> = starting.collect();
        let servers: Vec<Program> = starting.into_iter().map(|server| server.join().unwrap()).collect();
        let token = lanegate_tests::program::token(&[("DATABASE_URL", &administrator)]);
        let servers: Vec<Program> = servers.into_iter().map(|server| server.with_token(&token)).collect();
        let receipt = servers[round].carry_out(&meetings()).await.unwrap();
        for server in &servers {
            let path = format!("{}/receipt", lanegate_tests::api::path(receipt.lane, receipt.import));
            assert_eq!(server.get::<lanegate_wire::Receipt>(&path).await.unwrap(), receipt);
        }
        let mut look = place.look().await;
        let twice = "SELECT count(*) - count(DISTINCT version) FROM lanegate.migration";
        let twice: i64 = sqlx::raw_sql(twice).fetch_one(&mut look.connection).await.unwrap().get(0);
        assert_eq!(twice, 0);
        look.end().await;
        for server in servers {
            assert!(server.end().success());
        }
    }
}

/// Takes the roles away, so that they are made by whoever comes first.
async fn without_roles(place: &Place) {
    let mut look = place.look().await;
    let name: String =
        sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut look.connection).await.unwrap().get(0);
    let names = RoleNames::of(&name).unwrap();
    for role in names.groups().into_iter().chain([names.login()]) {
        let drop = format!("DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\"");
        sqlx::raw_sql(sqlx::AssertSqlSafe(drop)).execute(&mut look.connection).await.unwrap();
    }
    look.end().await;
}

async fn ready(server: &Program) -> (u16, serde_json::Value) {
    let response = server.anonymous(Method::GET, "/health/ready").send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_over_an_older_database_is_not_ready_and_over_a_newer_one_it_is() {
    let place = Place::on(Database::fresh().await);
    let server = place.start();
    let mut look = place.look().await;
    for (noted, status, word) in [(1, 503, "migrations_missing"), (9_999, 200, "ready")] {
        let note = format!("COMMENT ON SCHEMA lanegate IS 'migration {noted}'");
        sqlx::raw_sql(sqlx::AssertSqlSafe(note)).execute(&mut look.connection).await.unwrap();
        assert_eq!(ready(&server).await, (status, serde_json::json!({ "status": word })));
    }
    look.end().await;
    assert!(server.end().success());
}

/// What a server that is not ready yet answers a signal with: its exit status, or none where it goes on for two seconds.
fn after(mut starting: Command, heard: &str, asked: Signal) -> Option<std::process::ExitStatus> {
    starting.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = starting.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.by_ref().any(|line| line.unwrap().contains(heard)), "it does not say `{heard}`");
    // Drained, so that it is not held up by a log that nobody reads.
    let rest = std::thread::spawn(move || lines.count());
    signal(&child, asked);
    let began = Instant::now();
    let mut ended = None;
    while ended.is_none() && began.elapsed() < Duration::from_secs(2) {
        std::thread::sleep(Duration::from_millis(10));
        ended = child.try_wait().unwrap();
    }
    if ended.is_none() {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    rest.join().unwrap();
    ended
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_waits_for_who_migrates_ends_when_it_is_asked_to_and_reloads_when_it_is_asked_to() {
    let place = Place::on(Database::fresh().await);
    // Its token is made by commands that migrate, too.
    place.token();
    let mut look = place.look().await;
    sqlx::raw_sql("SELECT pg_advisory_lock(1818324581, 100)").execute(&mut look.connection).await.unwrap();
    let heard = "waiting for it";
    for (asked, ends) in [(Signal::TERM, Some(true)), (Signal::INT, Some(true)), (Signal::HUP, None)] {
        let ended = tokio::task::block_in_place(|| after(place.command(&[]), heard, asked));
        assert_eq!(ended.map(|status| status.success()), ends, "{asked:?}");
    }
    look.end().await;
    // Who held it is gone, and nobody else holds it.
    let server = place.start();
    assert!(server.end().success());
}
