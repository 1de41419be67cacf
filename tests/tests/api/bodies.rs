//! What is not the request it should be: one form of refusal, whatever is wrong.

use std::io::Write as _;

use lanegate_tests::sample::{Sample, meeting, meetings};
use lanegate_tests::server::{Server, answered, path, problem};
use lanegate_wire::{ImportStatus, Lane, MAX_BATCH_BYTES};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

const IMPORTS: &str = "/api/v1/sales/imports";

fn json(request: RequestBuilder, body: impl Into<reqwest::Body>) -> RequestBuilder {
    request.header("content-type", "application/json").body(body)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn code(request: RequestBuilder) -> (u16, String) {
    let problem = answered::<Value>(request).await.unwrap_err();
    (problem.status, problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_a_problem() {
    let server = Server::start().await;
    let post = || server.request(Method::POST, IMPORTS);
    let is = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(code(json(post(), "{")).await, is(400, "json_malformed"));
    assert_eq!(code(json(post(), "")).await, is(400, "json_malformed"));
    assert_eq!(code(json(post(), "[]")).await, is(422, "json_unexpected"));
    assert_eq!(code(json(post(), "{\"id\":\"x\"}")).await, is(422, "json_unexpected"));
    assert_eq!(
        code(json(post(), format!("{{\"x\":{}", "[".repeat(60_000)))).await,
        is(422, "json_unexpected"),
        "an unknown field is refused where it begins, however deep it is"
    );
    assert_eq!(code(json(post(), vec![0xff, 0xfe])).await, is(400, "json_malformed"));
    assert_eq!(code(post().body("{}")).await, is(415, "content_type_refused"));
    assert_eq!(code(json(post(), "{}").header("content-encoding", "br")).await, is(415, "encoding_refused"));
    assert_eq!(code(json(post(), "{}").header("content-encoding", "gzip")).await, is(400, "gzip_malformed"));
    assert_eq!(code(json(post(), " ".repeat(70_000))).await, is(413, "body_too_large"));
    assert_eq!(code(server.request(Method::DELETE, IMPORTS)).await, is(405, "method_refused"));
    assert_eq!(code(server.request(Method::POST, "/nowhere")).await, is(404, "not_found"));
    for nowhere in [
        "/api/v1/outreach/imports",
        "/api/v1/sales/import",
        "/api/v2",
        "/api/v1/sales/imports/x",
        "/x/../../etc/passwd",
        "/%00",
    ] {
        assert_eq!(code(server.request(Method::GET, nowhere)).await, is(404, "not_found"), "{nowhere}");
    }
    assert_eq!(code(server.request(Method::GET, "/api/v1/sales/imports?after=x")).await, is(400, "query_malformed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_may_be_compressed_and_its_limit_counts_what_it_expands_to() {
    let server = Server::start().await;
    let sample = meetings();
    server.open(Lane::Sales, &sample.import).await.unwrap();
    let place = format!("{}/batches/0", path(Lane::Sales, sample.import.id));
    let put = || server.request(Method::PUT, &place);

    let mut body = sample.batches[0].to_json().into_bytes();
    body.resize(MAX_BATCH_BYTES + 1, b' ');
    let too_large = (413, "batch_too_large".to_owned());
    assert_eq!(code(json(put(), body.clone())).await, too_large);
    assert_eq!(code(json(put(), gzip(&body)).header("content-encoding", "gzip")).await, too_large);
    assert_eq!(
        code(json(put(), vec![b' '; 20 << 20])).await,
        too_large,
        "a client in the middle of sending gets its answer"
    );
    let status: ImportStatus = server.get(&path(Lane::Sales, sample.import.id)).await.unwrap();
    assert_eq!(status.staged_batches, 0);

    body.truncate(MAX_BATCH_BYTES);
    let taken = answered::<Value>(json(put(), gzip(&body)).header("content-encoding", "gzip")).await.unwrap();
    assert_eq!(taken.1["digest"], sample.batches[0].digest());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_no_rows_are_refused() {
    let server = Server::start().await;
    let sample = Sample::of("appointment_history", vec![vec![meeting(1, "ghosted")]]);
    server.open(Lane::Sales, &sample.import).await.unwrap();
    let place = format!("{}/batches/0", path(Lane::Sales, sample.import.id));
    for body in [
        r#"{"rows":[{"row":2,"meeting_date":null}]}"#,
        r#"{"rows":[{"row":2,"row":3}]}"#,
        r#"{"rows":[{"row":2,"meeting_date":["2025-05-01"]}]}"#,
        r#"{"rows":[{"meeting_date":"2025-05-01"}]}"#,
        r#"{"rows":[{"row":2.5}]}"#,
        r#"{"rows":[],"more":1}"#,
    ] {
        let refused = code(json(server.request(Method::PUT, &place), body)).await;
        assert_eq!(refused, (422, "json_unexpected".to_owned()), "{body}");
    }
    let nul = r#"{"rows":[{"row":2,"meeting_date":"2025-05-01","meeting_type":"discovery","meeting_outcome":"stalled","stalled_reason":"a\u0000b"}]}"#;
    assert_eq!(code(json(server.request(Method::PUT, &place), nul)).await, (422, "rows_refused".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_name_their_request_and_are_not_kept() {
    let server = Server::start().await;
    let response = server.request(Method::GET, IMPORTS).send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.headers()["x-request-id"].len() >= 32);
    let response = server.request(Method::GET, "/nowhere").send().await.unwrap();
    assert!(response.headers().contains_key("x-request-id"));
    problem(response).await;
}
