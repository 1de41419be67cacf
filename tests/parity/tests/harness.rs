//! The ground that the other tests here stand on: files reach both worlds unchanged, and one batch has one digest.

use lanegate_parity::{list, read, test};
use lanegate_wire::Batch;

#[test]
fn files_arrive_unchanged() {
    let names = list("tests/parity/tests");
    assert!(names.contains(&"harness.rs".to_owned()), "{names:?}");
    assert_eq!(read("tests/parity/tests/harness.rs"), include_bytes!("harness.rs"));
}

#[test]
fn one_batch_has_one_digest() {
    let text = r#"{"rows":[{"row":2,"meeting_date":"2025-05-01","sequence":3}]}"#;
    let batch: Batch = serde_json::from_str(text).expect("a batch");
    assert_eq!(batch.to_json(), text);
    // As `sha256sum` says.
    assert_eq!(batch.digest(), "277b7de8cd12988563e20920020670f32de8c8bcaafa89dbd95cd01a42ee8c4f");
}
