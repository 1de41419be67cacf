//! Abandoning: a comparison that is not committed leaves nothing behind.

use lanegate_tests::account::token;
use lanegate_tests::api::Api;
use lanegate_tests::sample::{meetings, partners};
use lanegate_tests::server::{Server, path};
use lanegate_wire::{ImportPage, ImportStatus, Lane, Right};
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
        "SELECT count(*) FROM sales.import_batch",
        "SELECT count(*) FROM sales.appointment_history",
    ] {
        assert_eq!(server.number(Lane::Sales, table).await, 0, "{table}");
    }
    for table in ["SELECT count(*) FROM partners.import", "SELECT count(*) FROM partners.import_batch"] {
        assert_eq!(server.number(Lane::Partners, table).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_nobody_knows_is_abandoned_already() {
    let server = Server::start().await;
    assert_eq!(server.abandon(Lane::Sales, Uuid::now_v7()).await.unwrap(), StatusCode::NO_CONTENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_s_import_takes_no_rows_and_to_abandon_it_takes_the_right_to_commit() {
    let server = Server::start().await;
    let lane = Lane::Sales;
    let anna = token(&server.db, "anna", &[lane], &[Right::Compare]).await;
    let bert = token(&server.db, "bert", &[lane], &[Right::Compare]).await;
    let cleo = token(&server.db, "cleo", &[lane], &[Right::Compare, Right::Commit]).await;
    let open = async || {
        let sample = meetings();
        let api = Api::at(server.base.clone()).with_token(anna.clone());
        api.compare(&sample).await.unwrap();
        sample.import.id
    };
    let abandon =
        async |token: &str, id| Api::at(server.base.clone()).with_token(token.to_owned()).abandon(lane, id).await;

    let id = open().await;
    let problem = abandon(&bert, id).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (403, "opened_by_another"));
    server.get::<ImportStatus>(&path(lane, id)).await.unwrap();
    // Nor does anybody else send its rows, not even who may commit: they would be committed under the opener's name.
    let sample = meetings();
    Api::at(server.base.clone()).with_token(anna.clone()).open(lane, &sample.import).await.unwrap();
    for token in [&bert, &cleo] {
        let api = Api::at(server.base.clone()).with_token(token.clone());
        let problem = api.stage(lane, sample.import.id, 0, &sample.batches[0]).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (403, "opened_by_another"));
    }
    let entries = "SELECT count(*) FROM shq.audit_log";
    assert_eq!(server.number(lane, entries).await, 0, "nothing was changed");
    for _ in 0..2 {
        assert_eq!(abandon(&cleo, id).await.unwrap(), StatusCode::NO_CONTENT);
    }
    assert_eq!(abandon(&anna, open().await).await.unwrap(), StatusCode::NO_CONTENT);
    assert_eq!(server.number(lane, entries).await, 2);
    let named = "SELECT count(DISTINCT performed_by) FROM shq.audit_log \
                  WHERE performed_by IN ('anna', 'cleo') AND operation = 'DELETE' AND table_name = 'import' \
                    AND record_id = correlation_id::text AND old_values ->> 'opened_by' = 'anna'";
    assert_eq!(server.number(lane, named).await, 2);
}
