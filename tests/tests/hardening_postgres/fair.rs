//! Fairness: an account does its worst within its rights in one lane, while somebody works in the other lane.
//! `cargo xtask test --long` runs it for a minute; `LANEGATE_FAIR_SECONDS` says otherwise.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use lanegate_tests::api::path;
use lanegate_tests::place::Place;
use lanegate_tests::sample::{Sample, meeting, partner, text};
use lanegate_wire::{Intent, Lane, LeaveOut, MAX_BATCH_BYTES, OpenImport, PlanRequest, PlanSummary, Receipt};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_util::bytes::Bytes;
use uuid::Uuid;

/// In the usual tests.
const SECONDS: u64 = 10;

/// In MB.
const MEMORY: u64 = 300;

/// The slowest call but one in twenty.
const SOON: Duration = Duration::from_secs(1);

const PASSWORD: &str = "a password that is long enough";

/// How many of each kind the hostile account sends at a time.
const UPLOADS: u128 = 16;
const QUERIES: usize = 16;
const SIGN_INS: usize = 4;
const SLOW: usize = 8;

/// The rows of its largest import.
const ROWS: u128 = 100_000;

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_does_its_worst_in_one_lane_leaves_the_other_lane_s_people_their_server() {
    let seconds = std::env::var("LANEGATE_FAIR_SECONDS").map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let place = Place::fresh().await;
    let hostile = person(&place, "hostile", "sales");
    let user = person(&place, "user", "partners");
    let server = place.start();
    let end = Instant::now() + Duration::from_secs(seconds);

    let worst =
        Arc::new(Hostile { base: server.base.clone(), token: hostile, client: client(Ipv4Addr::new(127, 0, 0, 2)) });
    let mut tasks = JoinSet::new();
    worst.begin(&mut tasks, end);
    let mut person =
        Person { base: server.base.clone(), token: user, client: client(Ipv4Addr::LOCALHOST), calls: BTreeMap::new() };
    let mut rounds = 0;
    while Instant::now() < end {
        person.work(rounds).await;
        rounds += 1;
    }
    let mut did: BTreeMap<&str, u32> = BTreeMap::new();
    for (what, done) in tasks.join_all().await {
        *did.entry(what).or_default() += done;
    }

    let memory = server.most_memory();
    let all: Vec<Duration> = person.calls.values().flatten().copied().collect();
    let slow = slowest_of_95(all.clone());
    println!(
        "{rounds} rounds, {} calls, 95 of 100 within {slow:.2?}; the server took {memory} MB at most; beside them: {did:?}",
        all.len()
    );
    for (what, times) in &person.calls {
        println!(
            "  {what}: 95 of 100 within {:.2?}, all within {:.2?}",
            slowest_of_95(times.clone()),
            times.iter().max().unwrap()
        );
    }
    assert!(slow < SOON, "{slow:?}");
    assert!(memory < MEMORY, "{memory} MB");
    assert!(did.values().all(|done| *done > 0), "all of it was tried");
    assert!(server.end().success());
}

/// The longest but one in twenty.
fn slowest_of_95(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() * 95 / 100]
}

/// An account for one lane with a password; a token of it.
fn person(place: &Place, name: &str, lane: &str) -> String {
    let add = place.output(&["account", "add", name, "--lanes", lane, "--rights", "compare,commit,kill_switch"]);
    assert!(add.status.success(), "{}", String::from_utf8_lossy(&add.stderr));
    let mut set = place.command(&["account", "password", name]).stdin(Stdio::piped()).spawn().unwrap();
    writeln!(set.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(set.wait().unwrap().success());
    let token = place.output(&["account", "token", name]);
    String::from_utf8(token.stdout).unwrap().trim().to_owned()
}

/// A client with an address of its own, since wrong sign-ins count by address.
fn client(address: Ipv4Addr) -> Client {
    Client::builder().local_address(IpAddr::V4(address)).build().unwrap()
}

/// Somebody who works, and looks at the clock.
struct Person {
    base: String,
    token: String,
    client: Client,
    calls: BTreeMap<&'static str, Vec<Duration>>,
}

#[derive(Deserialize)]
struct Intents {
    intents: Vec<Intent>,
}

impl Person {
    /// Signs in, compares, imports, and uses the kill switch.
    async fn work(&mut self, round: u32) {
        let sign_in = json!({ "name": "user", "password": PASSWORD });
        self.call::<Value>("sign in", Method::POST, "/api/v1/sign-in", Some(sign_in)).await;
        self.call::<Value>("me", Method::GET, "/api/v1/me", None).await;

        let firm = |n: u32| format!("Firm {round} {n}");
        let rows = (0..50).map(|n| (firm(n), format!("a@f{round}-{n}.example.com"))).collect::<Vec<_>>();
        let rows = rows.iter().map(|(firm, email)| partner(firm, "Ann Lee", email)).collect();
        let sample = Sample::of("partner_master", vec![rows]);
        let at = path(Lane::Partners, sample.import.id);
        self.call::<Value>("open", Method::POST, "/api/v1/partners/imports", Some(json!(sample.import))).await;
        self.call::<Value>("stage", Method::PUT, &format!("{at}/batches/0"), Some(json!(sample.batches[0]))).await;
        let request = PlanRequest { leave_out: LeaveOut::default() };
        let plan: PlanSummary = self.call("plan", Method::POST, &format!("{at}/plan"), Some(json!(request))).await;
        let commit = json!({ "plan": plan.digest });
        let receipt: Receipt = self.call("commit", Method::POST, &format!("{at}/commit"), Some(commit)).await;
        let kept: Receipt = self.call("receipt", Method::GET, &format!("{at}/receipt"), None).await;
        assert_eq!(kept, receipt);

        let Intents { intents } =
            self.call("intents", Method::GET, "/api/v1/intents/partners?state=active", None).await;
        let (at, pause) = (format!("/api/v1/intents/partners/{}", intents[0].id), json!({ "action": "pause" }));
        self.call::<Value>("kill switch", Method::PATCH, &at, Some(pause)).await;
        self.call::<Value>("queue", Method::GET, "/api/v1/ready/partners", None).await;
    }

    async fn call<T: DeserializeOwned>(
        &mut self,
        what: &'static str,
        method: Method,
        at: &str,
        body: Option<Value>,
    ) -> T {
        let request = self.client.request(method, format!("{}{at}", self.base)).bearer_auth(&self.token);
        let request = body.into_iter().fold(request, |request, body| request.json(&body));
        let began = Instant::now();
        let response = request.send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        self.calls.entry(what).or_default().push(began.elapsed());
        assert!(status.is_success(), "{what}: {status} {text}");
        serde_json::from_str(if text.is_empty() { "null" } else { &text }).unwrap()
    }
}

/// An account that does its worst.
struct Hostile {
    base: String,
    token: String,
    client: Client,
}

impl Hostile {
    fn begin(self: &Arc<Self>, tasks: &mut JoinSet<(&'static str, u32)>, end: Instant) {
        let repeat = |tasks: &mut JoinSet<_>, what, call: Box<dyn Fn(u32) -> RequestBuilder + Send + Sync>| {
            tasks.spawn(async move {
                let mut done = 0;
                while Instant::now() < end {
                    let response = call(done).send().await;
                    // Refused or not, it has taken the server's time.
                    if let Ok(response) = response {
                        let _ = response.bytes().await;
                    }
                    done += 1;
                }
                (what, done)
            });
        };
        for number in 0..UPLOADS {
            let own = self.clone();
            tasks.spawn(async move { ("uploads and plans", own.upload(number, end).await) });
        }
        let own = self.clone();
        tasks.spawn(async move { ("rows of a large import", own.import(end).await) });
        for number in 0..QUERIES {
            let own = self.clone();
            let format = ["xlsx", "csv", "json"][number % 3];
            let at = format!("/api/v1/ready/reactivation?format={format}&min_score=0");
            repeat(tasks, "queries and downloads", Box::new(move |_| own.request(Method::GET, &at)));
        }
        for number in 0..SIGN_INS {
            let own = self.clone();
            let right = json!({ "name": "hostile", "password": PASSWORD });
            let call = move |done| {
                let wrong = json!({ "name": format!("nobody {number} {done}"), "password": PASSWORD });
                own.request(Method::POST, "/api/v1/sign-in").json(if done % 2 == 0 { &right } else { &wrong })
            };
            repeat(tasks, "sign-ins", Box::new(call));
        }
        for number in 0..SLOW {
            let own = self.clone();
            tasks.spawn_blocking(move || {
                (if number % 2 == 0 { "slow bodies" } else { "slow readers" }, own.dawdle(number, end))
            });
        }
    }

    fn request(&self, method: Method, at: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{at}", self.base)).bearer_auth(&self.token)
    }

    /// Opens imports, and stages and plans their one batch: as large as may be, in few bytes.
    async fn upload(&self, number: u128, end: Instant) -> u32 {
        let reason = "x".repeat(450);
        let rows = (0..1_500).map(|n| {
            let mut row = meeting(10_000_000 * (number + 1) + n, "stalled");
            row.retain(|(name, _)| *name != "stalled_reason");
            row.push(("stalled_reason", text(&reason)));
            row
        });
        let sample = Sample::of("appointment_history", vec![rows.collect()]);
        let json = sample.batches[0].to_json();
        assert!(json.len() <= MAX_BATCH_BYTES, "{}", json.len());
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(json.as_bytes()).unwrap();
        let body = Bytes::from(encoder.finish().unwrap());
        let leave_out = LeaveOut { fates: Vec::new(), rows: (2..1_400).collect() };
        let mut done = 0;
        while Instant::now() < end {
            let import = OpenImport { id: Uuid::now_v7(), ..sample.import.clone() };
            let at = path(Lane::Sales, import.id);
            let _ = self.request(Method::POST, "/api/v1/sales/imports").json(&import).send().await;
            let put = self.request(Method::PUT, &format!("{at}/batches/0")).header("content-encoding", "gzip");
            let _ = put.header("content-type", "application/json").body(body.clone()).send().await;
            let plan = PlanRequest { leave_out: leave_out.clone() };
            let _ = self.request(Method::POST, &format!("{at}/plan")).json(&plan).send().await;
            done += 1;
        }
        done
    }

    /// Imports as many rows as it may, and then compares them again and again.
    async fn import(&self, end: Instant) -> u32 {
        let rows: Vec<_> = (0..ROWS).map(|n| meeting(n, "ghosted")).collect();
        let sample = Sample::of("appointment_history", rows.chunks(2_000).map(<[_]>::to_vec).collect());
        drop(rows);
        let batches: Vec<Bytes> = sample.batches.iter().map(|batch| batch.to_json().into()).collect();
        let mut done = 0;
        while Instant::now() < end {
            let import = OpenImport { id: Uuid::now_v7(), ..sample.import.clone() };
            let at = path(Lane::Sales, import.id);
            let _ = self.request(Method::POST, "/api/v1/sales/imports").json(&import).send().await;
            for (number, batch) in batches.iter().enumerate() {
                let put = self.request(Method::PUT, &format!("{at}/batches/{number}"));
                let put = put.header("content-type", "application/json").body(batch.clone()).send().await;
                done += u32::from(put.is_ok_and(|response| response.status() == StatusCode::OK));
            }
            let request = PlanRequest { leave_out: LeaveOut::default() };
            let planned = self.request(Method::POST, &format!("{at}/plan")).json(&request).send().await;
            if let Ok(plan) = planned
                && let Ok(plan) = plan.json::<PlanSummary>().await
            {
                let commit = self.request(Method::POST, &format!("{at}/commit"));
                let _ = commit.json(&json!({ "plan": plan.digest })).send().await;
            }
        }
        done
    }

    /// Sends a body a byte a second, or asks for a download and takes nothing of it.
    fn dawdle(&self, number: usize, end: Instant) -> u32 {
        let at = self.base.rsplit('/').next().unwrap();
        let mut done = 0;
        while Instant::now() < end {
            let Ok(mut stream) = TcpStream::connect(at) else { continue };
            let line = if number.is_multiple_of(2) {
                let at = path(Lane::Sales, Uuid::now_v7());
                format!(
                    "PUT {at}/batches/0 HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {MAX_BATCH_BYTES}"
                )
            } else {
                "GET /api/v1/ready/reactivation?format=xlsx HTTP/1.1".to_owned()
            };
            let head = format!("{line}\r\nHost: {at}\r\nAuthorization: Bearer {}\r\n\r\n", self.token);
            done += u32::from(stream.write_all(head.as_bytes()).is_ok());
            while Instant::now() < end && stream.write_all(b" ").is_ok() {
                std::thread::sleep(Duration::from_secs(1));
            }
        }
        done
    }
}
