//! Clients that hold on to what they have: heads and bodies that trickle, answers that nobody takes, connections without
//! end. Others are served meanwhile.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use lanegate_tests::place::Place;
use lanegate_tests::raw::{Line, answer, hear};

use super::is_up;

/// Writes a byte now and then, until the server has had enough; how long that took.
fn trickle(stream: &mut TcpStream, bytes: &mut dyn Iterator<Item = u8>) -> Duration {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let mut heard = [0; 1024];
    for byte in bytes {
        if stream.write_all(&[byte]).is_err() {
            break;
        }
        match stream.read(&mut heard) {
            Ok(_) => break,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
        assert!(began.elapsed() < Duration::from_secs(15), "the server waits on and on");
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_trickles_is_given_up() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--client-timeout", "1"], &[]);
    let line = Line::to(&server);

    let head = line.head("GET /health HTTP/1.1") + &"X-A: b\r\n".repeat(90);
    let took = trickle(&mut line.connect(), &mut head.bytes());
    assert!(took < Duration::from_secs(4), "a head that trickled was read for {took:?}");

    // Every call that takes a body: those without a limit of their own too.
    let import = "/api/v1/sales/imports/01890000-0000-7000-8000-000000000000";
    for call in [
        "POST /api/v1/sales/imports".to_owned(),
        format!("PUT {import}/batches/0"),
        format!("POST {import}/plan"),
        format!("POST {import}/commit"),
        format!("POST {import}/retract"),
        "PATCH /api/v1/intents/sales/01890000-0000-7000-8000-000000000000".to_owned(),
    ] {
        let mut stream = line.connect();
        let head = line.head(&format!("{call} HTTP/1.1"));
        stream
            .write_all(format!("{head}Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n").as_bytes())
            .unwrap();
        let began = Instant::now();
        // Nothing follows.
        let said = answer(&hear(&mut stream)).unwrap();
        assert_eq!(said.status, 408, "{call}: {}", said.body);
        assert!(said.body.contains("body_too_slow"), "{call}: {}", said.body);
        assert!(began.elapsed() < Duration::from_secs(4), "{call}");

        let mut stream = line.connect();
        stream
            .write_all(format!("{head}Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n").as_bytes())
            .unwrap();
        let took = trickle(&mut stream, &mut std::iter::repeat_n(b' ', 4000));
        assert!(took < Duration::from_secs(4), "{call}: a body that trickled was read for {took:?}");
    }
    assert!(is_up(&server));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_is_closed_and_a_silent_one_too() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--client-timeout", "1"], &[]);
    let line = Line::to(&server);
    let mut silent = line.connect();
    let mut idle = line.connect();
    idle.write_all((line.head("GET /health HTTP/1.1") + "\r\n").as_bytes()).unwrap();
    let began = Instant::now();
    assert_eq!(answer(&hear(&mut idle)).unwrap().status, 200);
    assert_eq!(hear(&mut silent), b"");
    let took = began.elapsed();
    assert!(took > Duration::from_millis(900) && took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_takes_is_not_kept_for_ever() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--client-timeout", "1"], &[]);
    let line = Line::to(&server);
    // Far more answers than any buffer holds are asked for, and none is read.
    let asked = (line.head("GET /api/openapi.json HTTP/1.1") + "\r\n").repeat(50);
    let mut stream = line.connect();
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    let began = Instant::now();
    while stream.write_all(asked.as_bytes()).is_ok() && began.elapsed() < Duration::from_secs(5) {}
    // The stall's limit is three times the client's.
    sleep(Duration::from_secs(5));
    let heard = hear(&mut stream);
    let rest = stream.write_all(b"x").and_then(|()| stream.write_all(b"x"));
    assert!(!heard.is_empty());
    assert!(rest.is_err(), "the connection still stands");
    assert!(is_up(&server));
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_so_many_connections_and_one_address_gets_half_of_them() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--client-timeout", "2", "--max-clients", "8"], &[]);
    let line = Line::to(&server);
    // The fixture's own client may hold some of them still.
    sleep(Duration::from_millis(2_500));
    let mut held: Vec<TcpStream> = (0..4).map(|_| line.connect()).collect();
    for stream in &mut held {
        stream.write_all((line.head("GET /health HTTP/1.1") + "\r\n").as_bytes()).unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
    }
    let mut fifth = line.connect();
    let _ = fifth.write_all((line.head("GET /health HTTP/1.1") + "\r\n").as_bytes());
    assert_eq!(hear(&mut fifth), b"", "one address has its half already");
    drop(held);
    sleep(Duration::from_millis(100));
    assert!(is_up(&server), "what was let go is there again");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_limit_wait_until_another_one_ends() {
    let place = Place::fresh().await;
    // A proxy's connections have no limit per client.
    let proxied = ["--public-url", "https://lanegate.example.com", "--trusted-proxy", "127.0.0.1"];
    let server = place.start_with(&[&proxied[..], &["--client-timeout", "2", "--max-clients", "4"]].concat(), &[]);
    let line = Line::to(&server).named("lanegate.example.com");
    // The fixture's own client may have open connections.
    sleep(Duration::from_millis(2_500));
    let ask = || {
        let mut stream = line.connect();
        stream.write_all((line.head("GET /health HTTP/1.1") + "\r\n").as_bytes()).unwrap();
        stream
    };
    let status = |stream: &mut TcpStream, wait: u64| {
        let mut first = [0; 12];
        stream.set_read_timeout(Some(Duration::from_millis(wait))).unwrap();
        stream.read_exact(&mut first).map(|()| String::from_utf8_lossy(&first).into_owned())
    };
    let mut open: Vec<TcpStream> = (0..4).map(|_| ask()).collect();
    for stream in &mut open {
        assert_eq!(status(stream, 1_000).unwrap(), "HTTP/1.1 200");
    }
    let mut fifth = ask();
    status(&mut fifth, 300).expect_err("the fifth connection waits");
    drop(open.pop());
    assert_eq!(status(&mut fifth, 1_000).unwrap(), "HTTP/1.1 200");
}
