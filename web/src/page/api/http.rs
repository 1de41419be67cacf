//! A call: sent until the server answers, and read as what it should be.

use js_sys::{JSON, JsString};
use lanegate_wire::Problem;
use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use crate::page::pause::pause;
use crate::page::{sent, texts};

/// Waiting times before a request is tried again, in milliseconds.
const PAUSES: [i32; 4] = [400, 1_000, 2_500, 5_000];

/// The JSON text of a value, as it is sent.
pub fn json(value: &impl Serialize) -> JsString {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let value = value.serialize(&serializer).unwrap_or(JsValue::NULL);
    JSON::stringify(&value).unwrap_or_else(|_| JsString::from("null"))
}

/// Asks once, for what would be made twice if it were asked for again, and reads the answer.
pub async fn make<T: DeserializeOwned>(path: &str, body: Option<JsString>) -> Result<T, Problem> {
    match once("POST", path, body.as_ref()).await {
        Ok(response) if response.ok() => understood(&response).await,
        Ok(response) => Err(refusal(&response).await),
        Err(_) => Err(problem("server_unreachable", 0, texts::SERVER_UNREACHABLE)),
    }
}

/// Looks once, without insisting: nothing where the server does not answer as it should.
pub async fn look<T: DeserializeOwned>(path: &str) -> Option<T> {
    let response = once("GET", path, None).await.ok().filter(Response::ok)?;
    read(&response).await
}

/// Asks, and reads the answer.
pub async fn call<T: DeserializeOwned>(method: &str, path: &str, body: Option<JsString>) -> Result<T, Problem> {
    let response = send(method, path, body).await?;
    understood(&response).await
}

/// Sends until the server answers. All calls may be repeated: the same again is the same.
pub async fn send(method: &str, path: &str, body: Option<JsString>) -> Result<Response, Problem> {
    let mut pauses = PAUSES.iter();
    loop {
        let (problem, passing) = match once(method, path, body.as_ref()).await {
            Ok(response) if response.ok() => return Ok(response),
            Ok(response) => {
                let status = response.status();
                let problem = refusal(&response).await;
                // Not every 429: who has tried to sign in too often waits for minutes.
                let passing = matches!(status, 408 | 502..=504) || problem.code == "too_many_queries";
                (problem, passing)
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

async fn understood<T: DeserializeOwned>(response: &Response) -> Result<T, Problem> {
    read(response).await.ok_or_else(|| not_understood(response))
}

/// An answer that is not what it should be.
pub fn not_understood(response: &Response) -> Problem {
    problem("answer_unknown", response.status(), texts::ANSWER_UNKNOWN)
}

async fn refusal(response: &Response) -> Problem {
    let said = read::<Problem>(response).await;
    said.unwrap_or_else(|| match response.status() {
        // Whatever stands before the server says so, in words of its own.
        status @ 502..=504 => problem("server_unreachable", status, texts::SERVER_UNREACHABLE),
        _ => not_understood(response),
    })
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
