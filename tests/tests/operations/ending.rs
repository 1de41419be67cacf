//! A server that is asked to end: it says so before it stops taking requests, and answers what it has begun. One that is asked to
//! reload goes on.

use std::time::Duration;

use lanegate_tests::place::Place;
use lanegate_tests::sample::meetings;
use reqwest::StatusCode;

use crate::asked;

#[tokio::test]
async fn it_says_that_it_is_not_ready_and_still_serves_for_as_long_as_it_was_told() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--shutdown-delay", "4", "--metrics-listen", "127.0.0.1:0"], &[]);
    let watched = server.watched().unwrap().to_owned();
    let sample = meetings();
    let plan = server.compare(&sample).await.unwrap();
    assert_eq!(asked(&format!("{}/health/ready", server.base)).await.0, StatusCode::OK);
    server.ask_to_end();
    let stopping = (StatusCode::SERVICE_UNAVAILABLE, "{\"status\":\"stopping\"}".to_owned());
    let mut heard = asked(&format!("{}/health/ready", server.base)).await;
    for _ in 0..50 {
        if heard == stopping {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        heard = asked(&format!("{}/health/ready", server.base)).await;
    }
    assert_eq!(heard, stopping);
    assert_eq!(asked(&format!("{watched}/health/ready")).await, stopping);
    assert_eq!(asked(&format!("{watched}/health/live")).await.0, StatusCode::OK);
    // Who comes now is still served.
    let receipt = server.commit(sample.lane, sample.import.id, &plan.digest).await.unwrap();
    assert_eq!(receipt.import, sample.import.id);
    assert!(server.end().success());
}

#[tokio::test]
async fn a_server_without_certificates_has_nothing_to_reload_and_goes_on() {
    let place = Place::fresh().await;
    let server = place.start();
    for _ in 0..3 {
        server.reload();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(asked(&format!("{}/health/live", server.base)).await.0, StatusCode::OK);
    }
    assert!(server.end().success());
}
