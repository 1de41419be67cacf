//! The contract's vectors about plans, as the planner answers them over a lane in memory. The database's tests run the same files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod memory;

use std::collections::BTreeMap;

use lanegate_check::Kind;
use lanegate_kinds::named;
use lanegate_parity::{json, test};
use lanegate_plan::Planned;
use lanegate_wire::{Fate, Fields, LeaveOut, Row, Value};
use serde_json::Value as Json;
use uuid::Uuid;

use memory::MemoryLane;

const UNKNOWN: &str = "99999999-9999-4999-8999-999999999999";

/// One case over a lane of its own.
struct Run<'a> {
    case: &'a Json,
    kind: &'static Kind,
    lane: MemoryLane,
    /// What the words with an `@` stand for.
    words: BTreeMap<String, String>,
}

impl<'a> Run<'a> {
    fn of(case: &'a Json, kind: &'static Kind) -> Self {
        let words = BTreeMap::from([("@unknown".to_owned(), UNKNOWN.to_owned())]);
        let mut run = Self { case, kind, lane: MemoryLane::default(), words };
        if kind.name == "partner_appointments" {
            let master = named("partner_master").unwrap();
            let fields = [("firm_name", "Harbor CFO"), ("primary_contact_name", "Ann Lee"), ("source", "Referral")];
            let fields = fields.map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
            let keys = run.commit(master, &[Row { row: 2, fields: fields.into() }]);
            run.words.insert("@partner".to_owned(), keys[0].clone());
        }
        run
    }

    /// A text in which the words with an `@` are replaced.
    fn text(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (word, meaning)| text.replace(word, meaning))
    }

    fn fields(&self, own: &Json) -> Fields {
        let mut fields = Fields::new();
        if self.kind.name == "partner_appointments" {
            fields.insert("fractional_cfo_id".to_owned(), Value::Text(self.text("@partner")));
        }
        for (name, value) in self.case["base"].as_object().unwrap().iter().chain(own.as_object().unwrap()) {
            let value = match value {
                Json::Number(number) => Value::Whole(number.as_i64().unwrap()),
                // An e-mail address has an `@`, too.
                Json::String(text) if text.starts_with('@') => Value::Text(self.text(text)),
                Json::String(text) => Value::Text(text.clone()),
                other => panic!("{other} is no field's value"),
            };
            fields.insert(name.clone(), value);
        }
        fields
    }

    fn rows(&self, rows: &Json) -> Vec<Row> {
        (2..).zip(rows.as_array().unwrap()).map(|(row, own)| Row { row, fields: self.fields(own) }).collect()
    }

    fn commit(&mut self, kind: &'static Kind, rows: &[Row]) -> Vec<String> {
        let (plan, _) = self.lane.plan(kind, rows, &LeaveOut::default());
        let (import, keys) = self.lane.commit(kind, rows, &plan);
        if self.case["retract"] == true && kind.name == self.kind.name {
            self.lane.retracted.push(import);
        }
        keys
    }

    fn set_up(&mut self) {
        let stored = self.rows(&self.case["stored"]);
        let keys = self.commit(self.kind, &stored);
        // Only partners are named by their place.
        for (place, key) in keys.iter().enumerate().filter(|(_, key)| key.parse::<Uuid>().is_ok()) {
            self.words.insert(format!("@{place}"), key.clone());
        }
        for before in self.case["before"].as_array().into_iter().flatten() {
            let key = self.text(before["key"].as_str().unwrap());
            let as_checked = serde_json::from_value(before["as_checked"].clone()).unwrap_or_default();
            self.lane.add_before(self.kind, key, self.fields(&before["fields"]), as_checked);
        }
    }

    fn leave_out(&self) -> LeaveOut {
        let asked = &self.case["leave_out"];
        let rows = asked["rows"].as_array().into_iter().flatten().map(|place| place.as_u64().unwrap() as u32 + 2);
        let fates = asked["fates"].as_array().into_iter().flatten();
        LeaveOut {
            rows: rows.collect(),
            fates: fates.map(|fate| Fate::named(fate.as_str().unwrap()).unwrap()).collect(),
        }
    }

    fn check(mut self) {
        self.set_up();
        let name = &self.case["name"];
        let rows = self.rows(&self.case["file"]);
        let leave_out = self.leave_out();
        let (plan, summary) = self.lane.plan(self.kind, &rows, &leave_out);
        self.check_plan(&plan);
        let retracted = plan.iter().filter(|row| row.retracted).count();
        assert_eq!(retracted > 0, self.case["retract"] == true, "{name}: {plan:#?}");
        // Nothing is lost on the way: what blocks is left out, the rest is committed.
        let fates = summary.counts.keys().copied().filter(|fate| fate.blocks());
        let leave_out = LeaveOut { fates: fates.chain(leave_out.fates).collect(), ..leave_out };
        let (plan, summary) = self.lane.plan(self.kind, &rows, &leave_out);
        assert!(summary.committable, "{name}");
        let dealt_with: u32 = summary.counts.values().chain(summary.left_out.values()).sum();
        assert_eq!(dealt_with as usize, rows.len(), "{name}");
        self.lane.commit(self.kind, &rows, &plan);
        self.check_kept();
    }

    fn check_plan(&self, plan: &[Planned]) {
        let name = &self.case["name"];
        let compare = |field: &str, found: Json, expected: Json| {
            if !expected.is_null() {
                assert_eq!(found, expected, "{name}: {field} of {plan:#?}");
            }
        };
        let of_rows = |part: fn(&Planned) -> Json| plan.iter().map(part).collect::<Json>();
        let with_words = |texts: &Json| match texts {
            Json::Array(texts) => texts.iter().map(|text| text.as_str().map(|text| self.text(text))).collect(),
            _ => Json::Null,
        };
        compare("fates", of_rows(|planned| planned.row.fate.as_str().into()), self.case["fates"].clone());
        compare("keys", of_rows(|planned| planned.row.key.clone().into()), with_words(&self.case["keys"]));
        compare("reasons", of_rows(|planned| planned.row.reason.clone().into()), with_words(&self.case["reasons"]));
        let changed = of_rows(|planned| serde_json::to_value(&planned.row.changes).unwrap());
        compare("changed", changed, self.case["changed"].clone());
        let changes = of_rows(|planned| planned.row.changes.iter().map(|change| change.column.clone()).collect());
        compare("changes", changes, self.case["changes"].clone());
        let sequences = of_rows(|planned| planned.row.key.rsplit('|').next().unwrap().parse::<u32>().ok().into());
        compare("sequences", sequences, self.case["sequences"].clone());
        let left_out = (0..plan.len()).filter(|&at| plan[at].row.left_out).collect();
        let expected = &self.case["left_out"];
        compare("left_out", left_out, if expected.is_null() { Json::Array(Vec::new()) } else { expected.clone() });
        let points_at = plan.iter().map(|planned| {
            (0_usize..).take(8).find(|place| self.words.get(&format!("@{place}")) == Some(&planned.row.key))
        });
        compare("points_at", points_at.collect(), self.case["points_at"].clone());
        let fills = plan.iter().map(|planned| {
            let fills = planned.fills.iter();
            fills
                .map(|fill| (self.kind.columns[fill.column].name.to_owned(), Json::from(fill.row - 2)))
                .collect::<Json>()
        });
        compare("fills", fills.collect(), self.case["fills"].clone());
    }

    fn check_kept(&self) {
        let Some(expected) = self.case["kept"].as_array() else { return };
        let records: Vec<_> = self.lane.records.iter().filter(|record| record.is_of(self.kind)).collect();
        assert_eq!(records.len(), expected.len(), "{}", self.case["name"]);
        for (record, expected) in records.iter().zip(expected) {
            for (field, value) in expected.as_object().unwrap().iter().filter(|(field, _)| !field.ends_with("_key")) {
                let found = serde_json::to_value(record.fields.get(field)).unwrap();
                assert_eq!(&found, value, "{}: {field}", self.case["name"]);
            }
        }
    }
}

fn run(file: &str, kind: Option<&str>) {
    let vectors = json(&format!("tests/vectors/{file}.json"));
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 5);
    for case in cases {
        let kind = case["kind"].as_str().or(kind).and_then(named).expect("each case has a kind");
        Run::of(case, kind).check();
    }
}

#[test]
fn facts_are_equal_as_the_contract_says() {
    run("equality", None);
}

#[test]
fn meetings_are_numbered_as_the_contract_says() {
    run("numbering", Some("partner_appointments"));
}

#[test]
fn partners_are_recognized_as_the_contract_says() {
    run("partners", Some("partner_master"));
}

#[test]
fn defaults_apply_as_the_contract_says() {
    run("defaults", None);
}

#[test]
fn plans_say_what_the_contract_says() {
    run("plan", None);
}

#[test]
fn the_digest_covers_what_a_commit_relies_on() {
    let kind = named("appointment_history").unwrap();
    let row = |row, outcome: &str| {
        let fields = [
            ("company_id", "11111111-1111-4111-8111-111111111111"),
            ("meeting_date", "2025-05-01"),
            ("meeting_type", "discovery"),
            ("meeting_outcome", outcome),
        ];
        let fields = fields.map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
        Row { row, fields: fields.into() }
    };
    let digest = |lane: &MemoryLane, rows: &[Row], leave_out: &LeaveOut| lane.plan(kind, rows, leave_out).1.digest;
    let none = LeaveOut::default();
    let mut lane = MemoryLane::default();
    let empty = digest(&lane, &[row(2, "ghosted")], &none);
    assert_eq!(empty.len(), 64);
    let (plan, _) = lane.plan(kind, &[row(2, "ghosted")], &none);
    let (import, _) = lane.commit(kind, &[row(2, "ghosted")], &plan);
    let mut digests = vec![
        empty,
        digest(&lane, &[row(2, "ghosted")], &none),
        digest(&lane, &[row(3, "ghosted")], &none),
        digest(&lane, &[row(2, "ghosted")], &LeaveOut { rows: vec![2], ..LeaveOut::default() }),
        digest(&lane, &[row(2, "lost")], &none),
        digest(&lane, &[row(2, "progressed")], &none),
    ];
    // The same fate, but the meeting is no longer in use.
    lane.retracted.push(import);
    digests.push(digest(&lane, &[row(2, "ghosted")], &none));
    let unique: std::collections::BTreeSet<_> = digests.iter().collect();
    assert_eq!(unique.len(), digests.len(), "{digests:#?}");
    lane.retracted.clear();
    assert_eq!(digest(&lane, &[row(2, "ghosted")], &none), digests[1], "the same plan has the same digest");
}
