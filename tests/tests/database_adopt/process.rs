//! The command, as an administrator runs it.

use lanegate_tests::program::output;
use serde_json::Value;
use sqlx::ConnectOptions as _;

use super::before;

/// The database, and how the program is told where it is.
enum Place {
    Postgres(lanegate_tests::database::Database),
    #[cfg(feature = "embedded")]
    Directory(tempfile::TempDir),
}

impl Place {
    async fn fresh() -> Self {
        #[cfg(feature = "embedded")]
        if std::env::var("LANEGATE_TEST_DATABASE").as_deref() == Ok("embedded") {
            let directory = tempfile::tempdir().unwrap();
            let embedded = lanegate_server::embedded::Embedded::start(directory.path()).await.unwrap();
            let mut connection = embedded.options().connect().await.unwrap();
            super::run(&mut connection, super::BEFORE).await;
            sqlx::Connection::close(connection).await.unwrap();
            embedded.stop().await.unwrap();
            return Self::Directory(directory);
        }
        Self::Postgres(before("").await)
    }

    fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let ran = match self {
            Self::Postgres(database) => {
                let (login, owner) =
                    (database.login().to_url_lossy().to_string(), database.admin().to_url_lossy().to_string());
                output(arguments, &[("DATABASE_URL", &login), ("MIGRATION_DATABASE_URL", &owner)])
            }
            #[cfg(feature = "embedded")]
            Self::Directory(directory) => {
                output(arguments, &[("LANEGATE_DATA_DIR", directory.path().to_str().unwrap())])
            }
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (ran.status.success(), text(ran.stdout), text(ran.stderr))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_takes_it_over_and_reports() {
    let place = Place::fresh().await;
    for refused in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let (done, said, error) = place.run(refused);
        assert!(!done && said.is_empty(), "{refused:?}: {said}");
        assert!(error.contains("`lanegate-server migrate --adopt`"), "{error}");
    }
    let (done, said, error) = place.run(&["migrate", "--adopt"]);
    assert!(done, "{error}");
    for line in [
        "Rows, every one kept:",
        "  sales.appointment_history                   10",
        "Partners that are there more than once: 1",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let (done, said, error) = place.run(&["migrate", "--adopt", "--format", "json"]);
    assert!(done, "{error}");
    let json: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (json["adopted"].as_str(), json["report"]["filled"]["partner_keys"].as_u64()),
        (Some("before"), Some(5))
    );
    let (done, said, error) = place.run(&["migrate"]);
    assert!(done && said.contains("is at this version"), "{error}");
}
