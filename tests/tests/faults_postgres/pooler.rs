//! Two servers over one PostgreSQL, both behind pgbouncer in transaction mode, which gives every transaction another of a
//! few connections. The API's own tests run behind it too: `cargo xtask test pooler`.

use std::sync::Arc;

use futures::future::join_all;
use lanegate_tests::api::path;
use lanegate_tests::client::Client;
use lanegate_tests::database::{Database, pooled};
use lanegate_tests::place::Place;
use lanegate_tests::program::Program;
use lanegate_tests::random::Random;
use lanegate_wire::{ImportPage, Lane, Receipt, ReceiptPage};
use sqlx::Row as _;
use tokio::sync::watch;

use crate::imports::Import;
use crate::outside::{self, Totals};

/// An import that both servers carry out at once, each for a client of its own.
async fn by_both(servers: [&Program; 2], import: &Arc<Import>) -> Receipt {
    let clients = servers.map(|server| {
        let (mut client, import) =
            (Client::of(watch::Sender::new(server.base.clone()).subscribe(), server.token()), import.clone());
        tokio::spawn(async move { client.carry_out(&import.sample).await })
    });
    let [one, two] = clients;
    let (one, two) = (one.await.unwrap(), two.await.unwrap());
    assert_eq!(one, two, "one import has one receipt, whoever asks whom");
    one
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_behind_pgbouncer_are_one() {
    let place = Place::on(Database::fresh().await).through(pooled);
    let (a, b) = (place.start(), place.start());
    let mut random = Random::seeded(2);
    let mut receipts = Vec::new();

    // The same import through both at once, in both lanes at once.
    for round in 0..6 {
        let meetings = Arc::new(Import::meetings(round, 300, &mut random));
        let partners = Arc::new(Import::partners(round, 200, &mut random));
        let (one, two) = tokio::join!(by_both([&a, &b], &meetings), by_both([&b, &a], &partners));
        receipts.extend([(meetings, one), (partners, two)]);
    }

    // Different ones through each, all at once; among them changes of partners and meetings with one.
    let first = receipts[1].0.clone();
    let mut look = place.look().await;
    let partner = "SELECT fractional_cfo_id FROM partners.fractional_cfo_master ORDER BY email LIMIT 1";
    let partner = sqlx::raw_sql(partner).fetch_one(&mut look.connection).await.unwrap().get(0);
    let mut imports = vec![Arc::new(Import::updates(&first, 1, &mut random))];
    for round in 100..108 {
        imports.push(Arc::new(Import::meetings(round, 150, &mut random)));
        imports.push(Arc::new(Import::partner_meetings(partner, round, 60, &mut random)));
    }
    let carried = imports.into_iter().enumerate().map(|(n, import)| {
        let server = if n % 2 == 0 { &a } else { &b };
        let mut client = Client::of(watch::Sender::new(server.base.clone()).subscribe(), server.token());
        async move { (import.clone(), client.carry_out(&import.sample).await) }
    });
    receipts.extend(join_all(carried).await);

    let mut totals = Totals::default();
    for (import, receipt) in &receipts {
        outside::is_exactly(&mut look.connection, import, receipt).await;
        totals.add(import);
        // Each tells of what the other did.
        for server in [&a, &b] {
            let here = path(import.lane(), import.id());
            assert_eq!(&server.get::<Receipt>(&format!("{here}/receipt")).await.unwrap(), receipt);
            let page: ReceiptPage = server.get(&format!("{here}/rows")).await.unwrap();
            assert_eq!(page.rows.len(), import.facts.len());
        }
    }
    outside::is_all(&mut look.connection, totals).await;
    outside::is_audited(&mut look.connection).await;
    for lane in Lane::ALL {
        let history = format!("/api/v1/{lane}/imports");
        let pages = [a.get::<ImportPage>(&history).await.unwrap(), b.get::<ImportPage>(&history).await.unwrap()];
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0].imports.len(), receipts.iter().filter(|(import, _)| import.lane() == lane).count());
    }
    look.end().await;
    assert!(a.end().success() && b.end().success());
}
