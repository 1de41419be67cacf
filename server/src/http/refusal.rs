//! The one way of saying no: every error becomes `application/problem+json` here.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lanegate_wire::{Finding, PlanSummary, Problem};

/// A refusal tells at most this many findings: the page has them all already.
pub const MOST_FINDINGS: usize = 100;

/// After how many seconds a server that ends is there again, or another one.
const ENDING: u32 = 5;

/// A request that was not carried out, and why.
#[derive(Debug)]
pub struct Refusal {
    problem: Box<Problem>,
    /// After how many seconds it makes sense to try again.
    retry_after: Option<u32>,
}

/// What a handler gives back.
pub type Answer<T> = Result<T, Refusal>;

impl Refusal {
    /// A refusal with its stable code and what happened, in one line.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, title: impl Into<String>) -> Self {
        let problem = Box::new(Problem {
            code: code.to_owned(),
            status: status.as_u16(),
            title: title.into(),
            detail: String::new(),
            findings: Vec::new(),
            plan: None,
        });
        Self { problem, retry_after: None }
    }

    /// A refusal whose message says in its first sentence what happened, and in the others what to do.
    #[must_use]
    pub fn said(status: StatusCode, code: &str, message: &str) -> Self {
        match message.split_once(". ") {
            Some((title, detail)) => Self::new(status, code, format!("{title}.")).detail(detail),
            None => Self::new(status, code, message),
        }
    }

    /// Adds the particulars, and what to do next.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = detail.into();
        self
    }

    /// Adds the findings of the rows at fault: the first [`MOST_FINDINGS`] of them.
    #[must_use]
    pub fn findings(mut self, mut findings: Vec<Finding>) -> Self {
        findings.truncate(MOST_FINDINGS);
        self.problem.findings = findings;
        self
    }

    /// Says after how many seconds it makes sense to try again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Adds the plan as it would be now.
    #[must_use]
    pub fn plan(mut self, plan: PlanSummary) -> Self {
        self.problem.plan = Some(plan);
        self
    }

    /// The refusal as data.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// What nobody committed has been deleted.
    #[must_use]
    pub fn expired() -> Self {
        crate::store::StoreError::ImportExpired.into()
    }

    /// The server ends, and begins nothing any more.
    #[must_use]
    pub fn ending() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "server_busy", "The server is being restarted.")
            .detail("Nothing was changed. Try again in a moment; the call is safe to repeat.")
            .retry_after(ENDING)
    }

    /// Something went wrong inside the server; the cause belongs in the log, not in the answer.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server made a mistake.")
            .detail("Nothing half-done was kept. Try again; if it happens again, the server's log says more.")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Numbers, text and lists: a problem always serialises.
        let body = serde_json::to_vec(&*self.problem).unwrap_or_default();
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (status, [kind], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<PathRejection> for Refusal {
    fn from(_: PathRejection) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.").detail(
            "The lane is `sales` or `partners`, an import's id is a UUID, and a batch's number is a whole number from 0.",
        )
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "query_malformed", "The address's query cannot be read.")
            .detail(rejection.body_text())
    }
}
