//! The way to the database: one pool, and transactions that have set their area's role before anything else.
//!
//! Every statement of the server but its signs of life runs through a [`Tx`], unprepared (a pooler in transaction mode would lose
//! prepared ones) and under the lane's role (the login role can do nothing by itself). No handler ever holds two connections:
//! calls that each wait for a second one would wait for each other.

mod adopt;
mod archive;
mod area;
mod create;
mod error;
mod handover;
mod migrate;
mod rekey;
mod roles;
mod triggers;
mod tx;
mod write;

use std::sync::Arc;
use std::time::Duration;

use lanegate_wire::Lane;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::{PgConnection, PgPool};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::per_lane::PerLane;

pub use adopt::{Adoption, Filled, Remark, Report, States, TableRows, adopt};
pub use archive::{ArchiveError, ArchivedRows, Manifest, read as read_archive, write as write_archive};
pub use area::Area;
pub use create::create;
pub use error::DbError;
pub use handover::Handover;
pub use migrate::{
    check_login, is_owner, is_prepared, look, may_prepare, newest as newest_migration, prepare, prepare_or_look,
    rekeyed,
};
pub use rekey::Rekeyed;
pub use roles::{RoleNames, roles_sql};
pub use tx::{Statement, Tx};
pub use write::{TRIES, Writing};

/// How long a request waits for a connection of its own turn before it is told that the database is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request waits for its turn while others use all connections, before it is told that the database is busy.
const TURN_TIMEOUT: Duration = Duration::from_secs(55);

/// How long a sign of life may wait for its turn.
const PING_TURN_TIMEOUT: Duration = Duration::from_secs(1);

/// How long one statement of a transaction is waited for where the database says nothing at all: longer than the time
/// after which it ends the statement itself.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Where the transaction only looks.
    pub read: Duration,
    /// Where it writes, up to Excel's limit of rows at once.
    pub write: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { read: Duration::from_secs(45), write: Duration::from_secs(16 * 60) }
    }
}

/// What the connections of a pool do.
#[derive(Debug, Clone, Copy)]
pub struct PoolUse {
    /// So many are at work.
    pub in_use: u32,
    /// So many wait for some.
    pub idle: u32,
    /// So many there are at most.
    pub most: u32,
}

/// A pool of connections to a prepared database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    roles: RoleNames,
    /// One permit a connection. A pool alone cannot tell "all are in use" from "none can be made".
    turns: Arc<Semaphore>,
    /// What may be spent on pages of lists, which can take long.
    readers: Readers,
    /// One permit an area. The area's lock in the database keeps writers apart, wherever they are; this keeps those of
    /// one server from waiting for it with a connection each, which readers want.
    writers: Writers,
    patience: Patience,
}

/// One permit for each area.
#[derive(Debug, Clone)]
struct Writers {
    lanes: PerLane<Arc<Semaphore>>,
    access: Arc<Semaphore>,
}

impl Writers {
    fn new() -> Self {
        let one = || Arc::new(Semaphore::new(1));
        Self { lanes: PerLane::new(one), access: one() }
    }

    const fn of(&self, area: Area) -> &Arc<Semaphore> {
        match area {
            Area::Lane(lane) => self.lanes.of(lane),
            Area::Access => &self.access,
        }
    }
}

/// Half of the connections for lists, a quarter for each lane's: neither lane keeps the other's waiting, and signing in,
/// comparing, and committing have the rest. Where there are fewer than four, the lanes share the half.
#[derive(Debug, Clone)]
struct Readers {
    all: Arc<Semaphore>,
    lanes: PerLane<Arc<Semaphore>>,
}

impl Readers {
    fn of(connections: u32) -> Self {
        let share = |parts: usize| Arc::new(Semaphore::new((connections as usize / parts).max(1)));
        Self { all: share(2), lanes: PerLane::new(|| share(4)) }
    }
}

impl Db {
    /// Connects to a database that [`prepare`] has seen.
    ///
    /// # Errors
    /// When the database cannot be reached, or its name is too long to be part of role names.
    pub async fn connect(options: PgConnectOptions, max_connections: u32) -> Result<Self, DbError> {
        Self::connect_with(options, max_connections, Patience::default()).await
    }

    /// Connects, with another patience than the usual one.
    ///
    /// # Errors
    /// As [`Db::connect`].
    pub async fn connect_with(
        options: PgConnectOptions,
        max_connections: u32,
        patience: Patience,
    ) -> Result<Self, DbError> {
        let max_connections = max_connections.max(1);
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_release(move |connection, _| Box::pin(made_ready(connection, patience.write)))
            // pgbouncer refuses this one among the settings that sqlx sends, and PostgreSQL's own default does as well.
            .connect_with(options.statement_cache_capacity(0).extra_float_digits(None))
            .await?;
        let database: String = {
            let mut connection = pool.acquire().await?;
            migrate::current_database(&mut connection).await?
        };
        let turns = Arc::new(Semaphore::new(max_connections as usize));
        let readers = Readers::of(max_connections);
        Ok(Self { pool, roles: RoleNames::of(&database)?, turns, readers, writers: Writers::new(), patience })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`DbError::Busy`] when every connection is at work, [`DbError::Unavailable`] when there is no sign of life.
    pub async fn ping(&self) -> Result<(), DbError> {
        self.sign("SELECT 1").await.map(drop)
    }

    /// The last migration that the database has, as [`prepare`] has noted it; none where it did not.
    ///
    /// # Errors
    /// As [`Db::ping`]; it takes no longer either.
    pub async fn migration(&self) -> Result<Option<i64>, DbError> {
        migrate::noted(self.sign(migrate::NOTED).await?.as_ref())
    }

    /// Whether the role that is signed in may work in every area.
    ///
    /// # Errors
    /// As [`Db::ping`]; it takes no longer either.
    pub async fn may_work(&self) -> Result<bool, DbError> {
        Ok(self.sign(migrate::MAY_WORK).await?.is_some())
    }

    /// What the database answers to a question that needs no right: outside of any transaction, since who wants to know whether
    /// there is a database must not wait for a role or a lock in it.
    async fn sign(&self, question: &'static str) -> Result<Option<PgRow>, DbError> {
        let _turn = permit(&self.turns, PING_TURN_TIMEOUT).await?;
        let answer = async {
            let mut connection = self.pool.acquire().await?;
            sqlx::raw_sql(question).fetch_optional(&mut *connection).await
        };
        // A pooler takes the question even where there is no database behind it.
        match timeout(ACQUIRE_TIMEOUT, answer).await {
            Ok(row) => Ok(row?),
            Err(_) => Err(sqlx::Error::PoolTimedOut.into()),
        }
    }

    /// How many of the pool's connections are at work.
    #[must_use]
    pub fn pool_use(&self) -> PoolUse {
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX);
        PoolUse { in_use: self.pool.size().saturating_sub(idle), idle, most: self.pool.options().get_max_connections() }
    }

    /// Begins a transaction that only looks.
    ///
    /// # Errors
    /// When the database cannot be reached or the area's role cannot be taken.
    pub async fn read(&self, area: impl Into<Area>) -> Result<Tx, DbError> {
        let turn = permit(&self.turns, TURN_TIMEOUT).await?;
        Tx::begin(&self.pool, vec![turn], &self.roles, area.into(), tx::Access::Read, self.patience.read).await
    }

    /// Begins a transaction that reads a page of a list, which may take long. It waits for its lane's share of the
    /// connections first.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn browse(&self, lane: Lane) -> Result<Tx, DbError> {
        // Whoever waits here holds no connection that others want.
        let of_lane = permit(self.readers.lanes.of(lane), TURN_TIMEOUT).await?;
        let reader = permit(&self.readers.all, TURN_TIMEOUT).await?;
        let turn = permit(&self.turns, TURN_TIMEOUT).await?;
        let permits = vec![of_lane, reader, turn];
        Tx::begin(&self.pool, permits, &self.roles, lane.into(), tx::Access::Read, self.patience.read).await
    }

    /// Closes the pool, waiting for connections that are in use.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Makes sure, before a connection goes back to the pool, that it is of use there.
///
/// One that was left in the middle of a statement first has to hear its end; one that never does would take its place in
/// the pool for good. And one whose user went away while `BEGIN` was on its way is in a transaction that sqlx 0.9.0 knows
/// nothing of (transact-rs/sqlx#4393): the next transaction would have begun long ago, by the database's clock. `BEGIN`
/// before `ROLLBACK` spares the usual connection a warning, and such a one gets it.
async fn made_ready(connection: &mut PgConnection, patience: Duration) -> Result<bool, sqlx::Error> {
    match timeout(patience, sqlx::raw_sql("BEGIN; ROLLBACK").execute(connection)).await {
        Ok(answer) => answer.map(|_| true),
        Err(_) => Err(sqlx::Error::PoolTimedOut),
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
