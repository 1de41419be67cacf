//! Calls to the server. Every refusal comes back in words; what may pass by itself is tried again.

use js_sys::{JSON, JsString};
use lanegate_wire::{
    Asker, CommitRequest, Fate, ImportPage, ImportStatus, Lane, OpenImport, PartnerReference, PlanPage, PlanRequest,
    PlanSummary, Problem, Receipt, ReceiptPage, Session, SetPassword, SignIn, SignInByLink,
};
use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::pause::pause;
use super::{sent, texts};

/// Waiting times before a request is tried again, in milliseconds.
const PAUSES: [i32; 4] = [400, 1_000, 2_500, 5_000];

/// Who asks; also nobody is answered. Tried once: it is asked again later, and never after a file was dropped.
pub async fn me() -> Option<Asker> {
    let response = once("GET", "/api/v1/me", None).await.ok().filter(Response::ok)?;
    read(&response).await
}

/// A page of the partners' ids.
pub async fn partner_reference(after: Option<Uuid>) -> Result<PartnerReference, Problem> {
    let after = after.map(|id| format!("?after={id}")).unwrap_or_default();
    call("GET", &format!("/api/v1/partners/reference{after}"), None).await
}

/// Signs in with name and password.
pub async fn sign_in(given: &SignIn) -> Result<Asker, Problem> {
    call("POST", "/api/v1/sign-in", Some(json(given))).await
}

/// Signs in with a link that is good once.
pub async fn sign_in_by_link(given: &SignInByLink) -> Result<Asker, Problem> {
    call("POST", "/api/v1/sign-in/link", Some(json(given))).await
}

/// Ends the session.
pub async fn sign_out() -> Result<(), Problem> {
    send("POST", "/api/v1/sign-out", None).await.map(|_| ())
}

/// Sets one's own password.
pub async fn set_password(given: &SetPassword) -> Result<(), Problem> {
    send("PUT", "/api/v1/password", Some(json(given))).await.map(|_| ())
}

/// Where one is signed in.
pub async fn sessions() -> Result<Vec<Session>, Problem> {
    call("GET", "/api/v1/sessions", None).await
}

/// Ends one of one's sessions.
pub async fn end_session(id: Uuid) -> Result<(), Problem> {
    send("DELETE", &format!("/api/v1/sessions/{id}"), None).await.map(|_| ())
}

/// Opens an import, or finds it as it was left.
pub async fn open(lane: Lane, import: &OpenImport) -> Result<ImportStatus, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports"), Some(json(import))).await
}

/// Stages a batch, given as its one JSON text.
pub async fn stage(lane: Lane, id: Uuid, number: u32, batch: &str) -> Result<(), Problem> {
    let path = format!("/api/v1/{lane}/imports/{id}/batches/{number}");
    send("PUT", &path, Some(JsString::from(batch))).await.map(|_| ())
}

/// Asks what a commit would do.
pub async fn plan(lane: Lane, id: Uuid, request: &PlanRequest) -> Result<PlanSummary, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports/{id}/plan"), Some(json(request))).await
}

/// A page of the plan's rows, of one fate or of all.
pub async fn plan_rows(lane: Lane, id: Uuid, fate: Option<Fate>, after: Option<u32>) -> Result<PlanPage, Problem> {
    let mut path = format!("/api/v1/{lane}/imports/{id}/plan?after={}", after.unwrap_or(0));
    if let Some(fate) = fate {
        path.push_str("&fate=");
        path.push_str(fate.as_str());
    }
    call("GET", &path, None).await
}

/// Commits exactly the plan with a digest. Asked again, the server answers the same receipt.
pub async fn commit(lane: Lane, id: Uuid, request: &CommitRequest) -> Result<Receipt, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports/{id}/commit"), Some(json(request))).await
}

/// Deletes what was staged.
pub async fn abandon(lane: Lane, id: Uuid) -> Result<(), Problem> {
    send("POST", &format!("/api/v1/{lane}/imports/{id}/abandon"), None).await.map(|_| ())
}

/// A page of the rows behind a receipt.
pub async fn receipt_rows(lane: Lane, id: Uuid, after: Option<u32>) -> Result<ReceiptPage, Problem> {
    call("GET", &format!("/api/v1/{lane}/imports/{id}/rows?after={}", after.unwrap_or(0)), None).await
}

/// The newest imports of a lane.
pub async fn history(lane: Lane) -> Result<ImportPage, Problem> {
    call("GET", &format!("/api/v1/{lane}/imports"), None).await
}

/// The JSON text of a value, as it is sent.
pub fn json(value: &impl Serialize) -> JsString {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let value = value.serialize(&serializer).unwrap_or(JsValue::NULL);
    JSON::stringify(&value).unwrap_or_else(|_| JsString::from("null"))
}

async fn call<T: DeserializeOwned>(method: &str, path: &str, body: Option<JsString>) -> Result<T, Problem> {
    let response = send(method, path, body).await?;
    read(&response).await.ok_or_else(|| problem("answer_unknown", response.status(), texts::ANSWER_UNKNOWN))
}

/// Sends until the server answers. All calls may be repeated: the same again is the same.
async fn send(method: &str, path: &str, body: Option<JsString>) -> Result<Response, Problem> {
    let mut pauses = PAUSES.iter();
    loop {
        let (problem, passing) = match once(method, path, body.as_ref()).await {
            Ok(response) if response.ok() => return Ok(response),
            Ok(response) => {
                let status = response.status();
                let said = read::<Problem>(&response).await;
                // Not 429: who has tried to sign in too often waits for minutes.
                let passing = matches!(status, 408 | 502..=504);
                (said.unwrap_or_else(|| problem("answer_unknown", status, texts::ANSWER_UNKNOWN)), passing)
            }
            Err(_) => (problem("server_unreachable", 0, texts::SERVER_UNREACHABLE), true),
        };
        match pauses.next() {
            Some(&ms) if passing => pause(ms).await,
            _ => return Err(problem),
        }
    }
}

async fn once(method: &str, path: &str, body: Option<&JsString>) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(body);
    }
    init.set_headers(&headers);
    let going = sent::going(path, body);
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await?;
    if let Some(going) = going {
        going.answered();
    }
    answer.dyn_into()
}

async fn read<T: DeserializeOwned>(response: &Response) -> Option<T> {
    let value = JsFuture::from(response.json().ok()?).await.ok()?;
    serde_wasm_bindgen::from_value(value).ok()
}

fn problem(code: &str, status: u16, (title, detail): (&str, &str)) -> Problem {
    Problem {
        code: code.to_owned(),
        status,
        title: title.to_owned(),
        detail: detail.to_owned(),
        findings: Vec::new(),
        plan: None,
    }
}
