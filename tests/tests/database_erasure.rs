//! The SQL of docs/operations.md that answers an erasure request removes a person from every table, and nothing else.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::time::Duration;

use lanegate_server::db::{DbError, RoleNames, Statement};
use lanegate_tests::isolation::findings;
use lanegate_tests::sample::{self, Sample, meeting, partner, text};
use lanegate_tests::store::Store;
use lanegate_wire::{Lane, LeaveOut};
use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use uuid::Uuid;

/// The section's blocks: a person of lane A, a partner, and the search.
fn blocks() -> [String; 3] {
    let section = include_str!("../../docs/operations.md").split_once("## Erasure requests").unwrap().1;
    let section = section.split_once("\n## ").unwrap().0;
    let blocks: Vec<String> =
        section.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect();
    blocks.try_into().unwrap()
}

/// A block with its variables, as psql fills them in.
fn filled_in(block: &str, variables: &[(&str, &str)]) -> String {
    let sql: String = block.lines().filter(|line| !line.starts_with("\\set")).map(|line| format!("{line}\n")).collect();
    variables.iter().fold(sql, |sql, (name, value)| sql.replace(&format!(":'{name}'"), &format!("'{value}'")))
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

/// The tables of the lanes and the audit log in which a text occurs.
async fn places(connection: &mut PgConnection, words: &str) -> Vec<String> {
    let tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
                  WHERE schemaname IN ('sales', 'partners', 'bit', 'shq') ORDER BY 1";
    let mut found = Vec::new();
    for row in sqlx::raw_sql(tables).fetch_all(&mut *connection).await.unwrap() {
        let table: String = row.get(0);
        let sql = format!("SELECT count(*) FROM {table} AS t WHERE strpos(lower(t::text), lower('{words}')) > 0");
        if sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await.unwrap().get::<i64, _>(0) > 0 {
            found.push(table);
        }
    }
    found
}

async fn count(connection: &mut PgConnection, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(connection).await.unwrap().get(0)
}

#[tokio::test]
async fn a_person_is_removed_from_every_table_and_nobody_else() {
    let [of_lane_a, of_a_partner, search] = blocks();
    let store = Store::fresh().await;
    let of = |kind: &str, rows| Sample::of(kind, vec![rows]);
    let both = of("appointment_history", vec![meeting(1, "ghosted"), meeting(2, "lost")]);
    store.import(&both).await;
    // The same once more is a duplicate.
    store.import(&both.again()).await;
    let (ann, ben) =
        (partner("Lee Ltd", "Ann Lee", "ann@lee.example"), partner("Roe Ltd", "Ben Roe", "ben@roe.example"));
    store.import(&of("partner_master", vec![ann.clone(), ben])).await;
    // Changed, and a conflict that was left out: both are quoted in rows of imports.
    let moved = partner("Lee and Co", "Ann Lee", "ann@lee.example");
    store.import(&of("partner_master", vec![moved])).await;
    let partners = store.partners().await;
    let mut pointing_at_both = partner("Lee and Co", "Ann Lee", "ann@lee.example");
    pointing_at_both.push(("fractional_cfo_id", text(&partners[1].to_string())));
    let conflict = of("partner_master", vec![pointing_at_both, ann]);
    store.stage(&conflict).await.unwrap();
    let left_out = LeaveOut { rows: vec![2, 3], fates: vec![] };
    let plan = store.plan(&conflict, &left_out).await;
    store.commit(&conflict, &plan.digest).await.unwrap();
    for partner in &partners {
        store.import(&sample::partner_meetings(*partner)).await;
    }

    let (mut admin, database) = store.into_admin().await;
    let name: String = sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut admin).await.unwrap().get(0);
    let owner = RoleNames::of(&name).unwrap().owner();
    let person = Uuid::from_u128(0x2000_0001).to_string();
    let other = Uuid::from_u128(0x2000_0002).to_string();
    let sql =
        "SELECT fractional_cfo_id::text FROM partners.fractional_cfo_master WHERE primary_contact_name = 'Ann Lee'";
    let id: String = sqlx::raw_sql(sql).fetch_one(&mut admin).await.unwrap().get(0);
    assert!(places(&mut admin, &person).await.len() >= 4);
    let named = places(&mut admin, "Ann Lee").await;
    assert_eq!(
        named,
        ["partners.fractional_cfo_master", "partners.import_batch", "partners.import_change", "shq.audit_log"]
    );
    let receipts = "SELECT md5(string_agg(i::text, '' ORDER BY i::text)) FROM (SELECT receipt AS i FROM sales.import \
                    UNION ALL SELECT receipt FROM partners.import) AS r";
    let before: String = sqlx::raw_sql(receipts).fetch_one(&mut admin).await.unwrap().get(0);
    let others = places(&mut admin, &other).await;

    run(&mut admin, &format!("SET SESSION AUTHORIZATION \"{owner}\"")).await;
    run(&mut admin, &filled_in(&of_lane_a, &[("person", &person), ("why", "request 17")])).await;
    run(&mut admin, &filled_in(&of_a_partner, &[("partner", &id), ("why", "request 18")])).await;
    for words in [person.as_str(), id.as_str(), "Ann Lee", "ann@lee.example", "Lee Ltd"] {
        let search = filled_in(&search, &[("words", words)]);
        let found = sqlx::raw_sql(AssertSqlSafe(search)).fetch_all(&mut admin).await.unwrap();
        assert_eq!(found.len(), 0, "{words}");
    }
    run(&mut admin, "RESET SESSION AUTHORIZATION").await;
    for words in [person.as_str(), id.as_str(), "Ann Lee", "ann@lee.example", "Lee Ltd", "Lee and Co"] {
        assert_eq!(places(&mut admin, words).await, [""; 0], "{words}");
    }
    assert_eq!(places(&mut admin, &other).await, others);
    assert_eq!(count(&mut admin, "sales.appointment_history").await, 1);
    assert_eq!(count(&mut admin, "partners.fractional_cfo_master").await, 1);
    assert!(count(&mut admin, "partners.partner_appointments").await > 0);
    let after: String = sqlx::raw_sql(receipts).fetch_one(&mut admin).await.unwrap().get(0);
    assert_eq!(after, before, "receipts stay as they are");
    let erased = "shq.audit_log WHERE record_id = 'erased' AND metadata ->> 'why' LIKE 'request 1_'";
    assert_eq!(count(&mut admin, erased).await, 2);
    assert_eq!(findings(&mut admin).await, [""; 0], "the guards are back");
    sqlx::Connection::close(admin).await.unwrap();

    // What is left works: a retraction leaves out what was erased, and a new import goes on.
    let store = Store { db: database.connect(1).await, database };
    lanegate_server::store::retract(&store.db, Lane::Sales, "test", both.import.id, "a wrong file").await.unwrap();
    store.import(&of("appointment_history", vec![meeting(3, "lost")])).await;
}

/// Both lock the table that the other one wants next, but for the lane's lock, which comes first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_and_a_server_that_writes_wait_for_each_other_in_turn() {
    let [of_lane_a, _, _] = blocks();
    let store = Store::fresh().await;
    let mut writing = store.db.write(Lane::Sales, async |tx| Ok::<_, DbError>(tx)).await.unwrap();
    let mut admin = store.database.look().await;
    let person = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    let erasing = tokio::spawn(async move {
        run(&mut admin, &filled_in(&of_lane_a, &[("person", person), ("why", "a test")])).await;
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!erasing.is_finished());
    let sql = "INSERT INTO sales.appointment_history (appointment_uid, people_id, meeting_date, meeting_type, meeting_outcome) \
               VALUES ('a', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', '2025-01-01', 'other', 'lost')";
    Statement::new(sql).run(&mut writing).await.unwrap();
    writing.commit().await.unwrap();
    erasing.await.unwrap();
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 0, "it came after");
}
