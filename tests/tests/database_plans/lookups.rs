//! Lookups read by index what an import needs, whatever was stored before.

use lanegate_server::db::{DbError, Statement, Tx};
use lanegate_tests::planner::plan_over;
use lanegate_tests::sample::{Sample, meeting, partner, text};
use lanegate_tests::store::Store;
use lanegate_wire::{Fate, Lane, LeaveOut, Value};
use sqlx::Row as _;

/// Stored records of each kind.
const STORED: i64 = 20_000;

const MEETINGS: &str = "
    INSERT INTO sales.appointment_history
           (appointment_uid, company_id, people_id, meeting_date, meeting_type, meeting_outcome)
    SELECT c.id || '|' || c.id || '|2025-05-01', c.id, c.id, '2025-05-01', 'discovery', 'ghosted'
      FROM (SELECT lpad(n::text, 32, '0')::uuid AS id FROM generate_series(1, 20000) AS n) AS c";

const PARTNERS: &str = "
    INSERT INTO partners.fractional_cfo_master
           (fractional_cfo_id, firm_name, primary_contact_name, email, source, email_key, name_key)
    SELECT lpad(n::text, 32, '0')::uuid, 'Firm ' || n, 'Ann Lee', 'a' || n || '@x.example.com', 'Referral',
           'a' || n || '@x.example.com', 'firm ' || n || E'\\x1fann lee'
      FROM generate_series(1, 20000) AS n";

/// All of one partner, many on one day.
const PARTNER_MEETINGS: &str = "
    INSERT INTO partners.partner_appointments
           (partner_appointment_uid, fractional_cfo_id, meeting_date, meeting_type, outcome)
    SELECT p.id || '|' || to_char(d.day, 'YYYY-MM-DD') || '|' || n, p.id, d.day, 'intro', 'warm'
      FROM generate_series(1, 20000) AS n
     CROSS JOIN LATERAL (SELECT date '2024-01-01' + n % 400 AS day) AS d
     CROSS JOIN (SELECT lpad('1', 32, '0')::uuid AS id) AS p";

/// What was read of the lane's records in a transaction so far: scans of whole tables, and records found by an index.
async fn read(tx: &mut Tx) -> (i64, i64) {
    let sql = "SELECT sum(seq_scan)::bigint AS whole, sum(coalesce(idx_tup_fetch, 0))::bigint AS records
                 FROM pg_stat_xact_user_tables
                WHERE relname IN ('appointment_history', 'fractional_cfo_master', 'partner_appointments')";
    let row = Statement::new(sql).one(tx).await.unwrap();
    (row.get("whole"), row.get("records"))
}

/// Plans an import, and asserts that at most so many records were read for it. Returns the number of rows that it matched.
async fn matched(store: &Store, sample: &Sample, most: i64) -> u32 {
    let kind = lanegate_kinds::named(&sample.import.kind).unwrap();
    let begun = store.db.write(sample.lane, async |tx| Ok::<_, DbError>(tx)).await;
    let mut tx = begun.unwrap();
    let before = read(&mut tx).await;
    let (_, summary) = plan_over(&mut tx, kind, sample, &LeaveOut::default()).await;
    let after = read(&mut tx).await;
    assert_eq!(after.0 - before.0, 0, "a whole table was read for {}", sample.import.kind);
    let records = after.1 - before.1;
    assert!(records <= most, "{records} records were read for {}", sample.import.kind);
    let found = [Fate::Duplicate, Fate::Conflict, Fate::Update, Fate::Unchanged];
    found.iter().filter_map(|fate| summary.counts.get(fate)).sum()
}

fn id(number: u32) -> Value {
    text(&format!("00000000-0000-0000-0000-{number:012}"))
}

fn samples() -> [Sample; 3] {
    let meetings = (1..=20).map(|n| {
        let mut row = meeting(n, "lost");
        if n <= 10 {
            (row[0].1, row[1].1) = (id(n as u32), id(n as u32));
        }
        row
    });
    let partners = (1..=20).map(|n| {
        let number = if n <= 10 { n } else { n + 1_000_000 };
        let mut row = partner(&format!("Firm {number}"), "Ann Lee", &format!("a{number}@x.example.com"));
        row.push(("geography", text("West")));
        row
    });
    let partner_meetings = (1..=20).map(|n| {
        let mut row = vec![
            ("fractional_cfo_id", id(1)),
            ("meeting_date", text(if n <= 10 { "2024-01-02" } else { "2023-01-02" })),
            ("meeting_type", text("intro")),
            ("outcome", text(if n % 2 == 0 { "warm" } else { "cold" })),
        ];
        if n % 3 == 0 {
            row.push(("sequence", Value::Whole(n)));
        }
        row
    });
    [
        Sample::of("appointment_history", vec![meetings.collect()]),
        Sample::of("partner_master", vec![partners.collect()]),
        Sample::of("partner_appointments", vec![partner_meetings.collect()]),
    ]
}

#[tokio::test]
async fn lookups_read_no_more_than_an_import_needs() {
    let store = Store::fresh().await;
    // In small tables without statistics, reading the whole looks cheaper.
    for sample in samples() {
        assert_eq!(matched(&store, &sample, 0).await, 0);
    }
    store.change(Lane::Sales, MEETINGS).await;
    store.change(Lane::Partners, PARTNERS).await;
    store.change(Lane::Partners, PARTNER_MEETINGS).await;
    for sql in
        ["SELECT count(*) FROM partners.fractional_cfo_master", "SELECT count(*) FROM partners.partner_appointments"]
    {
        assert_eq!(store.number(Lane::Partners, sql).await, STORED);
    }
    let [meetings, partners, partner_meetings] = samples();
    // Each record is read in the second pass, and again in the last one where its values are shown.
    assert_eq!(matched(&store, &meetings, 20).await, 10);
    assert_eq!(matched(&store, &partners, 40).await, 10);
    // The 50 meetings of that day by its columns and by its keys, the partner, and the days' numbers.
    assert!(matched(&store, &partner_meetings, 200).await > 3);
}
