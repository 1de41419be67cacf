//! Somebody else at work in the same tables: a real deadlock, and a statement that an administrator ends.

use std::time::{Duration, Instant};

use lanegate_tests::database::Database;
use lanegate_tests::sample::meetings;
use lanegate_tests::server::Server;
use lanegate_wire::{Fate, Lane};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

/// Waits until somebody of this database waits for a table's lock; says which backend.
async fn waiting(admin: &mut PgConnection) -> i32 {
    let sql = "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation' \
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let began = Instant::now();
    loop {
        if let Some(row) = sqlx::raw_sql(sql).fetch_optional(&mut *admin).await.unwrap() {
            return row.get(0);
        }
        assert!(began.elapsed() < Duration::from_secs(10), "nobody waits");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// How often PostgreSQL has resolved a deadlock in this database.
async fn deadlocks(admin: &mut PgConnection) -> i64 {
    let sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    sqlx::raw_sql(sql).fetch_one(admin).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_a_deadlock_ends_is_done_again_and_done_once() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut other = database.look().await;
    let mut admin = database.look().await;
    let login = database.login();
    let server = Server::on(database, login, 3).await;
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();

    // Somebody has the facts, and then wants what the commit has: the lane's lock. The commit, which looks for a deadlock
    // after a second, is the one that PostgreSQL ends.
    run(&mut other, "BEGIN; SET LOCAL deadlock_timeout = '60s'").await;
    run(&mut other, "LOCK TABLE sales.appointment_history IN EXCLUSIVE MODE").await;
    let commit = server.commit(Lane::Sales, sample.import.id, &plan.digest);
    let crossing = async {
        waiting(&mut admin).await;
        run(
            &mut other,
            "SELECT pg_advisory_xact_lock(classid::int, objid::int) FROM pg_locks \
                         WHERE locktype = 'advisory' AND granted AND database = \
                         (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .await;
        run(&mut other, "ROLLBACK").await;
    };
    let (receipt, ()) = tokio::join!(commit, crossing);
    assert_eq!(receipt.unwrap().counts, [(Fate::New, 3)].into());
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM shq.audit_log").await, 5);
    // Backends tell of it when they are idle.
    let began = Instant::now();
    while deadlocks(&mut admin).await != 1 {
        assert!(began.elapsed() < Duration::from_secs(10), "there was no deadlock");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for connection in [other, admin] {
        connection.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_an_administrator_ends_is_told_so_and_changes_nothing() {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut other = database.look().await;
    let mut admin = database.look().await;
    let login = database.login();
    let server = Server::on(database, login, 3).await;
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();
    run(&mut other, "BEGIN; LOCK TABLE sales.appointment_history IN EXCLUSIVE MODE").await;
    let commit = server.commit(Lane::Sales, sample.import.id, &plan.digest);
    let ended = async {
        let backend = waiting(&mut admin).await;
        run(&mut admin, &format!("SELECT pg_cancel_backend({backend})")).await;
    };
    let (refused, ()) = tokio::join!(commit, ended);
    let problem = refused.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (503, "timed_out"), "{problem:?}");
    run(&mut other, "ROLLBACK").await;
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM shq.audit_log").await, 0);
    let receipt = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap();
    assert_eq!(receipt.counts, [(Fate::New, 3)].into());
    for connection in [other, admin] {
        connection.close().await.unwrap();
    }
}
