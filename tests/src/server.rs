//! A server for one test: the real one, over real HTTP, on a database of the test's own.

use lanegate_server::db::{Db, Statement};
use lanegate_server::serve;
use lanegate_wire::{
    Batch, CommitRequest, ImportStatus, Lane, LeaveOut, OpenImport, PlanRequest, PlanSummary, Problem, Receipt,
};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::database::Database;
use crate::sample::Sample;

/// A server that listens on a free port of this machine.
pub struct Server {
    /// Where it is: `http://127.0.0.1:PORT`.
    pub base: String,
    /// The database, through the server's own pool.
    pub db: Db,
    client: Client,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    // Dropped last: it is gone when the server is.
    database: Database,
}

/// What a call answered: what was asked for, or a problem.
pub type Answered<T> = Result<T, Problem>;

impl Server {
    /// A server on a fresh database, with a pool of up to five connections.
    pub async fn start() -> Self {
        Self::with_pool(5).await
    }

    /// A server on a fresh database, with a pool of up to this many connections.
    pub async fn with_pool(connections: u32) -> Self {
        let database = Database::fresh().await;
        database.prepare().await;
        let login = database.login();
        Self::on(database, login, connections).await
    }

    /// A server on a prepared database, connecting as told.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn on(database: Database, login: PgConnectOptions, connections: u32) -> Self {
        let db = Db::connect(login, database.connections(connections)).await.expect("the database is there");
        let listener = serve::listen(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("a bound listener has an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async move {
            let _ = stopped.await;
        };
        let pool = db.clone();
        let serving = tokio::spawn(async move { serve::serve(listener, pool, ended).await.expect("it serves") });
        Self { base, db, client: Client::new(), stop: Some(stop), serving: Some(serving), database }
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Ends the server as a signal would, and waits until it has ended. The database stays.
    ///
    /// # Panics
    /// When it ended with an error.
    pub async fn stop(mut self) -> Database {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            serving.await.expect("the server ends in good order");
        }
        self.database
    }

    /// A request to a path, for what the other calls do not say.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
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

    /// One number from the database, asked under the lane's role.
    ///
    /// # Panics
    /// When the statement fails.
    pub async fn number(&self, lane: Lane, sql: &'static str) -> i64 {
        let mut tx = self.db.read(lane).await.expect("the lane can be read");
        Statement::new(sql).one(&mut tx).await.expect("the statement gives a row").get(0)
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

/// The problem that a response is.
///
/// # Panics
/// When it is none: every refusal has one form.
pub async fn problem(response: reqwest::Response) -> Problem {
    let status = response.status();
    let kind = response.headers().get("content-type").cloned();
    let text = response.text().await.expect("a body");
    assert_eq!(kind.as_ref().and_then(|kind| kind.to_str().ok()), Some("application/problem+json"), "{status}: {text}");
    let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(problem.status, status.as_u16());
    assert!(!problem.title.is_empty() && !problem.code.is_empty(), "{text}");
    problem
}
