//! What the database itself refuses, whoever asks: facts changed, audit entries forged, lanes crossed.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use lanegate_server::db::{self, DbError, RoleNames};
use lanegate_tests::database::Database;
use lanegate_tests::sample;
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::Lane;
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

async fn run(connection: &mut PgConnection, sql: impl Into<String>) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(connection).await.map(|_| ())
}

async fn refused(connection: &mut PgConnection, sql: &str) -> String {
    match run(connection, sql).await {
        Ok(()) => panic!("the database takes: {sql}"),
        Err(error) => error.to_string(),
    }
}

async fn database_name(connection: &mut PgConnection) -> String {
    sqlx::raw_sql("SELECT current_database()::text").fetch_one(connection).await.unwrap().get(0)
}

#[tokio::test]
async fn facts_and_audit_are_written_once_even_for_their_owner() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    store.import(&sample::partners()).await;
    let partner = store.partners().await[0];
    store.import(&sample::partner_meetings(partner)).await;
    let (mut admin, _database) = store.into_admin().await;
    let names = RoleNames::of(&database_name(&mut admin).await).unwrap();
    for role in [names.owner(), "postgres".to_owned()] {
        run(&mut admin, format!("SET ROLE \"{role}\"")).await.unwrap();
        for table in ["sales.appointment_history", "partners.partner_appointments", "shq.audit_log"] {
            let count = format!("SELECT count(*) FROM {table}");
            let before: i64 = sqlx::raw_sql(AssertSqlSafe(count.clone())).fetch_one(&mut admin).await.unwrap().get(0);
            assert!(before > 0);
            for sql in [
                format!("UPDATE {table} SET metadata = '{{}}'"),
                format!("UPDATE {table} SET metadata = '{{}}' WHERE false"),
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table} CASCADE"),
            ] {
                let message = refused(&mut admin, &sql).await;
                assert!(message.contains("is refused"), "{role}, {sql}: {message}");
            }
            let after: i64 = sqlx::raw_sql(AssertSqlSafe(count)).fetch_one(&mut admin).await.unwrap().get(0);
            assert_eq!(after, before, "{table}");
        }
        for table in ["partners.fractional_cfo_master", r#""bit".reactivation_intent"#, r#""bit".partner_intent"#] {
            let message = refused(&mut admin, &format!("TRUNCATE {table} CASCADE")).await;
            assert!(message.contains("is refused"), "a TRUNCATE would pass the audit: {message}");
        }
        let message = refused(&mut admin, "UPDATE sales.import SET receipt = '{}'").await;
        assert!(message.contains("receipt stays"), "{message}");
        let message = refused(&mut admin, "DELETE FROM sales.import").await;
        assert!(message.contains("receipt stays"), "{message}");
    }
}

#[tokio::test]
async fn a_lane_role_can_only_add_facts_and_only_in_its_own_lane() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    store.import(&sample::partners()).await;
    for (lane, statements) in [
        (
            Lane::Sales,
            [
                "UPDATE sales.appointment_history SET source = 'crm'",
                "DELETE FROM sales.appointment_history",
                "TRUNCATE sales.appointment_history",
                r#"DELETE FROM "bit".reactivation_intent"#,
                "SELECT count(*) FROM partners.fractional_cfo_master",
                "SELECT count(*) FROM partners.import",
                r#"SELECT count(*) FROM "bit".partner_intent"#,
                r#"SELECT count(*) FROM "bit".v_partner_outreach_ready"#,
                "INSERT INTO partners.fractional_cfo_master (firm_name, primary_contact_name, source) VALUES ('a', 'b', 'c')",
                "ALTER TABLE sales.appointment_history DISABLE TRIGGER ALL",
                "DROP TRIGGER write_once ON sales.appointment_history",
            ],
        ),
        (
            Lane::Partners,
            [
                "UPDATE partners.partner_appointments SET notes = 'x'",
                "DELETE FROM partners.partner_appointments",
                "DELETE FROM partners.fractional_cfo_master",
                r#"DELETE FROM "bit".partner_intent"#,
                "SELECT count(*) FROM sales.appointment_history",
                "SELECT count(*) FROM sales.import",
                r#"SELECT count(*) FROM "bit".reactivation_intent"#,
                r#"SELECT count(*) FROM "bit".v_reactivation_ready"#,
                "INSERT INTO sales.import (import_id) VALUES (gen_random_uuid())",
                "ALTER TABLE partners.partner_appointments DISABLE TRIGGER ALL",
                "DROP TRIGGER write_once ON partners.partner_appointments",
            ],
        ),
    ] {
        for sql in statements {
            let message = store.refusal(lane, sql).await;
            assert!(message.contains("permission denied") || message.contains("must be owner"), "{sql}: {message}");
        }
    }
}

#[tokio::test]
async fn a_lane_role_cannot_forge_the_audit() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    for lane in Lane::ALL {
        for sql in [
            "INSERT INTO shq.audit_log (schema_name, table_name, operation, record_id, performed_by) VALUES ('sales', 'x', 'INSERT', 'x', 'x')",
            "UPDATE shq.audit_log SET performed_by = 'somebody else'",
            "DELETE FROM shq.audit_log",
            "TRUNCATE shq.audit_log",
            "ALTER TABLE shq.audit_log DISABLE ROW LEVEL SECURITY",
            // Tables of its own, on which it could hang an audit function:
            "CREATE TEMP TABLE mine (id text)",
            "CREATE TABLE shq.mine (id text)",
            r#"CREATE TABLE "bit".mine (id text)"#,
            "CREATE TABLE sales.mine (id text)",
            "CREATE TABLE partners.mine (id text)",
            "CREATE SCHEMA mine",
            "CREATE FUNCTION shq.audit_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        ] {
            let message = store.refusal(lane, sql).await;
            assert!(
                message.contains("permission denied") || message.contains("must be owner"),
                "{lane}, {sql}: {message}"
            );
        }
        for function in ["shq.audit_insert()", "shq.audit_update()", "shq.audit_delete()", "shq.refuse_change()"] {
            let mut tx = store.db.read(lane).await.unwrap();
            let may: bool = db::Statement::new("SELECT has_function_privilege($1, 'EXECUTE')")
                .bind(function.to_owned())
                .one(&mut tx)
                .await
                .unwrap()
                .get(0);
            assert!(!may, "{lane} may execute {function}");
        }
    }
}

#[tokio::test]
async fn the_audit_says_who_changed_what_in_which_import() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store.import(&meetings).await;
    let partners = sample::partners();
    store.import(&partners).await;
    let mut update = partners.again();
    let row = &mut update.batches[0].rows[0];
    row.fields.insert("geography".into(), sample::text("West"));
    store.import(&update).await;

    let entries: Vec<Value> = store
        .column(Lane::Sales, "SELECT to_jsonb(l) FROM shq.audit_log AS l ORDER BY l.table_name, l.record_id")
        .await;
    assert_eq!(entries.len(), 5, "three facts and two intents, and nothing of the other lane");
    for entry in &entries {
        assert_eq!(entry["performed_by"], WHO);
        assert_eq!(entry["correlation_id"], meetings.import.id.to_string());
        assert_eq!((entry["operation"].as_str(), entry["metadata"]["lane"].as_str()), (Some("INSERT"), Some("sales")));
        let key = if entry["table_name"] == "appointment_history" { "appointment_uid" } else { "reactivation_bit_id" };
        assert_eq!(entry["new_values"][key], entry["record_id"], "the entry holds the record whole");
        assert_eq!(entry["old_values"], Value::Null);
    }

    let entries: Vec<Value> =
        store.column(Lane::Partners, "SELECT to_jsonb(l) FROM shq.audit_log AS l WHERE l.operation = 'UPDATE'").await;
    assert_eq!(entries.len(), 1, "one partner was changed, and no intent: {entries:#?}");
    let (old, new) = (&entries[0]["old_values"], &entries[0]["new_values"]);
    assert_eq!((&old["geography"], new["geography"].as_str()), (&Value::Null, Some("West")));
    assert_eq!(old["fractional_cfo_id"], new["fractional_cfo_id"]);
    assert_eq!(entries[0]["correlation_id"], update.import.id.to_string());
    let other = store.number(Lane::Partners, "SELECT count(*) FROM shq.audit_log WHERE schema_name = 'sales'").await;
    assert_eq!(other, 0, "a lane reads its own entries alone");
}

#[tokio::test]
async fn the_login_role_can_do_nothing_by_itself() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    let name = database_name(&mut admin).await;
    run(&mut admin, db::roles_sql(&name)).await.expect("the SQL for administrators can be run again");
    let names = RoleNames::of(&name).unwrap();
    run(&mut admin, format!("SET SESSION AUTHORIZATION \"{}\"", names.login())).await.unwrap();
    for sql in
        ["SELECT * FROM sales.appointment_history", "SELECT * FROM shq.audit_log", "CREATE TEMP TABLE mine (x int)"]
    {
        assert!(refused(&mut admin, sql).await.contains("permission denied"), "{sql}");
    }
    run(&mut admin, format!("SET ROLE \"{}\"", names.lane(Lane::Sales))).await.unwrap();
    run(&mut admin, "SELECT * FROM sales.appointment_history").await.unwrap();
}

#[tokio::test]
async fn tables_of_somebody_else_are_refused_by_name() {
    let database = Database::fresh().await;
    let mut admin = database.look().await;
    run(&mut admin, "CREATE SCHEMA sales; CREATE TABLE sales.appointment_history (appointment_uid text)")
        .await
        .unwrap();
    run(&mut admin, r#"CREATE SCHEMA "bit"; CREATE TABLE "bit".partner_intent (id int)"#).await.unwrap();
    sqlx::Connection::close(admin).await.unwrap();
    let Err(DbError::ForeignTables { tables }) = db::prepare(&database.admin()).await else {
        panic!("the tables are not Lanegate's")
    };
    assert_eq!(tables, "sales.appointment_history, bit.partner_intent");
    let mut admin = database.look().await;
    let schemas: i64 =
        sqlx::raw_sql("SELECT count(*) FROM pg_namespace WHERE nspname IN ('shq', 'partners', 'lanegate')")
            .fetch_one(&mut admin)
            .await
            .unwrap()
            .get(0);
    assert_eq!(schemas, 0, "nothing was changed");
}

#[tokio::test]
async fn preparing_twice_changes_nothing() {
    let database = Database::fresh().await;
    database.prepare().await;
    database.prepare().await;
    // A superuser may, too; the login, which is no member of the owner, may not.
    db::prepare(&database.admin()).await.unwrap();
    let refused = db::prepare(&database.login()).await.unwrap_err();
    assert!(matches!(refused, DbError::RolesMissing { .. }), "{refused}");
    let mut admin = database.look().await;
    let run: i64 = sqlx::raw_sql("SELECT count(*) FROM lanegate.migration").fetch_one(&mut admin).await.unwrap().get(0);
    assert!(run >= 9);
}

#[tokio::test]
async fn a_user_who_may_not_make_roles_is_told_who_may() {
    let database = Database::fresh().await;
    let mut admin = database.look().await;
    let name = database_name(&mut admin).await;
    let nobody = format!("{name}_nobody");
    run(&mut admin, format!("CREATE ROLE \"{nobody}\" LOGIN PASSWORD 'test'")).await.unwrap();
    let refused = db::prepare(&database.admin().username(&nobody).password("test")).await.unwrap_err();
    assert!(
        matches!(&refused, DbError::RolesMissing { missing } if missing.contains(&format!("{name}_lanegate_owner")))
    );
    assert!(refused.to_string().contains("lanegate-server roles --print"), "{refused}");
    let schemas: i64 = sqlx::raw_sql("SELECT count(*) FROM pg_namespace WHERE nspname IN ('shq', 'sales', 'lanegate')")
        .fetch_one(&mut admin)
        .await
        .unwrap()
        .get(0);
    assert_eq!(schemas, 0, "nothing was made");
    run(&mut admin, format!("DROP ROLE \"{nobody}\"")).await.unwrap();
}

#[tokio::test]
async fn roles_are_made_by_whoever_may_make_them() {
    let database = Database::fresh().await;
    let mut admin = database.look().await;
    let names = RoleNames::of(&database_name(&mut admin).await).unwrap();
    let groups = names.groups().map(|name| format!("\"{name}\"")).join(", ");
    let name = database_name(&mut admin).await;
    // As if no administrator had run the SQL yet.
    let login = names.login();
    let bare = format!(
        "SET client_min_messages = error; REVOKE ALL ON DATABASE \"{name}\" FROM {groups}, \"{login}\"; \
         DROP ROLE IF EXISTS {groups}, \"{login}\"; GRANT TEMPORARY ON DATABASE \"{name}\" TO PUBLIC"
    );
    run(&mut admin, bare).await.unwrap();
    sqlx::Connection::close(admin).await.unwrap();
    db::prepare(&database.admin()).await.unwrap();
    let mut admin = database.look().await;
    let found: i64 = sqlx::raw_sql(AssertSqlSafe(format!(
        "SELECT count(*) FROM pg_roles WHERE rolname LIKE '{name}\\_lanegate\\_%' AND rolcanlogin = (rolname = '{name}_lanegate_owner') AND NOT rolsuper"
    )))
    .fetch_one(&mut admin)
    .await
    .unwrap()
    .get(0);
    assert_eq!(found, 4);
    let owned: i64 = sqlx::raw_sql(AssertSqlSafe(format!(
        "SELECT count(*) FROM pg_tables WHERE schemaname IN ('sales', 'partners', 'bit', 'shq', 'access') AND tableowner <> '{}'",
        names.owner()
    )))
    .fetch_one(&mut admin)
    .await
    .unwrap()
    .get(0);
    assert_eq!(owned, 0, "the owner's role owns every table, whoever ran the migrations");
}
