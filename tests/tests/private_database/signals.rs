//! Ctrl-C at a terminal goes to the server's whole process group, and a service manager's SIGTERM to the server alone.

use std::os::unix::process::CommandExt as _;
use std::time::Duration;

use lanegate_tests::program::{Program, token_by};
use lanegate_tests::sample::{Sample, meeting};
use lanegate_tests::server::path;
use lanegate_wire::{Fate, Lane, Receipt};
use reqwest::Method;
use rustix::process::{Pid, Signal, kill_process_group};

use crate::home::Home;

#[tokio::test]
async fn ctrl_c_reaches_the_database_only_when_the_server_has_finished() {
    for home in Home::all("data") {
        let token = token_by(|arguments| home.command(arguments));
        let mut serve = home.command(&["serve", "--listen", "127.0.0.1:0"]);
        serve.process_group(0);
        let server = Program::start_by(serve).with_token(&token);
        let rows = |from: u128| (from..from + 2_000).map(|n| meeting(n, "ghosted")).collect();
        let sample = Sample::of("appointment_history", (0..3).map(|n| rows(n * 2_000)).collect());
        let plan = server.compare(&sample).await.unwrap();
        let body = serde_json::json!({ "plan": plan.digest });
        let commit = format!("{}/commit", path(Lane::Sales, sample.import.id));
        let sent = tokio::spawn(server.request(Method::POST, &commit).json(&body).send());
        // Long enough for the request to arrive, far less than 6,000 rows take.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let group = Pid::from_raw(i32::try_from(server.id()).unwrap()).unwrap();
        kill_process_group(group, Signal::INT).unwrap();
        let receipt: Receipt = sent.await.unwrap().unwrap().json().await.unwrap();
        assert_eq!(receipt.counts, [(Fate::New, 6_000)].into(), "the commit was finished first");
        let status = tokio::task::spawn_blocking(move || server.wait()).await.unwrap();
        assert!(status.success(), "{status}");
        assert!(home.running().is_none(), "PostgreSQL has ended with its server");
        let left = home.folder().join("cluster/postmaster.pid");
        assert!(!left.exists(), "it ended in good order");
    }
}
