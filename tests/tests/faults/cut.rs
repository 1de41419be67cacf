//! The connection between server and database breaks: in the very middle of a commit, and at random moments.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lanegate_server::db::{Db, DbError, Patience, Statement};
use lanegate_tests::client::Client;
use lanegate_tests::database::Database;
use lanegate_tests::random::Random;
use lanegate_tests::sample::{Sample, meetings};
use lanegate_tests::server::Server;
use lanegate_tests::tap::{Cut, Tap};
use lanegate_wire::{Fate, Lane, Receipt};
use sqlx::Row as _;
use tokio::sync::watch;

use crate::imports::Import;
use crate::outside::{self, Totals};

async fn server_behind_a_tap() -> (Server, Tap) {
    let database = Database::fresh().await;
    database.prepare().await;
    let tap = Tap::to(&database.login()).await;
    let login = tap.through(database.login());
    (Server::on(database, login, 3).await, tap)
}

/// Commits until the database is there again.
async fn until_committed(server: &Server, sample: &Sample, digest: &str) -> Receipt {
    let began = Instant::now();
    loop {
        match server.commit(Lane::Sales, sample.import.id, digest).await {
            Ok(receipt) => return receipt,
            Err(problem) => assert_eq!(problem.code, "database_unavailable"),
        }
        assert!(began.elapsed() < Duration::from_secs(40), "the server does not find its database again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_not_said_to_have_failed_and_happens_once() {
    for cut in [Cut::BeforeItIsSaid, Cut::BeforeItsAnswer] {
        let (server, tap) = server_behind_a_tap().await;
        let sample = meetings();
        let plan = server.compare(&sample).await.unwrap();
        tap.at_commit(cut);
        let problem = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (503, "database_unconfirmed"), "{cut:?}");
        assert!(!problem.detail.contains("Nothing was changed"), "nobody knows that: {problem:?}");
        let receipt = until_committed(&server, &sample, &plan.digest).await;
        assert_eq!(receipt.counts, [(Fate::New, 3)].into(), "{cut:?}");
        assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
        assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM shq.audit_log").await, 5, "{cut:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_falls_silent_is_given_up_and_takes_no_connection_with_it() {
    let database = Database::fresh().await;
    database.prepare().await;
    let tap = Tap::to(&database.login()).await;
    let patience = Patience { read: Duration::from_secs(2), write: Duration::from_secs(2) };
    // One connection: if the silent one kept its place, nothing would work any more.
    let db = Db::connect_with(tap.through(database.login()), 1, patience).await.unwrap();
    let server = Server::over(database, db).await;
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();
    tap.at_commit(Cut::Silence);
    let began = Instant::now();
    let problem = server.commit(Lane::Sales, sample.import.id, &plan.digest).await.unwrap_err();
    assert_eq!((problem.status, problem.code.as_str()), (503, "database_unconfirmed"));
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    let receipt = until_committed(&server, &sample, &plan.digest).await;
    assert_eq!(receipt.counts, [(Fate::New, 3)].into());
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM shq.audit_log").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_while_a_transaction_begins_leaves_none_behind() {
    let database = Database::fresh().await;
    database.prepare().await;
    let tap = Tap::to(&database.login()).await;
    let db = Db::connect(tap.through(database.login()), 1).await.unwrap();
    for lane in Lane::ALL {
        tap.at_begin(Cut::Late(Duration::from_millis(500)));
        let gone = tokio::time::timeout(Duration::from_millis(100), db.read(lane)).await;
        assert!(gone.is_err(), "its beginning takes longer");
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        // In a transaction that was left open, the database's `now()` would still be then.
        let age = db.write(lane, async |mut tx| {
            let row =
                Statement::new("SELECT extract(epoch FROM clock_timestamp() - now())::float8").one(&mut tx).await?;
            Ok::<f64, DbError>(row.try_get(0)?)
        });
        let age = age.await.unwrap();
        assert!(age < 1.0, "{lane}: the transaction began {age} s ago");
    }
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_at_random_moments_nothing_is_lost_or_doubled() {
    let (server, tap) = server_behind_a_tap().await;
    let (imports, cuts) = (40, 60);
    let seed = 7;
    let mut random = Random::seeded(seed);
    let imports: Vec<Arc<Import>> = (0..imports)
        .map(|n| if n % 2 == 0 { Import::meetings(n, 300, &mut random) } else { Import::partners(n, 150, &mut random) })
        .map(Arc::new)
        .collect();
    let base = watch::Sender::new(server.base.clone());
    let clients: Vec<_> = imports.chunks(imports.len().div_ceil(4)).map(<[_]>::to_vec).collect();
    let clients: Vec<_> = clients
        .into_iter()
        .map(|imports| {
            let mut client = Client::of(base.subscribe(), server.token());
            tokio::spawn(async move {
                let mut receipts = Vec::new();
                for import in imports {
                    receipts.push(client.carry_out(&import.sample).await);
                }
                (receipts, client.again)
            })
        })
        .collect();
    let mut done = 0;
    while done < cuts && clients.iter().any(|client| !client.is_finished()) {
        tokio::time::sleep(random.time(Duration::from_millis(60))).await;
        tap.cut();
        done += 1;
    }
    let (mut receipts, mut again) = (Vec::new(), 0);
    for client in clients {
        let ended = client.await.unwrap();
        receipts.extend(ended.0);
        again += ended.1;
    }
    println!("{} imports, {done} cuts (seed {seed}), {again} tries again", imports.len());
    assert!(again > 0, "no cut was felt");
    let database = server.stop().await;
    let mut admin = database.look().await;
    let mut totals = Totals::default();
    for (import, receipt) in imports.iter().zip(&receipts) {
        outside::is_exactly(&mut admin, import, receipt).await;
        totals.add(import);
    }
    outside::is_all(&mut admin, totals).await;
    outside::is_audited(&mut admin).await;
}
