//! Upgrades. No version has been released yet; when one is, the number of its last migration stands in `RELEASED`. Until then, and
//! beside it, a database is brought to every migration, given a row in each of its tables, and then brought to this version: every
//! row must be there with every value that it had, and the schema must be that of a fresh database.

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

/// Rows for tables, from the migration on that makes them up to the last before one that moves them: one at least in each table. The
/// audit log gets its own by them.
const ROWS: [(i64, i64, &str); 13] = [
    (
        2,
        LAST,
        "INSERT INTO sales.appointment_history (appointment_uid, meeting_date, meeting_type, meeting_outcome, stalled_reason)
         VALUES ('a|b|2025-01-01', '2025-01-01', 'discovery', 'stalled', 'budget'), ('a|c|2025-01-02', '2025-01-02', 'other', 'lost', NULL)",
    ),
    (
        3,
        LAST,
        // With its key as it is made now: keys of other rules are made again.
        "INSERT INTO partners.fractional_cfo_master (fractional_cfo_id, firm_name, primary_contact_name, source, name_key)
         VALUES ('018f0000-0000-7000-8000-000000000001', 'Firm', 'Ann Lee', 'manual', E'firm\\x1fann lee');
         INSERT INTO partners.partner_appointments (partner_appointment_uid, fractional_cfo_id, meeting_date, meeting_type, outcome)
         VALUES ('018f|2025-01-01|1', '018f0000-0000-7000-8000-000000000001', '2025-01-01', 'intro', 'warm')",
    ),
    (
        4,
        LAST,
        r#"INSERT INTO "bit".reactivation_intent (appointment_uid) VALUES ('a|b|2025-01-01');
           INSERT INTO "bit".partner_intent (fractional_cfo_id) VALUES ('018f0000-0000-7000-8000-000000000001')"#,
    ),
    (
        5,
        LAST,
        "INSERT INTO sales.import (import_id, kind, sheet, row_count, batch_count, opened, opened_by)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 'appointment_history', 'Sheet1', 2, 1, '{}', 'test');
         INSERT INTO sales.import_batch (import_id, batch, digest, bytes, row_count, first_row, last_row)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 0, 'd', 100, 2, 2, 3)",
    ),
    (
        5,
        17,
        "INSERT INTO sales.import_row (import_id, sheet_row, fate, left_out, key)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 2, 'new', false, 'a|d|2025-01-03');
         INSERT INTO sales.stage_appointment_history (import_id, sheet_row, meeting_date, meeting_type, meeting_outcome, appointment_uid)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 2, '2025-01-03', 'other', 'lost', 'a|d|2025-01-03')",
    ),
    (
        6,
        LAST,
        "INSERT INTO partners.import (import_id, kind, sheet, row_count, batch_count, opened, opened_by)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 'partner_master', 'Sheet1', 2, 1, '{}', 'test');
         INSERT INTO partners.import_batch (import_id, batch, digest, bytes, row_count, first_row, last_row)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 0, 'd', 100, 2, 2, 3)",
    ),
    (
        6,
        18,
        "INSERT INTO partners.import_row (import_id, sheet_row, fate, left_out, key, reason, changes)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 2, 'update', true, 'k', 'Why', '[{\"column\": \"email\", \"file\": \"a@b.example\"}]');
         INSERT INTO partners.stage_partner_master (import_id, sheet_row, firm_name, primary_contact_name, source, name_key)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 2, 'Other \"Firm\"', 'Bo Cruz', 'manual', 'k');
         INSERT INTO partners.stage_partner_appointments (import_id, sheet_row, fractional_cfo_id, meeting_date, meeting_type, outcome, sequence, partner_appointment_uid)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 3, '018f0000-0000-7000-8000-000000000001', '2025-01-04', 'intro', 'warm', 2, 'u')",
    ),
    (
        10,
        LAST,
        "INSERT INTO sales.retraction (import_id, reason, retracted_by, did)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 'wrong file', 'test', '{}')",
    ),
    (
        11,
        LAST,
        "INSERT INTO partners.retraction (import_id, reason, retracted_by, did)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 'wrong file', 'test', '{}')",
    ),
    (
        12,
        LAST,
        "INSERT INTO access.account (account_id, name, lanes, rights)
         VALUES ('018f0000-0000-7000-8000-00000000000c', 'ann', '{sales}', '{compare}');
         INSERT INTO access.session (session_id, account_id, digest, may_set, client)
         VALUES ('018f0000-0000-7000-8000-00000000000d', '018f0000-0000-7000-8000-00000000000c', sha256('s'), false, 'test');
         INSERT INTO access.token (token_id, account_id, digest, label, lanes, rights, ends_at)
         VALUES ('018f0000-0000-7000-8000-00000000000e', '018f0000-0000-7000-8000-00000000000c', sha256('t'), 'test', '{sales}', '{compare}', now());
         INSERT INTO access.link (digest, account_id, ends_at)
         VALUES (sha256('l'), '018f0000-0000-7000-8000-00000000000c', now());
         INSERT INTO access.attempt (subject, tries) VALUES ('s', 1);
         INSERT INTO access.event (who, did, account) VALUES ('test', 'account_made', 'ann')",
    ),
    (
        13,
        LAST,
        r#"INSERT INTO partners.key_rules (rules, report) VALUES (THIS_VERSIONS, '{"remarks": []}')"#,
    ),
    (
        18,
        LAST,
        "INSERT INTO sales.import_change (import_id, sheet_row, record_id, before, after)
         VALUES ('018f0000-0000-7000-8000-00000000000a', 2, '018f0000-0000-7000-8000-000000000001', '{}', '{}')",
    ),
    (
        19,
        LAST,
        "INSERT INTO partners.import_change (import_id, sheet_row, record_id, before, after)
         VALUES ('018f0000-0000-7000-8000-00000000000b', 2, '018f0000-0000-7000-8000-000000000001', '{}', '{}')",
    ),
];
const LAST: i64 = i64::MAX;

/// Where the rows of tables are that a migration has moved: the columns that went with them, from a query that gives them again.
const MOVED: [(&str, &str, &str); 5] = [
    (
        "sales.import_row",
        "import_id, sheet_row, fate, left_out, key, reason, changes",
        "SELECT b.import_id, f.row, f.fate, coalesce(f.left_out, false), f.key, f.reason, f.changes
           FROM sales.import_batch AS b
          CROSS JOIN json_to_recordset(b.fates) AS f (row int, fate text, left_out boolean, key text, reason text, changes jsonb)",
    ),
    (
        "sales.stage_appointment_history",
        "import_id, sheet_row, company_id, people_id, meeting_date, meeting_type::text, meeting_outcome::text, stalled_reason, source::text, source_record_id",
        "SELECT b.import_id, r.row, r.company_id, r.people_id, r.meeting_date, r.meeting_type, r.meeting_outcome, r.stalled_reason, r.source, r.source_record_id
           FROM sales.import_batch AS b
          CROSS JOIN json_to_recordset(b.content -> 'rows') AS r (row int, company_id uuid, people_id uuid, meeting_date date,
                meeting_type text, meeting_outcome text, stalled_reason text, source text, source_record_id text)",
    ),
    (
        "partners.import_row",
        "import_id, sheet_row, fate, left_out, key, reason, changes",
        "SELECT b.import_id, f.row, f.fate, coalesce(f.left_out, false), f.key, f.reason, f.changes
           FROM partners.import_batch AS b
          CROSS JOIN json_to_recordset(b.fates) AS f (row int, fate text, left_out boolean, key text, reason text, changes jsonb)",
    ),
    (
        "partners.stage_partner_master",
        "import_id, sheet_row, firm_name, primary_contact_name, linkedin_url, email, source, status::text",
        "SELECT b.import_id, r.row, r.firm_name, r.primary_contact_name, r.linkedin_url, r.email, r.source, r.status
           FROM partners.import_batch AS b
          CROSS JOIN json_to_recordset(b.content -> 'rows') AS r (row int, firm_name text, primary_contact_name text, linkedin_url text,
                email text, source text, status text)
          WHERE r.firm_name IS NOT NULL",
    ),
    (
        "partners.stage_partner_appointments",
        "import_id, sheet_row, fractional_cfo_id, meeting_date, meeting_type::text, outcome::text, notes, sequence",
        "SELECT b.import_id, r.row, r.fractional_cfo_id, r.meeting_date, r.meeting_type, r.outcome, r.notes, r.sequence
           FROM partners.import_batch AS b
          CROSS JOIN json_to_recordset(b.content -> 'rows') AS r (row int, fractional_cfo_id uuid, meeting_date date, meeting_type text,
                outcome text, notes text, sequence bigint)
          WHERE r.meeting_date IS NOT NULL",
    ),
];

/// The SQL with the number of this version's rules for keys.
fn of_this_version(sql: &str) -> String {
    sql.replace("THIS_VERSIONS", &lanegate_kinds::PARTNER_KEY_RULES.to_string())
}

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

/// Brings an empty database to a migration, and gives it a row in each of its tables.
pub(super) async fn filled(connection: &mut PgConnection, version: i64) {
    to(connection, version).await;
    for (_, _, sql) in ROWS.iter().filter(|(from, to, _)| (*from..=*to).contains(&version)) {
        run(connection, &of_this_version(sql)).await;
    }
}

/// A table of ours with its columns.
#[derive(Debug)]
struct Table {
    name: String,
    columns: String,
}

async fn tables(connection: &mut PgConnection) -> Vec<Table> {
    let sql = "SELECT format('%I.%I', n.nspname, c.relname), string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                 FROM pg_class AS c
                 JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relkind = 'r' AND n.nspname IN ('sales', 'partners', 'bit', 'shq', 'access')
                GROUP BY n.nspname, c.relname
                ORDER BY 1";
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| Table { name: row.get(0), columns: row.get(1) }).collect()
}

/// How many rows a table has, and a digest of what stands in these columns.
async fn held(connection: &mut PgConnection, Table { name, columns }: &Table) -> (i64, String) {
    digest(connection, name, columns, &format!("SELECT {columns} FROM {name}")).await
}

/// The same of rows that a migration has moved: given by another query once their table is gone.
async fn moved(connection: &mut PgConnection, (name, columns, query): (&str, &str, &str)) -> Option<(i64, String)> {
    let there = format!("SELECT to_regclass('{name}') IS NOT NULL");
    let there: bool = sqlx::raw_sql(AssertSqlSafe(there)).fetch_one(&mut *connection).await.unwrap().get(0);
    let own = format!("SELECT {columns} FROM {name}");
    let has_moved =
        format!("SELECT to_regclass('{}') IS NOT NULL", name.split('.').next().unwrap().to_owned() + ".import_change");
    let has_moved: bool = sqlx::raw_sql(AssertSqlSafe(has_moved)).fetch_one(&mut *connection).await.unwrap().get(0);
    match (there, has_moved) {
        (true, _) => Some(digest(connection, name, columns, &own).await),
        (false, true) => Some(digest(connection, name, columns, query).await),
        (false, false) => None,
    }
}

async fn digest(connection: &mut PgConnection, name: &str, columns: &str, query: &str) -> (i64, String) {
    let names: Vec<String> = (0..columns.split(", ").count()).map(|n| format!("c{n}")).collect();
    let sql = format!(
        "SELECT count(*), md5(coalesce(string_agg(held, E'\\n' ORDER BY held COLLATE \"C\"), ''))
           FROM (SELECT to_jsonb(t)::text AS held FROM ({query}) AS t ({})) AS rows",
        names.join(", ")
    );
    let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(connection).await;
    let row = row.unwrap_or_else(|error| panic!("{name} lost one of {columns}: {error}"));
    (row.get(0), row.get(1))
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
async fn from_every_migration_each_row_keeps_its_values_and_the_schema_is_a_fresh_ones() {
    let wanted = fresh().await;
    assert!(RELEASED.iter().all(|version| (1..=newest_migration()).contains(version)));
    for version in 1..=newest_migration() {
        let database = Database::fresh().await;
        let mut look = database.look().await;
        filled(&mut look, version).await;
        let mut before = Vec::new();
        for table in tables(&mut look).await {
            let held = held(&mut look, &table).await;
            // The first migration makes the audit log, and nothing that it could tell of.
            assert!(held.0 > 0 || version == 1, "{version}: {} has no row", table.name);
            if MOVED.iter().all(|(name, ..)| *name != table.name) {
                before.push((table, held));
            }
        }
        let mut moved_before = Vec::new();
        for table in MOVED {
            moved_before.push((table, moved(&mut look, table).await));
        }
        db::prepare(&database.admin()).await.unwrap();
        for (table, before) in &before {
            assert_eq!(&held(&mut look, table).await, before, "from migration {version}: {}", table.name);
        }
        for (table, before) in moved_before {
            let after = moved(&mut look, table).await;
            assert!(before.is_none() || after == before, "from migration {version}: {}: {before:?} {after:?}", table.0);
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

#[tokio::test]
async fn a_row_that_changed_is_told_from_one_that_did_not() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut look = database.look().await;
    for (_, _, sql) in ROWS.iter().filter(|(_, to, _)| *to == LAST) {
        run(&mut look, &of_this_version(sql)).await;
    }
    for (name, change) in [
        ("partners.fractional_cfo_master", "UPDATE partners.fractional_cfo_master SET geography = 'West'"),
        ("access.attempt", "UPDATE access.attempt SET tries = 2"),
        ("sales.import_batch", "DELETE FROM sales.import_batch"),
    ] {
        let tables = tables(&mut look).await;
        let table = tables.iter().find(|table| table.name == name).unwrap();
        let before = held(&mut look, table).await;
        run(&mut look, change).await;
        assert_ne!(held(&mut look, table).await, before, "{change}");
    }
    look.close().await.unwrap();
}
