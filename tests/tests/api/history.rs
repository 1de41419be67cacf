//! History: a lane's imports, newest first, in pages.

use lanegate_tests::sample::{meetings, partners};
use lanegate_tests::server::Server;
use lanegate_wire::{ImportPage, ImportState, Lane};

#[tokio::test(flavor = "multi_thread")]
async fn newest_first_and_each_lane_its_own() {
    let server = Server::start().await;
    let (first, second) = (meetings(), meetings());
    server.carry_out(&first).await.unwrap();
    server.open(Lane::Sales, &second.import).await.unwrap();
    server.carry_out(&partners()).await.unwrap();

    let page: ImportPage = server.get("/api/v1/sales/imports").await.unwrap();
    let seen: Vec<_> = page.imports.iter().map(|import| (import.import.id, import.state)).collect();
    assert_eq!(seen, [(second.import.id, ImportState::Open), (first.import.id, ImportState::Committed)]);
    let page: ImportPage = server.get("/api/v1/partners/imports").await.unwrap();
    assert_eq!(page.imports.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_one_another() {
    let server = Server::start().await;
    let mut opened = Vec::new();
    for _ in 0..130 {
        let import = meetings().import;
        server.open(Lane::Sales, &import).await.unwrap();
        opened.insert(0, import.id);
    }
    let first: ImportPage = server.get("/api/v1/sales/imports").await.unwrap();
    assert_eq!(first.imports.len(), 100);
    let second: ImportPage = server.get(&format!("/api/v1/sales/imports?after={}", first.next.unwrap())).await.unwrap();
    assert_eq!(second.next, None);
    let seen: Vec<_> = first.imports.iter().chain(&second.imports).map(|import| import.import.id).collect();
    assert_eq!(seen, opened);
}
