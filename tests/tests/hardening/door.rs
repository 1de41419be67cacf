//! What may be listened on, and what is believed of a proxy.

use lanegate_tests::place::Place;
use lanegate_tests::program::output;
use lanegate_tests::raw::{Line, answer};

fn refused(arguments: &[&str]) -> String {
    let output = output(arguments, &[]);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn other_machines_only_over_tls_or_a_proxy_and_under_a_name() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8640"] {
        let said = refused(&["--listen", address]);
        assert!(
            said.contains("--tls-cert") && said.contains("--trusted-proxy") && said.contains("127.0.0.1"),
            "{said}"
        );
    }
    let said = refused(&["--listen", "0.0.0.0:0", "--trusted-proxy", "10.0.0.7"]);
    assert!(said.contains("--public-url"), "{said}");
    let said = refused(&["--public-url", "http://lanegate.example.com"]);
    assert!(said.contains("https://"), "{said}");
    let said = refused(&["--tls-cert", "/nowhere/cert.pem"]);
    assert!(said.contains("--tls-key"), "{said}");
    let said = refused(&["--tls-cert", "/nowhere/cert.pem", "--tls-key", "/nowhere/key.pem"]);
    assert!(said.contains("/nowhere/cert.pem"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_people_come_over_https_and_by_its_name() {
    let place = Place::fresh().await;
    let public = "https://lanegate.example.com";
    let server = place.start_with(&["--public-url", public, "--trusted-proxy", "127.0.0.1"], &[]);
    let line = Line::to(&server);
    let own = line.named("lanegate.example.com");
    let ask = |line: &Line, method: &str, more: &str| {
        let request = line.head(&format!("{method} /health HTTP/1.1")) + more + "Connection: close\r\n\r\n";
        answer(&line.talk(request.as_bytes())).unwrap()
    };
    let passed = ask(&own, "GET", "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n");
    assert_eq!(passed.status, 200);
    assert!(passed.head.contains("strict-transport-security: max-age="), "{}", passed.head);
    for foreign in ["127.0.0.1", "localhost", "lanegate.example.com.evil.example", "lanegate.example.com:80"] {
        assert_eq!(ask(&line.named(foreign), "GET", "").status, 421, "{foreign}");
    }
    let open = ask(&own, "GET", "X-Forwarded-Proto: http\r\n");
    assert_eq!(open.status, 403);
    assert!(open.body.contains("https_required") && open.body.contains(public), "{}", open.body);

    for (origin, allowed) in [
        (public, true),
        ("http://lanegate.example.com", false),
        ("https://lanegate.example.com:8443", false),
        ("https://evil.example", false),
        ("null", false),
    ] {
        // Nothing is there to be changed: who passes the guard hears of that.
        let status = ask(&own, "POST", &format!("Origin: {origin}\r\nContent-Length: 0\r\n")).status;
        assert_eq!(status, if allowed { 405 } else { 403 }, "{origin}");
    }
}
