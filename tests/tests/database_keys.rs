//! The one digest that SQL computes: the key of a meeting without company and person.

use lanegate_tests::sample::{Sample, text};
use lanegate_tests::store::Store;
use lanegate_wire::Value;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    kind: String,
    name: String,
    fields: BTreeMap<String, serde_json::Value>,
    occurrence: Option<usize>,
    appointment_uid: Option<String>,
}

#[tokio::test]
async fn anonymous_meetings_get_the_keys_of_the_vectors() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../vectors/keys.json")).expect("the vectors can be read");
    let mut seen = 0;
    let mut store = Store::fresh().await;
    for case in cases.iter().filter(|case| case.kind == "appointment_history") {
        let (Some(occurrence), Some(expected)) = (case.occurrence, &case.appointment_uid) else { continue };
        let row: Vec<(&str, Value)> = case
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), text(value.as_str().expect("lane A has text fields alone"))))
            .collect();
        // As many equal rows, in batches of three: the occurrence counts over the whole import.
        let rows = vec![row; occurrence];
        let meetings = Sample::of("appointment_history", rows.chunks(3).map(<[_]>::to_vec).collect());
        store.import(&meetings).await;
        let keys: Vec<String> = store.receipt_rows(&meetings).await.into_iter().map(|row| row.key).collect();
        assert_eq!(keys.last(), Some(expected), "{}", case.name);
        store = store.emptied().await;
        seen += 1;
    }
    assert!(seen >= 4, "only {seen} vectors are about anonymous meetings");
}
