//! Everything in a database as one text a lane, to see that nothing of it has changed.

use lanegate_wire::Lane;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::isolation::relations;

/// Digests of every table and view of each lane, and of the audit log, by an administrator's connection.
///
/// # Panics
/// When the tables cannot be read.
pub async fn of(connection: &mut PgConnection) -> Vec<String> {
    let mut digests = Vec::new();
    for lane in Lane::ALL {
        let mut of_lane = Vec::new();
        for table in relations(connection, lane).await.into_iter().chain(["shq.audit_log".to_owned()]) {
            let sql = format!("SELECT md5(string_agg(x::text, ';' ORDER BY x::text)) FROM {table} AS x");
            let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await.expect("the table is there");
            of_lane.push(row.get::<Option<String>, _>(0).unwrap_or_default());
        }
        digests.push(of_lane.join("/"));
    }
    digests
}
