//! The headers of every answer: each file of the page, and answers of every sort from the API.

use std::fs;
use std::path::{Path, PathBuf};

use lanegate_tests::place::Place;
use lanegate_tests::raw::{Answer, Line, answer};

/// What every answer carries.
const EVERYWHERE: [(&str, &str); 9] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("x-permitted-cross-domain-policies", "none"),
    ("permissions-policy", "camera=()"),
    ("content-security-policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
];

/// What no policy may allow.
const NEVER: [&str; 6] = ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*", "blob:"];

#[tokio::test(flavor = "multi_thread")]
async fn every_file_of_the_page_and_every_sort_of_answer_carries_them() {
    let place = Place::fresh().await;
    let server = place.start();
    let line = Line::to(&server);
    let files = page();
    assert!(files.iter().any(|file| file.ends_with("index.html")), "the page is built before these tests: {files:?}");
    let workers = files.iter().filter(|file| file.contains("worker")).count();
    assert!(workers > 0, "{files:?}");
    for file in &files {
        let served = line.get(file);
        assert_eq!(served.status, 200, "{file}");
        hold(file, &served);
        let accepting = line.head(&format!("GET {file} HTTP/1.1")) + "Accept-Encoding: br\r\nConnection: close\r\n\r\n";
        let compressed = answer(&line.talk(accepting.as_bytes())).unwrap();
        let is_compressed = compressed.head.contains("content-encoding: br");
        assert_eq!(is_compressed, dist().join(format!(".{file}.br")).exists(), "{file}");
        hold(file, &compressed);
    }
    let unknown = "/api/v1/sales/imports/01890000-0000-7000-8000-000000000000";
    let refusals = ["/nowhere", "/api/v1/outreach/imports", unknown, "/api/v1/sales/imports?after=x"];
    let answers = ["/", "/health", "/api/openapi.json", "/api/v1/sales/imports", "/api/v1/ready/partners?format=csv"];
    for path in answers.into_iter().chain(refusals).chain(["/receipts/style.css", "/receipts/sales/x"]) {
        let answer = line.get(path);
        hold(path, &answer);
        if path.starts_with("/api") {
            assert!(answer.head.contains("cache-control: no-store"), "{path}: {}", answer.head);
        }
    }
    let foreign = line.named("evil.example").get("/");
    assert_eq!(foreign.status, 421);
    hold("a foreign host", &foreign);
    let wrong = line.json("POST /api/v1/sales/imports", b"{");
    hold("a wrong body", &answer(&line.talk(&wrong)).unwrap());
    let odd = line.json("DELETE /", b"");
    hold("a wrong method", &answer(&line.talk(&odd)).unwrap());
}

fn hold(what: &str, answer: &Answer) {
    let value = |name: &str| {
        let lines = answer.head.lines().filter_map(|line| line.split_once(": "));
        let values: Vec<_> = lines.filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect();
        assert!(values.len() < 2, "{what}: {name} stands there {} times", values.len());
        values.first().copied().unwrap_or_default()
    };
    for (name, expected) in EVERYWHERE {
        assert!(value(name).contains(expected), "{what}: {name} is {:?}", value(name));
    }
    let policy = value("content-security-policy");
    for rule in ["connect-src 'self'", "worker-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(rule), "{what}: {policy}");
    }
    for word in NEVER {
        assert!(!policy.contains(word), "{what}: {word} in {policy}");
    }
    assert!(!value("x-request-id").is_empty(), "{what}");
    assert_eq!(value("strict-transport-security"), "", "{what}: over plain HTTP it means nothing");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(value(name), "", "{what}");
    }
}

fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist")
}

/// The page's files as addresses.
fn page() -> Vec<String> {
    let dist = dist();
    let (mut folders, mut files) = (vec![dist.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "br") {
                files.push(format!("/{}", path.strip_prefix(&dist).unwrap().to_str().unwrap()));
            }
        }
    }
    files
}
