//! The way to the database: one pool, and transactions that have set their lane's role before anything else.
//!
//! Every statement of the server runs through a [`LaneTx`], unprepared (a pooler in transaction mode would lose prepared
//! ones) and under the lane's role (the login role can do nothing by itself). No handler ever holds two connections, so
//! a pool of one, which is all that the embedded database has, serves as well as a pool of many.

mod adopt;
mod error;
mod migrate;
mod roles;
mod tx;

use std::sync::Arc;
use std::time::Duration;

use lanegate_wire::Lane;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

pub use adopt::{Adoption, Filled, Remark, Report, States, TableRows, adopt};
pub use error::DbError;
pub use migrate::prepare;
pub use roles::{RoleNames, roles_sql};
pub use tx::{LaneTx, Statement};

/// How long a request waits for a connection of its own turn before it is told that the database is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request waits for its turn while others use all connections, before it is told that the database is busy:
/// with the embedded database's one connection, as long as a large commit may take.
const TURN_TIMEOUT: Duration = Duration::from_secs(55);

/// How long a sign of life may wait for its turn.
const PING_TURN_TIMEOUT: Duration = Duration::from_secs(1);

/// A pool of connections to a prepared database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    roles: RoleNames,
    /// One permit a connection. A pool alone cannot tell "all are in use" from "none can be made".
    turns: Arc<Semaphore>,
    /// One permit a lane. The lane's lock in the database keeps writers apart, wherever they are; this keeps those of
    /// one server from waiting for it with a connection each, which readers want.
    writers: Writers,
}

#[derive(Debug, Clone)]
struct Writers {
    sales: Arc<Semaphore>,
    partners: Arc<Semaphore>,
}

impl Writers {
    fn new() -> Self {
        Self { sales: Arc::new(Semaphore::new(1)), partners: Arc::new(Semaphore::new(1)) }
    }

    fn of(&self, lane: Lane) -> &Arc<Semaphore> {
        match lane {
            Lane::Sales => &self.sales,
            Lane::Partners => &self.partners,
        }
    }
}

impl Db {
    /// Connects to a database that [`prepare`] has seen.
    ///
    /// # Errors
    /// When the database cannot be reached, or its name is too long to be part of role names.
    pub async fn connect(options: PgConnectOptions, max_connections: u32) -> Result<Self, DbError> {
        let max_connections = max_connections.max(1);
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.statement_cache_capacity(0))
            .await?;
        let database: String = {
            let mut connection = pool.acquire().await?;
            migrate::current_database(&mut connection).await?
        };
        let turns = Arc::new(Semaphore::new(max_connections as usize));
        Ok(Self { pool, roles: RoleNames::of(&database)?, turns, writers: Writers::new() })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`DbError::Busy`] when every connection is at work, [`DbError::Unavailable`] when there is no sign of life.
    pub async fn ping(&self) -> Result<(), DbError> {
        let _turn = permit(&self.turns, PING_TURN_TIMEOUT).await?;
        let mut connection = self.pool.acquire().await?;
        sqlx::raw_sql("SELECT 1").execute(&mut *connection).await?;
        Ok(())
    }

    /// Begins a transaction that only looks.
    ///
    /// # Errors
    /// When the database cannot be reached or the lane's role cannot be taken.
    pub async fn read(&self, lane: Lane) -> Result<LaneTx, DbError> {
        let turn = permit(&self.turns, TURN_TIMEOUT).await?;
        LaneTx::begin(&self.pool, vec![turn], &self.roles, lane, tx::Access::Read).await
    }

    /// Begins a transaction that writes: it waits for the lane's lock, so that writers of one lane follow one another.
    ///
    /// # Errors
    /// When the database cannot be reached, the lane's role cannot be taken, or the lock is held for too long.
    pub async fn write(&self, lane: Lane) -> Result<LaneTx, DbError> {
        let writer = permit(self.writers.of(lane), TURN_TIMEOUT).await?;
        let turn = permit(&self.turns, TURN_TIMEOUT).await?;
        LaneTx::begin(&self.pool, vec![turn, writer], &self.roles, lane, tx::Access::Write).await
    }

    /// Closes the pool, waiting for connections that are in use.
    pub async fn close(&self) {
        // A transaction that was dropped is being rolled back. The embedded database does not like a connection that goes
        // before that was answered, and gives up; a sign of life is answered after it.
        let _ = self.ping().await;
        self.pool.close().await;
    }
}

async fn permit(of: &Arc<Semaphore>, patience: Duration) -> Result<OwnedSemaphorePermit, DbError> {
    match timeout(patience, of.clone().acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        // The semaphores are never closed.
        Ok(Err(_)) => Err(sqlx::Error::PoolClosed.into()),
        Err(_) => Err(DbError::Busy(sqlx::Error::PoolTimedOut)),
    }
}
