//! Setting the database's guards aside, for tests that need a state which they refuse.

use sqlx::{AssertSqlSafe, PgConnection};

/// Runs SQL as a superuser while no trigger fires.
///
/// # Panics
/// When the database refuses it.
pub async fn unguarded(admin: &mut PgConnection, sql: &str) {
    let (off, on) = (turned("A", ""), turned("O", "ALWAYS"));
    let all = format!("SET session_replication_role = replica; {off} {sql}; {on} RESET session_replication_role");
    sqlx::raw_sql(AssertSqlSafe(all)).execute(admin).await.expect("a superuser may set guards aside");
}

/// Turns every guard that is enabled in one way to another.
fn turned(from: &str, to: &str) -> String {
    format!(
        "DO $guards$ DECLARE guard record; BEGIN
             FOR guard IN SELECT t.tgrelid::regclass AS place, t.tgname AS name
                            FROM pg_trigger AS t JOIN pg_proc AS f ON f.oid = t.tgfoid
                           WHERE NOT t.tgisinternal AND t.tgenabled = '{from}' AND t.tgname <> 'stamp_update'
                             AND f.pronamespace::regnamespace::text IN ('sales', 'partners', 'shq') LOOP
                 EXECUTE format('ALTER TABLE %s ENABLE {to} TRIGGER %I', guard.place, guard.name);
             END LOOP;
         END $guards$;"
    )
}
