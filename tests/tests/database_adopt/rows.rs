//! Every row is kept with what it holds; what it lacked is filled in, and entered in the audit log.

use std::collections::BTreeMap;

use lanegate_check::key_text;
use lanegate_server::db::{RoleNames, TableRows};
use lanegate_tests::database::Database;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use super::{TABLES, adopt, before, change, remark, run};

type Rows = BTreeMap<String, Value>;

/// The rows of a table by their key.
async fn rows(admin: &mut PgConnection, table: &str, key: &str) -> Rows {
    let sql = format!("SELECT {key}::text, to_jsonb(r) FROM {table} AS r");
    let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(admin).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn all_rows(database: &Database) -> BTreeMap<&'static str, Rows> {
    let mut admin = database.look().await;
    let mut all = BTreeMap::new();
    for (table, key) in TABLES {
        all.insert(table, rows(&mut admin, table, key).await);
    }
    admin.close().await.unwrap();
    all
}

async fn number(database: &Database, sql: &str) -> i64 {
    let mut admin = database.look().await;
    let found = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap().get(0);
    admin.close().await.unwrap();
    found
}

/// What stands for a blank where a value is needed now.
fn default_of(table: &str, column: &str) -> Option<Value> {
    Some(match (table, column) {
        (_, "metadata") => json!({}),
        ("sales.appointment_history", "source") => json!("manual"),
        (_, "bit_reason_codes" | "leverage_factors") => json!([]),
        ("shq.audit_log", "record_id" | "performed_by") => json!("unknown"),
        _ => return None,
    })
}

#[tokio::test]
async fn every_row_is_kept_with_all_it_holds() {
    let database = before("").await;
    let old = all_rows(&database).await;
    let report = adopt(&database).await;
    let new = all_rows(&database).await;
    let (mut rows, mut values, mut blanks) = (0, 0, 0);
    for (table, old_rows) in &old {
        for (key, old_row) in old_rows {
            let new_row = new[table].get(key).unwrap_or_else(|| panic!("{table}: {key} is gone"));
            rows += 1;
            for (column, was) in old_row.as_object().unwrap() {
                let expected =
                    if was.is_null() { default_of(table, column).unwrap_or(Value::Null) } else { was.clone() };
                blanks += usize::from(*was != expected);
                values += 1;
                match column.as_str() {
                    // More may be in it; see below for the log, where a lane that was never told is told as such.
                    "metadata" => {
                        let missing = expected.as_object().map(|entries| {
                            entries
                                .iter()
                                .filter(|(name, value)| new_row["metadata"].get(name.as_str()) != Some(value))
                                .count()
                        });
                        let log = *table == "shq.audit_log" && old_row["schema_name"] == "outreach";
                        assert!(missing == Some(0) || log, "{table} {key}: {new_row:#}");
                    }
                    "outreach_id" if was.is_null() => assert!(new_row["metadata"].get("columns_before").is_none()),
                    "outreach_id" => assert_eq!(new_row["metadata"]["columns_before"]["outreach_id"], *was),
                    _ => assert_eq!(new_row[column], expected, "{table} {key} {column}"),
                }
            }
        }
        let told = TableRows { table: table.replace('"', ""), rows: old_rows.len() as u64 };
        assert!(report.tables.contains(&told), "{report}");
    }
    // Blank are: metadata of 25 entries, 9 meetings, 3 intents and a partner; two texts of an entry; a source; 3 lists.
    assert_eq!((rows, blanks), (52, 25 + 9 + 3 + 1 + 2 + 1 + 3), "of {values} values");
}

#[tokio::test]
async fn partners_get_the_keys_that_the_check_makes() {
    let database = before("").await;
    let report = adopt(&database).await;
    let master = &all_rows(&database).await["partners.fractional_cfo_master"];
    let keys = |id: &str| {
        let row = &master[&format!("00000000-0000-4000-8000-00000000{id}")];
        [row["email_key"].clone(), row["linkedin_key"].clone(), row["name_key"].clone()]
    };
    let harbor = [json!("ann@harborcfo.example.com"), json!("in/ann-lee"), json!("harbor cfo group\u{1f}ann lee")];
    assert_eq!((keys("f001"), keys("f002")), (harbor.clone(), harbor));
    assert_eq!(keys("f003"), [Value::Null, Value::Null, json!("summit finance\u{1f}bo cruz")]);
    assert_eq!(keys("f004"), [Value::Null, json!("in/cydent"), json!("360\u{1f}cy dent")], "the address is none");
    assert_eq!(report.filled.partner_keys, 5);
    let doubled = remark(&report, "partners_doubled");
    assert_eq!(doubled.count, 1, "{doubled:?}");
    assert!(doubled.first[0].contains("f001") && doubled.first[0].contains("f002"), "{doubled:?}");
    assert!(remark(&report, "partners_unread").first[0].contains("\"cy at 360\""));
}

#[tokio::test]
async fn intents_are_made_and_kill_switches_stay() {
    let database = before("").await;
    let report = adopt(&database).await;
    let new = all_rows(&database).await;
    let meetings: BTreeMap<&str, &Value> = new[r#""bit".reactivation_intent"#]
        .values()
        .map(|row| (row["appointment_uid"].as_str().unwrap(), row))
        .collect();
    let uid = |person: &str, day: u8| format!("UNKNOWN|00000000-0000-4000-8000-00000000{person}|2025-05-{day:02}");
    assert_eq!(meetings.len(), 7, "four were there; a003, a004 and the anonymous one come");
    assert_eq!(report.filled.reactivation_intents, 3);
    let made = meetings[uid("a003", 3).as_str()];
    assert_eq!(
        (&made["eligibility_status"], &made["metadata"]["adoption"]),
        (&json!("eligible"), &json!(report.adoption))
    );
    assert_eq!(
        (&made["bit_reason_codes"][0], &made["bit_reason_codes"][2]),
        (&json!("stalled"), &json!("type_systems"))
    );
    assert!(made["bit_score"].as_f64() >= Some(55.0), "{made}");
    assert_eq!(meetings[uid("a002", 2).as_str()]["exclusion_reason"], "Asked us to stop");
    assert_eq!(meetings[uid("a008", 8).as_str()]["cooling_off_until"], "2025-07-01");
    let states = (report.states.excluded, report.states.cooling_off, report.states.paused, report.states.completed);
    assert_eq!(states, (1, 1, 1, 1));
    let partners: BTreeMap<&str, &Value> =
        new[r#""bit".partner_intent"#].values().map(|row| (row["fractional_cfo_id"].as_str().unwrap(), row)).collect();
    let of = |id: &str| partners[format!("00000000-0000-4000-8000-00000000{id}").as_str()];
    assert_eq!((partners.len(), report.filled.partner_intents), (5, 2));
    assert_eq!((&of("f001")["status"], &of("f004")["status"]), (&json!("paused"), &json!("completed")));
    let made = of("f003");
    let factors = ["status_engaged", "not_reachable", "last_meeting_neutral", "met_over_365_days_ago"];
    assert_eq!((&made["status"], &made["leverage_factors"]), (&json!("active"), &json!(factors)));
    assert_eq!(made["recommended_next_action"], "find_contact_details");
    let unscored = remark(&report, "intents_unscored");
    assert_eq!(unscored.count, 2, "{unscored:?}");
    // A cooling-off that is over counts as eligible; paused partners are not shown.
    assert_eq!(number(&database, r#"SELECT count(*) FROM "bit".v_reactivation_ready"#).await, 6);
    assert_eq!(number(&database, r#"SELECT count(*) FROM "bit".v_partner_outreach_ready"#).await, 2);
}

#[tokio::test]
async fn the_log_keeps_its_entries_and_each_lane_reads_its_own() {
    let database = before("").await;
    let old = all_rows(&database).await.remove("shq.audit_log").unwrap();
    let report = adopt(&database).await;
    let new = all_rows(&database).await.remove("shq.audit_log").unwrap();
    for entry in new.values().filter(|entry| entry["schema_name"] == "outreach") {
        assert_eq!(entry["metadata"].get("lane"), None, "it never had one: {entry}");
    }
    let entry = |schema: &str, operation: &str| {
        let mut found = new.values().filter(|entry| entry["schema_name"] == schema && entry["operation"] == operation);
        found.next().unwrap_or_else(|| panic!("{schema} {operation}")).clone()
    };
    assert_eq!(entry("outreach", "INSERT")["metadata"], json!({"a": 1, "lane_before": "sales"}));
    assert_eq!(entry("outreach", "SYNC")["metadata"], json!({"before": [1, 2]}));
    // What adopting did, under its own id: five partners keyed, three texts, five intents.
    let entered: Vec<&Value> = new.iter().filter(|(id, _)| !old.contains_key(*id)).map(|(_, entry)| entry).collect();
    assert_eq!(entered.len(), 5 + 3 + 5);
    for entry in &entered {
        assert_eq!(entry["correlation_id"], json!(report.adoption));
        assert_eq!(entry["performed_by"], "postgres (adopting the database)");
        assert!(entry["audit_id"].as_i64() > Some(27), "numbers go on");
    }
    let update = entered.iter().find(|entry| entry["table_name"] == "fractional_cfo_master").unwrap();
    assert_eq!(update["old_values"]["name_key"], Value::Null);
    assert_ne!(update["new_values"]["name_key"], Value::Null);
    assert_eq!(update["old_values"]["updated_at"], update["new_values"]["updated_at"]);
    let text = entered.iter().find(|entry| entry["record_id"].as_str().unwrap().contains("a003")).unwrap();
    assert_eq!((&text["operation"], &text["metadata"]["lane"]), (&json!("UPDATE"), &json!("sales")));

    let mut admin = database.look().await;
    let name: String = sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut admin).await.unwrap().get(0);
    let names = RoleNames::of(&name).unwrap();
    let mut read = 0;
    for lane in lanegate_wire::Lane::ALL {
        let sql = format!("SET ROLE \"{}\"; SELECT to_jsonb(l) FROM shq.audit_log AS l", names.lane(lane));
        let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut admin).await.unwrap();
        for row in &rows {
            let entry: Value = row.get(0);
            assert_eq!(entry["metadata"]["lane"], json!(lane.to_string()), "{entry}");
        }
        run(&mut admin, "RESET ROLE").await;
        read += rows.len();
    }
    assert_eq!(read, new.len() - 2, "every entry but those of neither lane");
    assert_eq!(remark(&report, "audit_of_no_lane").count, 2);
}

#[tokio::test]
async fn what_goes_and_what_stays_is_told() {
    let report = adopt(&before("").await).await;
    for (code, count, example) in [
        ("removed_triggers", 8, "CREATE TRIGGER trg_write_once BEFORE DELETE OR UPDATE ON sales.appointment_history"),
        ("removed_functions", 4, "shq.log_change()"),
        ("removed_indexes", 5, "CREATE INDEX idx_lower_email ON partners.fractional_cfo_master"),
        ("removed_constraints", 9, "FOREIGN KEY (company_id) REFERENCES company.company_master"),
        ("removed_grants", 8, "GRANT UPDATE (notes) ON partners.partner_appointments TO PUBLIC"),
        ("removed_views", 2, "\"bit\".v_reactivation_ready: SELECT"),
        ("columns_moved", 1, "outreach_id uuid"),
        ("schemas_shared", 1, "shq"),
        ("left_alone", 2, "table shq.other_registry"),
        ("functions_elsewhere", 1, "function company.meetings_of(uuid)"),
        ("meetings_anonymous", 1, "UNKNOWN|UNKNOWN|2025-05-06"),
        ("meetings_misnamed", 1, "A007|2025-05-07: expected UNKNOWN|00000000-0000-4000-8000-00000000a007|2025-05-07"),
        ("meetings_doubled", 1, "A007|2025-05-07, UNKNOWN|00000000-0000-4000-8000-00000000a007|2025-05-07"),
        ("partner_meetings_misnamed", 2, "f003|2025-03-02"),
        ("texts_of_other_form", 3, "a003|2025-05-03"),
        ("blanks_filled", 2, "performed_by: 1 row(s), now unknown"),
    ] {
        let remark = remark(&report, code);
        assert_eq!(remark.count, count, "{remark:#?}");
        assert!(remark.first.iter().any(|line| line.contains(example)), "{example}: {remark:#?}");
    }
    let broken: Vec<_> = report.remarks.iter().filter(|remark| remark.code == "rules_broken").collect();
    assert_eq!(broken.len(), 2, "{broken:#?}");
}

#[tokio::test]
async fn facts_and_log_are_write_once_from_then_on() {
    let database = before("").await;
    adopt(&database).await;
    let mut admin = database.look().await;
    for (table, guarded) in TABLES.map(|(table, _)| (table, table.contains("log") || table.contains("appointment"))) {
        let statements = [
            (guarded, format!("UPDATE {table} SET metadata = metadata")),
            (guarded, format!("DELETE FROM {table}")),
            (true, format!("TRUNCATE {table} CASCADE")),
        ];
        for (refused, sql) in statements {
            let done = sqlx::raw_sql(AssertSqlSafe(format!("BEGIN; {sql}; ROLLBACK"))).execute(&mut admin).await;
            match done {
                Err(error) if refused => assert!(error.to_string().contains("is refused"), "{sql}: {error}"),
                Ok(_) => assert!(!refused, "{sql}"),
                // Partners that have meetings and intents can't be deleted.
                Err(error) => assert!(error.to_string().contains("foreign key"), "{sql}: {error}"),
            }
            run(&mut admin, "ROLLBACK").await;
        }
    }
}

#[tokio::test]
async fn pages_and_examples_are_bounded() {
    let database = before("").await;
    let mut admin = database.look().await;
    // More than two pages of everything, in an order that is not that of the keys; every partner doubled by name.
    let many = r#"
        INSERT INTO partners.fractional_cfo_master (fractional_cfo_id, firm_name, primary_contact_name, source)
        SELECT md5('partner' || n)::uuid, 'Firm  ' || n / 2, 'Contact', 'CRM' FROM generate_series(2, 2501) AS n;
        INSERT INTO sales.appointment_history (appointment_uid, people_id, meeting_date, meeting_type, meeting_outcome,
                                               stalled_reason)
        SELECT 'UNKNOWN|' || md5('person' || n)::uuid || '|2025-04-01', md5('person' || n)::uuid, '2025-04-01', 'other',
               'stalled', CASE WHEN n % 2 = 0 THEN 'Odd  spacing' ELSE 'None' END
          FROM generate_series(1, 2500) AS n;"#;
    change(&mut admin, many).await;
    admin.close().await.unwrap();
    let report = adopt(&database).await;
    assert_eq!(report.filled.partner_keys, 2505);
    assert_eq!(report.filled.texts, 1250 + 3);
    assert_eq!(
        number(&database, "SELECT count(*) FROM partners.fractional_cfo_master WHERE name_key IS NULL").await,
        0
    );
    let odd = "SELECT count(*) FROM sales.appointment_history WHERE metadata #>> '{as_checked,stalled_reason}' = 'Odd spacing'";
    assert_eq!(number(&database, odd).await, 1250);
    let doubled = remark(&report, "partners_doubled");
    assert_eq!((doubled.count, doubled.first.len()), (1250 + 1, 20));
    let text = report.to_string();
    assert!(text.contains("… and 1231 more"), "{text}");
    assert!(text.lines().count() < 400, "{}", text.lines().count());
    let seventh =
        format!("SELECT count(*) FROM partners.fractional_cfo_master WHERE name_key LIKE '{}%'", key_text("Firm  777"));
    assert_eq!(number(&database, &seventh).await, 2);
}
