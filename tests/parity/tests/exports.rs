//! What common tools export, by the contract's vectors: the kind, the header row, and the column that each header means.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod file_columns;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::{json, test};
use lanegate_wire::CheckOptions;
use serde_json::Value as Json;

use file_columns::opened;

/// The names in a vector by header, or by the letters of a column whose header comes twice.
fn names(json: &Json) -> BTreeMap<String, String> {
    let all = json.as_object().into_iter().flatten();
    all.map(|(header, name)| (header.clone(), name.as_str().unwrap().to_owned())).collect()
}

fn check(intake: &mut Intake) -> Result<(), String> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    intake.check(&CheckOptions::on(today), &mut |_| {}).map_err(|asked| asked.message)
}

/// What is wrong with a vector, if anything is.
fn faults(vector: &Json) -> Vec<String> {
    let lines: Vec<&str> = vector["lines"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
    let mut intake = opened(&(lines.join("\n") + "\n"));
    let asked = check(&mut intake);
    let Some(kind) = vector["kind"].as_str() else {
        return if asked.is_err() { Vec::new() } else { vec!["the kind isn't asked for".to_owned()] };
    };
    if let Err(asked) = asked {
        return vec![asked];
    }
    let overview = intake.checked().unwrap().overview();
    let mut faults = Vec::new();
    if (overview.kind.as_str(), u64::from(overview.header_row)) != (kind, vector["header_row"].as_u64().unwrap()) {
        faults.push(format!("{} with headers in row {}", overview.kind, overview.header_row));
    }
    let (wanted, suggested) = (names(&vector["columns"]), names(&vector["suggested"]));
    for column in overview.columns {
        let of = |all: &BTreeMap<String, String>| all.get(&column.letters).or_else(|| all.get(&column.header)).cloned();
        let suggestion = column.suggestion.map(|suggestion| suggestion.column);
        if (&column.column, &suggestion) != (&of(&wanted), &of(&suggested)) {
            faults.push(format!("\"{}\" is {:?}, perhaps {suggestion:?}", column.header, column.column));
        }
    }
    faults
}

#[test]
fn exports_are_recognized() {
    let vectors = json("tests/vectors/exports.json");
    let found = vectors.as_array().unwrap().iter().map(|vector| (vector["tool"].as_str().unwrap(), faults(vector)));
    let wrong: Vec<String> = found
        .filter(|(_, faults)| !faults.is_empty())
        .map(|(tool, faults)| format!("{tool}: {}", faults.join("; ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
