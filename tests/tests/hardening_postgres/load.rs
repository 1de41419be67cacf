//! Two hundred clients at once, on a server of a process of its own: nothing that was acknowledged is lost, and its memory
//! stays bounded, whatever they send. `cargo xtask load` runs the first for longer.

use std::time::Duration;

use lanegate_tests::api::path;
use lanegate_tests::load::{self, Load};
use lanegate_tests::place::Place;
use lanegate_tests::sample::{Sample, meeting, text};
use lanegate_wire::{Lane, MAX_BATCH_BYTES};
use reqwest::StatusCode;
use tokio::task::JoinSet;

/// As many as the product promises.
const CLIENTS: u32 = 200;

/// In the usual tests; `LANEGATE_LOAD_SECONDS` says otherwise.
const SECONDS: u64 = 5;

/// In MB.
const MEMORY: u64 = 300;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_clients_lose_nothing() {
    let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap());
    let seconds = number("LANEGATE_LOAD_SECONDS").unwrap_or(SECONDS);
    let clients = number("LANEGATE_LOAD_CLIENTS").map_or(CLIENTS, |number| u32::try_from(number).unwrap());
    let place = Place::fresh().await;
    let server = place.start();
    let done = load::run(&server, Load { clients, time: Duration::from_secs(seconds) }).await;
    println!("{done}");
    done.check(&server).await;
    let memory = server.most_memory();
    println!("the server took {memory} MB at most");
    assert!(memory < MEMORY, "the server took {memory} MB");
    assert!(server.end().success());

    let mut look = place.look().await;
    done.count(&mut look.connection).await;
    look.end().await;
}

/// The costliest batches that fit, two hundred at once.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_full_batches_at_once_stay_within_the_memory() {
    let place = Place::fresh().await;
    let server = place.start();
    // Texts that are as long as may be, which are stored; and one row of fields that nobody knows, as many as fit.
    let reason = "x".repeat(450);
    let rows = |first: u128| {
        let row = |n| {
            let mut row = meeting(first + n, "stalled");
            row.retain(|(name, _)| *name != "stalled_reason");
            row.push(("stalled_reason", text(&reason)));
            row
        };
        (0..1_500).map(row).collect::<Vec<_>>()
    };
    let sound = Sample::of("appointment_history", vec![rows(0)]);
    let length = sound.batches[0].to_json().len();
    assert!((MAX_BATCH_BYTES * 9 / 10..=MAX_BATCH_BYTES).contains(&length), "{length} bytes");
    server.open(Lane::Sales, &sound.import).await.unwrap();
    let fields: Vec<String> = (0..(MAX_BATCH_BYTES - 64) / 10).map(|n| format!("\"{n:05x}\":1")).collect();
    let unknown = format!("{{\"rows\":[{{\"row\":2,{}}}]}}", fields.join(","));
    assert!((MAX_BATCH_BYTES * 9 / 10..=MAX_BATCH_BYTES).contains(&unknown.len()), "{} bytes", unknown.len());

    let at = format!("{}{}/batches/0", server.base, path(Lane::Sales, sound.import.id));
    // The library's own limit for data that is not taken ends connections that wait for their turn, which is what is tried.
    let patient = reqwest::Client::builder().tcp_user_timeout(None).build().unwrap();
    let bodies = [sound.batches[0].to_json(), unknown];
    let mut clients = JoinSet::new();
    for number in 0..200_usize {
        let put = patient.put(&at).header("content-type", "application/json");
        let put = server.authorization().into_iter().fold(put, |put, value| put.header("authorization", value));
        let (body, expected) = if number % 2 == 0 {
            (bodies[0].clone(), StatusCode::OK)
        } else {
            (bodies[1].clone(), StatusCode::UNPROCESSABLE_ENTITY)
        };
        clients.spawn(async move {
            let answer = put.body(body).send().await.unwrap();
            let (status, headers) = (answer.status(), answer.headers().clone());
            let said = answer.text().await.unwrap();
            // Full is an answer, too; it says when to come again.
            if status == StatusCode::SERVICE_UNAVAILABLE {
                assert!(said.contains("server_busy") && headers.contains_key("retry-after"), "{said}");
                return 1;
            }
            assert_eq!(status, expected, "{said}");
            0
        });
    }
    let busy: u32 = clients.join_all().await.into_iter().sum();
    let memory = server.most_memory();
    println!("the server took {memory} MB at most; {busy} of 200 clients were told to come again");
    assert!(busy < 200, "nobody was served");
    assert!(memory < MEMORY, "the server took {memory} MB");
    assert!(server.end().success());
}
