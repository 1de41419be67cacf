//! Taking over a database from before Lanegate (`tests/fixtures/database_before.sql`): the same schema as a fresh database,
//! every row kept, what is missing filled in; and where it cannot be, everything as it was.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod forms;
mod imports;
mod process;
mod refused;
mod rows;
mod schema;

use std::collections::BTreeSet;

use lanegate_server::db::{self, Adoption, Remark, Report};
use lanegate_tests::catalog;
use lanegate_tests::database::Database;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

const BEFORE: &str = include_str!("../../fixtures/database_before.sql");

/// Takes away what makes an adopted database differ from a fresh one: another system's things, and rows that break rules.
const NOTHING_ODD: &str = "
    DROP TABLE shq.other_registry; DROP FUNCTION shq.other_purpose();
    DELETE FROM shq.audit_log WHERE schema_name = 'outreach';
    DELETE FROM sales.appointment_history WHERE stalled_reason = '   ';";

/// The tables, and what names a row of each.
const TABLES: [(&str, &str); 6] = [
    ("shq.audit_log", "audit_id"),
    ("sales.appointment_history", "appointment_uid"),
    ("partners.fractional_cfo_master", "fractional_cfo_id"),
    ("partners.partner_appointments", "partner_appointment_uid"),
    (r#""bit".reactivation_intent"#, "reactivation_bit_id"),
    (r#""bit".partner_intent"#, "partner_bit_id"),
];

async fn run(connection: &mut PgConnection, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// A database from before, changed by some SQL. Old guards do not hold against it.
async fn before(changes: &str) -> Database {
    let database = Database::fresh().await;
    let mut admin = database.look().await;
    run(&mut admin, BEFORE).await;
    change(&mut admin, changes).await;
    admin.close().await.unwrap();
    database
}

async fn change(admin: &mut PgConnection, sql: &str) {
    run(admin, &format!("SET session_replication_role = replica; {sql}; RESET session_replication_role")).await;
}

async fn adopt(database: &Database) -> Report {
    match db::adopt(&database.admin()).await {
        Ok(Adoption::Adopted(report)) => *report,
        other => panic!("it is not taken over: {other:?}"),
    }
}

/// All that a database holds: its schema, and the lanes' rows.
async fn everything(database: &Database) -> BTreeSet<String> {
    let mut admin = database.look().await;
    let mut all = catalog::lines(&mut admin).await;
    for (table, _) in TABLES {
        let sql = format!("SELECT '{table} ' || ctid || ' ' || to_jsonb(r)::text FROM {table} AS r");
        let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut admin).await.unwrap();
        assert!(!rows.is_empty(), "{table}");
        all.extend(rows.iter().map(|row| row.get::<String, _>(0)));
    }
    admin.close().await.unwrap();
    all
}

fn remark<'r>(report: &'r Report, code: &str) -> &'r Remark {
    let found = report.remarks.iter().find(|remark| remark.code == code);
    found.unwrap_or_else(|| panic!("{code} is not among the remarks:\n{report}"))
}
