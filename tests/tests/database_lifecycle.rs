//! An import's life: batches that come twice, late or not at all, and imports that are abandoned or forgotten.

use std::time::Duration;

use lanegate_server::store::{self, Abandons, StoreError};
use lanegate_tests::sample::{self, Sample};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Fate, Lane, LeaveOut};
use uuid::{Timestamp, Uuid};

const OWN: Abandons<'static> = Abandons { who: WHO, any: false };

#[tokio::test]
async fn batches_come_in_any_order_and_twice() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let id = meetings.import.id;
    store::open(&store.db, Lane::Sales, WHO, &meetings.import).await.unwrap();
    store.stage_batch(Lane::Sales, &meetings.import, 1, &meetings.batches[1]).await.unwrap();
    let status = store::status(&store.db, Lane::Sales, id).await.unwrap();
    assert_eq!((status.staged_batches, status.missing_batches), (1, vec![0]));
    let Err(StoreError::BatchesMissing(missing)) = store::plan(&store.db, Lane::Sales, id, &LeaveOut::default()).await
    else {
        panic!("batch 0 is missing")
    };
    assert_eq!(missing, [0]);
    for _ in 0..2 {
        store.stage_batch(Lane::Sales, &meetings.import, 0, &meetings.batches[0]).await.unwrap();
    }
    assert_eq!(store.number(Lane::Sales, "SELECT sum(row_count) FROM sales.import_batch").await, 3);
    store.plan(&meetings, &LeaveOut::default()).await;
}

#[tokio::test]
async fn a_batch_that_does_not_fit_is_refused() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store::open(&store.db, Lane::Sales, WHO, &meetings.import).await.unwrap();
    let stage = |n, batch| store.stage_batch(Lane::Sales, &meetings.import, n, batch);
    assert!(matches!(stage(2, &meetings.batches[0]).await, Err(StoreError::BatchOutOfRange { n: 2, batches: 2 })));
    stage(0, &meetings.batches[0]).await.unwrap();
    assert!(matches!(stage(0, &meetings.batches[1]).await, Err(StoreError::BatchDiffers { n: 0 })));
    let mut overlapping = meetings.batches[1].clone();
    overlapping.rows[0].row = 3;
    assert!(matches!(stage(1, &overlapping).await, Err(StoreError::RowsDisordered { n: 1 })));
    let mut before = meetings.batches[1].clone();
    before.rows[0].row = 1;
    assert!(matches!(stage(1, &before).await, Err(StoreError::RowsDisordered { n: 1 })));
    let mut longer = meetings.batches[1].clone();
    longer.rows.push(lanegate_wire::Row { row: 9, fields: longer.rows[0].fields.clone() });
    stage(1, &longer).await.unwrap();
    assert!(matches!(
        store::plan(&store.db, Lane::Sales, meetings.import.id, &LeaveOut::default()).await,
        Err(StoreError::RowsDiffer { expected: 3, staged: 4 })
    ));
}

#[tokio::test]
async fn an_id_stands_for_one_content() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let (first, created) = store::open(&store.db, Lane::Sales, WHO, &meetings.import).await.unwrap();
    assert!(created);
    let (again, created) = store::open(&store.db, Lane::Sales, WHO, &meetings.import).await.unwrap();
    assert!(!created);
    assert_eq!(first, again);
    let mut other = meetings.import.clone();
    other.sheet = "Sheet2".into();
    assert!(matches!(store::open(&store.db, Lane::Sales, WHO, &other).await, Err(StoreError::ImportDiffers)));
    other.id = Uuid::new_v4();
    assert!(matches!(store::open(&store.db, Lane::Sales, WHO, &other).await, Err(StoreError::ImportIdRefused)));
    other.id = Uuid::now_v7();
    other.kind = "partner_master".into();
    assert!(
        matches!(store::open(&store.db, Lane::Sales, WHO, &other).await, Err(StoreError::KindUnknown(_))),
        "the other lane's kind"
    );
}

#[tokio::test]
async fn what_is_asked_too_early_or_too_late_is_refused() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    let id = meetings.import.id;
    assert!(matches!(store::status(&store.db, Lane::Sales, id).await, Err(StoreError::ImportUnknown)));
    store.stage(&meetings).await.unwrap();
    assert!(matches!(store::plan_page(&store.db, Lane::Sales, id, None, None).await, Err(StoreError::PlanMissing)));
    assert!(matches!(store.commit(&meetings, "x").await, Err(StoreError::PlanMissing)));
    assert!(matches!(store::receipt(&store.db, Lane::Sales, id).await, Err(StoreError::NotCommitted)));
    assert!(matches!(
        store::receipt_rows(&store.db, Lane::Sales, id, None, false).await,
        Err(StoreError::NotCommitted)
    ));
    assert!(matches!(store::status(&store.db, Lane::Partners, id).await, Err(StoreError::ImportUnknown)), "other lane");
    let plan = store.plan(&meetings, &LeaveOut::default()).await;
    assert!(
        matches!(store.commit(&meetings, "x").await, Err(StoreError::PlanChanged(new)) if new.digest == plan.digest)
    );
    store.commit(&meetings, &plan.digest).await.unwrap();
    let late = store::plan(&store.db, Lane::Sales, id, &LeaveOut::default()).await;
    assert!(matches!(late, Err(StoreError::AlreadyCommitted)));
    assert!(matches!(store::abandon(&store.db, Lane::Sales, id, OWN).await, Err(StoreError::AlreadyCommitted)));
    store.stage_batch(Lane::Sales, &meetings.import, 0, &meetings.batches[0]).await.expect("a retry of what is there");
}

#[tokio::test]
async fn abandoning_leaves_nothing_behind() {
    let store = Store::fresh().await;
    let meetings = sample::meetings();
    store.compare(&meetings).await;
    for _ in 0..2 {
        store::abandon(&store.db, Lane::Sales, meetings.import.id, OWN).await.unwrap();
    }
    for table in ["SELECT count(*) FROM sales.import", "SELECT count(*) FROM sales.import_batch"] {
        assert_eq!(store.number(Lane::Sales, table).await, 0, "{table}");
    }
    let entries: Vec<serde_json::Value> = store.column(Lane::Sales, "SELECT to_jsonb(l) FROM shq.audit_log AS l").await;
    assert_eq!(entries.len(), 1, "but an entry");
    assert_eq!((entries[0]["operation"].as_str(), entries[0]["performed_by"].as_str()), (Some("DELETE"), Some(WHO)));
    let mut kept: Vec<&str> = entries[0]["old_values"].as_object().unwrap().keys().map(String::as_str).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["kind", "opened_at", "opened_by", "row_count"], "nothing of the file");
    let gone = store::status(&store.db, Lane::Sales, meetings.import.id).await;
    assert!(matches!(gone, Err(StoreError::ImportUnknown)));
}

#[tokio::test]
async fn forgotten_imports_are_deleted_and_committed_ones_are_not() {
    let store = Store::fresh().await;
    let (committed, forgotten, fresh) = (sample::meetings(), sample::meetings(), sample::meetings());
    store.import(&committed).await;
    store.compare(&forgotten).await;
    store.compare(&fresh).await;
    store.import(&sample::partners()).await;
    let week_ago = "UPDATE sales.import SET opened_at = now() - interval '8 days', last_batch_at = now() - interval '8 days' \
                    WHERE import_id <> (SELECT max(i.import_id::text)::uuid FROM sales.import AS i)";
    store.change(Lane::Sales, week_ago).await;
    assert_eq!(store::expire(&store.db, store::RETENTION).await.unwrap(), 1);
    let by_the_server =
        "SELECT count(*) FROM shq.audit_log WHERE table_name = 'import' AND performed_by = 'lanegate-server'";
    assert_eq!(store.number(Lane::Sales, by_the_server).await, 1);
    assert!(store::status(&store.db, Lane::Sales, committed.import.id).await.is_ok());
    assert!(store::status(&store.db, Lane::Sales, fresh.import.id).await.is_ok());
    assert!(store::status(&store.db, Lane::Sales, forgotten.import.id).await.is_err());

    // What an old id stands for is told from the id itself.
    let old = chrono::Utc::now() - Duration::from_secs(8 * 24 * 60 * 60);
    let seconds = u64::try_from(old.timestamp()).unwrap();
    let mut import = sample::meetings().import;
    import.id = Uuid::new_v7(Timestamp::from_unix(uuid::NoContext, seconds, 0));
    assert!(matches!(store::status(&store.db, Lane::Sales, import.id).await, Err(StoreError::ImportExpired)));
    assert!(matches!(store::open(&store.db, Lane::Sales, WHO, &import).await, Err(StoreError::ImportExpired)));
}

#[tokio::test]
async fn history_is_paged_newest_first() {
    let store = Store::fresh().await;
    let mut ids = Vec::new();
    for _ in 0..store::PAGE_IMPORTS + 5 {
        let import = sample::meetings().import;
        ids.push(import.id);
        store::open(&store.db, Lane::Sales, WHO, &import).await.unwrap();
    }
    ids.sort();
    ids.reverse();
    let first = store::history(&store.db, Lane::Sales, None).await.unwrap();
    assert_eq!(first.imports.len(), store::PAGE_IMPORTS as usize);
    let second = store::history(&store.db, Lane::Sales, first.next).await.unwrap();
    assert_eq!(second.next, None);
    let all: Vec<Uuid> = first.imports.iter().chain(&second.imports).map(|status| status.import.id).collect();
    assert_eq!(all, ids);
    assert!(store::history(&store.db, Lane::Partners, None).await.unwrap().imports.is_empty());
}

#[tokio::test]
async fn rows_come_in_pages_that_leave_none_out() {
    let store = Store::fresh().await;
    let rows: Vec<_> = (0..1_234).map(|n| sample::meeting(n, if n % 5 == 0 { "ghosted" } else { "lost" })).collect();
    let many = Sample::of("appointment_history", vec![rows]);
    let plan = store.compare(&many).await;
    let rows = store.plan_rows(&many, None).await;
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), (2..1_236).collect::<Vec<_>>());
    assert!(store.plan_rows(&many, Some(Fate::Conflict)).await.is_empty());
    store.commit(&many, &plan.digest).await.unwrap();
    assert_eq!(store.receipt_rows(&many).await.len(), 1_234);
}

#[tokio::test]
async fn leaving_one_of_two_rivals_out_settles_the_other() {
    let store = Store::fresh().await;
    let rows = vec![sample::meeting(1, "ghosted"), sample::meeting(1, "lost")];
    let rivals = Sample::of("appointment_history", vec![rows]);
    let plan = store.compare(&rivals).await;
    assert_eq!(plan.counts, [(Fate::Conflict, 2)].into());
    let plan = store.plan(&rivals, &LeaveOut { fates: Vec::new(), rows: vec![2] }).await;
    assert_eq!((plan.counts.clone(), plan.left_out.clone()), ([(Fate::New, 1)].into(), [(Fate::Conflict, 1)].into()));
    store.commit(&rivals, &plan.digest).await.unwrap();
    let outcomes: Vec<String> =
        store.column(Lane::Sales, "SELECT meeting_outcome::text FROM sales.appointment_history").await;
    assert_eq!(outcomes, ["lost"]);
}
