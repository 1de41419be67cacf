//! The server as people start it, on a database of its own, and an import through it, over HTTP, as the page sends it.

use std::ops::Deref;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Result, anyhow, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use lanegate_tests::api::{Answered, Api};
use lanegate_tests::database::Database;
use lanegate_tests::program::{self, Program};
use lanegate_tests::sample::Sample;
use lanegate_wire::LeaveOut;
use sqlx::ConnectOptions as _;

/// How long a client that was told to come again waits.
const WAIT: Duration = Duration::from_millis(200);
/// How often it comes again.
const PATIENCE: u32 = 300;

/// A running server with its database.
pub struct Serving {
    // Dropped in this order.
    program: Program,
    pub database: Database,
}

impl Serving {
    /// On a fresh, empty database; `log` is what it logs.
    pub async fn fresh(log: &str) -> Self {
        Self::on(Database::fresh().await, log)
    }

    /// On a database.
    pub fn on(database: Database, log: &str) -> Self {
        let (login, owner) = (database.login().to_url_lossy().to_string(), database.owner().to_url_lossy().to_string());
        let variables = [("DATABASE_URL", login.as_str()), ("DATABASE_OWNER_URL", &owner), ("RUST_LOG", log)];
        let token = program::token(&variables);
        Self { program: Program::start(&[], &variables).with_token(&token), database }
    }

    /// Another client of it, with connections of its own.
    pub fn client(&self) -> Api {
        Api::at(self.base.clone()).with_token(self.token().to_owned())
    }

    /// Ends the server; what it logged, and the database.
    pub fn ended(self) -> (String, Database) {
        (self.program.ended(), self.database)
    }
}

impl Deref for Serving {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.program
    }
}

/// What an import took.
pub struct Done {
    pub stage: Duration,
    pub plan: Duration,
    pub commit: Duration,
    /// When it was staged, planned and committed.
    pub at: [SystemTime; 3],
    /// How often the server said to come again.
    pub again: u32,
}

impl Done {
    /// From the first batch to the receipt.
    pub fn all(&self) -> Duration {
        self.stage + self.plan + self.commit
    }
}

/// Carries out an import that is open, with so many batches on their way at a time.
pub async fn import(api: &Api, sample: &Sample, at_a_time: usize) -> Result<Done> {
    let (lane, id) = (sample.lane, sample.import.id);
    let mut again = 0;
    let began = Instant::now();
    let sent = (0..sample.import.batches).map(|n| insist(move || api.stage(lane, id, n, &sample.batches[n as usize])));
    let mut staged = stream::iter(sent).buffered(at_a_time);
    while let Some((_, times)) = staged.try_next().await? {
        again += times;
    }
    let (stage, staged_at, began) = (began.elapsed(), SystemTime::now(), Instant::now());
    let (planned, times) = insist(|| api.plan(lane, id, LeaveOut::default())).await?;
    again += times;
    let (plan, planned_at, began) = (began.elapsed(), SystemTime::now(), Instant::now());
    let (receipt, times) = insist(|| api.commit(lane, id, &planned.digest)).await?;
    let commit = began.elapsed();
    again += times;
    ensure!(
        receipt.counts.values().sum::<u32>() == sample.import.rows,
        "not all rows were committed: {:?}",
        receipt.counts
    );
    Ok(Done { stage, plan, commit, at: [staged_at, planned_at, SystemTime::now()], again })
}

/// Makes a call, again where the server says to come again; with what it answered, how often.
async fn insist<T, F: Future<Output = Answered<T>>>(call: impl Fn() -> F) -> Result<(T, u32)> {
    let mut again = 0;
    loop {
        match call().await {
            Ok(answer) => return Ok((answer, again)),
            Err(problem) if problem.status == 503 && again < PATIENCE => {
                again += 1;
                tokio::time::sleep(WAIT).await;
            }
            Err(problem) => return Err(anyhow!("{problem}")),
        }
    }
}
