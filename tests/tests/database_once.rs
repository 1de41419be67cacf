//! A commit happens exactly once, as planned, or not at all.

use lanegate_server::store::{self, StoreError};
use lanegate_tests::sample::{self, Sample};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Fate, ImportState, Lane, LeaveOut};

const FACTS: &str = "SELECT count(*) FROM sales.appointment_history";
const INTENTS: &str = r#"SELECT count(*) FROM "bit".reactivation_intent"#;
const STAGED: &str = "SELECT sum(row_count) FROM sales.import_batch";

#[tokio::test]
async fn meetings_go_from_open_to_receipt() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let (status, created) = store::open(&store.db, Lane::Sales, WHO, &meetings.import).await.unwrap();
    assert!(created);
    assert_eq!((status.state, status.staged_batches), (ImportState::Open, 0));
    assert_eq!(status.missing_batches, [0, 1]);

    let plan = store.compare(&meetings).await;
    assert!(plan.committable);
    assert_eq!(plan.counts, [(Fate::New, 3)].into());
    let rows = store.plan_rows(&meetings, None).await;
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(store.number(Lane::Sales, FACTS).await, 0, "a plan changes nothing");

    let receipt = store.commit(&meetings, &plan.digest).await.unwrap();
    assert_eq!(receipt.counts, plan.counts);
    assert_eq!((receipt.plan.as_str(), receipt.committed_by.as_str()), (plan.digest.as_str(), WHO));
    assert_eq!(store.number(Lane::Sales, FACTS).await, 3);
    assert_eq!(store.number(Lane::Sales, INTENTS).await, 2, "progressed meetings get no intent");
    assert_eq!(store.number(Lane::Sales, STAGED).await, 3, "the receipt has what was sent");
    assert_eq!(store.number(Lane::Sales, r#"SELECT count(*) FROM "bit".v_reactivation_ready"#).await, 2);
    let rows = store.receipt_rows(&meetings).await;
    assert_eq!(rows.len(), 3);
    let keys: Vec<String> = store
        .column(Lane::Sales, "SELECT appointment_uid FROM sales.appointment_history ORDER BY metadata -> 'row'")
        .await;
    assert_eq!(rows.into_iter().map(|row| row.key).collect::<Vec<_>>(), keys);
    let metadata: Vec<serde_json::Value> = store
        .column(Lane::Sales, "SELECT metadata FROM sales.appointment_history ORDER BY metadata -> 'row' LIMIT 1")
        .await;
    let import = meetings.import.id.to_string();
    assert_eq!(metadata[0], serde_json::json!({"import": import, "sheet": "Sheet1", "row": 2}));
    let sources: Vec<String> =
        store.column(Lane::Sales, "SELECT DISTINCT source::text FROM sales.appointment_history").await;
    assert_eq!(sources, ["manual"], "the default of an inserted row");
}

#[tokio::test]
async fn the_same_import_gives_the_same_receipt_and_no_second_row() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let receipt = store.import(&meetings).await;
    for digest in [receipt.plan.as_str(), "another digest"] {
        assert_eq!(store.commit(&meetings, digest).await.unwrap(), receipt);
    }
    assert_eq!(store::receipt(&store.db, Lane::Sales, meetings.import.id).await.unwrap(), receipt);
    let (status, created) = store::open(&store.db, Lane::Sales, WHO, &meetings.import).await.unwrap();
    assert!(!created);
    assert_eq!((status.state, status.receipt), (ImportState::Committed, Some(receipt)));
    assert_eq!(store.number(Lane::Sales, FACTS).await, 3);

    // The same file as another import: everything is there already.
    let again = meetings.again();
    let receipt = store.import(&again).await;
    assert_eq!(receipt.counts, [(Fate::Duplicate, 3)].into());
    assert_eq!((store.number(Lane::Sales, FACTS).await, store.number(Lane::Sales, INTENTS).await), (3, 2));
}

#[tokio::test]
async fn a_plan_that_no_longer_holds_is_not_executed() {
    let store = Store::fresh().await;
    let (first, second) = (sample::meetings(), sample::meetings());
    let plan = store.compare(&first).await;
    store.import(&second).await;
    let Err(StoreError::PlanChanged(new)) = store.commit(&first, &plan.digest).await else {
        panic!("the plan said new, and the rows are there by now")
    };
    assert_eq!(new.counts, [(Fate::Duplicate, 3)].into());
    assert_ne!(new.digest, plan.digest);
    assert_eq!(store.number(Lane::Sales, FACTS).await, 3);
    let page = store::plan_page(&store.db, Lane::Sales, first.import.id, None, None).await.unwrap();
    assert_eq!(page.digest, new.digest, "the pages show the plan that the answer names");
    assert_eq!(store.commit(&first, &new.digest).await.unwrap().counts, new.counts);
}

#[tokio::test]
async fn a_conflict_blocks_until_it_is_left_out() {
    let store = Store::fresh().await;
    store.import(&sample::meetings()).await;
    // Meeting 1 is stored as stalled.
    let rows = vec![sample::meeting(1, "ghosted"), sample::meeting(9, "ghosted")];
    let changed = Sample::of("appointment_history", vec![rows]);
    let plan = store.compare(&changed).await;
    assert!(!plan.committable);
    assert_eq!(plan.counts, [(Fate::New, 1), (Fate::Conflict, 1)].into());
    let conflict = &store.plan_rows(&changed, Some(Fate::Conflict)).await[0];
    let change = &conflict.changes[0];
    assert_eq!(change.column, "meeting_outcome");
    assert_eq!((change.stored.as_deref(), change.file.as_deref()), (Some("stalled"), Some("ghosted")));
    assert!(matches!(store.commit(&changed, &plan.digest).await, Err(StoreError::PlanBlocked(_))));
    assert_eq!(store.number(Lane::Sales, FACTS).await, 3);

    for leave_out in [
        LeaveOut { fates: vec![Fate::Conflict], rows: Vec::new() },
        LeaveOut { fates: Vec::new(), rows: vec![conflict.row] },
    ] {
        let plan = store.plan(&changed, &leave_out).await;
        assert!(plan.committable);
        assert_eq!((plan.counts, plan.left_out), ([(Fate::New, 1)].into(), [(Fate::Conflict, 1)].into()));
    }
    let plan = store.plan(&changed, &LeaveOut { fates: vec![Fate::Conflict], rows: Vec::new() }).await;
    let receipt = store.commit(&changed, &plan.digest).await.unwrap();
    assert_eq!(receipt.left_out, [(Fate::Conflict, 1)].into());
    assert_eq!(store.number(Lane::Sales, FACTS).await, 4);
    let left_out: Vec<bool> = store.receipt_rows(&changed).await.iter().map(|row| row.left_out).collect();
    assert_eq!(left_out, [true, false]);
}

#[tokio::test]
async fn a_commit_that_fails_half_way_leaves_nothing() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let plan = store.compare(&meetings).await;
    // The facts go in, then the intents fail, as they would on a full disk.
    store.db.close().await;
    let mut admin = store.database.look().await;
    sqlx::raw_sql(r#"ALTER TABLE "bit".reactivation_intent ADD CONSTRAINT broken CHECK (bit_score < 0)"#)
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::Connection::close(admin).await.unwrap();
    let broken = Store { db: store.database.connect(1).await, database: store.database };
    assert!(matches!(broken.commit(&meetings, &plan.digest).await, Err(StoreError::Db(_))));
    for table in [FACTS, INTENTS, "SELECT count(*) FROM shq.audit_log"] {
        assert_eq!(broken.number(Lane::Sales, table).await, 0, "{table}");
    }
    assert_eq!(broken.number(Lane::Sales, STAGED).await, 3, "the import is as it was");

    broken.db.close().await;
    let mut admin = broken.database.look().await;
    sqlx::raw_sql(r#"ALTER TABLE "bit".reactivation_intent DROP CONSTRAINT broken"#).execute(&mut admin).await.unwrap();
    sqlx::Connection::close(admin).await.unwrap();
    let mended = Store { db: broken.database.connect(1).await, database: broken.database };
    mended.commit(&meetings, &plan.digest).await.unwrap();
    assert_eq!(mended.number(Lane::Sales, FACTS).await, 3);
}
