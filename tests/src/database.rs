//! A database for one test: on the real PostgreSQL that `LANEGATE_TEST_DATABASE_URL` names (as a superuser), or with
//! `LANEGATE_TEST_DATABASE=embedded` on an embedded one. It is the test's own and is gone when the test is over.

use lanegate_server::db::{self, Db, RoleNames};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const URL: &str = "LANEGATE_TEST_DATABASE_URL";
const ENGINE: &str = "LANEGATE_TEST_DATABASE";
const POOLER: &str = "LANEGATE_TEST_POOLER";

/// The real PostgreSQL, reached by the login role through the pooler that `LANEGATE_TEST_POOLER` names.
const POOLED: &str = "pooled";

/// A test's own database.
pub struct Database {
    engine: Engine,
}

enum Engine {
    Postgres {
        admin: Box<PgConnectOptions>,
        name: String,
    },
    #[cfg(feature = "embedded")]
    Embedded {
        server: Option<lanegate_server::embedded::Embedded>,
        directory: Option<tempfile::TempDir>,
    },
}

impl Database {
    /// A fresh, empty database. Fails, and says why, where the environment names none.
    ///
    /// # Panics
    /// When there is no database to test on: a test that cannot run has failed.
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub async fn fresh() -> Self {
        match std::env::var(ENGINE).as_deref() {
            Ok("embedded") => Self::embedded().await,
            Ok("postgres" | "postgresql" | POOLED) | Err(_) => {
                let url = std::env::var(URL).unwrap_or_else(|_| {
                    panic!(
                        "{URL} is not set: tests of the database need a PostgreSQL, as a superuser \
                         (postgres://postgres:…@127.0.0.1:5432/postgres). `cargo xtask test` starts one; \
                         {ENGINE}=embedded runs them on the embedded one."
                    )
                });
                Self::within(&url, "").await
            }
            Ok(other) => panic!("{ENGINE} is `{other}`; it can be `postgres`, `{POOLED}` or `embedded`"),
        }
    }

    /// A fresh, empty database of the PostgreSQL at a superuser's address; `also` ends the statement that makes it.
    ///
    /// # Panics
    /// When there is none.
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub async fn within(url: &str, also: &str) -> Self {
        let admin: Box<PgConnectOptions> =
            Box::new(url.parse().unwrap_or_else(|error| panic!("{URL} cannot be read: {error}")));
        let name = format!("lanegate_test_{}", &Uuid::new_v4().simple().to_string()[..16]);
        let mut connection =
            admin.clone().connect().await.unwrap_or_else(|error| panic!("{URL} cannot be reached: {error}"));
        run(&mut connection, format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {also}")).await;
        // From here on the database is dropped whatever happens.
        let database = Self { engine: Engine::Postgres { admin: admin.clone(), name: name.clone() } };
        let mut inside =
            admin.clone().database(&name).connect().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        run(&mut inside, db::roles_sql(&name)).await;
        run(&mut inside, format!("ALTER ROLE {} PASSWORD 'test'", login(&name))).await;
        let _ = inside.close().await;
        let _ = connection.close().await;
        database
    }

    #[cfg(feature = "embedded")]
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    async fn embedded() -> Self {
        let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary directory: {error}"));
        let server = lanegate_server::embedded::Embedded::start(directory.path()).await;
        let server = server.unwrap_or_else(|error| panic!("{error:#}"));
        Self { engine: Engine::Embedded { server: Some(server), directory: Some(directory) } }
    }

    #[cfg(not(feature = "embedded"))]
    #[expect(clippy::unused_async, clippy::panic, reason = "a test without its database has failed")]
    async fn embedded() -> Self {
        panic!("{ENGINE} is `embedded`, and the tests were built without the feature `embedded`");
    }

    /// How an administrator connects, who owns the database.
    ///
    /// # Panics
    /// Never: the embedded database stands until the fixture is dropped.
    #[must_use]
    pub fn admin(&self) -> PgConnectOptions {
        match &self.engine {
            Engine::Postgres { admin, name } => admin.clone().database(name),
            #[cfg(feature = "embedded")]
            Engine::Embedded { server, .. } => {
                server.as_ref().expect("it stands until the fixture is dropped").options()
            }
        }
    }

    /// How the server connects: on a real PostgreSQL as the login role, which can do nothing by itself.
    #[must_use]
    pub fn login(&self) -> PgConnectOptions {
        match &self.engine {
            Engine::Postgres { name, .. } => {
                let login = self.admin().username(&login(name)).password("test");
                if std::env::var(ENGINE).as_deref() == Ok(POOLED) { pooled(login) } else { login }
            }
            #[cfg(feature = "embedded")]
            Engine::Embedded { .. } => self.admin(),
        }
    }

    /// How many connections it takes at a time; `wanted` or fewer.
    #[must_use]
    pub fn connections(&self, wanted: u32) -> u32 {
        match &self.engine {
            Engine::Postgres { .. } => wanted,
            #[cfg(feature = "embedded")]
            Engine::Embedded { .. } => 1,
        }
    }

    /// Keeps an embedded database running until told to end, as the server does.
    ///
    /// # Panics
    /// Never: the embedded database stands until the fixture is dropped.
    #[must_use]
    pub fn look_after(&self, db: &Db, end: &CancellationToken) -> Option<JoinHandle<()>> {
        match &self.engine {
            Engine::Postgres { .. } => {
                let _ = (db, end);
                None
            }
            #[cfg(feature = "embedded")]
            Engine::Embedded { server, .. } => {
                let server = server.as_ref().expect("it stands until the fixture is dropped");
                Some(server.look_after(db.clone(), Default::default(), end.clone()))
            }
        }
    }

    /// Migrates and connects, as the server does.
    ///
    /// # Panics
    /// When that fails.
    pub async fn connect(&self, wanted: u32) -> Db {
        self.prepare().await;
        Db::connect(self.login(), self.connections(wanted)).await.expect("the prepared database takes connections")
    }

    /// Migrates, as the server does.
    ///
    /// # Panics
    /// When that fails.
    pub async fn prepare(&self) {
        db::prepare(&self.admin()).await.expect("an empty database takes the migrations");
    }

    /// An administrator's own connection, for looking behind the server's back. The embedded database gives it only
    /// while nothing else is connected.
    ///
    /// # Panics
    /// When there is none.
    pub async fn look(&self) -> PgConnection {
        self.admin().connect().await.expect("the database takes an administrator's connection")
    }
}

/// The same database, through the pooler in front of it (`LANEGATE_TEST_POOLER`: its port on this machine).
///
/// # Panics
/// When the environment names no pooler.
#[must_use]
#[expect(clippy::panic, reason = "a test without its pooler has failed")]
pub fn pooled(login: PgConnectOptions) -> PgConnectOptions {
    let port = std::env::var(POOLER).ok().and_then(|port| port.parse().ok());
    let port = port.unwrap_or_else(|| {
        panic!("{POOLER} is not set: it is the port of a pgbouncer in front of {URL}. `cargo xtask test` starts one.")
    });
    login.host("127.0.0.1").port(port)
}

fn login(database: &str) -> String {
    format!("{database}_lanegate")
}

async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.expect("the administrator may set a test database up");
}

impl Drop for Database {
    fn drop(&mut self) {
        match &mut self.engine {
            Engine::Postgres { admin, name } => {
                let (admin, name) = (admin.clone(), name.clone());
                // A runtime of its own: this one may be ending.
                let dropping = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.map(|runtime| runtime.block_on(drop_database(&admin, &name)))
                });
                // A database left over does not make the test wrong, and a second panic would hide the first.
                let _ = dropping.join();
            }
            #[cfg(feature = "embedded")]
            Engine::Embedded { server, directory } => {
                let (server, directory) = (server.take(), directory.take());
                // It waits until its connection is closed, and a runtime of one thread closes it only after this test.
                let ending = std::thread::spawn(move || drop((server, directory)));
                let began = std::time::Instant::now();
                while !ending.is_finished() && began.elapsed() < std::time::Duration::from_millis(500) {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
            }
        }
    }
}

async fn drop_database(admin: &PgConnectOptions, name: &str) -> Result<(), sqlx::Error> {
    let mut connection = admin.clone().connect().await?;
    let force = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    sqlx::raw_sql(AssertSqlSafe(force)).execute(&mut connection).await?;
    let roles = RoleNames::of(name).map(|names| names.groups().to_vec()).unwrap_or_default();
    for role in roles.iter().chain([&login(name)]) {
        let drop = format!("DROP ROLE IF EXISTS \"{role}\"");
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await?;
    }
    connection.close().await
}
