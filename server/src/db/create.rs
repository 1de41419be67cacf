//! Creates the database and its roles in a new private cluster.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};

use super::DbError;
use super::roles::{RoleNames, literal, quoted, roles_sql};

/// Creates a database of this name, and its roles, if they are missing. `superuser` connects to the cluster's first
/// database, `inside` to the one of this name.
///
/// # Errors
/// The database's own.
pub async fn create(superuser: &PgConnectOptions, inside: &PgConnectOptions, name: &str) -> Result<(), DbError> {
    let database = format!("SELECT count(*)::int FROM pg_catalog.pg_database WHERE datname = {}", literal(name));
    let create = format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", quoted(name));
    run_if_missing(superuser, database, create).await?;
    // One simple query is one transaction: where the login has its rights, all of it is there.
    let names = RoleNames::of(name)?;
    let [login, access] = [names.login(), names.access()].map(|role| literal(&role));
    let rights = format!(
        "SELECT count(*)::int FROM pg_catalog.pg_roles AS login, pg_catalog.pg_roles AS access WHERE login.rolname = {login} \
         AND access.rolname = {access} AND pg_has_role(login.oid, access.oid, 'MEMBER')"
    );
    run_if_missing(inside, rights, roles_sql(name)).await
}

async fn run_if_missing(options: &PgConnectOptions, count: String, create: String) -> Result<(), DbError> {
    let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
    let there: i32 = sqlx::raw_sql(AssertSqlSafe(count)).fetch_one(&mut connection).await?.try_get(0)?;
    if there == 0 {
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}
