//! The server as a process: how it starts, ends, is killed, and what it says when it cannot start.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use lanegate_server::db::RoleNames;
use lanegate_tests::place::Place;
use lanegate_tests::program::output;
use lanegate_tests::sample::{Sample, meeting, meetings};
use lanegate_tests::server::path;
use lanegate_wire::{Fate, Lane, Receipt};
use reqwest::Method;

#[tokio::test]
async fn it_ends_in_good_order_and_starts_again_where_it_was() {
    let place = Place::fresh().await;
    let server = place.start();
    let sample = meetings();
    let receipt = server.carry_out(&sample).await.unwrap();
    assert!(server.end().success());

    let server = place.start();
    let again: Receipt = server.get(&format!("{}/receipt", path(Lane::Sales, sample.import.id))).await.unwrap();
    assert_eq!(again, receipt);
    assert!(server.end().success());
}

#[tokio::test]
async fn scores_are_computed_again_by_a_command() {
    let place = Place::fresh().await;
    let server = place.start();
    server.carry_out(&meetings()).await.unwrap();
    assert!(server.end().success());
    let said = place.output(&["score", "--lane", "sales"]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(String::from_utf8_lossy(&said.stdout), "sales: 0 of 2 intents have changed.\n");
    let wrong = place.output(&["score", "--lane", "outreach"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("the lanes are sales and partners"));
}

#[tokio::test]
async fn a_commit_that_runs_is_finished_before_it_ends() {
    let place = Place::fresh().await;
    let server = place.start();
    let rows = |from: u128| (from..from + 2_000).map(|n| meeting(n, "ghosted")).collect();
    let sample = Sample::of("appointment_history", (0..4).map(|n| rows(n * 2_000)).collect());
    let plan = server.compare(&sample).await.unwrap();
    let body = serde_json::json!({ "plan": plan.digest });
    let commit = format!("{}/commit", path(Lane::Sales, sample.import.id));
    let sent = tokio::spawn(server.request(Method::POST, &commit).json(&body).send());
    // Long enough for the request to arrive, far less than 8,000 rows take.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let ended = tokio::task::spawn_blocking(move || server.end()).await.unwrap();
    assert!(ended.success());
    let receipt: Receipt = sent.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(receipt.counts, [(Fate::New, 8_000)].into());

    let server = place.start();
    let kept: Receipt = server.get(&format!("{}/receipt", path(Lane::Sales, sample.import.id))).await.unwrap();
    assert_eq!(kept, receipt);
}

#[tokio::test]
async fn whoever_goes_away_in_the_middle_holds_up_nobody() {
    let place = Place::fresh().await;
    let server = place.start();
    server.carry_out(&meetings()).await.unwrap();
    let history = "/api/v1/sales/imports";
    let mut gone = 0;
    for round in 0..40_u64 {
        // Before, during and after the statements of the call.
        let patience = std::time::Duration::from_micros(200 + 150 * round);
        gone += usize::from(server.request(Method::GET, history).timeout(patience).send().await.is_err());
    }
    assert!(gone >= 5, "only {gone} of 40 went away early");
    let begun = std::time::Instant::now();
    let page: lanegate_wire::ImportPage = server.get(history).await.unwrap();
    assert_eq!(page.imports.len(), 1);
    // Far less than waiting for the pool's only connection to be made anew.
    assert!(begun.elapsed().as_secs() < 3, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn killed_in_the_middle_it_loses_no_acknowledged_row() {
    let place = Place::fresh().await;
    let mut receipts: Vec<Receipt> = Vec::new();
    for round in 0..3_u128 {
        let server = place.start();
        for receipt in &receipts {
            let kept: Receipt = server.get(&format!("{}/receipt", path(Lane::Sales, receipt.import))).await.unwrap();
            assert_eq!(&kept, receipt);
        }
        let first = 10_000 * round;
        let acknowledged =
            Sample::of("appointment_history", vec![(first..first + 50).map(|n| meeting(n, "stalled")).collect()]);
        receipts.push(server.carry_out(&acknowledged).await.unwrap());
        // A commit that is under way when the process dies is done wholly or not at all.
        let under_way = Sample::of(
            "appointment_history",
            vec![(first + 100..first + 2_100).map(|n| meeting(n, "stalled")).collect()],
        );
        let plan = server.compare(&under_way).await.unwrap();
        let import = path(Lane::Sales, under_way.import.id);
        let body = serde_json::json!({ "plan": plan.digest });
        let sent = tokio::spawn(server.request(Method::POST, &format!("{import}/commit")).json(&body).send());
        tokio::time::sleep(std::time::Duration::from_millis(30 * (round as u64 + 1))).await;
        server.kill();
        let answered = sent.await.unwrap().is_ok_and(|response| response.status().is_success());

        let server = place.start();
        let receipt = server.get::<Receipt>(&format!("{import}/receipt")).await;
        assert!(receipt.is_ok() || !answered, "an acknowledged commit is kept");
        let rows = server.get::<lanegate_wire::ReceiptPage>(&format!("{import}/rows")).await;
        match receipt {
            Ok(receipt) => {
                assert_eq!(receipt.counts, [(Fate::New, 2_000)].into());
                assert_eq!(rows.unwrap().rows.len(), 500);
            }
            Err(problem) => {
                assert_eq!(problem.code, "not_committed");
                let again = server.commit(Lane::Sales, under_way.import.id, &plan.digest).await.unwrap();
                assert_eq!(again.counts, [(Fate::New, 2_000)].into(), "not one of its rows was there");
            }
        }
        server.kill();
    }
    assert_eq!(receipts.len(), 3);
}

fn refused(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let output = output(arguments, variables);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refused(&["--listen", &address], &[]);
    assert!(said.contains(&address) && said.contains("--listen"), "{said}");
}

#[test]
fn a_database_that_is_not_there_is_named_without_its_password() {
    let url = "postgres://ann:secret@127.0.0.1:1/lanegate";
    let said = refused(&["--listen", "127.0.0.1:0"], &[("DATABASE_URL", url)]);
    assert!(said.contains("127.0.0.1:1/lanegate") && said.contains("cannot be reached"), "{said}");
    assert!(!said.contains("secret"), "{said}");
    let said = refused(&["--listen", "127.0.0.1:0"], &[("DATABASE_URL", "secret@nowhere")]);
    assert!(said.contains("DATABASE_URL") && !said.contains("secret"), "{said}");
}

#[test]
fn the_roles_are_printed_for_an_administrator() {
    let printed = output(&["roles", "--print", "--database", "ops"], &[]);
    assert!(printed.status.success());
    let sql = String::from_utf8(printed.stdout).unwrap();
    for role in RoleNames::of("ops").unwrap().groups() {
        assert!(sql.contains(&format!("CREATE ROLE \"{role}\"")), "{sql}");
    }
}
