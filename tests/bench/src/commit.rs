//! One import through the running server, over HTTP, as the page sends it.

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use lanegate_tests::database::Database;
use lanegate_tests::program::{self, Program};
use lanegate_wire::{Lane, LeaveOut};
use sqlx::ConnectOptions as _;

use crate::{rows, statements};

/// What an import took.
pub struct Done {
    pub stage: Duration,
    pub plan: Duration,
    pub commit: Duration,
    /// The server's most memory.
    pub megabytes: u64,
}

impl Done {
    /// From the first batch to the receipt.
    pub fn all(&self) -> Duration {
        self.stage + self.plan + self.commit
    }
}

/// Measures one import into an empty database.
pub async fn measure(rows: u32, by_statement: bool) -> Result<Done> {
    let sample = rows::import(rows);
    let database = Database::fresh().await;
    let (login, owner) = (database.login().to_url_lossy().to_string(), database.admin().to_url_lossy().to_string());
    let log = if by_statement { "sqlx::query=debug" } else { "warn" };
    let variables = [("DATABASE_URL", login.as_str()), ("MIGRATION_DATABASE_URL", &owner), ("RUST_LOG", log)];
    let token = program::token(&variables);
    let server = Program::start(&[], &variables).with_token(&token);
    let refused = |problem: lanegate_wire::Problem| anyhow!("{problem}");
    server.open(Lane::Sales, &sample.import).await.map_err(refused)?;
    let id = sample.import.id;

    let began = Instant::now();
    // Two at once, as the page does: the server checks one while the database takes in the other.
    let sent = (0..).zip(&sample.batches).map(|(n, batch)| server.stage(Lane::Sales, id, n, batch));
    stream::iter(sent).buffered(2).try_for_each(|_| async { Ok(()) }).await.map_err(refused)?;
    let stage = began.elapsed();
    let began = Instant::now();
    let planned = server.plan(Lane::Sales, id, LeaveOut::default()).await.map_err(refused)?;
    let plan = began.elapsed();
    let began = Instant::now();
    let receipt = server.commit(Lane::Sales, id, &planned.digest).await.map_err(refused)?;
    let commit = began.elapsed();
    ensure!(receipt.counts.values().sum::<u32>() == rows, "not all rows were committed: {:?}", receipt.counts);

    let megabytes = server.most_memory();
    let messages = server.ended();
    if by_statement {
        statements::print(&messages);
    }
    Ok(Done { stage, plan, commit, megabytes })
}
