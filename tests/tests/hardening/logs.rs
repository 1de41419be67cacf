//! What gets into the log, at its most talkative: no cell, name, address, password, token, cookie or query, through an
//! import and through everything that goes wrong with one.

use std::fs;

use lanegate_tests::api::{Api, path};
use lanegate_tests::place::Place;
use lanegate_tests::raw::{Line, answer};
use lanegate_tests::sample::{Sample, meeting, partner, text};
use lanegate_wire::{Lane, LeaveOut};
use reqwest::Method;
use serde_json::json;
use sqlx::AssertSqlSafe;

/// What is planted, each where a person or a secret stands. All of them begin alike, so that part of one is found too.
const CELL: &str = "plantedcell budget frozen";
const OTHER_CELL: &str = "plantedcell another reason";
const FAILING_CELL: &str = "plantedcell that the database refuses";
const NAME: &str = "Plantedname Ann Lee";
const EMAIL: &str = "plantedmail@example.com";
const FILE: &str = "plantedfile.xlsx";
const SHEET: &str = "plantedsheet";
const REASON: &str = "plantedreason of a retraction";
const BODY: &str = "plantedbody";
const TOKEN: &str = "plantedtoken";
const COOKIE: &str = "plantedcookie";
const QUERY: &str = "plantedquery";
const PATH: &str = "plantedpath";
const PASSWORD: &str = "plantedpassword";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_person_and_no_secret_gets_into_the_log() {
    let mut place = Place::fresh().await;
    let server = place.start();
    assert!(server.end().success());
    place = with_password(place).await;
    // A row that passes the check and that the database then refuses: its own message quotes the whole row.
    let mut look = place.look().await;
    let refusing = format!("ALTER TABLE sales.appointment_history ADD CHECK (stalled_reason <> '{FAILING_CELL}')");
    sqlx::raw_sql(AssertSqlSafe(refusing)).execute(&mut look.connection).await.unwrap();
    look.end().await;

    let server = place.start_with(&[], &[("RUST_LOG", "trace")]);
    imports(&server).await;
    faults(&server).await;
    by_hand(&server);
    let command_line = fs::read(format!("/proc/{}/cmdline", server.id())).unwrap();
    assert!(!String::from_utf8_lossy(&command_line).contains("planted"));
    let token = server.token().to_owned();
    let messages = server.ended();
    assert!(!token.is_empty() && !messages.contains(&token), "the token that every call carried is in the log");

    // It did talk: of every request, of statements, and of what went wrong.
    let said = |word: &str| messages.matches(word).count();
    assert!(said("answered") > 20 && said("sqlx") > 20, "the log is not talkative: {messages}");
    assert!(said("the database refused a statement") > 0, "{messages}");
    assert!(said("23514") > 0, "the refusal's code is told: {messages}");
    let wrong: Vec<_> = messages.lines().filter(|line| line.to_lowercase().contains("planted")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The same place with a password that can be looked for. A private database has none.
async fn with_password(place: Place) -> Place {
    if place.is_private() {
        return place;
    }
    let mut user = String::new();
    let place = place.through(|login| {
        user = login.get_username().to_owned();
        login.password(PASSWORD)
    });
    let mut look = place.look().await;
    let altering = format!("ALTER ROLE \"{user}\" PASSWORD '{PASSWORD}'");
    sqlx::raw_sql(AssertSqlSafe(altering)).execute(&mut look.connection).await.unwrap();
    look.end().await;
    place
}

fn stalled(number: u128, reason: &str) -> Vec<(&'static str, lanegate_wire::Value)> {
    let mut row = meeting(number, "stalled");
    row.retain(|(name, _)| *name != "stalled_reason");
    row.push(("stalled_reason", text(reason)));
    row
}

fn named(mut sample: Sample) -> Sample {
    FILE.clone_into(&mut sample.import.file.name);
    SHEET.clone_into(&mut sample.import.sheet);
    sample
}

/// Both lanes, from opening to taking back.
async fn imports(api: &Api) {
    let meetings = named(Sample::of("appointment_history", vec![vec![stalled(1, CELL)]]));
    api.carry_out(&meetings).await.unwrap();
    let partners = named(Sample::of("partner_master", vec![vec![partner(NAME, NAME, EMAIL)]]));
    api.carry_out(&partners).await.unwrap();
    for sample in [&meetings, &partners] {
        let retract = format!("{}/retract", path(sample.lane, sample.import.id));
        let retracted = api.request(Method::POST, &retract).json(&json!({ "reason": REASON })).send().await.unwrap();
        assert_eq!(retracted.status(), 200);
        let queue = if sample.lane == Lane::Sales { "reactivation" } else { "partners" };
        for format in ["json", "csv", "xlsx"] {
            let taken =
                api.request(Method::GET, &format!("/api/v1/ready/{queue}?format={format}")).send().await.unwrap();
            assert_eq!(taken.status(), 200);
        }
    }
}

/// A conflict, rows that are refused, a body that is none, and a row that the database refuses.
async fn faults(api: &Api) {
    let conflict = named(Sample::of("appointment_history", vec![vec![stalled(1, OTHER_CELL)]]));
    let plan = api.compare(&conflict).await.unwrap();
    let refused = api.commit(Lane::Sales, conflict.import.id, &plan.digest).await.unwrap_err();
    assert_eq!(refused.code, "plan_blocked");

    let wrong = named(Sample::of("appointment_history", vec![vec![stalled(2, &format!("{CELL}\u{0}"))]]));
    assert_eq!(api.compare(&wrong).await.unwrap_err().code, "rows_refused");
    for body in
        [format!("{{\"{BODY}\":"), format!("{{\"{BODY}\":1}}"), format!("\"{BODY}\""), format!("{{\"id\":\"{BODY}\"}}")]
    {
        let sent =
            api.request(Method::POST, "/api/v1/sales/imports").header("content-type", "application/json").body(body);
        assert!(sent.send().await.unwrap().status().is_client_error());
    }

    let failing = named(Sample::of("appointment_history", vec![vec![stalled(3, FAILING_CELL)]]));
    let id = failing.import.id;
    let plan = api.compare(&failing).await.unwrap();
    let broken = api.commit(Lane::Sales, id, &plan.digest).await.unwrap_err();
    assert_eq!((broken.status, broken.code.as_str()), (500, "internal"));
    assert!(!format!("{broken:?}").contains("planted"), "nor does the answer quote it");
    assert_eq!(api.plan(Lane::Sales, id, LeaveOut::default()).await.unwrap().digest, plan.digest, "nothing was kept");
}

/// Secrets in headers, and things in an address that are no business of the log.
fn by_hand(api: &Api) {
    let line = Line::to(api);
    let secrets = format!("Authorization: Bearer {TOKEN}\r\nCookie: session={COOKIE}\r\nUser-Agent: {TOKEN}\r\n");
    for target in [
        format!("/api/v1/ready/partners?geography={QUERY}"),
        format!("/api/v1/ready/partners?after={QUERY}"),
        format!("/api/v1/sales/imports?after={QUERY}"),
        format!("/api/v1/sales/imports/{PATH}"),
        format!("/receipts/sales/{PATH}?x={QUERY}"),
        format!("/{PATH}/{EMAIL}?{QUERY}"),
        format!("http://{PATH}.example/?{QUERY}"),
    ] {
        for (line, more) in [(&line, ""), (&line.anonymous(), secrets.as_str())] {
            let bare = line.head(&format!("GET {target} HTTP/1.1"));
            let heard = line.talk(format!("{bare}{more}Connection: close\r\n\r\n").as_bytes());
            assert!(answer(&heard).unwrap().status < 500, "{target}");
        }
    }
    for password in [PASSWORD.to_owned(), PASSWORD.repeat(50)] {
        let body = format!("{{\"name\":\"{EMAIL}\",\"password\":\"{password}\"}}");
        let heard = line.anonymous().talk(&line.anonymous().json("POST /api/v1/sign-in", body.as_bytes()));
        assert!((400..500).contains(&answer(&heard).unwrap().status), "{}", String::from_utf8_lossy(&heard));
    }
    let link = line.anonymous().json("POST /api/v1/sign-in/link", format!("{{\"link\":\"{TOKEN}\"}}").as_bytes());
    assert!((400..500).contains(&answer(&line.talk(&link)).unwrap().status));
    let account = line.head(&format!("PATCH /api/v1/accounts/{EMAIL} HTTP/1.1"));
    let _ = line.talk(format!("{account}Content-Length: 0\r\nConnection: close\r\n\r\n").as_bytes());
    let _ = line.talk(format!("GET /{PATH} HTTP/9.9\r\nX: {TOKEN}\r\n\r\n").as_bytes());
    let _ = line.talk(&line.json("POST /api/v1/sales/imports", format!("{{\"sheet\":\"{BODY}\"").as_bytes()));
}
