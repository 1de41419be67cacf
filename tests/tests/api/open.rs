//! Opening: what is let in, what is not, and that the same call answers the same.

use chrono::{Days, Utc};
use lanegate_tests::sample::{meetings, partners};
use lanegate_tests::server::Server;
use lanegate_wire::{ImportState, Lane, OpenImport};
use reqwest::StatusCode;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn opening_again_answers_the_same() {
    let server = Server::start().await;
    let import = meetings().import;
    let (status, first) = server.open(Lane::Sales, &import).await.unwrap();
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!((first.state, first.lane, first.opened_by.as_str()), (ImportState::Open, Lane::Sales, "tester"));
    assert_eq!((first.staged_batches, first.missing_batches.as_slice()), (0, [0, 1].as_slice()));
    assert_eq!(first.import, import);

    let (status, second) = server.open(Lane::Sales, &import).await.unwrap();
    assert_eq!((status, &second), (StatusCode::OK, &first));

    let other = OpenImport { sheet: "Another".into(), ..import };
    let problem = server.open(Lane::Sales, &other).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (409, "import_differs"));
}

/// Opens the sample changed, and gives the refusal's code.
async fn refused(server: &Server, change: impl FnOnce(&mut OpenImport)) -> (u16, String) {
    let mut import = meetings().import;
    change(&mut import);
    let problem = server.open(Lane::Sales, &import).await.unwrap_err();
    (problem.status, problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_right_is_refused_and_leaves_nothing() {
    let server = Server::start().await;
    let code = |status: u16, code: &str| (status, code.to_owned());

    assert_eq!(
        refused(&server, |import| import.declaration = "0-00000000".into()).await,
        code(409, "declaration_changed")
    );
    assert_eq!(refused(&server, |import| import.kind = "appointments".into()).await, code(422, "kind_unknown"));
    for days in [2, 400] {
        let today = Utc::now().date_naive();
        assert_eq!(refused(&server, |import| import.today = today - Days::new(days)).await, code(422, "today_refused"));
        assert_eq!(refused(&server, |import| import.today = today + Days::new(days)).await, code(422, "today_refused"));
    }
    assert_eq!(
        refused(&server, |import| import.source_override = Some("letter".into())).await,
        code(422, "source_refused")
    );
    assert_eq!(refused(&server, |import| import.id = Uuid::new_v4()).await, code(422, "id_refused"));
    assert_eq!(refused(&server, |import| (import.rows, import.batches) = (0, 0)).await, code(422, "import_empty"));
    assert_eq!(refused(&server, |import| import.rows = 4_001).await, code(422, "sizes_refused"));
    // More batches than any file needs.
    assert_eq!(
        refused(&server, |import| (import.rows, import.batches) = (1_048_576, 1_048_576)).await,
        code(422, "sizes_refused")
    );
    assert_eq!(
        refused(&server, |import| (import.rows, import.batches) = (2_000_000, 1_000)).await,
        code(422, "sizes_refused")
    );
    assert_eq!(refused(&server, |import| import.sheet = "a\0b".into()).await, code(422, "field_refused"));
    assert_eq!(refused(&server, |import| import.file.sha256 = "0".repeat(63)).await, code(422, "field_refused"));
    assert_eq!(refused(&server, |import| import.file.name = "x".repeat(256)).await, code(422, "field_refused"));

    let page: lanegate_wire::ImportPage = server.get("/api/v1/sales/imports").await.unwrap();
    assert_eq!(page.imports, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lanes_are_separate() {
    let server = Server::start().await;
    let problem = server.open(Lane::Partners, &meetings().import).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (422, "lane_mismatch"));
    let mut import = partners().import;
    import.source_override = Some("manual".into());
    let problem = server.open(Lane::Partners, &import).await.unwrap_err();
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (422, "source_refused"),
        "partners take no source for all rows"
    );

    let import = meetings().import;
    server.open(Lane::Sales, &import).await.unwrap();
    let elsewhere = format!("/api/v1/partners/imports/{}", import.id);
    let problem = server.get::<serde_json::Value>(&elsewhere).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (404, "import_unknown"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_older_than_its_keeping_is_gone() {
    let server = Server::start().await;
    let eight_days_ago = (Utc::now() - Days::new(8)).timestamp_millis();
    let old = uuid::Builder::from_unix_timestamp_millis(eight_days_ago.try_into().unwrap(), &[7; 10]).into_uuid();
    let mut import = meetings().import;
    import.id = old;
    let problem = server.open(Lane::Sales, &import).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (410, "import_expired"));
    // On a machine whose clock is that far behind, it is the clock that is wrong.
    import.today = Utc::now().date_naive() - Days::new(8);
    let problem = server.open(Lane::Sales, &import).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (422, "today_refused"));

    for (id, wanted) in [(old, (410, "import_expired")), (Uuid::now_v7(), (404, "import_unknown"))] {
        for path in ["", "/plan", "/receipt", "/rows"] {
            let path = format!("/api/v1/sales/imports/{id}{path}");
            let problem = server.get::<serde_json::Value>(&path).await.unwrap_err();
            assert_eq!((problem.status, problem.code.as_str()), wanted, "{path}");
        }
        let batch = &meetings().batches[0];
        let problem = server.stage(Lane::Sales, id, 0, batch).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), wanted);
        let problem = server.plan(Lane::Sales, id, Default::default()).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), wanted);
        let problem = server.commit(Lane::Sales, id, "0").await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), wanted);
    }
}
