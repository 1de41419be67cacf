//! An adopted database is one like others: what is stored is recognised, and imports go on from it.

use lanegate_server::db::Db;
use lanegate_tests::sample::{Sample, text};
use lanegate_tests::store::Store;
use lanegate_wire::{Fate, Lane, LeaveOut, Value};
use serde_json::json;

use super::{adopt, before};

async fn adopted() -> Store {
    let database = before("").await;
    adopt(&database).await;
    let db = Db::connect(database.login(), 1).await.unwrap();
    Store { db, database }
}

fn row<'r>(fields: &[(&'r str, &str)]) -> Vec<(&'r str, Value)> {
    fields.iter().map(|(name, value)| (*name, text(value))).collect()
}

async fn fates(store: &Store, sample: &Sample) -> Vec<&'static str> {
    store.plan_rows(sample, None).await.iter().map(|row| row.fate.as_str()).collect()
}

fn id(end: &str) -> String {
    format!("00000000-0000-4000-8000-00000000{end}")
}

#[tokio::test]
async fn stored_meetings_are_duplicates() {
    let store = adopted().await;
    let met = |person: &str, day: u8, kind: &str, outcome: &str, reason: Option<&str>| {
        let (person, date) = (id(person), format!("2025-05-{day:02}"));
        let mut fields = vec![
            ("people_id", person.as_str()),
            ("meeting_date", &date),
            ("meeting_type", kind),
            ("meeting_outcome", outcome),
        ];
        fields.extend(reason.map(|reason| ("stalled_reason", reason)));
        row(&fields)
    };
    let mut first = met("a001", 1, "discovery", "stalled", Some("Budget frozen"));
    first.push(("company_id", text(&id("c001"))));
    let meetings = Sample::of(
        "appointment_history",
        vec![vec![
            first,
            met("a002", 2, "numbers", "ghosted", None),
            met("a003", 3, "systems", "stalled", Some("Waiting for the board")),
            met("a004", 4, "other", "stalled", Some("A reason at last")),
            met("a005", 5, "other", "progressed", None),
            row(&[("meeting_date", "2025-05-06"), ("meeting_type", "discovery"), ("meeting_outcome", "ghosted")]),
            met("a007", 7, "discovery", "lost", None),
            met("a010", 10, "numbers", "stalled", Some("New one")),
        ]],
    );
    store.compare(&meetings).await;
    let expected = ["duplicate", "duplicate", "duplicate", "conflict", "duplicate", "new", "duplicate", "new"];
    assert_eq!(fates(&store, &meetings).await, expected, "odd spacing is none; a reason against a blank is a conflict");
    let leave_out = LeaveOut { fates: [Fate::Conflict].into(), ..LeaveOut::default() };
    let plan = store.plan(&meetings, &leave_out).await;
    let receipt = store.commit(&meetings, &plan.digest).await.unwrap();
    assert_eq!(receipt.counts[&Fate::New], 2);
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 12);
    assert_eq!(store.number(Lane::Sales, r#"SELECT count(*) FROM "bit".reactivation_intent"#).await, 9);
    // Nothing is undone by it, and everything is a duplicate the next time.
    let excluded = r#"SELECT count(*) FROM "bit".reactivation_intent WHERE eligibility_status = 'excluded'"#;
    assert_eq!(store.number(Lane::Sales, excluded).await, 1);
    let again = meetings.again();
    store.compare(&again).await;
    let expected =
        ["duplicate", "duplicate", "duplicate", "conflict", "duplicate", "duplicate", "duplicate", "duplicate"];
    assert_eq!(fates(&store, &again).await, expected);
}

#[tokio::test]
async fn stored_partners_are_recognised_and_doubles_are_conflicts() {
    let store = adopted().await;
    let partner = |firm: &str, contact: &str, more: &[(&'static str, &str)]| {
        let mut fields =
            vec![("firm_name", text(firm)), ("primary_contact_name", text(contact)), ("source", text("Referral"))];
        fields.extend(more.iter().map(|(name, value)| (*name, text(value))));
        fields
    };
    let partners = Sample::of(
        "partner_master",
        vec![vec![
            partner("Harbor CFO Group", "Ann Lee", &[("email", "ann@harborcfo.example.com")]),
            partner("Summit Finance", "Bo Cruz", &[("status", "partner")]),
            partner(
                "360",
                "Cy Dent",
                &[("linkedin_url", "https://www.linkedin.com/in/cydent"), ("email", "cy@360.example.com")],
            ),
            partner("Delta Partners", "Di Eng", &[("email", "di@delta.example.com")]),
            partner("Echo Advisors", "Ed Fox", &[]),
        ]],
    );
    store.compare(&partners).await;
    let rows = store.plan_rows(&partners, None).await;
    let fates: Vec<_> = rows.iter().map(|row| row.fate.as_str()).collect();
    assert_eq!(fates, ["conflict", "update", "update", "unchanged", "create"]);
    assert!(rows[0].reason.as_ref().unwrap().contains(&id("f002")), "{:?}", rows[0]);
    assert_eq!(rows[1].key, id("f003"), "recognised in spite of its spacing and capitals");
    let leave_out = LeaveOut { fates: [Fate::Conflict].into(), ..LeaveOut::default() };
    let plan = store.plan(&partners, &leave_out).await;
    store.commit(&partners, &plan.digest).await.unwrap();
    let stored: Vec<serde_json::Value> = store
        .column(
            Lane::Partners,
            "SELECT jsonb_build_array(firm_name, status, email_key, created_at) FROM partners.fractional_cfo_master \
              WHERE fractional_cfo_id::text ~ 'f00[34]$' ORDER BY fractional_cfo_id",
        )
        .await;
    assert_eq!(stored[0], json!(["Summit Finance", "partner", null, "2025-01-03T08:00:00+00:00"]));
    assert_eq!(stored[1], json!(["360", "contacted", "cy@360.example.com", "2025-01-04T08:00:00+00:00"]));
    let states: Vec<String> =
        store.column(Lane::Partners, r#"SELECT status FROM "bit".partner_intent ORDER BY status"#).await;
    assert_eq!(states, ["active", "active", "active", "active", "completed", "paused"], "scored, and nothing undone");
}

#[tokio::test]
async fn stored_partner_meetings_are_matched_by_their_values() {
    let store = adopted().await;
    let held = |partner: &str, date: &str, kind: &str, outcome: &str, notes: Option<&str>| {
        let partner = id(partner);
        let mut fields = vec![("fractional_cfo_id", partner.as_str()), ("meeting_date", date)];
        fields.extend([("meeting_type", kind), ("outcome", outcome)]);
        fields.extend(notes.map(|notes| ("notes", notes)));
        row(&fields)
    };
    let meetings = Sample::of(
        "partner_appointments",
        vec![vec![
            held("f001", "2025-03-01", "intro", "warm", Some("Wants two clients")),
            held("f001", "2025-03-01", "followup", "warm", None),
            held("f003", "2025-03-02", "followup", "cold", None),
            held("f003", "2025-03-04", "intro", "neutral", None),
            held("f003", "2025-03-04", "intro", "warm", None),
        ]],
    );
    let plan = store.compare(&meetings).await;
    assert_eq!(fates(&store, &meetings).await, ["duplicate", "new", "duplicate", "duplicate", "new"]);
    store.commit(&meetings, &plan.digest).await.unwrap();
    let keys: Vec<String> = store.receipt_rows(&meetings).await.into_iter().map(|row| row.key).collect();
    assert_eq!(keys[1], format!("{}|2025-03-01|2", id("f001")), "the number after the stored one's");
    assert_eq!(keys[2], format!("{}|2025-03-02", id("f003")), "the old key, without a number");
    assert_eq!(keys[4], format!("{}|2025-03-04|1", id("f003")));
}
