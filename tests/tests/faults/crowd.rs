//! Fifty people at once over few connections, and everything the API can do over one.

use std::sync::Arc;
use std::time::Instant;

use futures::future::join_all;
use lanegate_tests::api::{answered, path};
use lanegate_tests::client::Client;
use lanegate_tests::database::Database;
use lanegate_tests::random::Random;
use lanegate_tests::sample::{meetings, partners};
use lanegate_tests::server::Server;
use lanegate_wire::{Fate, ImportPage, ImportStatus, Intent, IntentPage, Lane, PlanPage, Receipt, ReceiptPage};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::imports::Import;
use crate::outside::{self, Totals};

const PEOPLE: u32 = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_people_commit_at_once_over_a_pool_of_three() {
    let database = Database::fresh().await;
    database.prepare().await;
    let login = database.login();
    let server = Server::on(database, login, 3).await;
    let mut random = Random::seeded(50);
    let imports: Vec<Arc<Import>> = (0..PEOPLE)
        .map(|n| if n % 2 == 0 { Import::meetings(n, 60, &mut random) } else { Import::partners(n, 40, &mut random) })
        .map(Arc::new)
        .collect();
    let began = Instant::now();
    let base = watch::Sender::new(server.base.clone());
    let people = imports.iter().map(|import| {
        let (mut client, import) = (Client::of(base.subscribe(), server.token()), import.clone());
        tokio::spawn(async move { (client.carry_out(&import.sample).await, client.again) })
    });
    let people = join_all(people.collect::<Vec<_>>()).await;
    println!("{PEOPLE} people had their receipts after {:.1?}", began.elapsed());
    let database = server.stop().await;
    let mut admin = database.look().await;
    let mut totals = Totals::default();
    for (import, ended) in imports.iter().zip(people) {
        let (receipt, again) = ended.unwrap();
        assert_eq!(again, 0, "nobody was sent away");
        outside::is_exactly(&mut admin, import, &receipt).await;
        totals.add(import);
    }
    outside::is_all(&mut admin, totals).await;
    outside::is_audited(&mut admin).await;
}

/// Every call there is, by one person.
async fn every_call(server: &Server, lane: Lane) {
    let sample = if lane == Lane::Sales { meetings() } else { partners() };
    let here = path(lane, sample.import.id);
    let plan = server.compare(&sample).await.unwrap();
    assert_eq!(server.get::<ImportStatus>(&here).await.unwrap().plan, Some(plan.clone()));
    assert_eq!(server.get::<PlanPage>(&format!("{here}/plan")).await.unwrap().digest, plan.digest);
    assert_eq!(server.abandon(lane, sample.import.id).await.unwrap(), StatusCode::NO_CONTENT);

    let sample = sample.again();
    let here = path(lane, sample.import.id);
    // Another's import may come between: then the plan is another, and is the next one to be named.
    let mut plan = server.compare(&sample).await.unwrap();
    let receipt = loop {
        match server.commit(lane, sample.import.id, &plan.digest).await {
            Ok(receipt) => break receipt,
            Err(problem) => plan = problem.plan.expect("only a changed plan is refused"),
        }
    };
    let first = if lane == Lane::Sales { Fate::New } else { Fate::Create };
    assert!(receipt.counts.keys().all(|fate| [first, Fate::Duplicate, Fate::Unchanged].contains(fate)));
    assert_eq!(server.get::<Receipt>(&format!("{here}/receipt")).await.unwrap(), receipt);
    assert_eq!(
        server.get::<ReceiptPage>(&format!("{here}/rows")).await.unwrap().rows.len(),
        sample.import.rows as usize
    );
    assert!(!server.get::<ImportPage>(&format!("/api/v1/{lane}/imports")).await.unwrap().imports.is_empty());
    let (_, retracted): (_, ImportStatus) =
        server.send(Method::POST, &format!("{here}/retract"), &json!({ "reason": "Wrong file" })).await.unwrap();
    assert_eq!(retracted.receipt, Some(receipt));
    answered::<ImportStatus>(server.request(Method::POST, &format!("{here}/reinstate"))).await.unwrap();
    let intents: IntentPage = server.get(&format!("/api/v1/intents/{lane}")).await.unwrap();
    let switch = format!("/api/v1/intents/{lane}/{}", intents.intents[0].id);
    server.send::<Intent>(Method::PATCH, &switch, &json!({ "action": "resume" })).await.unwrap();
    let queue = if lane == Lane::Sales { "ready/reactivation" } else { "ready/partners" };
    for path in [queue, "partners/reference"] {
        server.get::<Value>(&format!("/api/v1/{path}")).await.unwrap();
    }
    let page = server.request(Method::GET, &format!("/receipts/{lane}/{}", sample.import.id)).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let health = server.request(Method::GET, "/health").send().await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
    assert!(["ok", "busy"].contains(&health.json::<Value>().await.unwrap()["database"].as_str().unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_works_over_a_pool_of_one_for_ten_people_at_once() {
    let server = Server::with_pool(1).await;
    let calls = (0..10).map(|n| every_call(&server, Lane::ALL[n % 2]));
    join_all(calls).await;
    assert_eq!(server.number(Lane::Sales, "SELECT count(*) FROM sales.appointment_history").await, 3);
    assert_eq!(server.number(Lane::Partners, "SELECT count(*) FROM partners.fractional_cfo_master").await, 2);
}
