//! The database is stopped at once (`pg_ctl stop -m immediate`) in the middle of imports, and started again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lanegate_tests::api::{Failure, tried};
use lanegate_tests::client::Client;
use lanegate_tests::cluster::Cluster;
use lanegate_tests::database::Database;
use lanegate_tests::place::Place;
use lanegate_tests::program::Program;
use lanegate_tests::random::Random;
use lanegate_wire::ImportPage;
use reqwest::Method;
use tokio::sync::watch;

use crate::imports::Import;
use crate::outside::{self, Totals};

/// How long the server may take to say that the database is gone, and to find it again.
const SOON: Duration = Duration::from_secs(20);

async fn health(server: &Program) -> u16 {
    server.request(Method::GET, "/health").send().await.unwrap().status().as_u16()
}

async fn until(server: &Program, wanted: u16) -> Duration {
    let began = Instant::now();
    while health(server).await != wanted {
        assert!(began.elapsed() < SOON, "the server does not say {wanted}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_stops_in_the_middle_loses_nothing_and_needs_no_restart_of_the_server() {
    let mut cluster = Cluster::start_new();
    let place = Place::on(Database::within(&cluster.url(), "").await);
    // One process from beginning to end.
    let server = place.start();
    let base = watch::Sender::new(server.base.clone());
    let mut random = Random::seeded(12);
    let mut totals = Totals::default();
    for round in 0..2 {
        let imports = [
            Import::meetings(round, 1_500, &mut random),
            Import::partners(round, 700, &mut random),
            Import::meetings(round + 1_000, 100, &mut random),
        ];
        let clients: Vec<_> = imports
            .map(Arc::new)
            .into_iter()
            .map(|import| {
                let mut client = Client::of(base.subscribe(), server.token());
                tokio::spawn(async move { (client.carry_out(&import.sample).await, import) })
            })
            .collect();
        tokio::time::sleep(random.time(Duration::from_millis(600))).await;
        tokio::task::block_in_place(|| cluster.stop_at_once());
        let told = until(&server, 503).await;
        let refused = tried::<ImportPage>(server.request(Method::GET, "/api/v1/sales/imports")).await.unwrap_err();
        let Failure::Refused(problem) = refused else { panic!("the server answers: {refused:?}") };
        assert_eq!((problem.status, problem.code.as_str()), (503, "database_unavailable"));
        tokio::task::block_in_place(|| cluster.start());
        let found = until(&server, 200).await;
        println!("stopped: told after {told:.1?}, found again after {found:.1?}");
        let mut look = place.look().await;
        for client in clients {
            let (receipt, import) = client.await.unwrap();
            outside::is_exactly(&mut look.connection, &import, &receipt).await;
            assert!(outside::is_there_whole(&mut look.connection, &import, 0).await);
            totals.add(&import);
        }
        outside::is_all(&mut look.connection, totals).await;
        outside::is_audited(&mut look.connection).await;
        look.end().await;
    }
    assert!(server.end().success(), "it was the same process all the time");
    drop(place);
}
