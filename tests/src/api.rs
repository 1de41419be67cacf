//! The calls of the API as a client makes them.

use lanegate_wire::{
    Batch, CommitRequest, ImportStatus, Lane, LeaveOut, OpenImport, PlanRequest, PlanSummary, Problem, Receipt,
};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::sample::Sample;

/// A client of a server.
pub struct Api {
    /// Where the server is: `http://127.0.0.1:PORT`.
    pub base: String,
    token: Option<String>,
    client: Client,
}

/// What a call answered: what was asked for, or a problem.
pub type Answered<T> = Result<T, Problem>;

impl Api {
    /// A client of the server at an address.
    #[must_use]
    pub fn at(base: String) -> Self {
        Self { base, token: None, client: Client::new() }
    }

    /// The same, with a token in every call.
    #[must_use]
    pub fn with_token(mut self, token: String) -> Self {
        self.token = Some(token);
        self
    }

    /// Its token, or nothing.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// A request to a path, for what the other calls do not say.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.anonymous(method, path);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// A request to a path by nobody.
    pub fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// What its requests say in the header `Authorization`, for those that are made by hand.
    #[must_use]
    pub fn authorization(&self) -> Option<String> {
        self.token.as_ref().map(|token| format!("Bearer {token}"))
    }

    /// GET, and what it answers.
    ///
    /// # Errors
    /// The problem that it answered instead.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Answered<T> {
        answered(self.request(Method::GET, path)).await.map(|(_, body)| body)
    }

    /// POST or PUT, the status and what it answers.
    ///
    /// # Errors
    /// The problem that it answered instead.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Answered<(StatusCode, T)> {
        answered(self.request(method, path).json(body)).await
    }

    /// Opens an import.
    ///
    /// # Errors
    /// The problem that it answered instead.
    pub async fn open(&self, lane: Lane, import: &OpenImport) -> Answered<(StatusCode, ImportStatus)> {
        self.send(Method::POST, &format!("/api/v1/{lane}/imports"), import).await
    }

    /// Stages a batch.
    ///
    /// # Errors
    /// The problem that it answered instead.
    pub async fn stage(&self, lane: Lane, id: Uuid, n: u32, batch: &Batch) -> Answered<serde_json::Value> {
        self.send(Method::PUT, &format!("{}/batches/{n}", path(lane, id)), batch).await.map(|(_, body)| body)
    }

    /// Plans.
    ///
    /// # Errors
    /// The problem that it answered instead.
    pub async fn plan(&self, lane: Lane, id: Uuid, leave_out: LeaveOut) -> Answered<PlanSummary> {
        self.send(Method::POST, &format!("{}/plan", path(lane, id)), &PlanRequest { leave_out })
            .await
            .map(|(_, body)| body)
    }

    /// Commits.
    ///
    /// # Errors
    /// The problem that it answered instead.
    pub async fn commit(&self, lane: Lane, id: Uuid, plan: &str) -> Answered<Receipt> {
        let request = CommitRequest { plan: plan.to_owned() };
        self.send(Method::POST, &format!("{}/commit", path(lane, id)), &request).await.map(|(_, body)| body)
    }

    /// Abandons; the status.
    ///
    /// # Errors
    /// The problem that it answered instead.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn abandon(&self, lane: Lane, id: Uuid) -> Answered<StatusCode> {
        let response =
            self.request(Method::POST, &format!("{}/abandon", path(lane, id))).send().await.expect("an answer");
        let status = response.status();
        if status.is_success() { Ok(status) } else { Err(problem(response).await) }
    }

    /// Opens and stages a sample, up to the plan.
    ///
    /// # Errors
    /// The first problem.
    pub async fn compare(&self, sample: &Sample) -> Answered<PlanSummary> {
        self.open(sample.lane, &sample.import).await?;
        for (n, batch) in (0..).zip(&sample.batches) {
            self.stage(sample.lane, sample.import.id, n, batch).await?;
        }
        self.plan(sample.lane, sample.import.id, LeaveOut::default()).await
    }

    /// Everything: a sample from opening to its receipt.
    ///
    /// # Errors
    /// The first problem.
    pub async fn carry_out(&self, sample: &Sample) -> Answered<Receipt> {
        let plan = self.compare(sample).await?;
        self.commit(sample.lane, sample.import.id, &plan.digest).await
    }
}

/// The path of an import.
#[must_use]
pub fn path(lane: Lane, id: Uuid) -> String {
    format!("/api/v1/{lane}/imports/{id}")
}

/// Sends a request; what it answers, or the problem.
///
/// # Errors
/// The problem.
///
/// # Panics
/// When the server does not answer, or answers neither.
pub async fn answered<T: DeserializeOwned>(request: RequestBuilder) -> Answered<(StatusCode, T)> {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    if status.is_success() {
        return Ok((status, response.json().await.expect("the answer has its documented form")));
    }
    Err(problem(response).await)
}

/// Why a call gave nothing.
#[derive(Debug)]
pub enum Failure {
    /// No answer came, or not the whole of it.
    Lost(String),
    /// The server said no.
    Refused(Box<Problem>),
}

/// Sends a request to a server that may be gone before it has answered.
///
/// # Errors
/// That it was gone, or the problem that it answered.
///
/// # Panics
/// When it answers whole, and neither what was asked for nor a problem.
pub async fn tried<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Failure> {
    let lost = |error: reqwest::Error| Failure::Lost(error.to_string());
    let response = request.send().await.map_err(lost)?;
    let status = response.status();
    let text = response.text().await.map_err(lost)?;
    if status.is_success() {
        let text = if text.is_empty() { "null" } else { &text };
        return Ok(serde_json::from_str(text).expect("the answer has its documented form"));
    }
    Err(Failure::Refused(Box::new(serde_json::from_str(&text).expect("a problem has its documented form"))))
}

/// The problem that a response is.
///
/// # Panics
/// When it is none: every refusal has one form.
pub async fn problem(response: reqwest::Response) -> Problem {
    let status = response.status();
    let kind = response.headers().get("content-type").cloned();
    let text = response.text().await.expect("a body");
    assert_eq!(kind.as_ref().and_then(|kind| kind.to_str().ok()), Some("application/problem+json"), "{status}: {text}");
    let problem: Problem = serde_json::from_str(&text).expect("a problem has its documented form");
    assert_eq!(problem.status, status.as_u16());
    assert!(!problem.title.is_empty() && !problem.code.is_empty(), "{text}");
    problem
}
