//! From a laptop's embedded database to a real PostgreSQL.

#![cfg(feature = "embedded")]

use lanegate_tests::carried::{filled, is_as_before, look};
use lanegate_tests::isolation::findings;
use lanegate_tests::place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn everything_arrives_and_the_embedded_database_stays() {
    let laptop = Place::embedded();
    let receipts = filled(&laptop).await;
    let before = look(&laptop).await;
    let server = Place::fresh().await.with_token(laptop.token());
    let address = server.administrator();
    let moved = laptop.output(&["move", "--to", &address]);
    let told = String::from_utf8_lossy(&moved.stdout) + String::from_utf8_lossy(&moved.stderr);
    assert!(moved.status.success() && told.contains("rows moved to the PostgreSQL"), "{told}");
    assert_eq!(look(&server).await, before);
    assert_eq!(look(&laptop).await, before);
    let mut admin = server.look().await;
    assert_eq!(findings(&mut admin.connection).await, [""; 0], "guards and rights are as they should be");
    admin.end().await;
    is_as_before(&server, &receipts).await;
    // A server that is started on the old rows by mistake is told so.
    let checked = laptop.output(&["config", "check"]);
    let told = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.code() == Some(2) && told.contains("were moved to a PostgreSQL"), "{told}");
    let again = laptop.output(&["move", "--to", &address]);
    assert!(
        !again.status.success() && String::from_utf8_lossy(&again.stderr).contains("has rows already"),
        "{again:?}"
    );
}
