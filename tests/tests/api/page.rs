//! The page's own headers. What the page does is for the browser's tests; the server must answer with or without it.

use lanegate_tests::server::Server;
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn every_response_carries_the_policy() {
    let server = Server::start().await;
    for path in ["/", "/health", "/api/v1/sales/imports", "/nowhere", "/service_worker.js"] {
        let response = server.request(Method::GET, path).send().await.unwrap();
        let headers = response.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"), "{path}: {policy}");
        for rule in [
            "connect-src 'self'",
            "worker-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
    }
    let refused = server.request(Method::GET, "/").header("host", "evil.example").send().await.unwrap();
    assert!(refused.headers().contains_key("content-security-policy"));
}
