//! Each lane counts what changes its records, whoever writes, and writers of a lane follow one another, psql included.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::time::Duration;

use lanegate_server::db::{self, Db, DbError, Statement};
use lanegate_server::store;
use lanegate_tests::database::Database;
use lanegate_tests::guards::unguarded;
use lanegate_tests::isolation::findings;
use lanegate_tests::sample;
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{IntentChange, Lane, LeaveOut};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

const PARTNER: &str =
    "INSERT INTO partners.fractional_cfo_master (firm_name, primary_contact_name, source) VALUES ('A', 'B', 'C')";
const MEETING: &str = "INSERT INTO sales.appointment_history (appointment_uid, meeting_date, meeting_type, meeting_outcome) \
                       VALUES ('by hand', '2025-01-01', 'other', 'lost')";

async fn run(connection: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(|_| ())
}

/// The counters of both lanes.
async fn records(connection: &mut PgConnection) -> [i64; 2] {
    let sql = "SELECT (SELECT records FROM sales.lane_state), (SELECT records FROM partners.lane_state)";
    let row = sqlx::raw_sql(sql).fetch_one(connection).await.unwrap();
    [row.get(0), row.get(1)]
}

/// What raised which counter.
struct Watch {
    admin: PgConnection,
    last: [i64; 2],
}

impl Watch {
    async fn on(database: &Database) -> Self {
        let mut admin = database.look().await;
        let last = records(&mut admin).await;
        Self { admin, last }
    }

    async fn raised(&mut self) -> [bool; 2] {
        let now = records(&mut self.admin).await;
        assert!(now.iter().zip(&self.last).all(|(now, last)| now >= last), "{now:?} after {:?}", self.last);
        let raised = [now[0] > self.last[0], now[1] > self.last[1]];
        self.last = now;
        raised
    }
}

const NONE: [bool; 2] = [false, false];
const SALES: [bool; 2] = [true, false];
const PARTNERS: [bool; 2] = [false, true];

#[tokio::test]
async fn what_a_server_does_to_records_is_counted_and_nothing_else() {
    let store = Store::fresh().await;
    let mut watch = Watch::on(&store.database).await;
    let (meetings, partners) = (sample::meetings(), sample::partners());
    let plan = store.compare(&meetings).await;
    let of_partners = store.compare(&partners).await;
    assert_eq!(watch.raised().await, NONE, "opening, staging, and planning");
    store.plan(&meetings, &LeaveOut { rows: vec![2], fates: vec![] }).await;
    store.plan(&meetings, &LeaveOut::default()).await;
    assert_eq!(watch.raised().await, NONE, "planning again");
    store.commit(&meetings, &plan.digest).await.unwrap();
    assert_eq!(watch.raised().await, SALES);
    store.commit(&meetings, &plan.digest).await.unwrap();
    assert_eq!(watch.raised().await, NONE, "it was committed before");
    store.commit(&partners, &of_partners.digest).await.unwrap();
    assert_eq!(watch.raised().await, PARTNERS);
    let with = sample::partner_meetings(store.partners().await[0]);
    store.import(&with).await;
    assert_eq!(watch.raised().await, PARTNERS);

    store::score(&store.db, Lane::Sales, WHO).await.unwrap();
    store::score(&store.db, Lane::Partners, WHO).await.unwrap();
    let intents = store.column(Lane::Sales, "SELECT reactivation_bit_id FROM \"bit\".reactivation_intent").await;
    let exclude = IntentChange::Exclude { reason: "a test".to_owned() };
    store::change_intent(&store.db, Lane::Sales, WHO, intents[0], exclude).await.unwrap();
    assert_eq!(watch.raised().await, NONE, "scores and intents");

    for (sample, raised) in [(&meetings, SALES), (&partners, PARTNERS), (&with, PARTNERS)] {
        store::retract(&store.db, sample.lane, WHO, sample.import.id, "a test").await.unwrap();
        assert_eq!(watch.raised().await, raised, "retracted");
        store::reinstate(&store.db, sample.lane, WHO, sample.import.id).await.unwrap();
        assert_eq!(watch.raised().await, raised, "reinstated");
    }
}

#[tokio::test]
async fn every_statement_of_anybody_is_counted() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    let (meetings, partners) = (sample::meetings(), sample::partners());
    store.import(&meetings).await;
    store.import(&partners).await;
    store::retract(&store.db, Lane::Sales, WHO, meetings.import.id, "a test").await.unwrap();
    store::retract(&store.db, Lane::Partners, WHO, partners.import.id, "a test").await.unwrap();
    let (mut admin, database) = store.into_admin().await;
    let name: String = sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut admin).await.unwrap().get(0);
    let names = db::RoleNames::of(&name).unwrap();
    let mut watch = Watch::on(&database).await;
    let columns = "(firm_name, primary_contact_name, source)";
    let statements = [
        (SALES, MEETING.to_owned()),
        (PARTNERS, PARTNER.to_owned()),
        (PARTNERS, "UPDATE partners.fractional_cfo_master SET geography = 'North'".to_owned()),
        (PARTNERS, format!("WITH added AS ({PARTNER} RETURNING 1) SELECT count(*) FROM added")),
        (PARTNERS, format!("DO $$ BEGIN {PARTNER}; END $$")),
        (
            PARTNERS,
            format!(
                "MERGE INTO partners.fractional_cfo_master AS t USING (SELECT 'M' AS firm) AS s ON t.firm_name = s.firm \
                 WHEN NOT MATCHED THEN INSERT {columns} VALUES (s.firm, 'B', 'C')"
            ),
        ),
        (SALES, "UPDATE sales.retraction SET reason = 'another'".to_owned()),
        (PARTNERS, "UPDATE partners.retraction SET reason = 'another'".to_owned()),
    ];
    let owners = [("owner", names.owner()), ("superuser", "postgres".to_owned())];
    for (who, role) in owners.iter().chain([&("lane", String::new())]) {
        for (raised, sql) in &statements {
            let lane = if *raised == SALES { Lane::Sales } else { Lane::Partners };
            let role = if role.is_empty() { names.lane(lane) } else { role.clone() };
            let sql = sql.replace("by hand", who);
            run(&mut admin, &format!("SET ROLE \"{role}\"; BEGIN; {sql}; ROLLBACK; RESET ROLE")).await.unwrap();
            assert_eq!(watch.raised().await, NONE, "it was undone: {sql}");
            run(&mut admin, &format!("SET ROLE \"{role}\"; {sql}; RESET ROLE")).await.unwrap_or_else(|error| {
                panic!("{who}: {sql}: {error}");
            });
            assert_eq!(watch.raised().await, *raised, "{who}: {sql}");
        }
    }
    // Rows that are copied in, whatever session_replication_role says.
    for setting in ["origin", "replica"] {
        run(&mut admin, &format!("SET session_replication_role = {setting}")).await.unwrap();
        let into = format!("COPY partners.fractional_cfo_master {columns} FROM STDIN");
        let mut copy = admin.copy_in_raw(&into).await.unwrap();
        copy.send("Copied\tB\tC\n".as_bytes()).await.unwrap();
        copy.finish().await.unwrap();
        assert_eq!(watch.raised().await, PARTNERS, "{setting}");
        run(&mut admin, "UPDATE partners.fractional_cfo_master SET geography = 'West'").await.unwrap();
        assert_eq!(watch.raised().await, PARTNERS, "{setting}");
    }
    run(&mut admin, "SET session_replication_role = origin").await.unwrap();
    run(&mut admin, "DELETE FROM partners.fractional_cfo_master WHERE firm_name = 'Copied'").await.unwrap();
    assert_eq!(watch.raised().await, PARTNERS);
    // As an erasure does it.
    let erased = "BEGIN; ALTER TABLE sales.appointment_history DISABLE TRIGGER write_once; \
                  DELETE FROM sales.appointment_history WHERE appointment_uid = 'owner'; \
                  ALTER TABLE sales.appointment_history ENABLE ALWAYS TRIGGER write_once; COMMIT";
    run(&mut admin, erased).await.unwrap();
    assert_eq!(watch.raised().await, SALES);
    // No records.
    for sql in [
        "UPDATE \"bit\".reactivation_intent SET message_variant_id = 'x'",
        "UPDATE \"bit\".partner_intent SET message_variant_id = 'x'",
        "UPDATE sales.import SET last_batch_at = now()",
        "UPDATE partners.import SET last_batch_at = now()",
    ] {
        run(&mut admin, sql).await.unwrap();
        assert_eq!(watch.raised().await, NONE, "{sql}");
    }
}

/// What is undone is not counted, and what is done after it is.
#[tokio::test]
async fn a_transaction_counts_once_and_again_after_a_savepoint() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut admin = database.look().await;
    let [_, first] = records(&mut admin).await;
    for (sql, counted) in [
        (format!("BEGIN; {PARTNER}; {PARTNER}; {PARTNER}; COMMIT"), 1),
        (format!("BEGIN; SAVEPOINT a; {PARTNER}; ROLLBACK TO a; COMMIT"), 1),
        (format!("BEGIN; SAVEPOINT a; {PARTNER}; ROLLBACK TO a; {PARTNER}; COMMIT"), 2),
    ] {
        run(&mut admin, &sql).await.unwrap();
        let [_, now] = records(&mut admin).await;
        assert_eq!(now - first, counted, "{sql}");
    }
    // With savepoints it may count more often, and never less.
    let last = records(&mut admin).await;
    run(&mut admin, &format!("BEGIN; {PARTNER}; SAVEPOINT a; {PARTNER}; RELEASE a; {PARTNER}; COMMIT")).await.unwrap();
    assert!(records(&mut admin).await > last);
}

#[tokio::test]
async fn no_counter_is_lowered_or_removed_and_no_lane_s_role_sets_one() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    store.import(&sample::partners()).await;
    for (lane, sql) in [
        (Lane::Sales, "UPDATE sales.lane_state SET records = records + 1"),
        (Lane::Sales, "DELETE FROM sales.lane_state"),
        (Lane::Sales, "SELECT records FROM partners.lane_state"),
        (Lane::Partners, "UPDATE partners.lane_state SET records = records + 1"),
        (Lane::Partners, "INSERT INTO partners.lane_state DEFAULT VALUES"),
        (Lane::Partners, "SELECT records FROM sales.lane_state"),
    ] {
        let message = store.refusal(lane, sql).await;
        assert!(message.contains("permission denied"), "{sql}: {message}");
    }
    assert!(store.number(Lane::Sales, "SELECT records FROM sales.lane_state").await > 0, "but it may look");
    let (mut admin, database) = store.into_admin().await;
    let name: String = sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut admin).await.unwrap().get(0);
    let owner = db::RoleNames::of(&name).unwrap().owner();
    let mut watch = Watch::on(&database).await;
    for before in [format!("SET ROLE \"{owner}\""), "RESET ROLE; SET session_replication_role = replica".to_owned()] {
        run(&mut admin, &before).await.unwrap();
        for lane in Lane::ALL {
            for sql in [
                "UPDATE {lane}.lane_state SET records = records - 1",
                "UPDATE {lane}.lane_state SET records = 0",
                "UPDATE {lane}.lane_state SET only_row = false",
                "DELETE FROM {lane}.lane_state",
                "DELETE FROM {lane}.lane_state WHERE false",
                "TRUNCATE {lane}.lane_state",
                "INSERT INTO {lane}.lane_state VALUES (true, 0) ON CONFLICT (only_row) DO UPDATE SET records = 0",
                "INSERT INTO {lane}.lane_state VALUES (true, 0)",
                "INSERT INTO {lane}.lane_state VALUES (false, 0)",
            ] {
                let sql = sql.replace("{lane}", lane.as_str());
                run(&mut admin, &sql).await.expect_err(&sql);
            }
        }
    }
    assert_eq!(watch.raised().await, NONE);
    run(&mut admin, "UPDATE sales.lane_state SET records = records + 1000").await.unwrap();
    assert_eq!(watch.raised().await, SALES, "a higher one makes plans anew, and nothing else");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn psql_waits_for_the_server_and_the_server_for_psql() {
    let database = Database::fresh().await;
    let db = database.connect(2).await;
    for (lane, of_lane, of_other) in [(Lane::Sales, MEETING, PARTNER), (Lane::Partners, PARTNER, MEETING)] {
        let held = db.write(lane, async |tx| Ok::<_, DbError>(tx)).await.unwrap();
        let mut admin = database.look().await;
        let of_other = format!("BEGIN; {of_other}; ROLLBACK");
        let other = tokio::time::timeout(Duration::from_secs(5), run(&mut admin, &of_other));
        other.await.expect("the other lane is free").unwrap();
        let waiting = tokio::spawn(async move {
            let done = run(&mut admin, &format!("BEGIN; {of_lane}")).await;
            done.map(|()| admin)
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!waiting.is_finished(), "{lane}: it waits for the server");
        drop(held);
        let mut admin = waiting.await.unwrap().unwrap();
        // And now the server waits for it.
        let same = db.clone();
        let waiting = tokio::spawn(async move { same.write(lane, async |tx| Ok::<_, DbError>(tx)).await.map(drop) });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!waiting.is_finished(), "{lane}: the server waits");
        run(&mut admin, "ROLLBACK").await.unwrap();
        waiting.await.unwrap().unwrap();
    }
}

/// A session of psql that has locked a row waits for the lane, and whoever has the lane for the row: PostgreSQL ends one of them, and
/// a server tries again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_locked_before_the_lane_stops_nobody_for_good() {
    let database = Database::fresh().await;
    let db = database.connect(2).await;
    let mut admin = database.look().await;
    run(&mut admin, PARTNER).await.unwrap();
    run(&mut admin, "BEGIN; SELECT FROM partners.fractional_cfo_master FOR UPDATE").await.unwrap();
    let writing = {
        let db: Db = db.clone();
        tokio::spawn(async move {
            let write = db.write(Lane::Partners, async |mut tx| {
                Statement::new("UPDATE partners.fractional_cfo_master SET geography = 'North'").run(&mut tx).await?;
                tx.commit().await
            });
            write.await as Result<(), DbError>
        })
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!writing.is_finished(), "it waits for the row");
    let by_hand = run(&mut admin, "UPDATE partners.fractional_cfo_master SET niche_focus = 'SaaS'").await;
    run(&mut admin, if by_hand.is_ok() { "COMMIT" } else { "ROLLBACK" }).await.unwrap();
    writing.await.unwrap().unwrap();
    let sql = "SELECT geography = 'North' FROM partners.fractional_cfo_master";
    assert!(sqlx::raw_sql(sql).fetch_one(&mut admin).await.unwrap().get::<bool, _>(0), "the server's change is there");
}

#[tokio::test]
async fn a_restored_backup_goes_on_counting() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    store.import(&sample::partners()).await;
    let (mut admin, database) = store.into_admin().await;
    // A plan of this count may be in the backup.
    run(&mut admin, "UPDATE sales.lane_state SET records = records + 1000").await.unwrap();
    let before = records(&mut admin).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    db::write_archive(&database.admin(), &file).await.unwrap();

    let other = Database::fresh().await;
    other.prepare().await;
    db::read_archive(&other.admin(), &file).await.unwrap();
    let mut watch = Watch::on(&other).await;
    assert!(watch.last.iter().zip(before).all(|(now, before)| *now >= before), "{:?} after {before:?}", watch.last);
    let mut admin = other.look().await;
    run(&mut admin, MEETING).await.unwrap();
    assert_eq!(watch.raised().await, SALES);
    run(&mut admin, PARTNER).await.unwrap();
    assert_eq!(watch.raised().await, PARTNERS);
    run(&mut admin, "DELETE FROM sales.lane_state").await.expect_err("the guard is back");
    assert_eq!(findings(&mut admin).await, [""; 0]);
    // Whoever sets the guards aside is on his own.
    unguarded(&mut admin, MEETING.replace("by hand", "unguarded").as_str()).await;
    assert_eq!(watch.raised().await, NONE);
    admin.close().await.unwrap();
}

/// The query of docs/operations.md says who holds a lane and who waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stops_a_lane_is_found_as_the_documentation_says() {
    let incident = include_str!("../../docs/operations.md").split_once("**One lane's imports wait").unwrap().1;
    let query = incident.split("```sql\n").nth(1).unwrap().split("```").next().unwrap();
    let database = Database::fresh().await;
    let db = database.connect(2).await;
    let (mut by_hand, mut look) = (database.look().await, database.look().await);
    assert_eq!(sqlx::raw_sql(query).fetch_all(&mut look).await.unwrap().len(), 0, "nobody writes");
    run(&mut by_hand, &format!("BEGIN; {PARTNER}")).await.unwrap();
    let waiting =
        tokio::spawn(async move { db.write(Lane::Partners, async |tx| Ok::<_, DbError>(tx)).await.map(drop) });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let rows = sqlx::raw_sql(query).fetch_all(&mut look).await.unwrap();
    let found: Vec<(i64, bool, String)> = rows
        .iter()
        .map(|row| {
            (i64::from(row.get::<sqlx::postgres::types::Oid, _>("lane").0), row.get("granted"), row.get("state"))
        })
        .collect();
    assert_eq!(
        found,
        [(2, true, "idle in transaction".to_owned()), (2, false, "active".to_owned())],
        "the session by hand, and the server"
    );
    assert!(rows[0].get::<String, _>("query").contains("fractional_cfo_master"));
    let end = format!("SELECT pg_terminate_backend({})", rows[0].get::<i32, _>("pid"));
    run(&mut look, &end).await.unwrap();
    waiting.await.unwrap().unwrap();
    let left = "SELECT count(*) FROM partners.fractional_cfo_master";
    assert_eq!(sqlx::raw_sql(left).fetch_one(&mut look).await.unwrap().get::<i64, _>(0), 0, "what it wrote is undone");
}
