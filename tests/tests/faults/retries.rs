//! What the database gives up for others' sake is done again, a few times; what it refuses for another reason is not.

use lanegate_server::db::{Db, DbError, TRIES};
use lanegate_server::store::{self, Abandons, StoreError};
use lanegate_tests::database::Database;
use lanegate_tests::sample::{Sample, meetings};
use lanegate_tests::server::Server;
use lanegate_tests::store::{Store, WHO, checked};
use lanegate_wire::{Fate, IntentChange, Lane, LeaveOut};

use crate::trap;

/// The store's functions that write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writes {
    Open,
    Stage,
    Plan,
    Commit,
    Abandon,
    Expire,
    Retract,
    Reinstate,
    ChangeIntent,
    Score,
}

use Writes::{Abandon, ChangeIntent, Commit, Expire, Open, Plan, Reinstate, Retract, Score, Stage};

const ALL: [Writes; 10] = [Open, Stage, Plan, Commit, Abandon, Expire, Retract, Reinstate, ChangeIntent, Score];

impl Writes {
    /// How many statements step on the trap where nothing goes wrong.
    fn steps(self) -> i64 {
        match self {
            // The intents of each batch, then the receipt or the retraction.
            Commit | Retract | Reinstate => 3,
            // A page of intents, then one that is empty.
            Score => 2,
            _ => 1,
        }
    }

    /// Brings an import up to this.
    async fn prepared(self, store: &Store) -> Sample {
        let sample = meetings();
        match self {
            Open => {}
            Stage => drop(store::open(&store.db, Lane::Sales, WHO, &sample.import).await.unwrap()),
            Plan | Abandon | Expire => store.stage(&sample).await.unwrap(),
            Commit => drop(store.compare(&sample).await),
            Retract | Reinstate | ChangeIntent | Score => drop(store.import(&sample).await),
        }
        if self == Reinstate {
            store::retract(&store.db, Lane::Sales, WHO, sample.import.id, "a wrong file").await.unwrap();
        }
        if self == Score {
            store.change(Lane::Sales, r#"UPDATE "bit".reactivation_intent SET bit_score = 1"#).await;
        }
        sample
    }

    async fn done(self, db: &Db, sample: &Sample) -> Result<(), StoreError> {
        let (lane, id) = (Lane::Sales, sample.import.id);
        match self {
            Open => store::open(db, lane, WHO, &sample.import).await.map(drop),
            Stage => {
                let batch = &sample.batches[0];
                store::stage(db, lane, id, 0, &checked(&sample.import, batch)).await
            }
            Plan => store::plan(db, lane, id, &LeaveOut::default()).await.map(drop),
            Commit => {
                let planned = store::status(db, lane, id).await?.plan.unwrap();
                store::commit(db, lane, WHO, id, &planned.digest).await.map(drop)
            }
            Abandon => store::abandon(db, lane, id, Abandons { who: WHO, any: false }).await.map(drop),
            Expire => store::expire(db, std::time::Duration::ZERO).await.map(drop),
            Retract => store::retract(db, lane, WHO, id, "a wrong file").await.map(drop),
            Reinstate => store::reinstate(db, lane, WHO, id).await.map(drop),
            ChangeIntent => {
                let intent = store::intents(db, lane, None, None).await?.intents.remove(0);
                let change = IntentChange::Exclude { reason: "Asked not to be called".to_owned() };
                store::change_intent(db, lane, WHO, intent.id, change).await.map(drop)
            }
            Score => store::score(db, lane, WHO).await.map(drop),
        }
    }
}

async fn store_with_trap() -> Store {
    let database = Database::fresh().await;
    database.prepare().await;
    trap::lay(&database).await;
    let db = Db::connect(database.login(), 1).await.unwrap();
    Store { db, database }
}

/// Every row of the lane, digested.
async fn everything(store: &Store) -> String {
    let sql = r#"SELECT concat_ws('/',
        (SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM sales.import AS t),
        (SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM sales.import_batch AS t),
        (SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM sales.appointment_history AS t),
        (SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM sales.retraction AS t),
        (SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM "bit".reactivation_intent AS t),
        (SELECT count(*) FROM shq.audit_log))"#;
    store.column(Lane::Sales, sql).await.remove(0)
}

#[tokio::test]
async fn what_is_given_up_is_done_again_and_done_once() {
    for writes in ALL {
        let store = store_with_trap().await;
        let sample = writes.prepared(&store).await;
        let before = everything(&store).await;
        for state in ["40001", "40P01"] {
            trap::set(&store.db, state, i64::MAX).await;
            let given_up = writes.done(&store.db, &sample).await;
            assert!(
                matches!(given_up, Err(StoreError::DatabaseUnavailable(DbError::GivenUp(_)))),
                "{writes:?}, {state}: {given_up:?}"
            );
            assert_eq!(trap::steps(&store.db).await, i64::from(TRIES), "{writes:?}, {state}: it is tried so often");
            assert_eq!(everything(&store).await, before, "{writes:?}, {state}: nothing was changed");
        }
        let few = i64::from(TRIES) - 1;
        trap::set(&store.db, "40001", few).await;
        writes.done(&store.db, &sample).await.unwrap();
        let after = everything(&store).await;
        assert_ne!(after, before, "{writes:?}");
        assert_eq!(trap::steps(&store.db).await, few + writes.steps(), "{writes:?}");
        if writes == Commit {
            assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
            assert_eq!(store.number(Lane::Sales, "SELECT count(*) FROM shq.audit_log").await, 5);
        }
    }
}

#[tokio::test]
async fn what_is_refused_for_another_reason_is_not_tried_again() {
    let store = store_with_trap().await;
    let sample = Commit.prepared(&store).await;
    let before = everything(&store).await;
    for state in ["53100", "53400", "57014", "55P03", "53200", "23505", "XX000"] {
        trap::set(&store.db, state, i64::MAX).await;
        let refused = Commit.done(&store.db, &sample).await.unwrap_err();
        let (StoreError::DatabaseUnavailable(error) | StoreError::Db(error)) = &refused else { panic!("{refused:?}") };
        let expected = match state {
            "53100" | "53400" => matches!(error, DbError::Full(_)),
            "57014" => matches!(error, DbError::TimedOut(_)),
            "55P03" => matches!(error, DbError::Busy(_)),
            "53200" => matches!(error, DbError::Unavailable(_)),
            _ => matches!(error, DbError::Statement(_)),
        };
        assert!(expected, "{state}: {refused:?}");
        assert_eq!(trap::steps(&store.db).await, 1, "{state}");
        assert_eq!(everything(&store).await, before, "{state}: nothing was changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_has_its_answer_and_the_same_commit_works_later() {
    let database = Database::fresh().await;
    database.prepare().await;
    trap::lay(&database).await;
    let login = database.login();
    let server = Server::on(database, login, 2).await;
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();
    for (state, status, code) in [
        ("40001", 503, "database_busy"),
        ("40P01", 503, "database_busy"),
        ("55P03", 503, "database_busy"),
        ("53100", 507, "database_full"),
        ("57014", 503, "timed_out"),
        ("57P01", 503, "database_unavailable"),
        ("23505", 500, "internal"),
    ] {
        trap::set(&server.db, state, i64::MAX).await;
        let problem = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (status, code), "{state}");
        assert!(problem.detail.to_lowercase().contains("try again"), "it says what to do: {problem:?}");
        assert!(!problem.detail.contains("trap") && !problem.title.contains("trap"), "{problem:?}");
    }
    trap::set(&server.db, "00000", 0).await;
    let receipt = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap();
    assert_eq!(receipt.counts, [(Fate::New, 3)].into());
}
