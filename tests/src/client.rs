//! A client that does not give up: it keeps the import's id, and when an answer is lost or the server is not able just
//! now, it begins again at opening, as the page and the command line do.

#![expect(clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use lanegate_wire::{CommitRequest, ImportStatus, LeaveOut, PlanRequest, PlanSummary, Receipt};
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::watch;

use crate::api::{Failure, path, tried};
use crate::sample::Sample;

/// How long a client goes on with one import.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long it waits before it begins again.
const WAIT: Duration = Duration::from_millis(40);

/// What a client is about, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// It opens the import.
    Open,
    /// It sends batches.
    Upload,
    /// It asks for the plan.
    Plan,
    /// It commits, or abandons.
    Commit,
    /// It has what it wanted.
    Done,
}

/// What a client is after.
#[derive(Clone, Copy)]
enum Aim {
    Commit,
    Abandon,
}

/// What the server has said that it has.
#[derive(Default)]
struct Got {
    batches: BTreeSet<u32>,
    plan: bool,
}

/// A client of a server whose address may change, since it is started again.
pub struct Client {
    http: reqwest::Client,
    base: watch::Receiver<String>,
    token: String,
    step: watch::Sender<Step>,
    /// How often it had to begin again.
    pub again: u32,
    /// The codes of the problems that made it begin again, and how often.
    pub met: BTreeMap<String, u32>,
}

impl Client {
    /// A client of the server that an address names, with a token.
    #[must_use]
    pub fn of(base: watch::Receiver<String>, token: &str) -> Self {
        Self {
            http: reqwest::Client::new(),
            base,
            token: token.to_owned(),
            step: watch::Sender::new(Step::Open),
            again: 0,
            met: BTreeMap::new(),
        }
    }

    /// What it is about, for whoever wants to disturb it.
    #[must_use]
    pub fn step(&self) -> watch::Receiver<Step> {
        self.step.subscribe()
    }

    /// Everything, from opening to the receipt.
    ///
    /// # Panics
    /// When the server says something that no fault of others explains, or takes too long.
    pub async fn carry_out(&mut self, sample: &Sample) -> Receipt {
        self.insist(sample, Aim::Commit).await.expect("a commit gives a receipt")
    }

    /// Compares with the database, then abandons.
    ///
    /// # Panics
    /// As [`Client::carry_out`].
    pub async fn compare_and_abandon(&mut self, sample: &Sample) {
        self.insist(sample, Aim::Abandon).await;
    }

    async fn insist(&mut self, sample: &Sample, aim: Aim) -> Option<Receipt> {
        let began = Instant::now();
        let mut got = Got::default();
        loop {
            match self.once(sample, aim, &mut got).await {
                Ok(receipt) => {
                    self.step.send_replace(Step::Done);
                    return receipt;
                }
                Err(Failure::Refused(problem)) if !passes(problem.status, &problem.code) => {
                    panic!("{} of {}: {problem:?}", sample.import.id, sample.import.kind)
                }
                Err(failure) => {
                    assert!(began.elapsed() < PATIENCE, "{}: {failure:?}", sample.import.id);
                    self.again += 1;
                    if let Failure::Refused(problem) = failure {
                        *self.met.entry(problem.code).or_default() += 1;
                    }
                    tokio::time::sleep(WAIT).await;
                }
            }
        }
    }

    async fn once(&self, sample: &Sample, aim: Aim, got: &mut Got) -> Result<Option<Receipt>, Failure> {
        match aim {
            Aim::Commit => {
                let (plan, receipt) = self.compare(sample, got).await?;
                if receipt.is_some() {
                    return Ok(receipt);
                }
                self.step.send_replace(Step::Commit);
                let plan = plan.digest;
                self.send(Method::POST, sample, "/commit", &CommitRequest { plan }).await.map(Some)
            }
            Aim::Abandon => {
                // What was abandoned without an answer must not be opened again.
                if !got.plan {
                    self.compare(sample, got).await?;
                    got.plan = true;
                }
                self.step.send_replace(Step::Commit);
                self.send::<Value>(Method::POST, sample, "/abandon", &Value::Null).await.map(|_| None)
            }
        }
    }

    /// Opens, sends what is missing, plans. An import that is committed already gives its receipt.
    async fn compare(&self, sample: &Sample, got: &mut Got) -> Result<(PlanSummary, Option<Receipt>), Failure> {
        self.step.send_replace(Step::Open);
        let opened = self.request(Method::POST, &format!("/api/v1/{}/imports", sample.lane)).json(&sample.import);
        let status: ImportStatus = tried(opened).await?;
        if let Some(receipt) = status.receipt {
            let plan = status.plan.expect("what is committed was planned");
            return Ok((plan, Some(receipt)));
        }
        let lost: Vec<_> = status.missing_batches.iter().filter(|n| got.batches.contains(n)).collect();
        assert!(lost.is_empty(), "{}: batches {lost:?} were taken, and are gone", sample.import.id);
        self.step.send_replace(Step::Upload);
        let mut missing = status.missing_batches;
        // An answer names the first hundred of them at most.
        while !missing.is_empty() {
            for n in missing {
                let batch = &sample.batches[n as usize];
                self.send::<Value>(Method::PUT, sample, &format!("/batches/{n}"), batch).await?;
                got.batches.insert(n);
            }
            let status: ImportStatus = tried(self.request(Method::GET, &path(sample.lane, sample.import.id))).await?;
            missing = status.missing_batches;
        }
        self.step.send_replace(Step::Plan);
        let everything = PlanRequest { leave_out: LeaveOut::default() };
        Ok((self.send(Method::POST, sample, "/plan", &everything).await?, None))
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        sample: &Sample,
        call: &str,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        tried(self.request(method, &format!("{}{call}", path(sample.lane, sample.import.id))).json(body)).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let base = self.base.borrow().clone();
        self.http.request(method, format!("{base}{path}")).bearer_auth(&self.token)
    }
}

/// Whether what the server said may be over by the next try. A commit whose answer was lost shows as `already_committed`
/// to whoever asked for a plan just then.
fn passes(status: u16, code: &str) -> bool {
    matches!(status, 502..=504 | 507) || code == "already_committed"
}
