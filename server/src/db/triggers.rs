//! Turning a table's triggers off while its rows are copied or completed, and back on.

use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use super::DbError;

/// Turns off the triggers of a table, whose name is checked and quoted. Returns the SQL that turns each of them on as it was:
/// `ENABLE TRIGGER USER` would no longer have them fire under every `session_replication_role`.
pub(super) async fn turn_off(connection: &mut PgConnection, table: &str) -> Result<String, DbError> {
    let sql = format!(
        "SELECT coalesce(string_agg(format('ALTER TABLE {table} ENABLE %s TRIGGER %I;', CASE tgenabled WHEN 'A' THEN \
         'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, tgname), ''), '') AS again FROM pg_catalog.pg_trigger WHERE tgrelid = \
         '{table}'::pg_catalog.regclass AND NOT tgisinternal AND tgenabled <> 'D'"
    );
    let again = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?.try_get("again")?;
    let off = format!("ALTER TABLE {table} DISABLE TRIGGER USER");
    sqlx::raw_sql(AssertSqlSafe(off)).execute(connection).await?;
    Ok(again)
}
