//! Running SQL while a database is taken over: unprepared, on the one connection, inside its one transaction.

use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgConnection, Postgres};

use crate::db::DbError;

/// A statement that takes arguments.
pub(in crate::db) fn ask(sql: &'static str) -> Query<'static, Postgres, PgArguments> {
    sqlx::query(sql).persistent(false)
}

/// Runs a statement that is put together from checked names, and takes no arguments.
pub(in crate::db) async fn run(connection: &mut PgConnection, sql: String) -> Result<(), DbError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

/// Names as an argument.
pub(super) fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}
