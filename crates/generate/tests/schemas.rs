//! The schemas of batches take what the check makes and refuse what it refuses.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use lanegate_check::{Column, Kind, ValueType, recheck};
use lanegate_generate::pages::schema::of_batches;
use lanegate_generate::samples::{good_fields, today};
use lanegate_wire::{Batch, Fields, Row, Value as Field};
use regex::Regex;
use serde_json::Value;

/// Whether a value is as a schema says, for the words that our schemas use. Another word fails the test, so that none is passed over.
fn holds(schema: &Value, value: &Value) -> bool {
    let schema = schema.as_object().expect("a schema");
    let length = || value.as_str().map_or(0, |text| text.chars().count()) as u64;
    schema.iter().all(|(word, said)| match word.as_str() {
        "$schema" | "title" | "description" | "default" | "examples" | "format" | "then" => true,
        "type" => match said.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            other => panic!("no type is {other}"),
        },
        "const" => value == said,
        "enum" => said.as_array().unwrap().contains(value),
        "pattern" => value.as_str().is_none_or(|text| Regex::new(said.as_str().unwrap()).unwrap().is_match(text)),
        "maxLength" => length() <= said.as_u64().unwrap(),
        "minimum" => value.as_i64().is_none_or(|number| number >= said.as_i64().unwrap()),
        "maximum" => value.as_i64().is_none_or(|number| number <= said.as_i64().unwrap()),
        "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= said.as_u64().unwrap()),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| holds(said, item))),
        "not" => !holds(said, value),
        "allOf" => said.as_array().unwrap().iter().all(|schema| holds(schema, value)),
        "if" => !holds(said, value) || holds(&schema["then"], value),
        "required" => said.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
        "additionalProperties" => {
            assert_eq!(said, false);
            let known = schema["properties"].as_object().unwrap();
            value.as_object().is_none_or(|fields| fields.keys().all(|name| known.contains_key(name)))
        }
        "properties" => {
            let known = said.as_object().unwrap();
            known.iter().all(|(name, schema)| value.get(name).is_none_or(|value| holds(schema, value)))
        }
        other => panic!("this test does not know the word {other}"),
    })
}

/// What the schema and the check say of one row: whether it is taken.
fn judged(kind: &Kind, schema: &Value, fields: Fields) -> (bool, bool) {
    let batch = Batch { rows: vec![Row { row: 2, fields }] };
    (holds(schema, &serde_json::to_value(&batch).unwrap()), recheck(kind, &batch, today()).is_ok())
}

#[test]
fn the_batches_of_all_samples_match() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/expected");
    let mut rows = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let report: Value = serde_json::from_slice(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap();
        let Some(name) = report["kind"].as_str() else { continue };
        let schema = of_batches(lanegate_kinds::named(name).unwrap()).unwrap();
        assert!(holds(&schema, &report["batch"]), "{}", report["file"]["name"]);
        rows += report["batch"]["rows"].as_array().unwrap().len();
    }
    assert!(rows > 20, "only {rows} rows were looked at");
}

#[test]
fn what_is_wrong_is_refused_by_both() {
    for kind in lanegate_kinds::all() {
        let schema = of_batches(kind).unwrap();
        assert_eq!(judged(kind, &schema, good_fields(kind)), (true, true), "{}", kind.name);
        let mut with = good_fields(kind);
        with.insert("colour".into(), Field::Text("red".into()));
        assert_eq!(judged(kind, &schema, with), (false, false));
        for column in kind.columns {
            for (value, why) in wrong(column) {
                let mut fields = good_fields(kind);
                fields.insert(column.name.into(), value);
                assert_eq!(judged(kind, &schema, fields), (false, false), "{}.{}: {why}", kind.name, column.name);
            }
            for value in right(column) {
                let mut fields = good_fields(kind);
                fields.insert(column.name.into(), value.clone());
                assert_eq!(judged(kind, &schema, fields), (true, true), "{}.{}: {value}", kind.name, column.name);
            }
            let mut without = good_fields(kind);
            without.remove(column.name);
            let (by_schema, by_check) = judged(kind, &schema, without);
            assert_eq!(by_schema, by_check, "{} without {}", kind.name, column.name);
        }
    }
}

#[test]
fn a_value_that_makes_another_needed_does_so_for_both() {
    for kind in lanegate_kinds::all() {
        let schema = of_batches(kind).unwrap();
        let lists = kind.columns.iter().filter_map(|column| match column.value {
            ValueType::List(values) => Some((column.name, values)),
            _ => None,
        });
        for (list, values) in lists {
            for value in values {
                for column in kind.columns.iter().filter(|column| column.name != list) {
                    let mut fields = good_fields(kind);
                    fields.remove(column.name);
                    fields.insert(list.into(), Field::Text(value.name.into()));
                    let (by_schema, by_check) = judged(kind, &schema, fields);
                    assert_eq!(by_schema, by_check, "{}: {list} {} without {}", kind.name, value.name, column.name);
                }
            }
        }
    }
}

fn text(value: impl Into<String>) -> Field {
    Field::Text(value.into())
}

fn wrong(column: &Column) -> Vec<(Field, &'static str)> {
    let mut wrong = vec![(text(""), "blank"), (text(" x"), "not trimmed"), (text("\u{7}"), "a control character")];
    if let Some(longest) = column.value.longest() {
        wrong.push((text("x".repeat(longest + 1)), "too long"));
    }
    if !matches!(column.value, ValueType::Ordinal) {
        wrong.push((Field::Whole(7), "a number"));
    }
    let more: &[&str] = match column.value {
        ValueType::Text { lines: false, .. } => &["two  blanks", "two\nlines"],
        ValueType::Text { .. } => &["two  blanks", "a line \n", "three\n\n\nbreaks"],
        ValueType::Uuid => &["6F9619FF-8B86-4D01-B42D-00CF4FC964FF", "00000000-0000-0000-0000-000000000000", "12"],
        ValueType::PastDate => &["2025-13-01", "01/05/2025", "2025-5-1", "45778"],
        ValueType::List(_) => &["Discovery", "something else"],
        ValueType::Email => &["Ann@harbor.example.com", "ann at harbor", "ann@harbor"],
        ValueType::LinkedIn => {
            &["http://www.linkedin.com/in/ann", "https://www.linkedin.com/in/ann/", "https://www.linkedin.com/"]
        }
        ValueType::Ordinal => &["1"],
    };
    wrong.extend(more.iter().map(|more| (text(*more), *more)));
    if matches!(column.value, ValueType::Ordinal) {
        wrong.extend([(Field::Whole(0), "nothing"), (Field::Whole(10_000), "too many")]);
    }
    wrong
}

fn right(column: &Column) -> Vec<Field> {
    match column.value {
        ValueType::Text { max, lines, .. } => {
            let mut right = vec![text("é".repeat(max)), text("=SUM(1)"), text("日本語 テキスト")];
            if lines {
                right.push(text("two\n\nparagraphs and\na line"));
            }
            right
        }
        ValueType::List(values) => values.iter().map(|value| text(value.name)).collect(),
        ValueType::PastDate => vec![text("2024-02-29"), text("1989-12-31")],
        ValueType::Email => vec![text("a.b+c@sub.example.co.uk")],
        ValueType::LinkedIn => vec![text("https://www.linkedin.com/company/harbor-cfo")],
        ValueType::Ordinal => vec![Field::Whole(1), Field::Whole(9_999)],
        ValueType::Uuid => vec![text("ffffffff-ffff-4fff-bfff-ffffffffffff")],
    }
}
