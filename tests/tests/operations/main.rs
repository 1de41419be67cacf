//! Running a server: what it is told and by whom, how it is watched, how it ends, and which one it is.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

mod configuration;
mod ending;
mod logs;
mod metrics;
mod named;
mod package;
mod roles;
mod version;

use lanegate_tests::program::Program;
use reqwest::StatusCode;

/// What an address answers, asked without an account.
async fn asked(url: &str) -> (StatusCode, String) {
    let response = reqwest::get(url).await.unwrap();
    (response.status(), response.text().await.unwrap())
}

/// What a server tells those who watch it.
async fn told(server: &Program) -> String {
    let (status, text) = asked(&format!("{}/metrics", server.watched().unwrap())).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    text
}
