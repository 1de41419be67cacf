//! Several at once: the same import committed by many, rival imports, readers while somebody writes.

use std::time::Duration;

use futures::future::join_all;
use lanegate_server::db::{Db, DbError, Tx};
use lanegate_server::store::{self, StoreError};
use lanegate_tests::database::Database;
use lanegate_tests::sample;
use lanegate_tests::store::Store;
use lanegate_wire::{Fate, Lane};

/// A transaction that holds its lane's lock until it is dropped.
async fn begun(db: &Db, lane: Lane) -> Tx {
    db.write(lane, async |tx| Ok::<_, DbError>(tx)).await.expect("the lane is free")
}

async fn shared() -> Store {
    let database = Database::fresh().await;
    Store { db: database.connect(4).await, database }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_import_committed_by_many_gives_one_receipt() {
    let store = shared().await;
    let meetings = sample::meetings();
    let plan = store.compare(&meetings).await;
    let receipts = join_all((0..8).map(|_| store.commit(&meetings, &plan.digest))).await;
    let first = receipts[0].as_ref().unwrap();
    assert!(receipts.iter().all(|receipt| receipt.as_ref().unwrap() == first));
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM shq.audit_log").await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_rival_imports_one_is_committed_and_the_others_plan_again() {
    let store = shared().await;
    let rivals: Vec<_> = (0..4).map(|_| sample::meetings()).collect();
    let mut plans = Vec::new();
    for rival in &rivals {
        plans.push(store.compare(rival).await);
    }
    let answers = join_all(rivals.iter().zip(&plans).map(|(rival, plan)| store.commit(rival, &plan.digest))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for answer in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        let StoreError::PlanChanged(new) = answer else { panic!("{answer:?}") };
        assert_eq!(new.counts, [(Fate::Duplicate, 3)].into());
    }
    assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_that_wait_leave_connections_to_readers() {
    let store = shared().await;
    let writing = begun(&store.db, Lane::Sales).await;
    let waiting: Vec<_> = (0..6)
        .map(|_| {
            let db = store.db.clone();
            tokio::spawn(async move { store::expire(&db, Duration::from_secs(1)).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(waiting.iter().all(|writer| !writer.is_finished()), "they wait for the lane");
    let reading = tokio::time::timeout(Duration::from_secs(5), store::history(&store.db, Lane::Sales, None)).await;
    assert!(reading.expect("a reader does not wait for writers").is_ok());
    // The other lane's writers do not wait either.
    let other = tokio::time::timeout(Duration::from_secs(5), begun(&store.db, Lane::Partners)).await;
    drop(other.expect("lanes do not wait for each other"));
    drop(writing);
    for writer in waiting {
        writer.await.unwrap().unwrap();
    }
}
