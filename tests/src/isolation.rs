//! What is wrong with a database's isolation, as its catalog tells: what crosses the lanes or touches `outreach`, who may do
//! what he should not, and which guards are missing.

use sqlx::{PgConnection, Row as _};

const QUESTIONS: [&str; 3] = [
    include_str!("isolation/crossings.sql"),
    include_str!("isolation/privileges.sql"),
    include_str!("isolation/guards.sql"),
];

/// Every finding, in words; none in a database as it should be.
///
/// # Panics
/// When the catalog cannot be read.
pub async fn findings(connection: &mut PgConnection) -> Vec<String> {
    // With an empty search path PostgreSQL qualifies every name.
    sqlx::raw_sql("SET search_path = ''").execute(&mut *connection).await.expect("a setting");
    let mut findings = Vec::new();
    for sql in QUESTIONS {
        let rows = sqlx::raw_sql(sql).fetch_all(&mut *connection).await.expect("the catalog");
        findings.extend(rows.iter().map(|row| row.get::<String, _>("finding")));
    }
    sqlx::raw_sql("RESET search_path").execute(connection).await.expect("a setting");
    findings
}
