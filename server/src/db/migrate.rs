//! Brings a database to this version: roles checked or made, foreign tables refused, migrations run.

use std::time::{Duration, Instant};

use sqlx::migrate::{Migration, Migrator};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, Row as _};
use tokio::time::sleep;

use super::DbError;
use super::rekey::{self, Rekeyed};
use super::roles::{RoleNames, create_role, database_sql, literal, quoted};

/// Tables that only Lanegate's migrations may have made, beside those of kinds.
const TABLES: [&str; 3] = ["bit.reactivation_intent", "bit.partner_intent", "shq.audit_log"];

/// The table that keeps which migrations have run. It stands in a schema of its own, so that no role needs rights on `public`.
const MIGRATIONS_SCHEMA: &str = "lanegate";
pub(super) const MIGRATIONS_TABLE: &str = "lanegate.migration";

/// Asks for what [`note`] noted.
pub(super) const NOTED: &str = "SELECT d.description FROM pg_catalog.pg_description d JOIN pg_catalog.pg_namespace n \
                                ON n.oid = d.objoid WHERE d.classoid = 'pg_catalog.pg_namespace'::regclass AND \
                                n.nspname = 'lanegate'";

/// Gives a row if the connected role is a member of every area's role.
pub(super) const MAY_WORK: &str = "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname IN (current_database() || \
                                   '_lanegate_sales', current_database() || '_lanegate_partners', current_database() || \
                                   '_lanegate_access') AND pg_has_role(current_user, oid, 'MEMBER') HAVING count(*) = 3";

/// The lock of whoever brings the database to its version: "lane" as a number, and one that is no area's.
const MIGRATING: &str = "1818324581, 100";

/// How often it is tried for, and how often the log says so.
const TRIED: Duration = Duration::from_millis(200);
const TOLD: Duration = Duration::from_secs(10);
/// A migration that takes longer is told of.
const TOLD_AFTER: Duration = Duration::from_secs(1);

/// Prepares a database over a direct connection (not a pooler's: migrations hold a session lock).
///
/// Roles that are missing are made when the connected user may do that (development); otherwise the refusal names the
/// command that prints the SQL for an administrator.
///
/// # Errors
/// When the database cannot be reached, lacks roles, already holds such tables made by something else, or a migration
/// fails.
pub async fn prepare(options: &PgConnectOptions) -> Result<(), DbError> {
    let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
    let done = prepare_on(&mut connection).await;
    // The outcome stands; how the connection ends does not matter any more.
    let _ = connection.close().await;
    done
}

/// The same for a login that may lack the owner's rights. It then only looks whether somebody else has prepared the database.
///
/// # Errors
/// As [`prepare`], or if the database is of another version.
pub async fn prepare_or_look(login: &PgConnectOptions) -> Result<(), DbError> {
    let mut connection = direct(login).await?;
    let names = RoleNames::of(&current_database(&mut connection).await?)?;
    let done = if may_prepare_on(&mut connection, &names).await? {
        prepare_on(&mut connection).await
    } else {
        match noted(sqlx::raw_sql(NOTED).fetch_optional(&mut connection).await?.as_ref())? {
            Some(there) if there == newest() => Ok(()),
            there => Err(DbError::OwnerNeeded { there, own: newest() }),
        }
    };
    let _ = connection.close().await;
    done
}

/// Looks whether a database is of this version, or, where `any` will do, of any. Changes nothing.
///
/// # Errors
/// If it can't be reached, or is of another version.
pub async fn look(options: &PgConnectOptions, any: bool) -> Result<(), DbError> {
    let mut connection = direct(options).await?;
    let there = noted(sqlx::raw_sql(NOTED).fetch_optional(&mut connection).await?.as_ref());
    let _ = connection.close().await;
    match there? {
        Some(there) if any || there == newest() => Ok(()),
        there => Err(DbError::OtherVersion { there, own: newest() }),
    }
}

/// Whether a database answers, and a server has prepared it, whatever its version.
pub async fn is_prepared(options: &PgConnectOptions) -> bool {
    look(options, true).await.is_ok()
}

/// Whether a role may do what the owner may.
///
/// # Errors
/// If the database can't be reached.
pub async fn is_owner(options: &PgConnectOptions) -> Result<bool, DbError> {
    let mut connection = direct(options).await?;
    let names = RoleNames::of(&current_database(&mut connection).await?)?;
    let is_owner = is_member(&mut connection, &names.owner()).await;
    let _ = connection.close().await;
    is_owner
}

/// Whether a role may make or change the tables: it may do what the owner may, or there is no owner yet.
///
/// # Errors
/// If the database can't be reached.
pub async fn may_prepare(options: &PgConnectOptions) -> Result<bool, DbError> {
    let mut connection = direct(options).await?;
    let names = RoleNames::of(&current_database(&mut connection).await?)?;
    let may = may_prepare_on(&mut connection, &names).await;
    let _ = connection.close().await;
    may
}

async fn may_prepare_on(connection: &mut PgConnection, names: &RoleNames) -> Result<bool, DbError> {
    let sql = format!("SELECT count(*)::int FROM pg_catalog.pg_roles WHERE rolname = {}", literal(&names.owner()));
    Ok(number(connection, sql).await? == 0 || is_member(connection, &names.owner()).await?)
}

/// Looks whether a login may work in every area.
///
/// # Errors
/// If it may not, or the database can't be reached.
pub async fn check_login(login: &PgConnectOptions) -> Result<(), DbError> {
    let mut connection = direct(login).await?;
    let names = RoleNames::of(&current_database(&mut connection).await?)?;
    let lacking = lacking_roles(&mut connection, &names.areas()).await;
    let _ = connection.close().await;
    match lacking?.as_slice() {
        [] => Ok(()),
        lacking => Err(DbError::RolesMissing { missing: lacking.join(", ") }),
    }
}

/// A connection that works through a pooler, too.
async fn direct(options: &PgConnectOptions) -> Result<PgConnection, DbError> {
    Ok(options.clone().statement_cache_capacity(0).extra_float_digits(None).connect().await?)
}

/// The last report of making partners' keys again that says anything, from a database that [`prepare`] has seen.
///
/// # Errors
/// When the database cannot be reached or asked.
pub async fn rekeyed(options: &PgConnectOptions) -> Result<Option<Rekeyed>, DbError> {
    let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
    let names = RoleNames::of(&current_database(&mut connection).await?)?;
    run(&mut connection, format!("SET ROLE {}", quoted(&names.owner()))).await?;
    let report = rekey::last(&mut connection).await;
    let _ = connection.close().await;
    report
}

/// One server at a time looks and migrates; the others wait, and find it done.
pub(super) async fn prepare_on(connection: &mut PgConnection) -> Result<(), DbError> {
    alone(connection, prepare_alone).await
}

/// Does some work on the tables as a whole, while nobody else does.
pub(super) async fn alone<T, E: From<DbError>>(
    connection: &mut PgConnection,
    work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let mut told: Option<Instant> = None;
    while number(connection, format!("SELECT pg_try_advisory_lock({MIGRATING})::int")).await? == 0 {
        // Asked again and again: in a statement that waits, whoever waits would be seen by nobody.
        if told.is_none_or(|last| last.elapsed() >= TOLD) {
            tracing::info!("another server brings the database to its version; waiting for it");
            told = Some(Instant::now());
        }
        sleep(TRIED).await;
    }
    let done = work(connection).await;
    // Where the connection is lost, so is the lock; what went wrong first is what is told.
    let unlocked = run(connection, format!("SELECT pg_advisory_unlock({MIGRATING})")).await;
    let done = done?;
    unlocked?;
    Ok(done)
}

async fn prepare_alone(connection: &mut PgConnection) -> Result<(), DbError> {
    let names = for_tables(connection).await?;
    // Tables belong to the owner role, whoever runs the migrations.
    run(connection, format!("SET ROLE {}", quoted(&names.owner()))).await?;
    let migrator = migrator();
    accept_corrected(connection, &migrator).await?;
    run_told(connection, &migrator).await?;
    rekey::bring_up_to_date(connection).await?;
    note(connection).await
}

/// Makes sure that the tables can be made: nobody else's are there, and the roles are. Gives the roles' names.
pub(super) async fn for_tables(connection: &mut PgConnection) -> Result<RoleNames, DbError> {
    let names = RoleNames::of(&current_database(connection).await?)?;
    refuse_foreign_tables(connection).await?;
    provide_roles(connection, &names).await?;
    Ok(names)
}

/// Migrations that were corrected where they failed, with the SHA-384 of their earlier text. Where it ran, it did the same.
///
/// 14 failed in a database whose name needs quotation marks in SQL.
const CORRECTED: [(i64, &str); 1] =
    [(14, "79ac7925b649ff8c83266b09a085c81e7cc3d4f97279e892d5866cce277a68bcd188b539e40a57e2fd9eb8f10a7c8a8d")];

/// A migration as the table of migrations and a backup name it; one that was corrected by its present text.
pub(super) fn as_corrected(migration: &str) -> String {
    let earlier = |(version, sha384): &(i64, &str)| migration == format!("{version} {sha384}");
    let corrected = CORRECTED.iter().find(|corrected| earlier(corrected));
    let text = corrected.and_then(|(version, _)| Some(format!("{version} {}", present(&migrator(), *version)?)));
    text.unwrap_or_else(|| migration.to_owned())
}

/// All migrations of this version, as the table of migrations and a backup name them.
pub(super) fn names() -> Vec<String> {
    let migrator = migrator();
    let name =
        |migration: &Migration| Some(format!("{} {}", migration.version, present(&migrator, migration.version)?));
    migrator.iter().filter_map(name).collect()
}

/// The digest of a migration's present text, in hexadecimal digits.
fn present(migrator: &Migrator, version: i64) -> Option<String> {
    let migration = migrator.iter().find(|migration| migration.version == version)?;
    Some(migration.checksum.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Takes a corrected migration for the earlier one that has run.
pub(super) async fn accept_corrected(connection: &mut PgConnection, migrator: &Migrator) -> Result<(), DbError> {
    let kept = format!("SELECT (to_regclass('{MIGRATIONS_TABLE}') IS NOT NULL)::int");
    if number(connection, kept).await? == 0 {
        return Ok(());
    }
    for (version, earlier) in CORRECTED {
        let Some(present) = present(migrator, version) else { continue };
        let sql = format!(
            "UPDATE {MIGRATIONS_TABLE} SET checksum = '\\x{present}' WHERE version = {version} AND checksum = '\\x{earlier}'"
        );
        run(connection, sql).await?;
    }
    Ok(())
}

/// Notes which migration the database has, where every role may read it: in a comment. That is how a server tells, without
/// rights on the table of migrations, whether its database is of its version.
pub(super) async fn note(connection: &mut PgConnection) -> Result<(), DbError> {
    let row = sqlx::raw_sql(NOTED).fetch_optional(&mut *connection).await?;
    if noted(row.as_ref())? == Some(newest()) {
        return Ok(());
    }
    run(connection, format!("COMMENT ON SCHEMA {MIGRATIONS_SCHEMA} IS 'migration {}'", newest())).await
}

/// The number that a row of [`NOTED`] says.
pub(super) fn noted(row: Option<&PgRow>) -> Result<Option<i64>, DbError> {
    let Some(row) = row else { return Ok(None) };
    let text: String = row.try_get(0)?;
    Ok(text.strip_prefix("migration ").and_then(|number| number.parse().ok()))
}

/// The last migration of this version.
#[must_use]
pub fn newest() -> i64 {
    migrator().iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// All migrations, and where it is kept which have run.
pub(super) fn migrator() -> Migrator {
    let mut migrator = sqlx::migrate!("../migrations");
    migrator.create_schema(MIGRATIONS_SCHEMA);
    migrator.dangerous_set_table_name(MIGRATIONS_TABLE);
    migrator
}

/// The name of the database that a connection is to.
pub(super) async fn current_database(connection: &mut PgConnection) -> Result<String, DbError> {
    Ok(sqlx::raw_sql("SELECT current_database()::text").fetch_one(connection).await?.try_get(0)?)
}

/// Makes the roles that are missing, where the connected user may do that.
pub(super) async fn provide_roles(connection: &mut PgConnection, names: &RoleNames) -> Result<(), DbError> {
    let lacking = lacking(connection, names).await?;
    if lacking.is_empty() {
        return Ok(());
    }
    let mut sql = create_role(&names.owner(), "LOGIN NOINHERIT");
    for area in names.areas() {
        sql.push_str(&create_role(&area, "NOLOGIN NOINHERIT"));
    }
    sql.push_str(&database_sql(names));
    for group in names.groups() {
        sql.push_str(&format!("GRANT {} TO CURRENT_USER;\n", quoted(&group)));
    }
    // One simple query is one transaction: all of it, or nothing.
    if let Err(refused) = run(connection, sql).await {
        return Err(match refused {
            DbError::Statement(_) => DbError::RolesMissing { missing: lacking.join(", ") },
            other => other,
        });
    }
    Ok(())
}

/// What of the roles and their rights is not there, in words.
async fn lacking(connection: &mut PgConnection, names: &RoleNames) -> Result<Vec<String>, DbError> {
    let mut lacking = Vec::new();
    for area in names.areas() {
        let sql = format!("SELECT count(*)::int FROM pg_catalog.pg_roles WHERE rolname = {}", literal(&area));
        if number(connection, sql).await? == 0 {
            lacking.push(format!("the role {area}"));
        }
    }
    lacking.extend(lacking_roles(connection, &[names.owner()]).await?);
    let public_temp = "SELECT count(*)::int FROM pg_catalog.pg_database d, \
                       aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE d.datname = \
                       current_database() AND a.grantee = 0 AND a.privilege_type = 'TEMPORARY'";
    if number(connection, public_temp.to_owned()).await? > 0 {
        lacking.push("a database on which not everybody may make temporary tables".to_owned());
    }
    Ok(lacking)
}

/// Those of the roles that the connected user isn't a member of, in words.
async fn lacking_roles(connection: &mut PgConnection, roles: &[String]) -> Result<Vec<String>, DbError> {
    let mut lacking = Vec::new();
    for role in roles {
        if !is_member(connection, role).await? {
            lacking.push(format!("the role {role}, granted to the connected user"));
        }
    }
    Ok(lacking)
}

async fn is_member(connection: &mut PgConnection, role: &str) -> Result<bool, DbError> {
    let sql = format!(
        "SELECT coalesce((SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_catalog.pg_roles WHERE rolname = {}), \
         false)::int",
        literal(role)
    );
    Ok(number(connection, sql).await? > 0)
}

async fn refuse_foreign_tables(connection: &mut PgConnection) -> Result<(), DbError> {
    if exists(connection, MIGRATIONS_TABLE).await? {
        return Ok(());
    }
    let found = foreign_tables(connection).await?;
    if found.is_empty() { Ok(()) } else { Err(DbError::ForeignTables { tables: found.join(", ") }) }
}

/// Migrations that move rows: the number, the table that the rows come from, and about how many are moved in a second.
const MOVING: [(i64, &str, i64); 2] = [(18, "sales.import_row", 100_000), (19, "partners.import_row", 100_000)];

/// Runs the migrations that a database lacks, each in a transaction of its own, and tells of those that take a while. One that is broken
/// off is rolled back, and the next start goes on with it.
async fn run_told(connection: &mut PgConnection, migrator: &Migrator) -> Result<(), DbError> {
    let newest = newest();
    for migration in migrator.iter() {
        let version = migration.version;
        if let Some((_, table, in_a_second)) = MOVING.iter().find(|(moving, ..)| *moving == version) {
            // The statistics know it without counting; a table that is gone has none.
            let sql = format!(
                "SELECT coalesce((SELECT greatest(c.reltuples, 0)::bigint FROM pg_catalog.pg_class AS c \
                                   WHERE c.oid = pg_catalog.to_regclass('{table}')), 0) AS rows"
            );
            let rows: i64 = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?.try_get("rows")?;
            if rows > *in_a_second {
                let seconds = rows / in_a_second;
                tracing::info!(
                    migration = version,
                    newest,
                    table,
                    rows,
                    seconds,
                    "moving rows, which takes about so many seconds"
                );
            }
        }
        let began = Instant::now();
        migrator.run_to(version, &mut *connection).await?;
        if began.elapsed() > TOLD_AFTER {
            tracing::info!(
                migration = version,
                newest,
                seconds = began.elapsed().as_secs(),
                "the database has a migration more"
            );
        }
    }
    Ok(())
}

/// The tables of these names that are there.
pub(super) async fn foreign_tables(connection: &mut PgConnection) -> Result<Vec<String>, DbError> {
    let mut found = Vec::new();
    let of_kinds = lanegate_kinds::all().iter().map(|kind| format!("{}.{}", kind.lane, kind.table));
    for table in of_kinds.chain(TABLES.map(str::to_owned)) {
        if exists(connection, &table).await? {
            found.push(table);
        }
    }
    Ok(found)
}

/// Whether a table or view is there; asked of the catalog, which needs no rights on its schema.
pub(super) async fn exists(connection: &mut PgConnection, table: &str) -> Result<bool, DbError> {
    let (schema, name) = table.split_once('.').unwrap_or(("public", table));
    let sql = format!(
        "SELECT count(*)::int FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = {} AND c.relname = {}",
        literal(schema),
        literal(name)
    );
    Ok(number(connection, sql).await? > 0)
}

async fn run(connection: &mut PgConnection, sql: String) -> Result<(), DbError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

async fn number(connection: &mut PgConnection, sql: String) -> Result<i32, DbError> {
    Ok(sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(connection).await?.try_get(0)?)
}
