//! Calls that are malformed, oversized, wrongly typed or in the wrong order: each is answered by a problem with its code, and the
//! database is the same as before.

use std::io::Write as _;

use lanegate_tests::fingerprint;
use lanegate_tests::sample::{self, Sample};
use lanegate_tests::server::{Server, path, problem};
use lanegate_wire::{IntentPage, Lane, LeaveOut, MAX_BATCH_BYTES};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// What is sent as a body.
enum Body {
    None,
    Json(Value),
    Raw { text: Vec<u8>, kind: &'static str, encoding: &'static str },
}

/// A call that must be refused.
struct Call {
    method: Method,
    at: String,
    body: Body,
    status: u16,
    code: &'static str,
}

fn call(method: Method, at: impl Into<String>, body: Body, status: u16, code: &'static str) -> Call {
    Call { method, at: at.into(), body, status, code }
}

fn get(at: impl Into<String>, status: u16, code: &'static str) -> Call {
    call(Method::GET, at, Body::None, status, code)
}

fn post(at: impl Into<String>, body: Value, status: u16, code: &'static str) -> Call {
    call(Method::POST, at, Body::Json(body), status, code)
}

fn raw(method: Method, at: &str, text: impl Into<Vec<u8>>, status: u16, code: &'static str) -> Call {
    let body = Body::Raw { text: text.into(), kind: "application/json", encoding: "identity" };
    call(method, at, body, status, code)
}

/// The request that opens an import, with one thing changed.
fn opening(change: impl FnOnce(&mut Value)) -> Value {
    let mut import = serde_json::to_value(sample::meetings().import).unwrap();
    change(&mut import);
    import
}

/// A batch of one right row, with one thing changed.
fn batch(change: impl FnOnce(&mut Value)) -> Value {
    let mut row = json!({
        "row": 2, "company_id": "00000000-0000-0000-0000-000010000001", "meeting_date": "2025-05-01",
        "meeting_type": "discovery", "meeting_outcome": "ghosted"
    });
    change(&mut row);
    json!({ "rows": [row] })
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// Every table of both lanes and the audit log, as one digest a lane.
async fn fingerprint(server: &Server) -> Vec<String> {
    let mut look = server.database().look().await;
    let digests = fingerprint::of(&mut look).await;
    sqlx::Connection::close(look).await.unwrap();
    digests
}

/// Imports in every state, for calls that come in the wrong order.
struct Standing {
    /// Opened, nothing staged.
    opened: Uuid,
    /// Staged, not planned.
    staged: Uuid,
    /// Planned, and blocked by a conflict.
    blocked: Uuid,
    /// Committed.
    committed: Uuid,
    /// An intent of the committed one.
    intent: Uuid,
}

async fn standing(server: &Server) -> Standing {
    let committed = sample::meetings();
    server.carry_out(&committed).await.unwrap();
    server.carry_out(&sample::partners()).await.unwrap();
    let opened = sample::meetings();
    server.open(Lane::Sales, &opened.import).await.unwrap();
    let staged = Sample::of("appointment_history", vec![vec![sample::meeting(7, "lost")]]);
    server.open(Lane::Sales, &staged.import).await.unwrap();
    server.stage(Lane::Sales, staged.import.id, 0, &staged.batches[0]).await.unwrap();
    let blocked = Sample::of("appointment_history", vec![vec![sample::meeting(1, "lost")]]);
    assert!(!server.compare(&blocked).await.unwrap().committable);
    let intents: IntentPage = server.get("/api/v1/intents/sales").await.unwrap();
    Standing {
        opened: opened.import.id,
        staged: staged.import.id,
        blocked: blocked.import.id,
        committed: committed.import.id,
        intent: intents.intents[0].id,
    }
}

fn malformed(opened: &str) -> Vec<Call> {
    let imports = "/api/v1/sales/imports";
    let (first, plan, commit) = (format!("{opened}/batches/0"), format!("{opened}/plan"), format!("{opened}/commit"));
    let form = |kind, encoding| Body::Raw { text: b"{}".to_vec(), kind, encoding };
    let bomb = Body::Raw { text: gzip(&vec![b' '; 32 << 20]), kind: "application/json", encoding: "gzip" };
    vec![
        raw(Method::POST, imports, "", 400, "json_malformed"),
        raw(Method::POST, imports, "{", 400, "json_malformed"),
        raw(Method::POST, imports, [0xff, 0xfe], 400, "json_malformed"),
        raw(Method::POST, imports, format!("{{\"x\":{}", "[".repeat(60_000)), 422, "json_unexpected"),
        raw(Method::POST, imports, "[]", 422, "json_unexpected"),
        raw(Method::POST, imports, "null", 422, "json_unexpected"),
        raw(Method::POST, imports, " ".repeat(70_000), 413, "body_too_large"),
        raw(Method::PUT, &first, "{\"rows\":[}", 400, "json_malformed"),
        raw(Method::PUT, &first, "{\"rows\":[{\"row\":2,\"row\":3}]}", 422, "json_unexpected"),
        raw(Method::PUT, &first, "{\"rows\":[{\"row\":2,\"notes\":1,\"notes\":2}]}", 422, "json_unexpected"),
        raw(Method::PUT, &first, " ".repeat(MAX_BATCH_BYTES + 1), 413, "batch_too_large"),
        raw(Method::POST, &plan, "{\"leave_out\":{\"fates\":[\"none\"]}}", 422, "json_unexpected"),
        raw(Method::POST, &plan, "{\"leave_out\":{\"rows\":[-1]}}", 422, "json_unexpected"),
        raw(Method::POST, &plan, "{\"leave\":{}}", 422, "json_unexpected"),
        raw(Method::POST, &commit, "{}", 422, "json_unexpected"),
        raw(Method::POST, &commit, "{\"plan\":7}", 422, "json_unexpected"),
        raw(Method::POST, &commit, format!("{{\"plan\":\"{}\"}}", "x".repeat(5_000)), 413, "body_too_large"),
        call(Method::POST, imports, form("text/plain", "identity"), 415, "content_type_refused"),
        call(Method::POST, imports, form("application/json", "br"), 415, "encoding_refused"),
        call(Method::POST, imports, form("application/json", "gzip"), 400, "gzip_malformed"),
        call(Method::PUT, first, bomb, 413, "batch_too_large"),
        call(Method::DELETE, opened, Body::None, 405, "method_refused"),
        call(Method::PUT, imports, Body::None, 405, "method_refused"),
        call(Method::PATCH, "/api/v1/ready/partners", Body::None, 405, "method_refused"),
        get("/api/v1/outreach/imports", 404, "not_found"),
        get("/api/v1/sales/imports/x", 404, "not_found"),
        get("/api/v1/intents/outreach", 404, "not_found"),
        get("/api/v2/sales/imports", 404, "not_found"),
        get(format!("{opened}/batches/0"), 405, "method_refused"),
        call(Method::PUT, format!("{opened}/batches/-1"), Body::Json(json!({ "rows": [] })), 404, "not_found"),
        call(Method::PUT, format!("{opened}/batches/4294967296"), Body::Json(json!({ "rows": [] })), 404, "not_found"),
        get(format!("{imports}?after=x"), 400, "query_malformed"),
        get(format!("{opened}/plan?after=-1"), 400, "query_malformed"),
        get(format!("{opened}/plan?fate=lost"), 400, "query_malformed"),
        get("/api/v1/intents/sales?state=dead", 400, "query_malformed"),
        get("/api/v1/partners/reference?after=1", 400, "query_malformed"),
        get("/api/v1/ready/reactivation?format=pdf", 400, "query_malformed"),
        get("/api/v1/ready/reactivation?min_score=101", 422, "filter_refused"),
        get("/api/v1/ready/partners?geography=%00", 422, "filter_refused"),
        get("/api/v1/ready/partners?after=75", 422, "place_refused"),
    ]
}

fn wrongly_stated() -> Vec<Call> {
    let open = |change: &dyn Fn(&mut Value), status, code| {
        post("/api/v1/sales/imports", opening(|import| change(import)), status, code)
    };
    vec![
        open(&|import| import["id"] = json!(Uuid::new_v4()), 422, "id_refused"),
        open(&|import| import["id"] = json!("ffffffff-ffff-7fff-bfff-ffffffffffff"), 422, "id_refused"),
        open(&|import| import["id"] = json!("00000000-0001-7000-8000-000000000000"), 410, "import_expired"),
        open(&|import| import["kind"] = json!("outreach"), 422, "kind_unknown"),
        open(&|import| import["kind"] = json!("partner_master"), 422, "lane_mismatch"),
        open(&|import| import["declaration"] = json!("0-00000000"), 409, "declaration_changed"),
        open(&|import| import["today"] = json!("2020-01-01"), 422, "today_refused"),
        open(&|import| import["today"] = json!("tomorrow"), 422, "json_unexpected"),
        open(&|import| import["source_override"] = json!("telepathy"), 422, "source_refused"),
        open(&|import| import["rows"] = json!(0), 422, "import_empty"),
        open(&|import| import["rows"] = json!(-1), 422, "json_unexpected"),
        open(&|import| import["rows"] = json!(2_000_000), 422, "sizes_refused"),
        open(&|import| import["batches"] = json!(4), 422, "sizes_refused"),
        open(&|import| import["sheet"] = json!("a\u{0}b"), 422, "field_refused"),
        open(&|import| import["file"]["name"] = json!("x".repeat(256)), 422, "field_refused"),
        open(&|import| import["file"]["sha256"] = json!("XYZ"), 422, "field_refused"),
    ]
}

fn wrong_rows(opened: &str) -> Vec<Call> {
    let stage =
        |rows: Value, status, code| call(Method::PUT, format!("{opened}/batches/0"), Body::Json(rows), status, code);
    let with = |name: &'static str, value: Value, code| stage(batch(|row| row[name] = value), 422, code);
    let many: Vec<Value> = (2..2_003).map(|row| json!({ "row": row })).collect();
    vec![
        stage(json!({ "rows": [] }), 422, "batch_empty"),
        stage(json!({ "rows": many }), 413, "batch_too_large"),
        stage(json!({ "rows": [{ "row": 3 }, { "row": 2 }] }), 422, "rows_unordered"),
        stage(json!({ "rows": [{ "row": 2 }] }), 422, "rows_refused"),
        with("row", json!(0), "row_number_refused"),
        with("row", json!(2_000_000), "row_number_refused"),
        with("meeting_date", json!("2025-02-30"), "rows_refused"),
        with("meeting_date", json!("2999-01-01"), "rows_refused"),
        with("meeting_type", json!("Discovery"), "rows_refused"),
        with("meeting_outcome", json!("stalled"), "rows_refused"),
        with("company_id", json!("none"), "rows_refused"),
        with("stalled_reason", json!("a\u{0}b"), "rows_refused"),
        with("stalled_reason", json!(7), "rows_refused"),
        with("outreach_id", json!("x"), "rows_refused"),
        with("meeting_type", json!(["discovery"]), "json_unexpected"),
        call(Method::PUT, format!("{opened}/batches/9"), Body::Json(batch(|_| ())), 422, "batch_number_refused"),
    ]
}

fn in_the_wrong_order(of: &Standing) -> Vec<Call> {
    let at = |id: Uuid, call: &str| format!("{}/{call}", path(Lane::Sales, id));
    let unknown = Uuid::now_v7();
    let other = serde_json::to_value(LeaveOut::default()).unwrap();
    let plan = json!({ "leave_out": other });
    let named = json!({ "plan": "0".repeat(64) });
    let why = json!({ "reason": "Wrong file" });
    vec![
        post(at(of.opened, "plan"), plan.clone(), 409, "batches_missing"),
        post(at(of.opened, "commit"), named.clone(), 409, "plan_missing"),
        get(at(of.opened, "receipt"), 409, "not_committed"),
        get(at(of.opened, "rows"), 409, "not_committed"),
        get(at(of.opened, "plan"), 409, "plan_missing"),
        post(at(of.staged, "commit"), named.clone(), 409, "plan_missing"),
        post(at(of.staged, "retract"), why.clone(), 409, "not_committed"),
        post(at(of.staged, "reinstate"), json!({}), 409, "not_committed"),
        post(at(of.committed, "plan"), plan.clone(), 409, "already_committed"),
        post(at(of.committed, "abandon"), json!({}), 409, "already_committed"),
        get(at(of.committed, "plan"), 409, "already_committed"),
        call(
            Method::PUT,
            at(of.committed, "batches/0"),
            Body::Json(batch(|row| row["row"] = json!(9))),
            409,
            "batch_differs",
        ),
        call(Method::PUT, at(of.staged, "batches/0"), Body::Json(batch(|_| ())), 409, "batch_differs"),
        post(at(unknown, "plan"), plan, 404, "import_unknown"),
        post(at(unknown, "commit"), named, 404, "import_unknown"),
        post(at(unknown, "retract"), why.clone(), 404, "import_unknown"),
        get(at(unknown, "receipt"), 404, "import_unknown"),
        get(path(Lane::Partners, of.committed), 404, "import_unknown"),
        post(format!("{}/retract", path(Lane::Partners, of.committed)), why, 404, "import_unknown"),
        post(at(of.committed, "retract"), json!({ "reason": " " }), 422, "reason_refused"),
        call(
            Method::PATCH,
            format!("/api/v1/intents/sales/{}", of.intent),
            Body::Json(json!({ "action": "pause" })),
            422,
            "action_refused",
        ),
        call(
            Method::PATCH,
            format!("/api/v1/intents/partners/{}", of.intent),
            Body::Json(json!({ "action": "pause" })),
            404,
            "intent_unknown",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_call_is_refused_and_changes_nothing() {
    let server = Server::start().await;
    let standing = standing(&server).await;
    let opened = path(Lane::Sales, standing.opened);
    let mut calls = malformed(&opened);
    calls.extend(wrongly_stated());
    calls.extend(wrong_rows(&opened));
    calls.extend(in_the_wrong_order(&standing));
    // A plan that is blocked names its digest, and is refused all the same.
    let blocked = path(Lane::Sales, standing.blocked);
    let status: lanegate_wire::ImportStatus = server.get(&blocked).await.unwrap();
    let named = json!({ "plan": status.plan.unwrap().digest });
    calls.push(post(format!("{blocked}/commit"), named, 409, "plan_blocked"));
    assert!(calls.len() >= 60, "{} calls", calls.len());

    let before = fingerprint(&server).await;
    for call in calls {
        let said = format!("{} {}", call.method, call.at);
        let request = server.request(call.method, &call.at);
        let request = match call.body {
            Body::None => request,
            Body::Json(body) => request.json(&body),
            Body::Raw { text, kind, encoding } => {
                request.header("content-type", kind).header("content-encoding", encoding).body(text)
            }
        };
        let problem = problem(request.send().await.unwrap()).await;
        assert_eq!((problem.status, problem.code.as_str()), (call.status, call.code), "{said}: {problem}");
        assert_eq!(fingerprint(&server).await, before, "{said}");
    }
}
