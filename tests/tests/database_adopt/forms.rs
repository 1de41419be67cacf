//! Columns that come in other types than ours, where each value has one meaning.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use super::{adopt, before};

#[tokio::test]
async fn other_types_of_the_same_meaning_are_taken() {
    let database = before(
        r#"
        ALTER TABLE shq.audit_log ALTER COLUMN audit_id DROP DEFAULT,
            ALTER COLUMN audit_id TYPE uuid USING lpad(to_hex(1000 - audit_id), 32, '0')::uuid,
            ALTER COLUMN metadata TYPE json, ALTER COLUMN operation TYPE varchar(10);
        UPDATE shq.audit_log SET performed_at = '2024-11-01 08:00+00' WHERE schema_name = 'partners';
        DELETE FROM shq.audit_log WHERE record_id IS NULL;
        DELETE FROM shq.audit_log WHERE record_id !~ '^[0-9a-f-]{36}$';
        ALTER TABLE shq.audit_log ALTER COLUMN record_id TYPE uuid USING record_id::uuid;
        CREATE TYPE "bit".partner_intent_status AS ENUM ('completed', 'paused', 'active', 'pending');
        DROP VIEW "bit".v_partner_outreach_ready;
        ALTER TABLE "bit".partner_intent ALTER COLUMN status DROP DEFAULT,
            ALTER COLUMN status TYPE "bit".partner_intent_status USING status::"bit".partner_intent_status;
        DROP VIEW "bit".v_reactivation_ready;
        ALTER TABLE "bit".reactivation_intent ALTER COLUMN cooling_off_until TYPE timestamptz,
            ALTER COLUMN bit_reason_codes TYPE varchar(40)[];
        UPDATE "bit".reactivation_intent SET cooling_off_until = '2025-07-01 00:00:01+00'
         WHERE eligibility_status = 'cooling_off';
        UPDATE "bit".reactivation_intent SET cooling_off_until = '2025-08-01 02:00+02'
         WHERE eligibility_status = 'excluded';"#,
    )
    .await;
    let report = adopt(&database).await;
    let mut admin = database.look().await;
    let mut all = async |sql: &str| -> Vec<Value> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut admin).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    let until = r#"SELECT to_jsonb(cooling_off_until) FROM "bit".reactivation_intent WHERE cooling_off_until IS NOT NULL ORDER BY 1"#;
    assert_eq!(all(until).await, [json!("2025-07-02"), json!("2025-08-01")], "nobody is written to too early");
    let states =
        r#"SELECT to_jsonb(status) FROM "bit".partner_intent WHERE metadata ->> 'adoption' IS NULL ORDER BY 1"#;
    assert_eq!(all(states).await, ["completed", "paused", "pending"]);
    // Entries are numbered by their time, and keep the id that they had.
    let log = "SELECT to_jsonb(l) FROM shq.audit_log AS l WHERE metadata ? 'audit_id' ORDER BY audit_id";
    let entries = all(log).await;
    assert!(entries.len() >= 8, "{}", entries.len());
    let mut lanes: Vec<&str> = entries.iter().map(|entry| entry["schema_name"].as_str().unwrap()).collect();
    for (n, entry) in (1..).zip(&entries) {
        assert_eq!(entry["audit_id"], n);
        assert!(entry["metadata"]["audit_id"].as_str().unwrap().starts_with("00000000-0000-0000-0000-"), "{entry}");
        assert_eq!(entry["record_id"].as_str().unwrap().len(), 36);
    }
    assert!(entries.is_sorted_by_key(|entry| entry["performed_at"].as_str().unwrap().to_owned()), "{entries:#?}");
    lanes.dedup();
    assert_eq!(lanes, ["partners", "bit"], "by time");
    assert_eq!(report.tables[0].rows, entries.len() as u64);
    admin.close().await.unwrap();
}
