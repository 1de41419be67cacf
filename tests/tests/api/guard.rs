//! A server on this machine only: other hosts and other origins change nothing.

use lanegate_tests::sample::meetings;
use lanegate_tests::server::{Server, answered};
use lanegate_wire::{ImportPage, ImportStatus};
use reqwest::Method;

const IMPORTS: &str = "/api/v1/sales/imports";

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_is_refused() {
    let server = Server::start().await;
    for host in ["evil.example", "evil.example:8640", "localhost", "127.0.0.1:1"] {
        for path in [IMPORTS, "/health", "/"] {
            let problem = answered::<serde_json::Value>(server.request(Method::GET, path).header("host", host))
                .await
                .unwrap_err();
            assert_eq!((problem.status, problem.code.as_str()), (421, "host_refused"), "{host} {path}");
        }
    }
    let port = server.base.rsplit(':').next().unwrap().to_owned();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        answered::<ImportPage>(server.request(Method::GET, IMPORTS).header("host", host)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_origin_changes_nothing() {
    let server = Server::start().await;
    let import = meetings().import;
    let post = || server.request(Method::POST, IMPORTS).json(&import);
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:3000"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let problem = answered::<ImportStatus>(post().header(name, value)).await.unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (403, "origin_refused"), "{name}: {value}");
    }
    let page: ImportPage = server.get(IMPORTS).await.unwrap();
    assert_eq!(page.imports, []);
    let own = post().header("origin", &server.base).header("sec-fetch-site", "same-origin");
    answered::<ImportStatus>(own).await.unwrap();
}
