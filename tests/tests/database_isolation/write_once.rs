//! Facts and the audit log are only ever added to, whatever the statement, even by their owner and by a superuser.

use lanegate_wire::Lane;
use sqlx::{AssertSqlSafe, Row as _};

use super::{filled, refusal, roles, run};

/// Tables with their key, and a column with another value for it.
const TABLES: [(&str, &str, &str); 3] = [
    ("sales.appointment_history", "appointment_uid", "source = 'crm'"),
    ("partners.partner_appointments", "partner_appointment_uid", "notes = 'x'"),
    ("shq.audit_log", "audit_id", "performed_by = 'somebody else'"),
];

#[tokio::test]
async fn no_statement_changes_or_removes_what_stands() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    let contents = "SELECT string_agg(md5(x::text), '' ORDER BY x::text) FROM (SELECT h::text AS x FROM sales.appointment_history h \
                    UNION ALL SELECT a::text FROM partners.partner_appointments a UNION ALL SELECT l::text FROM shq.audit_log l) AS r";
    let before: String = sqlx::raw_sql(contents).fetch_one(&mut admin).await.unwrap().get(0);
    for role in [names.owner(), "postgres".to_owned()] {
        run(&mut admin, &format!("SET ROLE \"{role}\"")).await.unwrap();
        for (table, key, change) in TABLES {
            let column = change.split(' ').next().unwrap();
            let same = format!("USING {table} AS s ON t.{key} = s.{key}");
            for sql in [
                format!("UPDATE {table} SET {change}"),
                format!("UPDATE {table} SET {change} WHERE false"),
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
                format!("DELETE FROM ONLY {table} WHERE {key} IS NULL"),
                format!("TRUNCATE {table} CASCADE"),
                format!("TRUNCATE {table} RESTART IDENTITY CASCADE"),
                format!("MERGE INTO {table} AS t {same} WHEN MATCHED THEN UPDATE SET {change}"),
                format!("MERGE INTO {table} AS t {same} WHEN MATCHED THEN DELETE"),
                format!("MERGE INTO {table} AS t {same} AND false WHEN MATCHED THEN UPDATE SET {change}"),
                format!(
                    "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {change}"
                ),
                format!("WITH gone AS (DELETE FROM {table} RETURNING {key}) SELECT count(*) FROM gone"),
                format!("DO $$ BEGIN UPDATE {table} SET {change}; END $$"),
            ] {
                // Undone whatever comes of it, so that one that passes spoils no other.
                let message = refusal(&mut admin, &format!("BEGIN; {sql}; COMMIT")).await;
                run(&mut admin, "ROLLBACK").await.unwrap();
                assert!(message.contains(&format!("of {table} is refused")), "{role}: {sql}: {message}");
            }
        }
        run(&mut admin, "RESET ROLE").await.unwrap();
    }
    let after: String = sqlx::raw_sql(contents).fetch_one(&mut admin).await.unwrap().get(0);
    assert_eq!(after, before);
}

#[tokio::test]
async fn what_can_be_changed_can_only_be_changed_with_an_entry() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    for (table, change) in [
        ("partners.fractional_cfo_master", "geography = 'North'"),
        (r#""bit".reactivation_intent"#, "message_variant_id = 'x'"),
        (r#""bit".partner_intent"#, "message_variant_id = 'x'"),
    ] {
        let bare = table.split('.').next_back().unwrap();
        let key = match bare {
            "fractional_cfo_master" => "fractional_cfo_id",
            "reactivation_intent" => "reactivation_bit_id",
            _ => "partner_bit_id",
        };
        let same = format!("USING {table} AS s ON t.{key} = s.{key}");
        for role in [names.owner(), "postgres".to_owned()] {
            for sql in [
                format!("UPDATE {table} SET {change}"),
                format!("MERGE INTO {table} AS t {same} WHEN MATCHED THEN UPDATE SET {change}"),
                format!("INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {change}"),
            ] {
                let count = format!("SELECT count(*) FROM {table}");
                let rows: i64 = sqlx::raw_sql(AssertSqlSafe(count)).fetch_one(&mut admin).await.unwrap().get(0);
                run(&mut admin, &format!("BEGIN; SET LOCAL ROLE \"{role}\"; {sql}")).await.unwrap();
                let entered = format!(
                    "SELECT count(DISTINCT record_id) FROM shq.audit_log WHERE table_name = '{bare}' AND operation = 'UPDATE'"
                );
                let entries: i64 = sqlx::raw_sql(AssertSqlSafe(entered)).fetch_one(&mut admin).await.unwrap().get(0);
                run(&mut admin, "ROLLBACK").await.unwrap();
                assert!(rows > 0);
                assert_eq!(entries, rows, "{role}: {sql}");
            }
            let message =
                refusal(&mut admin, &format!("BEGIN; SET LOCAL ROLE \"{role}\"; TRUNCATE {table} CASCADE")).await;
            run(&mut admin, "ROLLBACK").await.unwrap();
            assert!(message.contains("is refused"), "{message}");
        }
    }
}

#[tokio::test]
async fn only_a_superuser_sets_the_replication_role_and_the_guards_still_work() {
    let (mut admin, _database) = filled().await.into_admin().await;
    let names = roles(&mut admin).await;
    run(&mut admin, &format!("SET SESSION AUTHORIZATION \"{}\"", names.owner())).await.unwrap();
    let message = refusal(&mut admin, "SET session_replication_role = replica").await;
    assert!(message.contains("permission denied"), "{message}");

    run(&mut admin, "RESET SESSION AUTHORIZATION; SET session_replication_role = replica").await.unwrap();
    for (table, key, change) in TABLES {
        for sql in [
            format!("UPDATE {table} SET {change}"),
            format!("DELETE FROM {table} WHERE {key} IS NULL"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            let message = refusal(&mut admin, &sql).await;
            assert!(message.contains(&format!("of {table} is refused")), "{sql}: {message}");
        }
    }
    for sql in ["UPDATE sales.import SET receipt = '{}'", "DELETE FROM partners.import"] {
        let message = refusal(&mut admin, sql).await;
        assert!(message.contains("receipt stays"), "{sql}: {message}");
    }
    run(&mut admin, "UPDATE partners.fractional_cfo_master SET geography = 'North'").await.unwrap();
    let sql = "SELECT count(*) FROM shq.audit_log WHERE table_name = 'fractional_cfo_master' AND operation = 'UPDATE'";
    let entries: i64 = sqlx::raw_sql(sql).fetch_one(&mut admin).await.unwrap().get(0);
    assert!(entries > 0, "the change is entered");
}

#[tokio::test]
async fn batches_of_committed_imports_stay_as_they_are() {
    let store = filled().await;
    store.compare(&lanegate_tests::sample::meetings()).await;
    let (mut admin, _database) = store.into_admin().await;
    let names = roles(&mut admin).await;
    for lane in [Lane::Sales, Lane::Partners] {
        let committed = format!("import_id IN (SELECT import_id FROM {lane}.import WHERE receipt IS NOT NULL)");
        for role in [names.lane(lane), names.owner(), "postgres".to_owned()] {
            run(&mut admin, &format!("SET ROLE \"{role}\"")).await.unwrap();
            for sql in [
                format!("UPDATE {lane}.import_batch SET fates = '[]' WHERE {committed}"),
                format!("UPDATE {lane}.import_batch SET content = NULL WHERE {committed}"),
                format!("UPDATE {lane}.import_batch SET batch = batch + 100 WHERE {committed}"),
                format!("DELETE FROM {lane}.import_batch WHERE {committed}"),
                format!(
                    "INSERT INTO {lane}.import_batch (import_id, batch, digest, bytes, row_count)
                     SELECT import_id, 100, 'd', 1, 1 FROM {lane}.import WHERE receipt IS NOT NULL LIMIT 1"
                ),
            ] {
                let message = refusal(&mut admin, &sql).await;
                assert!(message.contains("stays as it is"), "{role}: {sql}: {message}");
            }
            let message = refusal(&mut admin, &format!("DELETE FROM {lane}.import_change")).await;
            assert!(message.contains("is refused") || message.contains("permission denied"), "{role}: {message}");
            run(&mut admin, "RESET ROLE").await.unwrap();
        }
        let message = refusal(&mut admin, &format!("TRUNCATE {lane}.import_batch")).await;
        assert!(message.contains("is refused"), "{message}");
        run(&mut admin, &format!("SET ROLE \"{}\"", names.lane(lane))).await.unwrap();
        let before = format!("UPDATE {lane}.import_change SET before = '{{}}'");
        assert!(refusal(&mut admin, &before).await.contains("permission denied"), "what was before is written once");
        run(&mut admin, "RESET ROLE").await.unwrap();
    }
    // An import that is open can still be planned and abandoned.
    run(&mut admin, &format!("SET ROLE \"{}\"", names.lane(Lane::Sales))).await.unwrap();
    run(&mut admin, "UPDATE sales.import_batch SET fates = NULL WHERE import_id IN (SELECT import_id FROM sales.import WHERE receipt IS NULL)")
        .await
        .unwrap();
    run(&mut admin, "DELETE FROM sales.import WHERE receipt IS NULL").await.unwrap();
}
