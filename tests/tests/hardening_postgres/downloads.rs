//! Many downloads of long texts at once: each page of a queue is bounded in bytes, and all pages together are the queue.

use std::collections::BTreeSet;

use lanegate_tests::place::Place;
use lanegate_tests::program::Program;
use lanegate_tests::sample::{Sample, meeting, text};
use reqwest::{Method, StatusCode};
use tokio::task::JoinSet;

/// In MB, for all downloads together.
const MEMORY: u64 = 150;

/// Rows, and the characters of each row's text: as many as there may be.
const ROWS: u128 = 5_400;
const LENGTH: usize = 1_950;

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_downloads_of_the_longest_texts_take_bounded_memory_and_leave_no_row_out() {
    let place = Place::fresh().await;
    let server = place.start();
    let rows: Vec<_> = (0..ROWS)
        .map(|number| {
            let mut row = meeting(number, "stalled");
            row.retain(|(name, _)| *name != "stalled_reason");
            row.push(("stalled_reason", text(&format!("{number} {}", "x".repeat(LENGTH)))));
            row
        })
        .collect();
    let sample = Sample::of("appointment_history", rows.chunks(380).map(<[_]>::to_vec).collect());
    server.carry_out(&sample).await.unwrap();
    let before = server.most_memory();

    let keys = downloaded(&server, "csv").await;
    assert_eq!(keys.len() as u128, ROWS, "every row, once");
    let mut downloads = JoinSet::new();
    for number in 0..16 {
        let format = if number % 4 == 0 { "csv" } else { "xlsx" };
        let get = server.request(Method::GET, &format!("/api/v1/ready/reactivation?format={format}"));
        downloads.spawn(async move {
            let response = get.send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
            assert!(response.headers().contains_key("x-next-page"), "there is more");
            assert!(response.bytes().await.unwrap().len() < 5 << 20);
        });
    }
    downloads.join_all().await;
    let taken = server.most_memory() - before;
    println!("the downloads took {taken} MB");
    assert!(taken < MEMORY, "{taken} MB");
    assert!(server.end().success());
}

/// The keys on all pages of the queue.
async fn downloaded(server: &Program, format: &str) -> BTreeSet<String> {
    let (mut keys, mut after) = (BTreeSet::new(), String::new());
    loop {
        let at = format!("/api/v1/ready/reactivation?format={format}{after}");
        let response = server.request(Method::GET, &at).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let next = response.headers().get("x-next-page").map(|next| next.to_str().unwrap().to_owned());
        let page = response.text().await.unwrap();
        for line in page.lines().skip(1) {
            let key =
                line.split(',').find(|cell| cell.contains("|2025-05-01")).expect("each row has its key").to_owned();
            assert!(keys.insert(key), "twice: {line:.80}");
        }
        match next {
            Some(next) => after = format!("&after={next}"),
            None => return keys,
        }
    }
}
