//! Upgrades. No version has been released yet; when one is, the number of its last migration stands in `RELEASED`. Until then, and
//! beside it, a database is brought to every earlier migration, filled with what its tables take, and then brought to this version:
//! no row may be lost, and the schema must be that of a fresh database.

use std::collections::BTreeSet;
use std::path::Path;

use lanegate_server::db::{self, RoleNames, newest_migration};
use lanegate_tests::catalog::{differences, lines};
use lanegate_tests::database::Database;
use lanegate_tests::place::Place;
use lanegate_tests::sample::meetings;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

/// The last migration of each released version.
const RELEASED: [i64; 0] = [];

/// Rows for tables, from the migration on that makes them. Each has a row in every table that it names.
const ROWS: [(i64, &str); 5] = [
    (
        2,
        "INSERT INTO sales.appointment_history (appointment_uid, meeting_date, meeting_type, meeting_outcome, stalled_reason)
         VALUES ('a|b|2025-01-01', '2025-01-01', 'discovery', 'stalled', 'budget'), ('a|c|2025-01-02', '2025-01-02', 'other', 'lost', NULL)",
    ),
    (
        3,
        "INSERT INTO partners.fractional_cfo_master (fractional_cfo_id, firm_name, primary_contact_name, source)
         VALUES ('018f0000-0000-7000-8000-000000000001', 'Firm', 'Ann Lee', 'manual');
         INSERT INTO partners.partner_appointments (partner_appointment_uid, fractional_cfo_id, meeting_date, meeting_type, outcome)
         VALUES ('018f|2025-01-01|1', '018f0000-0000-7000-8000-000000000001', '2025-01-01', 'intro', 'warm')",
    ),
    (
        4,
        r#"INSERT INTO "bit".reactivation_intent (appointment_uid) VALUES ('a|b|2025-01-01');
           INSERT INTO "bit".partner_intent (fractional_cfo_id) VALUES ('018f0000-0000-7000-8000-000000000001')"#,
    ),
    (
        6,
        "INSERT INTO sales.import (import_id, kind, sheet, row_count, batch_count, opened, opened_by)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 'appointment_history', 'Sheet1', 2, 1, '{}', 'test');
         INSERT INTO partners.import (import_id, kind, sheet, row_count, batch_count, opened, opened_by)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 'partner_master', 'Sheet1', 2, 1, '{}', 'test')",
    ),
    (
        12,
        "INSERT INTO access.account (account_id, name, lanes, rights)
         VALUES ('018f0000-0000-7000-8000-00000000000c', 'ann', '{sales}', '{compare}')",
    ),
];

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Brings an empty database to a migration, as a server of that time did.
async fn to(connection: &mut PgConnection, version: i64) {
    let name: String =
        sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut *connection).await.unwrap().get(0);
    run(connection, &format!("SET ROLE \"{}\"", RoleNames::of(&name).unwrap().owner())).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut migrator = Migrator::new(folder).await.unwrap();
    migrator.create_schema("lanegate");
    migrator.dangerous_set_table_name("lanegate.migration");
    migrator.run_to(version, &mut *connection).await.unwrap();
    run(connection, "RESET ROLE").await;
}

/// Every table of ours with how many rows it has and a digest of them, as far as they are of these columns.
async fn rows(connection: &mut PgConnection) -> Vec<(String, i64)> {
    let tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
                  WHERE schemaname IN ('sales', 'partners', 'bit', 'shq', 'access') ORDER BY 1";
    let tables: Vec<String> =
        sqlx::raw_sql(tables).fetch_all(&mut *connection).await.unwrap().iter().map(|row| row.get(0)).collect();
    let mut found = Vec::new();
    for table in tables {
        let count = format!("SELECT count(*) FROM {table}");
        let count = sqlx::raw_sql(AssertSqlSafe(count)).fetch_one(&mut *connection).await.unwrap().get(0);
        found.push((table, count));
    }
    found
}

async fn fresh() -> BTreeSet<String> {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut look = database.look().await;
    let found = lines(&mut look).await;
    look.close().await.unwrap();
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_every_earlier_migration_no_row_is_lost_and_the_schema_is_a_fresh_ones() {
    let wanted = fresh().await;
    assert!(RELEASED.iter().all(|version| (1..=newest_migration()).contains(version)));
    for version in 1..newest_migration() {
        let database = Database::fresh().await;
        let mut look = database.look().await;
        to(&mut look, version).await;
        for (_, sql) in ROWS.iter().filter(|(from, _)| *from <= version) {
            run(&mut look, sql).await;
        }
        let before = rows(&mut look).await;
        assert_eq!(before.iter().any(|(_, count)| *count > 0), version >= ROWS[0].0, "{version}: {before:?}");
        db::prepare(&database.admin()).await.unwrap();
        let after = rows(&mut look).await;
        for (table, count) in &before {
            // The audit log may have more to tell.
            let kept = after.iter().find(|(name, _)| name == table).map(|(_, count)| *count);
            let enough = kept == Some(*count) || table == "shq.audit_log" && kept > Some(*count);
            assert!(enough, "{version}: {table} had {count} rows, and has {kept:?}");
        }
        let found = lines(&mut look).await;
        assert_eq!(differences(&found, &wanted), (Vec::new(), Vec::new()), "from migration {version}");
        look.close().await.unwrap();
        if version == newest_migration() - 1 || RELEASED.contains(&version) {
            let place = Place::on(database);
            let server = place.start();
            server.carry_out(&meetings()).await.unwrap();
            assert!(server.end().success());
        }
    }
}
