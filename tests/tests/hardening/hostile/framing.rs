//! Bodies whose length is said twice, wrongly or not at all, and chunks that are none: what a proxy and a server may read
//! differently. Behind them stands a request that would change something, if anybody took it for one.

use lanegate_tests::api::path;
use lanegate_tests::random::Random;
use lanegate_wire::Lane;

use super::{Attempt, May, Targets, Then};

/// Two lengths, or a way of saying one that programs disagree about.
const AMBIGUOUS: [&str; 14] = [
    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    "Content-Length: 4\r\nContent-Length: 5\r\n",
    "Content-Length: 0\r\nContent-Length: 44\r\n",
    "Content-Length: 4, 4\r\n",
    "Content-Length: +4\r\n",
    "Content-Length: -1\r\n",
    "Content-Length: 0x4\r\n",
    "Content-Length: 99999999999999999999999\r\n",
    "Content-Length: 4\r\nTransfer-Encoding: identity\r\n",
    "Transfer-Encoding: chunked, identity\r\n",
    "Transfer-Encoding: xchunked\r\n",
    "Transfer-Encoding:\x0bchunked\r\nContent-Length: 4\r\n",
    "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n",
];

/// Chunks that are none.
const CHUNKS: [&str; 14] = [
    "FFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n",
    "10000000000000000\r\nx\r\n0\r\n\r\n",
    "7fffffffffffffff\r\nx",
    "-1\r\nx\r\n0\r\n\r\n",
    "zz\r\nx\r\n0\r\n\r\n",
    "\r\n\r\n",
    "2\r\n{}0\r\n\r\n",
    "2\r\n{}\r\n",
    "3\r\n{}\r\n0\r\n\r\n",
    "0x2\r\n{}\r\n0\r\n\r\n",
    "2 \r\n{}\r\n0\r\n\r\n",
    "2\n{}\n0\n\n",
    "2\r\n{}\r\n0\r\nTrailer: x\r\nHost: evil.example\r\n\r\n",
    "2\r\n{}\r\n0\r\nno trailer at all\r\n\r\n",
];

pub fn attempt(targets: &Targets, random: &mut Random) -> Attempt {
    let line = &targets.line;
    let at = [
        path(Lane::Sales, targets.opened) + "/commit",
        path(Lane::Sales, targets.opened) + "/batches/0",
        path(Lane::Sales, targets.staged) + "/commit",
        "/api/v1/sales/imports".to_owned(),
        "/nowhere".to_owned(),
    ][random.below(5) as usize]
        .clone();
    let method = if at.ends_with("batches/0") { "PUT" } else { "POST" };
    let open = line.head(&format!("{method} {at} HTTP/1.1")) + "Content-Type: application/json\r\n";
    let hidden = targets.abandoning();
    let pick =
        |random: &mut Random, from: &[&'static str]| -> &'static str { from[random.below(from.len() as u64) as usize] };
    let chunked = "Transfer-Encoding: chunked\r\n\r\n";
    match random.below(8) {
        0..3 => {
            let lengths = pick(random, &AMBIGUOUS);
            let bytes = format!("{open}{lengths}\r\n0\r\n\r\n{hidden}").into_bytes();
            Attempt { what: format!("{method} {at} {lengths:?}"), bytes, then: Then::Listen, may: May::AnswerOnce }
        }
        3 | 4 => {
            let chunks = pick(random, &CHUNKS);
            let bytes = format!("{open}Connection: close\r\n{chunked}{chunks}").into_bytes();
            Attempt { what: format!("{method} {at} {chunks:?}"), bytes, then: Then::Finish, may: May::Refuse }
        }
        5 => {
            // The length is right: all of it is a body, whatever it looks like.
            let reading = pick(random, &["/health", "/api/v1/sales/imports", "/"]);
            let head = line.head(&format!("GET {reading} HTTP/1.1"));
            let bytes = format!("{head}Content-Length: {}\r\n\r\n{hidden}", hidden.len()).into_bytes();
            Attempt { what: format!("GET {reading} with a body"), bytes, then: Then::Finish, may: May::AnswerOnce }
        }
        6 => {
            let extension = "x".repeat(10_000 + random.below(100_000) as usize);
            let bytes = format!("{open}Connection: close\r\n{chunked}2;{extension}\r\n{{}}\r\n0\r\n\r\n").into_bytes();
            Attempt { what: "a long chunk extension".into(), bytes, then: Then::Finish, may: May::Refuse }
        }
        _ => {
            let promised = 10 + random.below(1 << 20);
            let bytes = format!("{open}Content-Length: {promised}\r\n\r\n{{\"plan\"").into_bytes();
            let then = [Then::Leave, Then::Finish, Then::Finish][random.below(3) as usize];
            Attempt { what: format!("{promised} bytes promised, {at}"), bytes, then, may: May::Refuse }
        }
    }
}
