//! The command, as an administrator runs it.

use lanegate_tests::database::Database;
use lanegate_tests::program::output;
use serde_json::Value;
use sqlx::ConnectOptions as _;

use super::before;

/// Runs the program over a database, as an administrator: whether it succeeded, and what it said.
fn ran(database: &Database, arguments: &[&str]) -> (bool, String, String) {
    let (login, owner) = (database.login().to_url_lossy().to_string(), database.admin().to_url_lossy().to_string());
    let ran = output(arguments, &[("DATABASE_URL", &login), ("DATABASE_OWNER_URL", &owner)]);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ran.status.success(), text(ran.stdout), text(ran.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_takes_it_over_and_reports() {
    let database = before("").await;
    for refused in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let (done, said, error) = ran(&database, refused);
        assert!(!done && said.is_empty(), "{refused:?}: {said}");
        assert!(error.contains("`lanegate-server migrate --adopt`"), "{error}");
    }
    let (done, said, error) = ran(&database, &["migrate", "--adopt"]);
    assert!(done, "{error}");
    for line in [
        "Rows, every one kept:",
        "  sales.appointment_history                   10",
        "Partners that are there more than once: 1",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let (done, said, error) = ran(&database, &["migrate", "--adopt", "--format", "json"]);
    assert!(done, "{error}");
    let json: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (json["adopted"].as_str(), json["report"]["filled"]["partner_keys"].as_u64()),
        (Some("before"), Some(5))
    );
    let (done, said, error) = ran(&database, &["migrate"]);
    assert!(done && said.contains("is at this version"), "{error}");
}
