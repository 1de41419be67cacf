//! A commit carries out the plan that is kept while nothing has changed that the plan depends on, and plans again as soon as
//! something has, whoever wrote it.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use lanegate_server::db::RoleNames;
use lanegate_server::store::{self, StoreError};
use lanegate_tests::guards::unguarded;
use lanegate_tests::sample::{self, Sample, meeting, meetings, partner, text};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Fate, IntentChange, Lane, LeaveOut, PlanSummary};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use uuid::Uuid;

const PLANNED_AT: &str = "SELECT plan ->> 'planned_at' FROM sales.import WHERE receipt IS NULL";

fn is_planned_again(result: Result<lanegate_wire::Receipt, StoreError>) -> Option<Box<PlanSummary>> {
    match result {
        Ok(_) => None,
        Err(StoreError::PlanChanged(plan)) => Some(plan),
        Err(error) => panic!("{error:?}"),
    }
}

/// Runs SQL as somebody at psql, beside the server: as the owner of the tables.
async fn at_psql(store: Store, sql: &str) -> Store {
    let (mut admin, database) = store.into_admin().await;
    let name: String = sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut admin).await.unwrap().get(0);
    let owner = RoleNames::of(&name).unwrap().owner();
    let sql = format!("SET SESSION AUTHORIZATION \"{owner}\"; {sql}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    Store { db: database.connect(1).await, database }
}

async fn without_guards(store: Store, sql: &str) -> Store {
    let (mut admin, database): (PgConnection, _) = store.into_admin().await;
    unguarded(&mut admin, sql).await;
    admin.close().await.unwrap();
    Store { db: database.connect(1).await, database }
}

#[tokio::test]
async fn the_plan_that_is_kept_is_carried_out() {
    let store = Store::fresh().await;
    let sample = meetings();
    let plan = store.compare(&sample).await;
    // Whoever plans again makes another key than this one.
    let marked = "UPDATE sales.import_batch SET fates = replace(fates::text, '|2025-05-01', '|kept')::json";
    let store = without_guards(store, marked).await;
    store.commit(&sample, &plan.digest).await.unwrap();
    let keys: Vec<String> = store.column(Lane::Sales, "SELECT appointment_uid FROM sales.appointment_history").await;
    assert!(keys.iter().all(|key| key.ends_with("|kept")), "{keys:?}");
}

#[tokio::test]
async fn what_no_plan_depends_on_makes_no_new_plan() {
    let store = Store::fresh().await;
    store.import(&meetings()).await;
    let sample = Sample::of("appointment_history", vec![vec![meeting(8, "ghosted")]]);
    let plan = store.compare(&sample).await;
    let before: String = store.column(Lane::Sales, PLANNED_AT).await.remove(0);
    // Intents, another import on its way, and the other lane.
    let intent = store::intents(&store.db, Lane::Sales, None, None).await.unwrap().intents.remove(0);
    let exclude = IntentChange::Exclude { reason: "Asked us not to".to_owned() };
    store::change_intent(&store.db, Lane::Sales, WHO, intent.id, exclude).await.unwrap();
    store::score(&store.db, Lane::Sales, WHO).await.unwrap();
    store.import(&sample::partners()).await;
    let after: String = store.column(Lane::Sales, PLANNED_AT).await.remove(0);
    assert_eq!(before, after);
    let records =
        "SELECT (SELECT records FROM sales.lane_state) - planned_records FROM sales.import WHERE receipt IS NULL";
    assert_eq!(store.number(Lane::Sales, records).await, 0);
    store.commit(&sample, &plan.digest).await.unwrap();
}

#[tokio::test]
async fn a_fact_that_somebody_inserts_by_hand_changes_the_plan() {
    let sample = Sample::of("appointment_history", vec![vec![meeting(1, "ghosted")], vec![meeting(2, "lost")]]);
    let one = |number: u128| {
        let (company, person) = (Uuid::from_u128(0x1000_0000 + number), Uuid::from_u128(0x2000_0000 + number));
        format!(
            "INSERT INTO sales.appointment_history (appointment_uid, company_id, people_id, meeting_date, meeting_type, meeting_outcome)
             VALUES ('{company}|{person}|2025-05-01', '{company}', '{person}', '2025-05-01', 'discovery', 'lost')"
        )
    };
    // Planned again, with the same plan, which is carried out.
    let store = Store::fresh().await;
    let plan = store.compare(&sample).await;
    let store = at_psql(store, &one(3)).await;
    store.commit(&sample, &plan.digest).await.unwrap();

    // With another plan, which is shown.
    let sample = sample.again();
    let store = Store::fresh().await;
    let plan = store.compare(&sample).await;
    let store = at_psql(store, &one(2)).await;
    let new = is_planned_again(store.commit(&sample, &plan.digest).await).expect("another plan");
    assert_eq!(new.counts, [(Fate::New, 1), (Fate::Duplicate, 1)].into());
    let rows = store.plan_rows(&sample, None).await;
    assert_eq!(rows.iter().map(|row| row.fate).collect::<Vec<_>>(), [Fate::New, Fate::Duplicate]);
    store.commit(&sample, &new.digest).await.unwrap();
}

#[tokio::test]
async fn a_partner_that_somebody_changes_by_hand_changes_the_plan() {
    let store = Store::fresh().await;
    store.import(&sample::partners()).await;
    let mut row = partner("Harbor CFO Group", "Ann Lee", "ann@harborcfo.example.com");
    row.push(("geography", text("West")));
    let sample = Sample::of("partner_master", vec![vec![row]]);
    let plan = store.compare(&sample).await;
    assert_eq!(plan.counts, [(Fate::Update, 1)].into());
    let by_hand = "UPDATE partners.fractional_cfo_master SET geography = 'East' WHERE firm_name = 'Harbor CFO Group'";
    let store = at_psql(store, by_hand).await;
    let new = is_planned_again(store.commit(&sample, &plan.digest).await).expect("the stored value is another one");
    let change = &store.plan_rows(&sample, None).await[0].changes[0];
    assert_eq!((change.stored.as_deref(), change.file.as_deref()), (Some("East"), Some("West")));
    let gone = "DELETE FROM partners.fractional_cfo_master WHERE firm_name = 'Harbor CFO Group'";
    let gone = format!("DELETE FROM \"bit\".partner_intent; {gone}");
    let store = at_psql(store, &gone).await;
    let new = is_planned_again(store.commit(&sample, &new.digest).await).expect("the partner is gone");
    assert_eq!(new.counts, [(Fate::Create, 1)].into());
}

#[tokio::test]
async fn a_retraction_between_plan_and_commit_is_said() {
    let store = Store::fresh().await;
    let first = meetings();
    store.import(&first).await;
    let again = first.again();
    let plan = store.compare(&again).await;
    assert_eq!((plan.counts.clone(), plan.retracted.len()), ([(Fate::Duplicate, 3)].into(), 0));
    store::retract(&store.db, Lane::Sales, WHO, first.import.id, "Wrong file").await.unwrap();
    let new = is_planned_again(store.commit(&again, &plan.digest).await).expect("its meetings are in use no more");
    assert_eq!((new.counts, new.retracted[0].import, new.retracted[0].rows), (plan.counts, first.import.id, 3));
    // And back again.
    store::reinstate(&store.db, Lane::Sales, WHO, first.import.id).await.unwrap();
    let back = is_planned_again(store.commit(&again, &new.digest).await).expect("its meetings are in use again");
    assert_eq!(back.digest, plan.digest);
    store.commit(&again, &back.digest).await.unwrap();
}

#[tokio::test]
async fn a_plan_of_other_rules_is_made_again() {
    let store = Store::fresh().await;
    let sample = meetings();
    let plan = store.compare(&sample).await;
    // As an earlier server leaves it: another digest of the same rows, by other rules.
    let earlier = "UPDATE sales.import SET planner = NULL, planned_records = NULL, plan = jsonb_set(plan, '{digest}', '\"earlier\"')";
    let store = without_guards(store, earlier).await;
    let new = is_planned_again(store.commit(&sample, "earlier").await).expect("a plan of this server's rules");
    assert_eq!(new.digest, plan.digest);
    store.plan(&sample, &LeaveOut::default()).await;
    store.commit(&sample, &new.digest).await.unwrap();
}
