//! Abandoning: a comparison that is not committed leaves nothing behind.

use lanegate_tests::sample::{meetings, partners};
use lanegate_tests::server::{Server, path};
use lanegate_wire::{ImportPage, ImportStatus, Lane};
use reqwest::StatusCode;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_behind() {
    let server = Server::start().await;
    for sample in [meetings(), partners()] {
        let (lane, id) = (sample.lane, sample.import.id);
        server.compare(&sample).await.unwrap();
        for _ in 0..2 {
            assert_eq!(server.abandon(lane, id).await.unwrap(), StatusCode::NO_CONTENT);
        }
        let problem = server.get::<ImportStatus>(&path(lane, id)).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (404, "import_unknown"));
        let history: ImportPage = server.get(&format!("/api/v1/{lane}/imports")).await.unwrap();
        assert_eq!(history.imports, []);
    }
    for table in [
        "SELECT count(*) FROM sales.import",
        "SELECT count(*) FROM sales.import_row",
        "SELECT count(*) FROM sales.appointment_history",
    ] {
        assert_eq!(server.number(Lane::Sales, table).await, 0, "{table}");
    }
    for table in ["SELECT count(*) FROM partners.import", "SELECT count(*) FROM partners.import_row"] {
        assert_eq!(server.number(Lane::Partners, table).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_nobody_knows_is_abandoned_already() {
    let server = Server::start().await;
    assert_eq!(server.abandon(Lane::Sales, Uuid::now_v7()).await.unwrap(), StatusCode::NO_CONTENT);
}
