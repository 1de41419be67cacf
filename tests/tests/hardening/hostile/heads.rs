//! Request lines and headers that are none, too many, too long, or name what is not to be had.

use lanegate_tests::random::Random;

use super::{Attempt, May, Targets, Then};

/// Names of nothing, most of them of something elsewhere.
const PATHS: [&str; 22] = [
    "/../../etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%5c..%5cwindows\\win.ini",
    "/%c0%ae%c0%ae/etc/passwd",
    "/%00",
    "/index.html%00.png",
    "//evil.example/x",
    "/\\evil.example",
    "/.git/config",
    "/.env",
    "/api/v1/outreach/imports",
    "/api/v1/sales/../partners/imports",
    "/api/v1/sales%2f..%2fpartners/imports",
    "/api/v1/SALES/imports/",
    "/api/v1/sales/imports/00000000-0000-0000-0000-00000000000g",
    "/api/v1/sales/imports/%27%20OR%201=1--",
    "/receipts/sales/<script>alert(1)</script>",
    "/receipts/sales/..%2f..",
    "/api/v1/ready/reactivation/..;/admin",
    "/web.config;.js",
    "/%",
];

const QUERIES: [&str; 12] = [
    "after=%ff%fe",
    "after=99999999999999999999",
    "after=-1",
    "after[]=1&after[]=2",
    "after=1&after=2",
    "min_score=NaN",
    "min_score=1e400",
    "format=../../x",
    "fate=' OR '1'='1",
    "state=%00",
    "geography=%F0%9F%98%80%00",
    "&&&&====;;;;%%%",
];

const METHODS: [&str; 12] =
    ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "get", "G\u{cb}T", "PRI", "M-SEARCH", "DELETE", "PATCH", "A"];

pub fn attempt(targets: &Targets, random: &mut Random) -> Attempt {
    let line = &targets.line;
    let pick =
        |random: &mut Random, from: &[&'static str]| -> &'static str { from[random.below(from.len() as u64) as usize] };
    let end = "Connection: close\r\n\r\n";
    let (what, bytes, may): (String, Vec<u8>, May) = match random.below(14) {
        0 => {
            let length = random.below(2_000) + 1;
            let noise: Vec<u8> = (0..length).map(|_| (random.number() & 0xff) as u8).collect();
            ("noise".into(), [&noise[..], b"\r\n\r\n"].concat(), May::Refuse)
        }
        1 => {
            let version = pick(random, &["HTTP/9.9", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 x", "", "HTTP/0.9"]);
            (
                format!("version {version}"),
                (line.head(&format!("GET /health {version}")) + end).into_bytes(),
                May::Answer,
            )
        }
        2 => {
            let method = pick(random, &METHODS);
            let path = pick(random, &["/", "/health", "/api/v1/sales/imports", "*", "localhost:1"]);
            let head = line.head(&format!("{method} {path} HTTP/1.1")) + end;
            (format!("{method} {path}"), head.into_bytes(), May::Refuse)
        }
        3 => {
            let path = pick(random, &PATHS);
            (format!("path {path}"), (line.head(&format!("GET {path} HTTP/1.1")) + end).into_bytes(), May::Refuse)
        }
        4 => {
            let at =
                pick(random, &["/api/v1/sales/imports", "/api/v1/ready/reactivation", "/api/v1/ready/partners", "/"]);
            let query = pick(random, &QUERIES);
            (
                format!("query {at}?{query}"),
                (line.head(&format!("GET {at}?{query} HTTP/1.1")) + end).into_bytes(),
                May::Answer,
            )
        }
        5 => {
            let long = "x".repeat(10_000 + random.below(90_000) as usize);
            ("a long path".into(), (line.head(&format!("GET /{long} HTTP/1.1")) + end).into_bytes(), May::Refuse)
        }
        6 => {
            let many: String = (0..101 + random.below(400)).map(|n| format!("X-{n}: {n}\r\n")).collect();
            ("many headers".into(), (line.head("GET /health HTTP/1.1") + &many + end).into_bytes(), May::Refuse)
        }
        7 => {
            let long = "x".repeat((33 << 10) + random.below(200_000) as usize);
            let head = line.head("GET /health HTTP/1.1") + &format!("X-Long: {long}\r\n") + end;
            ("a long header".into(), head.into_bytes(), May::Refuse)
        }
        8 => {
            let odd = pick(
                random,
                &[
                    "No colon here\r\n",
                    ": no name\r\n",
                    "Bad Name: x\r\n",
                    "X: a\0b\r\n",
                    "X: a\rb\r\n",
                    " folded: x\r\n",
                    "X: \x01\x02\r\n",
                    "Host : evil.example\r\n",
                    "X\t: y\r\n",
                ],
            );
            (format!("header {odd:?}"), (line.head("GET /health HTTP/1.1") + odd + end).into_bytes(), May::Refuse)
        }
        9 => {
            let other = pick(
                random,
                &[
                    "evil.example",
                    "localhost",
                    "127.0.0.1:1",
                    "",
                    "127.0.0.1:80@evil.example",
                    "[::1",
                    "169.254.169.254",
                ],
            );
            let named = line.named(other);
            (format!("host {other}"), (named.head("GET /health HTTP/1.1") + end).into_bytes(), May::Refuse)
        }
        10 => {
            let twice = line.head("GET /health HTTP/1.1") + "Host: evil.example\r\n" + end;
            ("two hosts".into(), twice.into_bytes(), May::Refuse)
        }
        11 => {
            let uri = pick(
                random,
                &["http://evil.example/health", "ftp://x/", "https://[::1/", "http://", "evil.example:443"],
            );
            (format!("address {uri}"), (line.head(&format!("GET {uri} HTTP/1.1")) + end).into_bytes(), May::Refuse)
        }
        12 => {
            let (name, value) = [
                ("Cookie", "x".repeat(20_000)),
                ("Cookie", "session=\"; session=; =;;;".to_owned()),
                ("Accept-Encoding", "br;q=NaN, gzip;q=-1, *;q=\u{e9}".to_owned()),
                ("If-None-Match", "W/\"".repeat(5_000)),
                ("Range", "bytes=0-0,".repeat(3_000)),
                ("X-Forwarded-For", "127.0.0.1, ' OR 1=1".to_owned()),
                ("X-Request-Id", "\u{7f}\u{e9}".to_owned()),
                ("Expect", "200-maybe".to_owned()),
                ("Upgrade", "h2c".to_owned()),
                ("Content-Type", "application/json; charset=\"".to_owned()),
            ][random.below(10) as usize]
                .clone();
            let head = line.head("GET /health HTTP/1.1") + &format!("{name}: {value}\r\n") + end;
            (name.to_owned(), head.into_bytes(), May::Answer)
        }
        _ => {
            let whole = line.head("GET /health HTTP/1.1") + end;
            let cut = random.below(whole.len() as u64 - 4) as usize;
            let then = [Then::Leave, Then::Finish][random.below(2) as usize];
            return Attempt {
                what: format!("cut after {cut}"),
                bytes: whole.into_bytes()[..cut].to_vec(),
                then,
                may: May::Refuse,
            };
        }
    };
    Attempt { what, bytes, then: Then::Listen, may }
}
