//! The log for programs: one JSON object a line, each with its request and the import that it was about.

use lanegate_tests::place::Place;
use lanegate_tests::program::output;
use lanegate_tests::sample::meetings;
use serde_json::Value;

#[tokio::test]
async fn each_line_says_its_request_and_its_import() {
    let place = Place::fresh().await;
    let variables = [("RUST_LOG", "info,lanegate_server=debug"), ("LANEGATE_LOG_FORMAT", "json")];
    let server = place.start_with(&[], &variables);
    let sample = meetings();
    server.carry_out(&sample).await.unwrap();
    let messages = server.ended();
    let lines: Vec<Value> = messages
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let id = sample.import.id.to_string();
    let about: Vec<&Value> = lines.iter().filter(|line| line["span"]["import"] == id.as_str()).collect();
    // Opened, staged, planned, committed: four answers at least, and the commit's own line.
    assert!(about.iter().filter(|line| line["message"] == "answered").count() >= 4, "{messages}");
    let committed = about.iter().find(|line| line["message"] == "committed").unwrap();
    assert_eq!(committed["kind"], "appointment_history");
    for line in about {
        let request = line["span"]["id"].as_str().unwrap();
        assert_eq!(request.len(), 36, "{line}");
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["target"].is_string(), "{line}");
    }
}

#[test]
fn why_a_server_ends_is_an_object_too() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said =
        output(&["--log-format", "json", "--listen", &address, "--database-url", "postgres://127.0.0.1:1/x"], &[]);
    assert_eq!(said.status.code(), Some(1));
    let said = String::from_utf8(said.stderr).unwrap();
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.last().unwrap();
    assert!(last["level"] == "ERROR" && last["message"].as_str().unwrap().contains(&address), "{said}");
}
