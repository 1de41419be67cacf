//! Retracting and reinstating an import: what it set going stops and goes on; facts, receipts and what people have changed since stay.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use lanegate_server::store::{self, StoreError};
use lanegate_tests::sample::{self, Sample, partner, text};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Fate, ImportState, IntentChange, IntentState, Lane, LeaveOut, Undone};
use serde_json::Value;
use uuid::Uuid;

async fn retract(store: &Store, sample: &Sample) -> Undone {
    let status = store::retract(&store.db, sample.lane, WHO, sample.import.id, "Wrong file").await.unwrap();
    assert_eq!(status.state, ImportState::Retracted);
    status.retraction.unwrap().did
}

async fn reinstate(store: &Store, sample: &Sample) -> Undone {
    let status = store::reinstate(&store.db, sample.lane, WHO, sample.import.id).await.unwrap();
    assert_eq!(status.state, ImportState::Committed);
    status.retraction.unwrap().reinstated.unwrap().did
}

/// Every column of every partner, without the moments of change.
async fn partners(store: &Store) -> Vec<Value> {
    store
        .column(
            Lane::Partners,
            "SELECT to_jsonb(m) - 'updated_at' - 'metadata' FROM partners.fractional_cfo_master AS m ORDER BY fractional_cfo_id",
        )
        .await
}

/// Every intent of a lane, without the moments of computing.
async fn intents(store: &Store, lane: Lane) -> Vec<Value> {
    let sql = match lane {
        Lane::Sales => {
            r#"SELECT to_jsonb(i) - 'computed_at' FROM "bit".reactivation_intent AS i ORDER BY appointment_uid"#
        }
        Lane::Partners => {
            r#"SELECT to_jsonb(i) - 'computed_at' FROM "bit".partner_intent AS i ORDER BY fractional_cfo_id"#
        }
    };
    store.column(lane, sql).await
}

async fn intent_ids(store: &Store, lane: Lane) -> Vec<Uuid> {
    let page = store::intents(&store.db, lane, None, None).await.unwrap();
    page.intents.iter().map(|intent| intent.id).collect()
}

const READY: &str = r#"SELECT count(*) FROM "bit".v_reactivation_ready"#;

#[tokio::test]
async fn retracted_meetings_are_not_ready_and_reinstated_ones_are_as_before() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let receipt = store.import(&meetings).await;
    let before = intents(&store, Lane::Sales).await;
    assert_eq!(store.number(Lane::Sales, READY).await, 2);

    assert_eq!(retract(&store, &meetings).await, Undone { intents: 2, ..Undone::default() });
    assert_eq!(store.number(Lane::Sales, READY).await, 0);
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3, "facts stay");
    assert_eq!(store::receipt(&store.db, Lane::Sales, meetings.import.id).await.unwrap(), receipt);
    let why: Vec<String> =
        store.column(Lane::Sales, r#"SELECT DISTINCT exclusion_reason FROM "bit".reactivation_intent"#).await;
    assert_eq!(why, ["Its import was retracted: Wrong file"]);

    assert_eq!(reinstate(&store, &meetings).await, Undone { intents: 2, ..Undone::default() });
    assert_eq!(intents(&store, Lane::Sales).await, before);
    // And once more: a retraction can be undone and made again.
    retract(&store, &meetings).await;
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.retraction").await, 2);
}

#[tokio::test]
async fn asking_again_changes_nothing() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store.stage(&meetings).await.unwrap();
    let id = meetings.import.id;
    for answer in [
        store::retract(&store.db, Lane::Sales, WHO, id, "x").await,
        store::reinstate(&store.db, Lane::Sales, WHO, id).await,
    ] {
        assert!(matches!(answer, Err(StoreError::NotCommitted)));
    }
    let unknown = store::retract(&store.db, Lane::Partners, WHO, id, "x").await;
    assert!(matches!(unknown, Err(StoreError::ImportUnknown)), "the other lane's");
    let plan = store.plan(&meetings, &LeaveOut::default()).await;
    store.commit(&meetings, &plan.digest).await.unwrap();
    let untouched = store::reinstate(&store.db, Lane::Sales, WHO, id).await.unwrap();
    assert_eq!((untouched.state, untouched.retraction), (ImportState::Committed, None));
    let first = store::retract(&store.db, Lane::Sales, WHO, id, "One reason").await.unwrap();
    let again = store::retract(&store.db, Lane::Sales, "somebody else", id, "Another reason").await.unwrap();
    assert_eq!(first, again);
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.retraction").await, 1);
}

#[tokio::test]
async fn what_a_person_decided_outlives_retracting_and_reinstating() {
    let store = Store::fresh().await;
    let rows = (1..=4).map(|number| sample::meeting(number, "ghosted")).collect();
    let meetings = Sample::of("appointment_history", vec![rows]);
    store.import(&meetings).await;
    let ids = intent_ids(&store, Lane::Sales).await;
    let change = async |id, change| store::change_intent(&store.db, Lane::Sales, WHO, id, change).await.unwrap();
    let until = chrono::Utc::now().date_naive() + chrono::Days::new(30);
    change(ids[0], IntentChange::Exclude { reason: "Asked us to stop".into() }).await;
    change(ids[1], IntentChange::CoolOff { until }).await;

    let did = retract(&store, &meetings).await;
    assert_eq!(did.intents, 3, "what is excluded already stays");
    // One that the retraction excluded is decided upon by a person meanwhile.
    let decided = change(ids[2], IntentChange::Exclude { reason: "Left the company".into() }).await;
    assert_eq!(decided.retracted, None);
    assert_eq!(reinstate(&store, &meetings).await.intents, 2);
    let page = store::intents(&store.db, Lane::Sales, None, None).await.unwrap();
    let found: Vec<_> = page
        .intents
        .iter()
        .map(|intent| (intent.state, intent.exclusion_reason.as_deref(), intent.cooling_off_until))
        .collect();
    assert_eq!(
        found,
        [
            (IntentState::Excluded, Some("Asked us to stop"), None),
            (IntentState::CoolingOff, None, Some(until)),
            (IntentState::Excluded, Some("Left the company"), None),
            (IntentState::Eligible, None, None),
        ]
    );
}

#[tokio::test]
async fn retracted_facts_that_come_again_name_their_import() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store.import(&meetings).await;
    retract(&store, &meetings).await;
    let again = meetings.again();
    let plan = store.compare(&again).await;
    assert_eq!(plan.counts, [(Fate::Duplicate, 3)].into());
    let named: Vec<_> = plan.retracted.iter().map(|found| (found.import, found.rows)).collect();
    assert_eq!(named, [(meetings.import.id, 3)]);
    let rows = store.plan_rows(&again, None).await;
    assert!(rows.iter().all(|row| row.reason.as_ref().is_some_and(|reason| reason.contains("retracted"))), "{rows:?}");
    store.commit(&again, &plan.digest).await.unwrap();
    assert_eq!(store.number(Lane::Sales, READY).await, 0, "importing again undoes no retraction");
    reinstate(&store, &meetings).await;
    assert_eq!(store.number(Lane::Sales, READY).await, 2);
    assert_eq!(store.compare(&meetings.again()).await.retracted, []);
}

/// Both partners of the sample: one keeps its names and gets an address, a status and a place; one gets another firm name.
fn changed(partners: &Sample) -> Sample {
    let mut changed = partners.again();
    let rows = &mut changed.batches[0].rows;
    for (name, value) in [("status", "engaged"), ("geography", "Midwest"), ("niche_focus", "Retail")] {
        rows[0].fields.insert(name.into(), text(value));
    }
    rows[1].fields.insert("firm_name".into(), text("Summit Advisers"));
    changed
}

#[tokio::test]
async fn partners_that_were_updated_return_to_their_values() {
    let store = Store::fresh().await;
    let first = sample::partners();
    store.import(&first).await;
    let (before, before_intents) = (partners(&store).await, intents(&store, Lane::Partners).await);
    let update = changed(&first);
    store.import(&update).await;
    let (after, after_intents) = (partners(&store).await, intents(&store, Lane::Partners).await);
    assert_ne!(before, after);

    let did = retract(&store, &update).await;
    assert_eq!(did, Undone { intents: 0, partners_put_back: 2, partners_kept: 0 });
    assert_eq!(partners(&store).await, before, "values and keys");
    assert_eq!(
        intents(&store, Lane::Partners).await,
        before_intents,
        "and scores; their intents were not this import's"
    );
    let did = reinstate(&store, &update).await;
    assert_eq!(did, Undone { intents: 0, partners_put_back: 2, partners_kept: 0 });
    assert_eq!(partners(&store).await, after);
    assert_eq!(intents(&store, Lane::Partners).await, after_intents);
}

#[tokio::test]
async fn values_that_were_changed_since_stay_and_are_listed() {
    let store = Store::fresh().await;
    let first = sample::partners();
    store.import(&first).await;
    let update = changed(&first);
    store.import(&update).await;
    let mut since = update.again();
    since.batches[0].rows[0].fields.insert("geography".into(), text("West"));
    // The contact changes too: firm and contact are one key, and go back together or not at all.
    since.batches[0].rows[1].fields.insert("primary_contact_name".into(), text("Bo Cruz-Diaz"));
    store.import(&since).await;

    let did = retract(&store, &update).await;
    assert_eq!(did, Undone { intents: 0, partners_put_back: 1, partners_kept: 2 });
    let kept = store::receipt_rows(&store.db, Lane::Partners, update.import.id, None, true).await.unwrap();
    let kept: Vec<_> = kept.rows.iter().map(|row| (row.row, row.kept.clone())).collect();
    assert_eq!(kept, [(2, vec!["geography".to_owned()]), (3, vec!["firm_name".to_owned()])]);
    let stored = partners(&store).await;
    let by_firm = |firm: &str| stored.iter().find(|partner| partner["firm_name"] == firm).unwrap().clone();
    let harbor = by_firm("Harbor CFO Group");
    assert_eq!(
        (&harbor["geography"], &harbor["status"], &harbor["niche_focus"]),
        (&"West".into(), &"prospect".into(), &Value::Null)
    );
    let summit = by_firm("Summit Advisers");
    assert_eq!(summit["name_key"], "summit advisers\u{1f}bo cruz-diaz", "the key is that of the names");

    // Reinstating restores what was put back, and only that.
    assert_eq!(reinstate(&store, &update).await, Undone { intents: 0, partners_put_back: 1, partners_kept: 0 });
    let kept = store::receipt_rows(&store.db, Lane::Partners, update.import.id, None, true).await.unwrap();
    assert!(kept.rows.is_empty(), "what the retraction could not put back is not asked for any more");
    let harbor = partners(&store).await.into_iter().find(|partner| partner["firm_name"] == "Harbor CFO Group").unwrap();
    assert_eq!(
        (&harbor["geography"], &harbor["status"], &harbor["niche_focus"]),
        (&"West".into(), &"engaged".into(), &"Retail".into())
    );
}

#[tokio::test]
async fn partners_that_were_created_are_paused_until_no_retraction_stands() {
    let store = Store::fresh().await;
    let first = sample::partners();
    store.import(&first).await;
    let ids = store.partners().await;
    let meetings = sample::partner_meetings(ids[0]);
    store.import(&meetings).await;
    let before = intents(&store, Lane::Partners).await;
    let states = async || -> Vec<String> {
        let sql = r#"SELECT i.status FROM "bit".partner_intent AS i JOIN partners.fractional_cfo_master USING (fractional_cfo_id) ORDER BY firm_name"#;
        store.column(Lane::Partners, sql).await
    };
    assert_eq!(retract(&store, &first).await.intents, 2);
    assert_eq!(states().await, ["paused", "paused"]);
    assert_eq!(retract(&store, &meetings).await.intents, 0, "paused already");
    assert_eq!(reinstate(&store, &first).await.intents, 2);
    assert_eq!(states().await, ["paused", "active"], "the first one's meetings are still retracted");
    assert_eq!(reinstate(&store, &meetings).await.intents, 1);
    assert_eq!(intents(&store, Lane::Partners).await, before);
}

#[tokio::test]
async fn retracted_partner_meetings_count_no_more() {
    let store = Store::fresh().await;
    store.import(&sample::partners()).await;
    let id = store.partners().await[0];
    let meetings = sample::partner_meetings(id);
    store.import(&meetings).await;
    retract(&store, &meetings).await;
    // A person takes the partner up again all the same.
    let paused = store::intents(&store.db, Lane::Partners, Some(IntentState::Paused), None).await.unwrap().intents;
    assert_eq!((paused.len(), paused[0].retracted), (1, Some(meetings.import.id)));
    store::change_intent(&store.db, Lane::Partners, WHO, paused[0].id, IntentChange::Resume).await.unwrap();
    let ready = store::ready_partners(&store.db, store::PartnerFilter::default(), store::PartnerOrder::Score, None, 10)
        .await
        .unwrap()
        .rows;
    let partner = ready.iter().find(|ready| ready.fractional_cfo_id == id).unwrap();
    assert_eq!((partner.total_meetings, partner.last_meeting_date), (0, None));
    assert!(partner.leverage_factors.contains(&"no_meeting".to_owned()), "{:?}", partner.leverage_factors);
}

#[tokio::test]
async fn a_retraction_is_audited_with_the_import_and_the_person() {
    let store = Store::fresh().await;
    let first = sample::partners();
    store.import(&first).await;
    let update = changed(&first);
    store.import(&update).await;
    let (mut admin, database) = store.into_admin().await;
    let last = "SELECT max(audit_id) FROM shq.audit_log";
    let before: i64 = sqlx::Row::get(&sqlx::raw_sql(last).fetch_one(&mut admin).await.unwrap(), 0);
    sqlx::Connection::close(admin).await.unwrap();
    let store = Store { db: database.connect(1).await, database };
    store::retract(&store.db, Lane::Partners, "Ann Operator", update.import.id, "Wrong file").await.unwrap();
    let sql = "SELECT jsonb_build_array(table_name, operation, performed_by, correlation_id, old_values ->> 'firm_name', \
               new_values ->> 'firm_name', new_values ->> 'reason', audit_id) FROM shq.audit_log ORDER BY audit_id";
    let entries: Vec<Value> = store.column(Lane::Partners, sql).await;
    let entries: Vec<_> = entries.iter().filter(|entry| entry[7].as_i64() > Some(before)).collect();
    assert!(
        entries.iter().all(|entry| entry[2] == "Ann Operator" && entry[3] == update.import.id.to_string()),
        "{entries:?}"
    );
    let back = entries.iter().find(|entry| entry[4] == "Summit Advisers").expect("the partner's old and new values");
    assert_eq!(
        (&back[0], &back[1], &back[5]),
        (&"fractional_cfo_master".into(), &"UPDATE".into(), &"Summit Finance".into())
    );
    assert!(entries.iter().any(|entry| entry[0] == "retraction" && entry[6] == "Wrong file"));
}

#[tokio::test]
async fn a_new_partner_is_paused_and_named_when_the_file_comes_again() {
    let store = Store::fresh().await;
    let first = Sample::of("partner_master", vec![vec![partner("Delta CFO", "Di Ray", "di@delta.example.com")]]);
    store.import(&first).await;
    retract(&store, &first).await;
    let again = first.again();
    let plan = store.compare(&again).await;
    assert_eq!((plan.counts.clone(), plan.retracted.len()), ([(Fate::Unchanged, 1)].into(), 1));
    store.commit(&again, &plan.digest).await.unwrap();
    let ready = store::ready_partners(&store.db, store::PartnerFilter::default(), store::PartnerOrder::Score, None, 10)
        .await
        .unwrap();
    assert!(ready.rows.is_empty(), "importing again undoes no retraction");
}

#[tokio::test]
async fn a_person_between_two_retractions_is_heard() {
    let store = Store::fresh().await;
    let first = sample::partners();
    store.import(&first).await;
    let meetings = sample::partner_meetings(store.partners().await[0]);
    store.import(&meetings).await;
    retract(&store, &first).await;
    let paused = store::intents(&store.db, Lane::Partners, Some(IntentState::Paused), None).await.unwrap().intents;
    for intent in &paused {
        store::change_intent(&store.db, Lane::Partners, WHO, intent.id, IntentChange::Resume).await.unwrap();
    }
    assert_eq!(retract(&store, &meetings).await.intents, 1);
    assert_eq!(reinstate(&store, &meetings).await.intents, 1);
    let active = store::intents(&store.db, Lane::Partners, Some(IntentState::Active), None).await.unwrap().intents;
    assert_eq!(active.len(), 2, "the first retraction stands, and a person decided after it");
}

#[tokio::test]
async fn no_key_goes_back_that_another_partner_has_by_now() {
    let store = Store::fresh().await;
    let first = Sample::of("partner_master", vec![vec![partner("Delta CFO", "Di Ray", "di@delta.example.com")]]);
    store.import(&first).await;
    let id = store.partners().await[0].to_string();
    let mut moved = partner("Delta CFO", "Di Ray", "ray@delta.example.com");
    moved.push(("fractional_cfo_id", text(&id)));
    let moved = Sample::of("partner_master", vec![vec![moved]]);
    assert_eq!(store.import(&moved).await.counts, [(Fate::Update, 1)].into());
    store
        .import(&Sample::of("partner_master", vec![vec![partner("Echo CFO", "Ed Fox", "di@delta.example.com")]]))
        .await;
    assert_eq!(retract(&store, &moved).await, Undone { intents: 0, partners_put_back: 0, partners_kept: 1 });
    let addresses: Vec<String> =
        store.column(Lane::Partners, "SELECT email FROM partners.fractional_cfo_master ORDER BY email").await;
    assert_eq!(addresses, ["di@delta.example.com", "ray@delta.example.com"], "each partner is still one");
}

#[tokio::test]
async fn corrected_rows_of_a_retracted_file_say_why_they_conflict() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store.import(&meetings).await;
    retract(&store, &meetings).await;
    let mut corrected = meetings.again();
    corrected.batches[0].rows[1].fields.insert("meeting_outcome".into(), text("lost"));
    let plan = store.compare(&corrected).await;
    assert_eq!(plan.counts, [(Fate::Conflict, 1), (Fate::Duplicate, 2)].into());
    assert_eq!(plan.retracted[0].rows, 3);
    let conflict = &store.plan_rows(&corrected, Some(Fate::Conflict)).await[0];
    assert!(conflict.reason.as_ref().unwrap().contains("retracted"), "{conflict:?}");
}
