//! `GET /api/openapi.json`: the description that the handlers give of themselves.

use lanegate_tests::server::Server;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn it_describes_every_call_with_its_problem() {
    let server = Server::start().await;
    let description: Value = server.get("/api/openapi.json").await.unwrap();
    let paths = description["paths"].as_object().unwrap();
    let mut calls = Vec::new();
    for (path, methods) in paths {
        for (method, call) in methods.as_object().unwrap() {
            if !path.starts_with("/health") {
                let problem = &call["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(problem, "#/components/schemas/Problem", "{method} {path}");
            }
            assert!(call["operationId"].is_string() && call["summary"].is_string(), "{method} {path}");
            calls.push(format!("{method} {path}"));
        }
    }
    // What docs name is described. That what is described is served is held by building both from one list.
    for named in [
        "post /api/v1/{lane}/imports",
        "put /api/v1/{lane}/imports/{id}/batches/{n}",
        "post /api/v1/{lane}/imports/{id}/commit",
        "post /api/v1/{lane}/imports/{id}/retract",
        "patch /api/v1/intents/{lane}/{id}",
        "get /api/v1/ready/reactivation",
        "get /api/v1/partners/reference",
    ] {
        assert!(calls.iter().any(|call| call == named), "{named} is not in {calls:#?}");
    }
    let row = &description["components"]["schemas"]["Row"];
    assert_eq!(row["required"], serde_json::json!(["row"]));
    assert!(row["additionalProperties"].is_object(), "{row}");
}
