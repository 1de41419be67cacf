//! The dashboard and the alert rules under `docs/operations` name metrics and labels that there are.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lanegate_tests::place::Place;
use lanegate_tests::sample::meetings;

use crate::told;

/// Labels that Prometheus itself gives.
const GIVEN: [&str; 4] = ["instance", "job", "le", "alertname"];

/// The words of a text that begin with this.
fn words<'a>(text: &'a str, start: &str) -> BTreeSet<&'a str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.split(|letter| !is_part(letter)).filter(|word| word.starts_with(start)).collect()
}

/// The labels that are named in braces and after `by` and `without`.
fn labels(text: &str) -> BTreeSet<&str> {
    let mut labels = BTreeSet::new();
    for (start, end) in [("{", '}'), ("by (", ')'), ("by(", ')'), ("without (", ')')] {
        for part in text.split(start).skip(1) {
            let inside = part.split(end).next().unwrap_or_default();
            for label in inside.split(',') {
                let name = label.split(['=', '!', '~']).next().unwrap_or_default().trim();
                let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
                if is_name && (start != "{" || label.contains('=')) {
                    labels.insert(name);
                }
            }
        }
    }
    labels
}

#[tokio::test]
async fn every_metric_and_label_that_they_name_is_there() {
    let place = Place::fresh().await;
    let server = place.start_with(&["--metrics-listen", "127.0.0.1:0"], &[]);
    server.carry_out(&meetings()).await.unwrap();
    let told = told(&server).await;
    assert!(server.end().success());
    let samples: Vec<&str> = told.lines().filter(|line| !line.starts_with('#')).collect();
    let there: BTreeSet<&str> = samples.iter().filter_map(|line| line.split(['{', ' ']).next()).collect();
    let mut known: BTreeSet<String> = GIVEN.map(str::to_owned).into();
    for line in &samples {
        let inside =
            line.split_once('{').map_or("", |(_, rest)| rest.rsplit_once('}').map_or("", |(inside, _)| inside));
        known.extend(inside.split("\",").filter_map(|label| Some(label.split_once('=')?.0.to_owned())));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations");
    for (file, least) in [("dashboard.json", 12), ("alerts.yml", 6)] {
        // A quote in JSON has a backslash before it.
        let text = fs::read_to_string(folder.join(file)).unwrap().replace("\\\"", "\"");
        let named = words(&text, "lanegate_");
        assert!(named.len() >= least, "{file} names {} metrics", named.len());
        let missing: Vec<_> = named.difference(&there).collect();
        assert!(missing.is_empty(), "{file} names metrics that are not there: {missing:?}; there are {there:?}");
        let unknown: Vec<_> = labels(&text).into_iter().filter(|label| !known.contains(*label)).collect();
        assert!(unknown.is_empty(), "{file} names labels that are not there: {unknown:?}; there are {known:?}");
    }
    // And this test would find one.
    assert_eq!(words("sum(lanegate_nothing_total)", "lanegate_").difference(&there).count(), 1);
    assert_eq!(labels("sum by (lane) (x{kin=\"a\"})"), BTreeSet::from(["kin", "lane"]));
}
