//! The one way to write: a transaction behind its area's lock, begun anew when the database gives it up.
//!
//! PostgreSQL ends one of two transactions that wait for each other (a deadlock), and one that a concurrent change has
//! overtaken (a serialization failure). Writers of a lane follow one another, so this takes somebody else at work in the
//! same tables; nothing has then been done, and doing it again is all that is needed.

use std::time::Duration;

use tokio::time::sleep;
use uuid::Uuid;

use super::{Area, Db, DbError, TURN_TIMEOUT, Tx, permit, tx};

/// How often a transaction is tried before its request is told that the database is busy.
pub const TRIES: u32 = 4;

/// About how long the first wait between two tries is; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(25);

/// What a transaction that writes can end with.
pub trait Writing: From<DbError> {
    /// What the database said, where it said something.
    fn database(&self) -> Option<&DbError>;
}

impl Writing for DbError {
    fn database(&self) -> Option<&DbError> {
        Some(self)
    }
}

impl Db {
    /// Does some work in a transaction that writes: it waits for its area's lock, so that writers of one lane follow one
    /// another. The work commits the transaction; where it does not, the transaction is rolled back.
    ///
    /// Work that the database gives up is done again from its beginning in a transaction of its own, up to [`TRIES`]
    /// times in all, so it must change nothing but the database.
    ///
    /// # Errors
    /// The work's own, or when the database cannot be reached, its role cannot be taken, or the lock is held for
    /// too long.
    pub async fn write<T, E, F>(&self, area: impl Into<Area>, work: impl Fn(Tx) -> F) -> Result<T, E>
    where
        E: Writing,
        F: Future<Output = Result<T, E>>,
    {
        let area = area.into();
        let mut tried = 1;
        loop {
            let done = match self.begin_writing(area).await {
                Ok(tx) => work(tx).await,
                Err(error) => Err(error.into()),
            };
            let given_up = matches!(&done, Err(error) if matches!(error.database(), Some(DbError::GivenUp(_))));
            if !given_up || tried == TRIES {
                return done;
            }
            tracing::info!(%area, tried, "the database gave a transaction up; it is tried again");
            sleep(wait(tried)).await;
            tried += 1;
        }
    }

    async fn begin_writing(&self, area: Area) -> Result<Tx, DbError> {
        let writer = permit(self.writers.of(area), TURN_TIMEOUT).await?;
        let turn = permit(&self.turns, TURN_TIMEOUT).await?;
        Tx::begin(&self.pool, vec![turn, writer], &self.roles, area, tx::Access::Write, self.patience.write).await
    }
}

/// How long to wait after so many tries: half of what it is about, to half more, so that two that met do not meet again.
fn wait(tried: u32) -> Duration {
    let about = FIRST_WAIT * (1 << (tried - 1));
    let (_, random) = Uuid::new_v4().as_u64_pair();
    let thousandths = u32::try_from(random % 1000).unwrap_or(500);
    about / 2 + about * thousandths / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_short_and_differ() {
        for tried in 1..TRIES {
            let about = FIRST_WAIT * (1 << (tried - 1));
            let waits: Vec<Duration> = (0..200).map(|_| wait(tried)).collect();
            assert!(waits.iter().all(|wait| (about / 2..about * 3 / 2).contains(wait)), "{waits:?}");
            assert!(waits.iter().any(|wait| *wait < about) && waits.iter().any(|wait| *wait > about), "{waits:?}");
        }
    }
}
