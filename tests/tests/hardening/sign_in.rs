//! Wrong sign-ins, which anybody can send.

use lanegate_tests::place::Place;
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn wrong_sign_ins_take_no_memory_for_good() {
    let place = Place::fresh().await;
    let server = place.start();
    let before = server.most_memory();
    // Many at once: each takes 19 MiB while its password is compared.
    let tries = (0..24).map(|n| {
        let body = json!({"name": format!("name-{n}"), "password": "not the password"});
        server.anonymous(Method::POST, "/api/v1/sign-in").json(&body).send()
    });
    for answer in futures::future::join_all(tries).await {
        assert_eq!(answer.unwrap().status(), 401);
    }
    let taken = server.most_memory() - before;
    assert!(taken < 70, "{taken} MB");
    assert!(server.end().success());
}
