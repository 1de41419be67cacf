//! Parity: each sample file gives exactly the findings and the batch that stand beside it, natively and in WebAssembly.
//!
//! After a wanted change, `LANEGATE_BLESS=1 cargo test -p lanegate-parity` writes the expectations anew; look at the difference.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::{list, read, test};
use lanegate_wire::{CheckOptions, Unreadable, UnreadableReport};

const FILES: &str = "tests/samples/files";
const EXPECTED: &str = "tests/samples/expected";

fn report(name: &str) -> Result<String, Unreadable> {
    let mut intake = Intake::open(name, read(&format!("{FILES}/{name}")))?;
    intake.check(&CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()), &mut |_| {})?;
    let report = intake.checked().unwrap().report(true);
    Ok(serde_json::to_string_pretty(&report).unwrap() + "\n")
}

#[test]
fn every_sample_gives_its_findings_and_its_batch() {
    let names = list(FILES);
    assert!(names.len() >= 12, "samples are missing: {names:?}");
    let mut wrong = Vec::new();
    for name in names {
        let now = report(&name)
            .unwrap_or_else(|error| serde_json::to_string_pretty(&UnreadableReport { error }).unwrap() + "\n");
        #[cfg(not(target_arch = "wasm32"))]
        if std::env::var_os("LANEGATE_BLESS").is_some() {
            let path = format!("{}/../../{EXPECTED}/{name}.json", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, &now).unwrap();
        }
        if now.as_bytes() != read(&format!("{EXPECTED}/{name}.json")) {
            wrong.push((name, now));
        }
    }
    let names: Vec<_> = wrong.iter().map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "{names:?} differ from what is expected; the first is now:\n{}", wrong[0].1);
}
