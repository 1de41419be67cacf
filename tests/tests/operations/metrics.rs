//! Metrics and health, as those who watch see them.

use lanegate_tests::place::Place;
use lanegate_tests::sample::{meetings, partners};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::{asked, told};

#[tokio::test]
async fn what_was_done_is_counted_once_by_lane_kind_and_fate_and_nobody_is_named() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--metrics-listen", "127.0.0.1:0"], &[]);
    let (sales, other) = (meetings(), partners());
    let receipt = server.carry_out(&sales).await.unwrap();
    // Asked for again, it is the same commit.
    server.commit(sales.lane, sales.import.id, &receipt.plan).await.unwrap();
    server.compare(&other).await.unwrap();
    server.get::<Value>("/api/v1/sales/imports/ann@example.com").await.unwrap_err();

    let told = told(&server).await;
    for line in [
        "lanegate_imports_total{lane=\"sales\",kind=\"appointment_history\",state=\"opened\"} 1",
        "lanegate_imports_total{lane=\"sales\",kind=\"appointment_history\",state=\"planned\"} 1",
        "lanegate_imports_total{lane=\"sales\",kind=\"appointment_history\",state=\"committed\"} 1",
        "lanegate_imports_total{lane=\"partners\",kind=\"partner_master\",state=\"committed\"} 0",
        "lanegate_rows_total{lane=\"sales\",kind=\"appointment_history\",fate=\"new\"} 3",
        "lanegate_imports_open{lane=\"sales\",kind=\"appointment_history\"} 0",
        "lanegate_imports_open{lane=\"partners\",kind=\"partner_master\"} 1",
        "lanegate_requests_total{route=\"/api/v1/{lane}/imports/{id}/commit\",method=\"POST\",status=\"200\"} 2",
        "lanegate_request_seconds_count{route=\"/api/v1/{lane}/imports/{id}/commit\",method=\"POST\"} 2",
        "lanegate_requests_total{route=\"/api/v1/{lane}/imports/{id}\",method=\"GET\",status=\"404\"} 1",
        "lanegate_ready 1",
        "lanegate_database_up 1",
        "lanegate_database_restarts_total 0",
    ] {
        assert!(told.lines().any(|said| said == line), "{line} is not in {told}");
    }
    let pool = |state: &str| -> u32 {
        let start = format!("lanegate_pool_connections{state} ");
        told.lines().find_map(|line| line.strip_prefix(&start)).unwrap().parse().unwrap()
    };
    let all = pool("{state=\"in_use\"}") + pool("{state=\"idle\"}");
    assert!((1..=pool("_most")).contains(&all), "{told}");
    for word in ["ann@", "example.com", &sales.import.id.to_string(), server.token()] {
        assert!(!told.contains(word), "{word} is in {told}");
    }
    assert!(server.end().success());
}

#[tokio::test]
async fn metrics_have_an_address_of_their_own_that_no_page_elsewhere_reaches() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--metrics-listen", "127.0.0.1:0"], &[]);
    let watched = server.watched().unwrap().to_owned();
    for base in [&server.base, &watched] {
        assert_eq!(asked(&format!("{base}/health/live")).await, (StatusCode::OK, "{\"status\":\"ok\"}".to_owned()));
        assert_eq!(asked(&format!("{base}/health/ready")).await, (StatusCode::OK, "{\"status\":\"ready\"}".to_owned()));
    }
    let (status, text) = asked(&format!("{}/metrics", server.base)).await;
    assert!(status == StatusCode::NOT_FOUND && !text.contains("lanegate_"), "{status}: {text}");
    for path in ["/", "/api/v1/me", "/health"] {
        assert_eq!(asked(&format!("{watched}{path}")).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    // The name that a page elsewhere has given this machine.
    let named = |host: &'static str| {
        Client::new().request(Method::GET, format!("{watched}/metrics")).header("host", host).send()
    };
    assert_eq!(named("evil.example:8641").await.unwrap().status(), StatusCode::MISDIRECTED_REQUEST);
    let answer = named("localhost").await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(answer.text().await.unwrap().ends_with("# EOF\n"));
    assert!(server.end().success());

    let server = place.start();
    assert_eq!(server.watched(), None, "there are none unless somebody asks for them");
    assert!(server.end().success());
}
