//! The lanes are apart, and facts and the audit log are safe: the catalog says so, would not say so of a planted fault, and
//! whoever tries is refused.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attempts;
mod login;
mod planted;
mod write_once;

use lanegate_server::db::RoleNames;
use lanegate_tests::sample;
use lanegate_tests::store::Store;
use lanegate_wire::Lane;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

async fn run(connection: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(|_| ())
}

async fn refusal(connection: &mut PgConnection, sql: &str) -> String {
    match run(connection, sql).await {
        Ok(()) => panic!("the database takes: {sql}"),
        Err(error) => error.to_string(),
    }
}

async fn roles(connection: &mut PgConnection) -> RoleNames {
    let row = sqlx::raw_sql("SELECT current_database()::text").fetch_one(connection).await.unwrap();
    RoleNames::of(&row.get::<String, _>(0)).unwrap()
}

/// A database with rows in every table of both lanes.
async fn filled() -> Store {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    store.import(&sample::partners()).await;
    let partner = store.partners().await[0];
    store.import(&sample::partner_meetings(partner)).await;
    store
}

/// The SQL with the roles' names in place of `{sales}`, `{partners}`, `{access}`, `{owner}` and `{login}`.
fn named(sql: &str, names: &RoleNames) -> String {
    [
        ("{sales}", names.lane(Lane::Sales)),
        ("{partners}", names.lane(Lane::Partners)),
        ("{access}", names.access()),
        ("{owner}", names.owner()),
        ("{login}", names.login()),
    ]
    .iter()
    .fold(sql.to_owned(), |sql, (place, name)| sql.replace(place, &format!("\"{name}\"")))
}
