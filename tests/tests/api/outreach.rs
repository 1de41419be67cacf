//! What imports have set going: retraction, intents, queues, reference and the printable receipt, over HTTP.

use lanegate_tests::sample::{self, Sample};
use lanegate_tests::server::{Server, answered, path, problem};
use lanegate_wire::{ImportState, ImportStatus, Intent, IntentPage, IntentState, Lane, ReadyMeeting, ReadyPage};
use reqwest::{Method, StatusCode};
use serde_json::json;

async fn intents(server: &Server, lane: Lane) -> Vec<Intent> {
    server.get::<IntentPage>(&format!("/api/v1/intents/{lane}")).await.unwrap().intents
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_retracted_and_reinstated() {
    let server = Server::start().await;
    let meetings = sample::meetings();
    server.carry_out(&meetings).await.unwrap();
    let place = path(Lane::Sales, meetings.import.id);
    let body = json!({ "reason": "  Wrong file " });
    let (_, status): (_, ImportStatus) = server.send(Method::POST, &format!("{place}/retract"), &body).await.unwrap();
    let retraction = status.retraction.unwrap();
    assert_eq!(
        (status.state, retraction.reason.as_str(), retraction.did.intents),
        (ImportState::Retracted, "Wrong file", 2)
    );
    let queue: ReadyPage<ReadyMeeting> = server.get("/api/v1/ready/reactivation").await.unwrap();
    assert!(queue.rows.is_empty());
    let (_, status): (_, ImportStatus) =
        answered(server.request(Method::POST, &format!("{place}/reinstate"))).await.unwrap();
    assert_eq!(status.state, ImportState::Committed);
    let queue: ReadyPage<ReadyMeeting> = server.get("/api/v1/ready/reactivation").await.unwrap();
    assert_eq!(queue.rows.len(), 2);
    for wrong in [json!({ "reason": " " }), json!({ "reason": "x".repeat(501) }), json!({ "reason": "a\u{0}b" })] {
        let refused = server.send::<ImportStatus>(Method::POST, &format!("{place}/retract"), &wrong).await.unwrap_err();
        assert_eq!((refused.status, refused.code.as_str()), (422, "reason_refused"));
    }
    let open = sample::meetings();
    server.compare(&open).await.unwrap();
    let early = path(Lane::Sales, open.import.id);
    let refused = server.send::<ImportStatus>(Method::POST, &format!("{early}/retract"), &body).await.unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (409, "not_committed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kill_switch_takes_what_its_lane_knows() {
    let server = Server::start().await;
    server.carry_out(&sample::meetings()).await.unwrap();
    let id = intents(&server, Lane::Sales).await[0].id;
    let switch = format!("/api/v1/intents/sales/{id}");
    let until = chrono::Utc::now().date_naive() + chrono::Days::new(3);
    let (_, cooling): (_, Intent) =
        server.send(Method::PATCH, &switch, &json!({ "action": "cool_off", "until": until })).await.unwrap();
    assert_eq!((cooling.state, cooling.cooling_off_until), (IntentState::CoolingOff, Some(until)));
    let before = intents(&server, Lane::Sales).await;
    let past = chrono::Utc::now().date_naive();
    for (body, status, code) in [
        (json!({ "action": "cool_off", "until": past }), 422, "until_refused"),
        (json!({ "action": "cool_off", "until": "2999-01-01" }), 422, "until_refused"),
        (json!({ "action": "cool_off", "until": "soon" }), 422, "json_unexpected"),
        (json!({ "action": "cool_off" }), 422, "json_unexpected"),
        (json!({ "action": "pause" }), 422, "action_refused"),
        (json!({ "action": "exclude", "reason": "" }), 422, "reason_refused"),
        (json!({ "action": "exclude", "reason": "x", "more": 1 }), 422, "json_unexpected"),
        (json!({ "action": "destroy" }), 422, "json_unexpected"),
        (json!([]), 422, "json_unexpected"),
    ] {
        let refused = server.send::<Intent>(Method::PATCH, &switch, &body).await.unwrap_err();
        assert_eq!((refused.status, refused.code.as_str()), (status, code), "{body}");
    }
    assert_eq!(intents(&server, Lane::Sales).await, before, "a refused change changes nothing");
    let elsewhere = format!("/api/v1/intents/partners/{id}");
    let refused = server.send::<Intent>(Method::PATCH, &elsewhere, &json!({ "action": "resume" })).await.unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (404, "intent_unknown"));
}

#[tokio::test(flavor = "multi_thread")]
async fn queues_are_taken_away_as_tables() {
    let server = Server::start().await;
    let mut held = sample::meeting(1, "stalled");
    for (name, value) in &mut held {
        if *name == "stalled_reason" {
            *value = sample::text("=HYPERLINK(\"http://evil.example\")");
        }
    }
    server.carry_out(&Sample::of("appointment_history", vec![vec![held]])).await.unwrap();
    let csv = server.request(Method::GET, "/api/v1/ready/reactivation?format=csv").send().await.unwrap();
    assert_eq!(csv.headers()["content-type"], "text/csv; charset=utf-8");
    assert_eq!(csv.headers()["content-disposition"], "attachment; filename=\"ready-reactivation.csv\"");
    assert!(!csv.headers().contains_key("x-next-page"));
    let csv = csv.text().await.unwrap();
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "no formula: {csv}");
    let xlsx = server.request(Method::GET, "/api/v1/ready/reactivation?format=xlsx").send().await.unwrap();
    let bytes = xlsx.bytes().await.unwrap().to_vec();
    let mut book = lanegate_reader::open(bytes, "queue.xlsx").unwrap();
    let sheet = book.read(0, &mut |_| {}).unwrap();
    let rows: Vec<Vec<String>> = (0..2)
        .map(|row| (0..sheet.column_count()).map(|column| format!("{:?}", sheet.cell(row, column))).collect())
        .collect();
    let place = rows[0].iter().position(|cell| cell.contains("stalled_reason")).expect("the header");
    assert_eq!(rows[1][place], r#"Text("=HYPERLINK(\"http://evil.example\")")"#, "a text, as it is stored");

    for (query, status, code) in [
        ("format=pdf", 400, "query_malformed"),
        ("min_score=101", 422, "filter_refused"),
        ("min_score=NaN", 422, "filter_refused"),
        ("tier=%00", 422, "filter_refused"),
        ("after=nowhere", 422, "place_refused"),
        // ["1e-99999","2025-05-01","a"] is a place like another; ["50","-262143-01-01","a"] is none.
        ("after=WyI1MCIsIi0yNjIxNDMtMDEtMDEiLCJhIl0", 422, "place_refused"),
    ] {
        let response =
            server.request(Method::GET, &format!("/api/v1/ready/reactivation?{query}")).send().await.unwrap();
        let refused = problem(response).await;
        assert_eq!((refused.status, refused.code.as_str()), (status, code), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_is_a_page_that_prints() {
    let server = Server::start().await;
    let rows = (0..501).map(|number| sample::meeting(number, "ghosted")).collect();
    let mut many = Sample::of("appointment_history", vec![rows]);
    many.import.file.name = "<script>alert(1)</script>.xlsx".to_owned();
    server.carry_out(&many).await.unwrap();
    let page = format!("/receipts/sales/{}", many.import.id);
    let response = server.request(Method::GET, &page).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let html = response.text().await.unwrap();
    assert!(
        html.contains(&many.import.file.sha256) && html.contains("&lt;script&gt;") && !html.contains("<script>"),
        "{html}"
    );
    assert_eq!(html.matches("<td>inserted</td>").count(), 501, "the count and 500 rows");
    assert!(html.contains(&format!("{page}?after=501")), "a link to the next rows");
    let rest = server.request(Method::GET, &format!("{page}?after=501")).send().await.unwrap().text().await.unwrap();
    assert_eq!(rest.matches("<td>inserted</td>").count(), 2);
    let missing = server.request(Method::GET, &page.replace("sales", "partners")).send().await.unwrap();
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert!(missing.text().await.unwrap().contains("No receipt"));
    let style = server.request(Method::GET, "/receipts/style.css").send().await.unwrap();
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}
