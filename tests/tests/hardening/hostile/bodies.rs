//! Bodies that are not what a call takes: wrong types in every place, depth, bombs, texts that mean something elsewhere.

use std::io::Write as _;

use lanegate_tests::api::path;
use lanegate_tests::random::Random;
use lanegate_tests::sample;
use lanegate_wire::Lane;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Attempt, May, Targets, Then};

const TEXTS: [&str; 14] = [
    "",
    "\u{0}",
    "'; DROP TABLE sales.import; --",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "%s%s%n",
    "${jndi:ldap://127.0.0.1/x}",
    "\u{202e}gnp.exe",
    "\u{feff}",
    "{{7*7}}",
    "nan",
    "-0",
    "2025-02-29",
];

pub fn attempt(targets: &Targets, random: &mut Random) -> Attempt {
    let line = &targets.line;
    let (call, mut body) = call(targets, random);
    let (what, bytes) = match random.below(8) {
        0..4 => {
            for _ in 0..=random.below(3) {
                change(&mut body, random);
            }
            let text = body.to_string();
            (
                format!("{call} {}", &text[..text.floor_char_boundary(text.len().min(200))]),
                line.json(&call, text.as_bytes()),
            )
        }
        4 => {
            // Bytes changed anywhere: no UTF-8, no JSON, or another JSON.
            let mut text = body.to_string().into_bytes();
            for _ in 0..=random.below(4) {
                let at = random.below(text.len() as u64) as usize;
                text[at] = [0xff, 0xc0, 0x00, b'"', b'\\', b'{', b'9', b','][random.below(8) as usize];
            }
            (format!("{call} {}", String::from_utf8_lossy(&text)), line.json(&call, &text))
        }
        5 => {
            let open = ["[", "{\"rows\":", "{\"x\":", "[{\"a\":"][random.below(4) as usize];
            let text = open.repeat(100 + random.below(5_000) as usize);
            (format!("{call} nested {open}"), line.json(&call, text.as_bytes()))
        }
        6 => {
            let text = [
                "{\"plan\":\"\\ud800\"}".to_owned(),
                "{\"plan\":1e999999}".to_owned(),
                format!("{{\"plan\":{}}}", "9".repeat(3_000)),
                format!("{{{}}}", vec!["\"plan\":\"x\""; 300].join(",")),
                "\u{feff}{}".to_owned(),
                "NaN".to_owned(),
                "/* */{}".to_owned(),
                "{\"__proto__\":{\"x\":1},\"constructor\":{}}".to_owned(),
                " ".repeat(3_000_000),
            ][random.below(9) as usize]
                .clone();
            (
                format!("{call} {}", &text[..text.floor_char_boundary(text.len().min(60))]),
                line.json(&call, text.as_bytes()),
            )
        }
        _ => return packed(targets, random, &call),
    };
    Attempt { what, bytes, then: Then::Listen, may: May::Refuse }
}

/// A call that changes something, and a body for it that is refused for one reason at least.
fn call(targets: &Targets, random: &mut Random) -> (String, Value) {
    let opened = path(Lane::Sales, targets.opened);
    match random.below(7) {
        0 => {
            let mut import = serde_json::to_value(sample::meetings().import).unwrap();
            import["declaration"] = json!("0-00000000");
            ("POST /api/v1/sales/imports".to_owned(), import)
        }
        1 | 2 => {
            let wrong = json!({ "row": 2, "meeting_date": "2025-02-30", "meeting_type": "discovery" });
            let right = json!({ "row": 3, "meeting_date": "2025-05-01", "meeting_type": "discovery", "meeting_outcome": "lost" });
            (format!("PUT {opened}/batches/0"), json!({ "rows": [wrong, right] }))
        }
        3 => (format!("POST {opened}/plan"), json!({ "leave_out": { "fates": ["conflict"], "rows": [2, 3] } })),
        4 => {
            let staged = path(Lane::Sales, targets.staged);
            (format!("POST {staged}/commit"), json!({ "plan": "0".repeat(64) }))
        }
        5 => {
            let other = path(Lane::Partners, targets.committed);
            (format!("POST {other}/retract"), json!({ "reason": "Wrong file" }))
        }
        _ => {
            let intent = format!("PATCH /api/v1/intents/sales/{}", Uuid::from_u128(u128::from(random.number())));
            (intent, json!({ "action": "exclude", "reason": "Wrong file" }))
        }
    }
}

/// Puts something else in some place of it. What made it be refused may be gone by that, so dates stay wrong and digests
/// unknown: no value here is a right one for them.
fn change(body: &mut Value, random: &mut Random) {
    let mut places = Vec::new();
    walk(body, String::new(), &mut places);
    let place = &places[random.below(places.len() as u64) as usize];
    let junk = junk(random);
    if let Some(found) = body.pointer_mut(place) {
        match (random.below(4), found) {
            (0, Value::Object(map)) => {
                map.insert(TEXTS[random.below(14) as usize].to_owned(), junk);
            }
            // A list that is cut short could lose the row that is wrong.
            (0, Value::Array(list)) => list.push(junk),
            (_, found) => *found = junk,
        }
    }
}

fn walk(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| walk(inner, format!("{at}/{name}"), places)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, inner)| walk(inner, format!("{at}/{n}"), places)),
        _ => {}
    }
    places.push(at);
}

fn junk(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([-1_i64, i64::MIN, 4_294_967_296_i64][random.below(3) as usize]),
        3 => json!(1.5e300),
        4 => json!([]),
        5 => json!({}),
        6 => json!("x".repeat(1 + random.below(9_000) as usize)),
        7 => json!([[[[{ "a": null }]]]]),
        _ => json!(TEXTS[random.below(14) as usize]),
    }
}

/// A body that is compressed, or says so.
fn packed(targets: &Targets, random: &mut Random, call: &str) -> Attempt {
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let member = || gzip(&vec![b' '; 4 << 20]);
    let (what, body) = match random.below(6) {
        // A gigabyte and more, in a megabyte.
        0 => ("a bomb", member().repeat(250)),
        1 => ("a bomb in a bomb", gzip(&member())),
        2 => ("no gzip at all", b"{}".to_vec()),
        3 => {
            let mut whole = gzip(b"{\"plan\":\"x\"}");
            whole.truncate(random.below(whole.len() as u64) as usize);
            ("half of it", whole)
        }
        4 => {
            let mut whole = gzip(b"{\"plan\":\"x\"}");
            let at = random.below(whole.len() as u64) as usize;
            whole[at] ^= 1 << random.below(8);
            ("a flipped bit", whole)
        }
        _ => ("many empty members", gzip(b"").repeat(10_000)),
    };
    let encoding = ["gzip", "gzip", "gzip", "br", "deflate", "gzip, gzip", "x-gzip\u{e9}"][random.below(7) as usize];
    let head = targets.line.head(&format!("{call} HTTP/1.1"));
    let length = body.len();
    let head = format!(
        "{head}Content-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let bytes = [head.as_bytes(), &body].concat();
    Attempt { what: format!("{call} {what} as {encoding}"), bytes, then: Then::Listen, may: May::Refuse }
}
