//! The database's disk is full: a real one, a small file system in memory that the database lives on. Mounting it takes
//! root; where that is not to be had, this is said by name and counted as not run. That the refusal is a clear one is
//! tested everywhere (`faults/retries.rs`); a private database whose whole disk fills up is in `faults/rounds.rs`.

use lanegate_tests::cluster::Cluster;
use lanegate_tests::database::Database;
use lanegate_tests::disk::Disk;
use lanegate_tests::not_run;
use lanegate_tests::random::Random;
use lanegate_tests::server::{Server, path};
use lanegate_wire::{ImportPage, ImportStatus, LeaveOut, Problem};

use crate::imports::Import;
use crate::outside::{self, Totals};

fn is_full(problem: &Problem) {
    assert_eq!((problem.status, problem.code.as_str()), (507, "database_full"), "{problem:?}");
    assert!(problem.detail.contains("Nothing was changed"), "{problem:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_each_step_clearly_and_the_same_import_goes_on_when_there_is_room() {
    let cluster = Cluster::start_new();
    let disk = match Disk::mount(64 << 10) {
        Ok(disk) => disk,
        Err(why) => return not_run("a full disk", &format!("no file system can be mounted here: {why}")),
    };
    cluster.account().give(disk.path()).unwrap();
    let mut admin = sqlx::ConnectOptions::connect(&cluster.url().parse::<sqlx::postgres::PgConnectOptions>().unwrap())
        .await
        .unwrap();
    let space = format!("CREATE TABLESPACE small LOCATION '{}'", disk.path().display());
    sqlx::raw_sql(sqlx::AssertSqlSafe(space)).execute(&mut admin).await.unwrap();
    let database = Database::within(&cluster.url(), "TABLESPACE small").await;
    database.prepare().await;
    let login = database.login();
    let server = Server::on(database, login, 3).await;
    let import = Import::meetings(1, 6_000, &mut Random::seeded(6_000));
    let (sample, id, lane) = (&import.sample, import.id(), import.lane());
    server.open(lane, &sample.import).await.unwrap();

    // Batches, until there is no room.
    disk.leave_free(64);
    let mut taken = 0;
    let problem = loop {
        match server.stage(lane, id, taken, &sample.batches[taken as usize]).await {
            Ok(_) => taken += 1,
            Err(problem) => break problem,
        }
    };
    is_full(&problem);
    let status: ImportStatus = server.get(&path(lane, id)).await.unwrap();
    assert_eq!(status.staged_batches, taken, "what was taken is there, and nothing of what was not");
    // It still answers whoever only looks.
    assert_eq!(server.get::<ImportPage>("/api/v1/sales/imports").await.unwrap().imports.len(), 1);
    disk.leave_free(32 << 10);
    for n in taken..sample.import.batches {
        server.stage(lane, id, n, &sample.batches[n as usize]).await.unwrap();
    }

    disk.leave_free(40);
    is_full(&server.plan(lane, id, LeaveOut::default()).await.unwrap_err());
    disk.leave_free(32 << 10);
    let plan = server.plan(lane, id, LeaveOut::default()).await.unwrap();

    disk.leave_free(400);
    is_full(&server.commit(lane, id, &plan.digest).await.unwrap_err());
    let mut look = server.database().look().await;
    assert!(!outside::is_there_whole(&mut look, &import, 0).await, "nothing of it is there");
    disk.leave_free(32 << 10);
    let receipt = server.commit(lane, id, &plan.digest).await.unwrap();
    outside::is_exactly(&mut look, &import, &receipt).await;
    let mut totals = Totals::default();
    totals.add(&import);
    outside::is_all(&mut look, totals).await;
    outside::is_audited(&mut look).await;
    for connection in [look, admin] {
        sqlx::Connection::close(connection).await.unwrap();
    }
    drop(server);
    drop((disk, cluster));
}
