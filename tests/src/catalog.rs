//! A database's schema as lines of text, so that two can be compared: tables, columns, rules, indexes, triggers, functions,
//! views, policies, owners, grants and roles.

use std::collections::BTreeSet;

use sqlx::{PgConnection, Row as _};

/// The schema's lines. The database's own name, which the roles' names begin with, is left out.
///
/// # Panics
/// When the catalog cannot be read.
pub async fn lines(connection: &mut PgConnection) -> BTreeSet<String> {
    // With an empty search path PostgreSQL qualifies every name.
    sqlx::raw_sql("SET search_path = ''").execute(&mut *connection).await.expect("a setting");
    let rows = sqlx::raw_sql(include_str!("catalog.sql")).fetch_all(&mut *connection).await.expect("the catalog");
    sqlx::raw_sql("RESET search_path").execute(connection).await.expect("a setting");
    assert!(rows.len() > 10, "that is no catalog");
    rows.iter().map(|row| row.get("line")).collect()
}

/// What the first has and the second has not, and the other way round.
#[must_use]
pub fn differences<'l>(one: &'l BTreeSet<String>, other: &'l BTreeSet<String>) -> (Vec<&'l str>, Vec<&'l str>) {
    let only = |one: &'l BTreeSet<String>, other: &'l BTreeSet<String>| {
        one.difference(other).map(String::as_str).collect::<Vec<_>>()
    };
    (only(one, other), only(other, one))
}
