//! The contract's vectors, as the check answers them: text, values, keys, batches. The database's tests run the same files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_check::{Context, Kind, Note, Proposal, Typed, TypedRow, combined_text, parse, recheck, stored_row};
use lanegate_kinds::named;
use lanegate_parity::{json, test};
use lanegate_sheet::{Cell, DateSystem};
use lanegate_wire::{Batch, DateOrder, Fields, Row, Value, sha256_hex};
use serde_json::Value as Json;

fn context(vector: &Json) -> Context {
    let order: Option<DateOrder> = serde_json::from_value(vector["order"].clone()).unwrap();
    let dates = if vector["system"] == 1904 { DateSystem::Y1904 } else { DateSystem::Y1900 };
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    Context { dates, order, ask_swapped: vector["ask_swapped"] == true, ..Context::on(today) }
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json[name].as_str().unwrap_or_else(|| panic!("{name} is no text in {json}"))
}

fn kind(json: &Json) -> &'static Kind {
    named(text(json, "kind")).expect("a known kind")
}

fn codes(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| note.code.name).collect()
}

/// The values that would settle the notes, in their order.
fn proposed(notes: &[Note]) -> Vec<&str> {
    let proposals = notes.iter().flat_map(|note| &note.proposals);
    proposals
        .filter_map(|proposal| match proposal {
            Proposal::Cell(value) | Proposal::Value(value) => Some(value.as_str()),
            Proposal::Order(_) | Proposal::DateCells { .. } | Proposal::LeaveOut => None,
        })
        .collect()
}

fn expected_codes(vector: &Json) -> Vec<&str> {
    vector["findings"].as_array().expect("findings").iter().map(|code| code.as_str().expect("a code")).collect()
}

#[test]
fn text_is_stored_as_the_contract_says() {
    for vector in json("tests/vectors/text.json").as_array().unwrap() {
        let (kind, column) = match vector["lines"].as_bool() {
            Some(true) => ("partner_appointments", "notes"),
            _ => ("partner_master", "firm_name"),
        };
        let kind = named(kind).unwrap();
        let column = &kind.columns[kind.column(column).unwrap()];
        let mut notes = Vec::new();
        let stored = parse(column, Cell::Text(text(vector, "input")), &context(vector), &mut notes);
        assert_eq!(stored.as_ref().map(Typed::to_text).as_deref(), vector["stored"].as_str(), "{vector}");
        assert_eq!(codes(&notes), expected_codes(vector), "{vector}");
    }
}

#[test]
fn cells_are_combined_as_the_contract_says() {
    for vector in json("tests/vectors/combine.json").as_array().unwrap() {
        let how = serde_json::from_value(vector["how"].clone()).unwrap();
        let cells = vector["cells"].as_array().unwrap().iter().filter_map(Json::as_str);
        assert_eq!(combined_text(how, cells), text(vector, "gives"), "{vector}");
    }
}

#[test]
fn values_are_stored_as_the_contract_says() {
    for vector in json("tests/vectors/values.json").as_array().unwrap() {
        let kind = kind(vector);
        let column = &kind.columns[kind.column(text(vector, "column")).expect("a known column")];
        let (name, content) = vector["cell"].as_object().unwrap().iter().next().unwrap();
        let repeated;
        let cell = match name.as_str() {
            "blank" => Cell::Blank,
            "text" => Cell::Text(content.as_str().unwrap()),
            "iso" => Cell::IsoDate(content.as_str().unwrap()),
            "number" => Cell::Number(content.as_f64().unwrap()),
            "date" => Cell::Date(content.as_f64().unwrap()),
            "duration" => Cell::Duration(content.as_f64().unwrap()),
            "bool" => Cell::Bool(content.as_bool().unwrap()),
            "error" => Cell::Error(content.as_str().unwrap()),
            "no_result" => Cell::NoResult,
            "repeat" => {
                repeated = content[0].as_str().unwrap().repeat(content[1].as_u64().unwrap() as usize);
                Cell::Text(&repeated)
            }
            other => panic!("no cell is a {other}"),
        };
        let mut notes = Vec::new();
        let stored = parse(column, cell, &context(vector), &mut notes);
        assert_eq!(codes(&notes), expected_codes(vector), "{vector}");
        if let Some(fixes) = vector["fixes"].as_array() {
            assert_eq!(proposed(&notes), fixes.iter().map(|fix| fix.as_str().unwrap()).collect::<Vec<_>>(), "{vector}");
        }
        if let Some(length) = vector["stored_length"].as_u64() {
            assert_eq!(stored.unwrap().to_text().chars().count() as u64, length, "{vector}");
            continue;
        }
        let stored_json = serde_json::to_value(stored.as_ref().map(Typed::to_value)).unwrap();
        assert_eq!(stored_json, vector["stored"], "{vector}");
        // What is stored passes again, unchanged and without an error: the server relies on it.
        if let Some(Value::Text(value)) = stored.map(|stored| stored.to_value()) {
            let mut notes = Vec::new();
            let again = parse(column, Cell::Text(&value), &context(&Json::Null), &mut notes);
            assert_eq!(again.map(|again| again.to_text()), Some(value), "{vector}");
        }
    }
}

#[test]
fn keys_are_made_as_the_contract_says() {
    for vector in json("tests/vectors/keys.json").as_array().unwrap() {
        let fields: Fields = serde_json::from_value(vector["fields"].clone()).unwrap();
        let keys = kind(vector).identity.stored_keys(&TypedRow::of_fields(kind(vector), &fields));
        let keys: BTreeMap<&str, String> = keys.into_iter().collect();
        let batch = Batch { rows: vec![Row { row: 2, fields }] };
        recheck(kind(vector), &batch, context(vector).today).unwrap_or_else(|found| panic!("{found:?}"));
        assert_eq!(serde_json::to_value(&keys).unwrap(), vector["keys"], "{vector}");
        if let Some(anonymous) = keys.get("anon") {
            let digest = sha256_hex(format!("{anonymous}\u{1f}{}", vector["occurrence"]).as_bytes());
            let uid = format!("UNKNOWN|anon-{}|{}", &digest[..16], text(&vector["fields"], "meeting_date"));
            assert_eq!(uid, text(vector, "appointment_uid"), "{vector}");
        }
    }
}

#[test]
fn what_is_stored_already_is_read_as_the_contract_says() {
    let vectors = json("tests/vectors/stored.json");
    for vector in vectors.as_array().unwrap() {
        let values: Vec<(&str, &str)> = vector["values"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str().unwrap()))
            .collect();
        let read = stored_row(kind(vector), &values, context(vector).today);
        assert_eq!(serde_json::to_value(&read.forms).unwrap(), vector["forms"], "{vector}");
        assert_eq!(serde_json::to_value(&read.refused).unwrap(), vector["refused"], "{vector}");
        if let Some(keys) = vector.get("keys") {
            assert_eq!(serde_json::to_value(&read.keys).unwrap(), *keys, "{vector}");
        }
    }
}

#[test]
fn batches_have_one_form_and_one_digest() {
    let vectors = json("tests/vectors/batch.json");
    for vector in vectors["batches"].as_array().unwrap() {
        let batch: Batch = serde_json::from_value(vector["batch"].clone()).unwrap();
        assert_eq!(batch.to_json(), text(vector, "json"));
        assert_eq!(batch.digest(), text(vector, "digest"));
    }
    for refused in vectors["refused"].as_array().unwrap() {
        assert!(serde_json::from_str::<Batch>(&refused.to_string()).is_err(), "{refused}");
    }
}
