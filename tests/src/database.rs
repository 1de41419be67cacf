//! A database for one test, on the PostgreSQL that `LANEGATE_TEST_DATABASE_URL` names (as a superuser). It is the test's own
//! and is gone when the test is over.

use lanegate_server::db::{self, Db, RoleNames};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use uuid::Uuid;

const URL: &str = "LANEGATE_TEST_DATABASE_URL";
/// Which database tests are run on: `named` (the one above, unless something else is said), `pooled`, or `private`, which is
/// for tests that take any [`crate::place::Place`].
pub(crate) const KIND: &str = "LANEGATE_TEST_DATABASE";
const POOLER: &str = "LANEGATE_TEST_POOLER";

/// The named PostgreSQL, reached by the login role through the pooler that `LANEGATE_TEST_POOLER` names.
const POOLED: &str = "pooled";

/// The password of the owner and the login.
const PASSWORD: &str = "test";

/// A test's own database.
pub struct Database {
    admin: Box<PgConnectOptions>,
    name: String,
}

impl Database {
    /// A fresh, empty database. Fails, and says why, where the environment names none.
    ///
    /// # Panics
    /// When there is no database to test on: a test that cannot run has failed.
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub async fn fresh() -> Self {
        let url = std::env::var(URL).unwrap_or_else(|_| {
            panic!(
                "{URL} is not set: tests of the database need a PostgreSQL, as a superuser \
                 (postgres://postgres:…@127.0.0.1:5432/postgres). `cargo xtask test` starts one."
            )
        });
        Self::within(&url, "").await
    }

    /// A fresh, empty database of the PostgreSQL at a superuser's address; `also` ends the statement that makes it.
    ///
    /// # Panics
    /// When there is none.
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub async fn within(url: &str, also: &str) -> Self {
        let admin: Box<PgConnectOptions> =
            Box::new(url.parse().unwrap_or_else(|error| panic!("{URL} cannot be read: {error}")));
        // A name that needs quotation marks in SQL, as people's may.
        let name = format!("Lanegate.Test_{}", &Uuid::new_v4().simple().to_string()[..16]);
        let mut connection =
            admin.clone().connect().await.unwrap_or_else(|error| panic!("{URL} cannot be reached: {error}"));
        run(&mut connection, format!("CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' {also}")).await;
        // From here on the database is dropped whatever happens.
        let database = Self { admin: admin.clone(), name: name.clone() };
        let mut inside =
            admin.clone().database(&name).connect().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        run(&mut inside, db::roles_sql(&name)).await;
        for role in [owner(&name), login(&name)] {
            run(&mut inside, format!("ALTER ROLE \"{role}\" PASSWORD '{PASSWORD}'")).await;
        }
        let _ = inside.close().await;
        let _ = connection.close().await;
        database
    }

    /// How an administrator connects.
    #[must_use]
    pub fn admin(&self) -> PgConnectOptions {
        self.admin.clone().database(&self.name)
    }

    /// How the owner of the tables connects.
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        self.admin().username(&owner(&self.name)).password(PASSWORD)
    }

    /// How the server connects: as the login, which can do nothing by itself.
    #[must_use]
    pub fn login(&self) -> PgConnectOptions {
        let login = self.admin().username(&login(&self.name)).password(PASSWORD);
        if std::env::var(KIND).as_deref() == Ok(POOLED) { pooled(login) } else { login }
    }

    /// Migrates and connects, as the server does.
    ///
    /// # Panics
    /// When that fails.
    pub async fn connect(&self, wanted: u32) -> Db {
        self.prepare().await;
        Db::connect(self.login(), wanted).await.expect("the prepared database takes connections")
    }

    /// Migrates, as the server does.
    ///
    /// # Panics
    /// When that fails.
    pub async fn prepare(&self) {
        db::prepare(&self.owner()).await.expect("an empty database takes the migrations");
    }

    /// An administrator's own connection, for looking behind the server's back.
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
    through_port(&login, port)
}

/// The same database and user, by a port of this machine. What had a socket proved itself without a password, perhaps.
#[must_use]
pub fn through_port(options: &PgConnectOptions, port: u16) -> PgConnectOptions {
    let way = options.clone().host("127.0.0.1").port(port);
    if options.get_socket().is_none() {
        return way;
    }
    // A socket, once set, is not unset.
    PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(port)
        .username(options.get_username())
        .password(PASSWORD)
        .database(options.get_database().unwrap_or("postgres"))
        .ssl_mode(PgSslMode::Disable)
}

fn owner(database: &str) -> String {
    format!("{database}_lanegate_owner")
}

fn login(database: &str) -> String {
    format!("{database}_lanegate")
}

async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.expect("the administrator may set a test database up");
}

impl Drop for Database {
    fn drop(&mut self) {
        let (admin, name) = (self.admin.clone(), self.name.clone());
        // A runtime of its own: this one may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(drop_database(&admin, &name)))
        });
        // A database left over does not make the test wrong, and a second panic would hide the first.
        let _ = dropping.join();
    }
}

async fn drop_database(admin: &PgConnectOptions, name: &str) -> Result<(), sqlx::Error> {
    let mut connection = admin.clone().connect().await?;
    let force = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    sqlx::raw_sql(AssertSqlSafe(force)).execute(&mut connection).await?;
    let roles = RoleNames::of(name).map(|names| names.groups().to_vec()).unwrap_or_default();
    for role in roles.iter().chain([&login(name)]) {
        let drop = format!("DROP ROLE IF EXISTS \"{role}\"");
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await?;
    }
    connection.close().await
}
