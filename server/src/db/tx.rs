//! The one way to run SQL: a transaction under its area's role, and statements that are never prepared.

use std::io;
use std::time::{Duration, Instant};

use futures::TryStreamExt as _;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Encode, PgConnection, PgPool, Postgres, Row as _, Transaction, Type};
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::{Area, DbError, RoleNames, roles::quoted};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It only looks.
    Read,
    /// It writes, and takes its area's lock.
    Write,
}

/// The first half of every area's advisory lock: "lane" as a number.
pub(super) const LOCK_SPACE: i32 = 0x6c61_6e65;

/// What every transaction sets beside its role: texts of dates and times that do not depend on the server's settings,
/// and no compiling of statements that run once.
const SETTINGS: &str = "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL jit = off; \
                        SET LOCAL idle_in_transaction_session_timeout = '60s';";

const READ_SETTINGS: &str = "SET LOCAL statement_timeout = '30s';";

/// Whatever a transaction that writes looks for has a key. It is found by an index, whatever statistics say: a table without any looks
/// small, and would be read whole.
const WRITE_SETTINGS: &str = "SET LOCAL statement_timeout = '15min'; SET LOCAL lock_timeout = '60s'; \
                              SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; \
                              SET LOCAL enable_mergejoin = off;";

/// A transaction under the role of a lane, or of those who may. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub struct Tx {
    /// Present until the transaction ends.
    inner: Option<Transaction<'static, Postgres>>,
    patience: Duration,
    /// What others wait for while the connection is in use.
    permits: Vec<OwnedSemaphorePermit>,
}

impl Tx {
    pub(super) async fn begin(
        pool: &PgPool,
        permits: Vec<OwnedSemaphorePermit>,
        roles: &RoleNames,
        area: Area,
        access: Access,
        patience: Duration,
    ) -> Result<Self, DbError> {
        let (begin, settings) = match access {
            Access::Read => ("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY", READ_SETTINGS),
            Access::Write => ("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", WRITE_SETTINGS),
        };
        // All of it is local to the transaction: a pooler may give the connection to somebody else after it.
        let role = quoted(&roles.of_area(area));
        // The database takes partners' keys from servers of its own rules only.
        let keys = format!("SET LOCAL lanegate.key_rules = '{}';", lanegate_kinds::PARTNER_KEY_RULES);
        let setup =
            format!("SET LOCAL ROLE {role}; SET LOCAL search_path TO {area}, pg_temp; {settings} {SETTINGS} {keys}");
        // A statement of its own: the next one's snapshot then is taken after the wait.
        let lock = format!("SELECT pg_advisory_xact_lock({LOCK_SPACE}, {})", area.lock_number());
        let mut tx = Self { inner: None, patience, permits };
        let begun = within(patience, async {
            let inner = tx.inner.insert(pool.begin_with(begin).await?);
            sqlx::raw_sql(AssertSqlSafe(setup)).execute(&mut **inner).await?;
            if access == Access::Write {
                sqlx::raw_sql(AssertSqlSafe(lock)).execute(&mut **inner).await?;
            }
            Ok(())
        });
        begun.await.map_err(DbError::at_the_beginning)?;
        Ok(tx)
    }

    /// The connection, in its transaction.
    ///
    /// # Errors
    /// Never: the transaction is there until it ends.
    fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.inner.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Stores rows in a table, as `COPY … FROM STDIN (FORMAT csv)`: a blank between commas is none, and no type has to be named. Says how
    /// many there were.
    ///
    /// # Errors
    /// The database's own.
    pub async fn copy_in(&mut self, statement: &str, rows: Vec<u8>) -> Result<u64, DbError> {
        let patience = self.patience;
        let began = Instant::now();
        let copying = async {
            let mut copy = self.connection()?.copy_in_raw(statement).await?;
            copy.send(rows).await?;
            copy.finish().await
        };
        let copied = within(patience, copying).await?;
        // sqlx logs statements, and not these.
        let summary = statement.split(" (").next().unwrap_or_default();
        tracing::debug!(target: "sqlx::query", summary, elapsed_secs = began.elapsed().as_secs_f64());
        Ok(copied)
    }

    /// Makes what the transaction did last.
    ///
    /// # Errors
    /// [`DbError::Unconfirmed`] when the database is lost in the middle of it: whether it happened is then for the next
    /// request to find out. Else the database's own, and it has not happened.
    pub async fn commit(mut self) -> Result<(), DbError> {
        let (inner, permits) = (self.inner.take(), std::mem::take(&mut self.permits));
        let patience = self.patience;
        // A task of its own: it goes on, and keeps its permits, if the caller is gone.
        let committing = tokio::spawn(async move {
            let done = match inner {
                Some(inner) => within(patience, inner.commit()).await,
                None => Err(sqlx::Error::PoolClosed),
            };
            drop(permits);
            done
        });
        let done = committing.await.unwrap_or(Err(sqlx::Error::WorkerCrashed));
        done.map_err(DbError::at_the_end)
    }
}

impl Drop for Tx {
    /// A caller that is gone may leave a statement behind that the database still works on. Its permits are given back when the
    /// connection is of use again: others would find none otherwise.
    fn drop(&mut self) {
        let (Some(inner), permits) = (self.inner.take(), std::mem::take(&mut self.permits)) else { return };
        let patience = self.patience;
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                let _ = within(patience, inner.rollback()).await;
                drop(permits);
            });
        }
    }
}

/// A row's size in bytes, as the database sent it.
fn size(row: &PgRow) -> Result<usize, sqlx::Error> {
    (0..row.len()).try_fold(0, |size, column| {
        let value = row.try_get_raw(column)?;
        Ok(size + value.as_bytes().map_or(0, <[u8]>::len))
    })
}

/// Gives up on a database that says nothing at all. One that lives ends a statement by its own timeouts before that; one
/// behind a broken network would be waited for, and hold its lane up, until the system gives the connection up, if ever.
async fn within<T>(patience: Duration, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    match timeout(patience, work).await {
        Ok(done) => done,
        Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
    }
}

/// A statement with its arguments. It runs unprepared, and only in a [`Tx`].
///
/// Arguments and results are of built-in types; lists are cast to text. To learn of a type of ours, sqlx would ask the
/// database in mid-statement, and so lose the unnamed statement ("unnamed prepared statement does not exist").
#[must_use = "a statement does nothing until it is run"]
pub struct Statement(Query<'static, Postgres, PgArguments>);

impl Statement {
    /// A statement from a text of this program.
    pub fn new(sql: &'static str) -> Self {
        Self(sqlx::query(sql).persistent(false))
    }

    /// Gives the next argument.
    pub fn bind<T: Encode<'static, Postgres> + Type<Postgres> + 'static>(self, value: T) -> Self {
        Self(self.0.bind(value))
    }

    /// Runs it; says how many rows it touched.
    ///
    /// # Errors
    /// The database's own.
    pub async fn run(self, tx: &mut Tx) -> Result<u64, DbError> {
        let patience = tx.patience;
        Ok(within(patience, self.0.execute(tx.connection()?)).await?.rows_affected())
    }

    /// Runs it; the one row it gives.
    ///
    /// # Errors
    /// The database's own, or that there is no row.
    pub async fn one(self, tx: &mut Tx) -> Result<PgRow, DbError> {
        let patience = tx.patience;
        Ok(within(patience, self.0.fetch_one(tx.connection()?)).await?)
    }

    /// Runs it; the row it gives, if any.
    ///
    /// # Errors
    /// The database's own.
    pub async fn maybe(self, tx: &mut Tx) -> Result<Option<PgRow>, DbError> {
        let patience = tx.patience;
        Ok(within(patience, self.0.fetch_optional(tx.connection()?)).await?)
    }

    /// Runs it; its first rows, at most so many, and until they have this many bytes together. Says whether there are more.
    ///
    /// # Errors
    /// The database's own.
    pub async fn first(self, tx: &mut Tx, rows: usize, bytes: usize) -> Result<(Vec<PgRow>, bool), DbError> {
        let patience = tx.patience;
        let mut given = self.0.fetch(tx.connection()?);
        let (mut taken, mut left) = (Vec::new(), bytes);
        let taking = async {
            while let Some(row) = given.try_next().await? {
                if taken.len() == rows || left == 0 {
                    return Ok((taken, true));
                }
                left = left.saturating_sub(size(&row)?);
                taken.push(row);
            }
            Ok((taken, false))
        };
        Ok(within(patience, taking).await?)
    }

    /// Runs it; all rows it gives. For statements that give a bounded number.
    ///
    /// # Errors
    /// The database's own.
    pub async fn all(self, tx: &mut Tx) -> Result<Vec<PgRow>, DbError> {
        let patience = tx.patience;
        Ok(within(patience, self.0.fetch_all(tx.connection()?)).await?)
    }
}
