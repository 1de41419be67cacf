//! Holds a private database still while its rows are moved to another one, and then closes it to its server.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};

use super::roles::{RoleNames, quoted};
use super::tx::LOCK_SPACE;
use super::{Area, DbError};

/// A database in which nothing is written until this is dropped or closed.
#[derive(Debug)]
pub struct Handover {
    connection: PgConnection,
    names: RoleNames,
}

impl Handover {
    /// Waits for whatever is being written, and holds the locks of all areas from then on.
    ///
    /// # Errors
    /// The database's own.
    pub async fn begin(superuser: &PgConnectOptions, database: &str) -> Result<Self, DbError> {
        let mut connection = superuser.clone().statement_cache_capacity(0).connect().await?;
        let mut sql = "BEGIN; SET LOCAL lock_timeout = '15min';".to_owned();
        for area in Area::ALL {
            sql.push_str(&format!("SELECT pg_advisory_xact_lock({LOCK_SPACE}, {});", area.lock_number()));
        }
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
        Ok(Self { connection, names: RoleNames::of(database)? })
    }

    /// Takes the login's rights away, so that a server that still runs can't write what would be left behind. The next
    /// server that is started on the private database gives them back.
    ///
    /// # Errors
    /// The database's own; the login then has its rights.
    pub async fn close(mut self) -> Result<(), DbError> {
        let mut sql = String::new();
        for area in self.names.areas() {
            sql.push_str(&format!("REVOKE {} FROM {};", quoted(&area), quoted(&self.names.login())));
        }
        sql.push_str("COMMIT");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection).await?;
        Ok(self.connection.close().await?)
    }
}
