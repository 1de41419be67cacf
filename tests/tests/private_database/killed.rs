//! What dies with `kill -9`: the server, its PostgreSQL, or both. Committed rows stay, and no process is left behind.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use lanegate_tests::program::Program;
use lanegate_tests::sample::{Sample, meeting, meetings};
use lanegate_tests::server::path;
use lanegate_tests::standby::kill_with_children;
use lanegate_wire::{Fate, Lane, Receipt};
use reqwest::Method;

use crate::home::Home;

/// How long a server may take to start its database again.
const SOON: Duration = Duration::from_secs(20);

async fn is_kept(server: &Program, receipt: &Receipt) {
    let kept: Receipt = server.get(&format!("{}/receipt", path(receipt.lane, receipt.import))).await.unwrap();
    assert_eq!(&kept, receipt);
    // And there is room for more.
    server.carry_out(&meetings().again()).await.unwrap();
}

fn pid(home: &Home) -> i32 {
    home.running().expect("PostgreSQL runs").pid
}

#[tokio::test]
async fn a_killed_server_leaves_a_database_that_the_next_one_takes_over() {
    for home in Home::all("data") {
        let server = home.start();
        let token = server.token().to_owned();
        let receipt = server.carry_out(&meetings()).await.unwrap();
        let orphan = pid(&home);
        server.kill();
        assert_eq!(pid(&home), orphan, "PostgreSQL outlives its server");
        let server = home.start_with(&token);
        assert_ne!(pid(&home), orphan, "it was started anew, so that its log is read again");
        assert!(!runs(orphan), "the orphan is gone");
        is_kept(&server, &receipt).await;
        assert!(server.end().success());
        assert!(home.running().is_none());
    }
}

#[tokio::test]
async fn a_killed_database_is_started_again_by_its_server() {
    for home in Home::all("data") {
        let server = home.start();
        let receipt = server.carry_out(&meetings()).await.unwrap();
        // Its first process alone, then all of them.
        for whole in [false, true] {
            let killed = pid(&home);
            if whole {
                kill_with_children(killed);
            } else {
                kill(killed);
            }
            let began = Instant::now();
            let health = || async { server.request(Method::GET, "/health").send().await.unwrap().status().as_u16() };
            while health().await != 200 || home.running().is_none_or(|running| running.pid == killed) {
                assert!(began.elapsed() < SOON, "the server does not start its database again");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            is_kept(&server, &receipt).await;
        }
        assert!(server.end().success());
        assert!(home.running().is_none());
    }
}

#[tokio::test]
async fn when_both_are_killed_the_next_server_finds_everything() {
    for home in Home::all("data") {
        let server = home.start();
        let token = server.token().to_owned();
        let receipt = server.carry_out(&meetings()).await.unwrap();
        let killed = pid(&home);
        server.kill();
        kill_with_children(killed);
        assert!(home.folder().join("cluster/postmaster.pid").exists(), "it had no time to tidy up");
        let server = home.start_with(&token);
        is_kept(&server, &receipt).await;
        assert!(server.end().success());
    }
}

#[tokio::test]
async fn a_receipt_that_was_given_in_mid_commit_of_another_import_is_kept() {
    let home = Home::own("data");
    let mut receipts = Vec::new();
    let mut server = home.start();
    let token = server.token().to_owned();
    for round in 0..3_u128 {
        let rows = |from: u128, count: u128| (from..from + count).map(|n| meeting(n, "stalled")).collect();
        let under_way = Sample::of("appointment_history", vec![rows(10_000 * round + 100, 2_000)]);
        let plan = server.compare(&under_way).await.unwrap();
        let small = Sample::of("appointment_history", vec![rows(10_000 * round, 10)]);
        receipts.push(server.carry_out(&small).await.unwrap());
        let commit = format!("{}/commit", path(Lane::Sales, under_way.import.id));
        let body = serde_json::json!({ "plan": plan.digest });
        let sent = tokio::spawn(server.request(Method::POST, &commit).json(&body).send());
        tokio::time::sleep(Duration::from_millis(40 * (round as u64 + 1))).await;
        let killed = pid(&home);
        kill_with_children(killed);
        server.kill();
        let answered = match sent.await.unwrap() {
            Ok(response) if response.status().is_success() => response.json::<Receipt>().await.ok(),
            _ => None,
        };
        receipts.extend(answered);
        server = home.start_with(&token);
        for receipt in &receipts {
            let kept: Receipt = server.get(&format!("{}/receipt", path(Lane::Sales, receipt.import))).await.unwrap();
            assert_eq!(&kept, receipt);
        }
        // Wholly or not at all.
        let there = server.get::<Receipt>(&format!("{}/receipt", path(Lane::Sales, under_way.import.id))).await;
        let receipt = match there {
            Ok(receipt) => receipt,
            Err(_) => server.commit(Lane::Sales, under_way.import.id, &plan.digest).await.unwrap(),
        };
        assert_eq!(receipt.counts, [(Fate::New, 2_000)].into());
    }
    assert!(server.end().success());
}

#[tokio::test]
async fn a_first_start_that_is_killed_at_any_moment_is_begun_anew_or_gone_on_with() {
    for home in Home::all("data") {
        for moment in [20, 60, 120, 250, 400, 600, 900, 1_400] {
            let mut serve = home.command(&["serve", "--listen", "127.0.0.1:0"]);
            let mut server = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            tokio::time::sleep(Duration::from_millis(moment)).await;
            server.kill().unwrap();
            server.wait().unwrap();
        }
        let server = home.start();
        server.carry_out(&meetings()).await.unwrap();
        assert!(server.end().success());
        // What an `initdb` that was left behind has made goes with the next start.
        assert!(home.start().end().success());
        let left: Vec<_> = fs::read_dir(home.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("cluster.new")), "{left:?}");
    }
}

fn kill(process: i32) {
    let process = rustix::process::Pid::from_raw(process).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
}

/// Whether a process runs. One that has ended may wait for somebody to ask how.
fn runs(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| rest.chars().next());
    !matches!(state, None | Some(Some('Z')))
}
