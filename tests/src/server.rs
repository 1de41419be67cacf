//! A server for one test: the real one, over real HTTP, on a database of the test's own.

use std::ops::Deref;

use lanegate_server::db::{Area, Db, DbError, Statement};
use lanegate_server::net::Listener;
use lanegate_server::serve;
use sqlx::Row as _;
use sqlx::postgres::PgConnectOptions;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle};

use crate::account;
use crate::api::Api;
use crate::database::Database;

pub use crate::api::{answered, path, problem};

/// A server that listens on a free port of this machine. Its tests are `multi_thread`: at their end they wait for it.
pub struct Server {
    api: Api,
    /// The database, through the server's own pool.
    pub db: Db,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    // Dropped last: it is gone when the server is.
    database: Option<Database>,
}

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
        let db = Db::connect(login, connections).await.expect("the database is there");
        Self::over(database, db).await
    }

    /// A server on a prepared database, over a pool to it.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn over(database: Database, db: Db) -> Self {
        let listener = Listener::local(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let token = account::any(&db).await;
        let base = listener.url().expect("a bound listener has an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async move {
            let _ = stopped.await;
        };
        let pool = db.clone();
        let serving = tokio::spawn(async move { serve::serve(listener, pool, ended).await.expect("it serves") });
        Self {
            api: Api::at(base).with_token(token),
            db,
            stop: Some(stop),
            serving: Some(serving),
            database: Some(database),
        }
    }

    /// Ends the server as a signal would, and waits until it has ended. The database stays.
    ///
    /// # Panics
    /// When it ended with an error.
    pub async fn stop(mut self) -> Database {
        self.end().await.expect("the server ends in good order");
        self.database.take().expect("only the end of the fixture takes it")
    }

    /// Its database.
    ///
    /// # Panics
    /// Never: it stands until the fixture is dropped.
    #[must_use]
    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("only the end of the fixture takes it")
    }

    async fn end(&mut self) -> Result<(), JoinError> {
        drop(self.stop.take());
        match self.serving.take() {
            Some(serving) => serving.await,
            None => Ok(()),
        }
    }

    /// Changes something behind the accounts' back, under the accounts' role; what the database says to it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn change(&self, sql: &'static str, value: &str) -> Result<u64, DbError> {
        let value = &value;
        self.db
            .write(Area::Access, |mut tx| async move {
                let rows = Statement::new(sql).bind((*value).to_owned()).run(&mut tx).await?;
                tx.commit().await?;
                Ok(rows)
            })
            .await
    }

    /// One number from the database, asked under the area's role.
    ///
    /// # Panics
    /// When the statement fails.
    pub async fn number(&self, area: impl Into<Area>, sql: &'static str) -> i64 {
        let mut tx = self.db.read(area).await.expect("the area can be read");
        Statement::new(sql).one(&mut tx).await.expect("the statement gives a row").get(0)
    }
}

/// The server ends before its database goes.
impl Drop for Server {
    fn drop(&mut self) {
        if self.serving.is_some() {
            // A second panic would hide the first.
            let _ = tokio::task::block_in_place(|| Handle::current().block_on(self.end()));
        }
    }
}

impl Deref for Server {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.api
    }
}
