//! The contract's vectors, run by SQL: what is a duplicate, what a conflict, which number, which partner, which default.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use lanegate_tests::sample::{Sample, partner, text};
use lanegate_tests::store::Store;
use lanegate_wire::{LeaveOut, PlanRow, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

type Fields = Map<String, Json>;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    kind: Option<String>,
    base: Fields,
    stored: Vec<Fields>,
    file: Vec<Fields>,
    #[serde(default)]
    fates: Vec<String>,
    changes: Option<Vec<Vec<String>>>,
    sequences: Option<Vec<u32>>,
    points_at: Option<Vec<Option<usize>>>,
    kept: Option<Vec<Fields>>,
}

/// One case in an empty database.
struct Run<'a> {
    case: &'a Case,
    kind: &'a str,
    store: Store,
    /// The partner whose meetings the case is about.
    partner: Option<Uuid>,
}

impl<'a> Run<'a> {
    async fn of(case: &'a Case, kind: &'a str, store: Store) -> Self {
        let partner = if kind == "partner_appointments" {
            let rows = vec![partner("Harbor CFO", "Ann Lee", "ann@harbor.example.com")];
            store.import(&Sample::of("partner_master", vec![rows])).await;
            Some(store.partners().await[0])
        } else {
            None
        };
        Self { case, kind, store, partner }
    }

    /// Rows of the case as a sample; `ids` are the partners stored before.
    fn sample(&self, rows: &[Fields], ids: &[Uuid]) -> Sample {
        let rows = rows.iter().map(|own| {
            let mut fields = self.case.base.clone();
            fields.extend(own.clone());
            if let Some(partner) = self.partner {
                fields.insert("fractional_cfo_id".into(), partner.to_string().into());
            }
            fields.into_iter().map(|(name, value)| (name, given(&value, ids))).collect::<Vec<_>>()
        });
        let rows: Vec<Vec<(String, Value)>> = rows.collect();
        let rows =
            rows.iter().map(|row| row.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()).collect();
        Sample::of(self.kind, vec![rows])
    }

    /// Commits the stored rows; the ids of the partners among them, in the order of the rows.
    async fn set_up(&self) -> Vec<Uuid> {
        if self.case.stored.is_empty() {
            return Vec::new();
        }
        let stored = self.sample(&self.case.stored, &[]);
        self.store.import(&stored).await;
        let keys = self.store.receipt_rows(&stored).await.into_iter().map(|row| row.key);
        keys.filter_map(|key| key.parse().ok()).collect()
    }

    async fn check(&self) {
        let name = &self.case.name;
        let ids = self.set_up().await;
        let file = self.sample(&self.case.file, &ids);
        let plan = self.store.compare(&file).await;
        let rows = self.store.plan_rows(&file, None).await;
        if !self.case.fates.is_empty() {
            let fates: Vec<&str> = rows.iter().map(|row| row.fate.as_str()).collect();
            assert_eq!(fates, self.case.fates, "{name}: {rows:#?}");
        }
        self.check_rows(&rows, &ids);
        // Nothing is lost on the way: what blocks is left out, the rest is committed.
        let blocking: Vec<_> = plan.counts.keys().copied().filter(|fate| fate.blocks()).collect();
        let plan = self.store.plan(&file, &LeaveOut { fates: blocking, rows: Vec::new() }).await;
        let receipt = self.store.commit(&file, &plan.digest).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!((receipt.counts, receipt.left_out), (plan.counts, plan.left_out), "{name}");
        self.check_kept().await;
    }

    fn check_rows(&self, rows: &[PlanRow], ids: &[Uuid]) {
        let name = &self.case.name;
        if let Some(expected) = &self.case.changes {
            let changes: Vec<Vec<&String>> =
                rows.iter().map(|row| row.changes.iter().map(|change| &change.column).collect()).collect();
            assert_eq!(
                changes,
                expected.iter().map(|columns| columns.iter().collect()).collect::<Vec<Vec<_>>>(),
                "{name}"
            );
        }
        if let Some(expected) = &self.case.sequences {
            let sequences: Vec<&str> = rows.iter().map(|row| row.key.rsplit('|').next().unwrap()).collect();
            assert_eq!(sequences, expected.iter().map(ToString::to_string).collect::<Vec<_>>(), "{name}");
        }
        if let Some(expected) = &self.case.points_at {
            let expected: Vec<Option<Uuid>> = expected.iter().map(|place| place.map(|place| ids[place])).collect();
            assert_eq!(rows.iter().map(|row| row.key.parse().ok()).collect::<Vec<Option<Uuid>>>(), expected, "{name}");
        }
    }

    async fn check_kept(&self) {
        let Some(expected) = &self.case.kept else { return };
        let (lane, sql) = match self.kind {
            "appointment_history" => (
                lanegate_wire::Lane::Sales,
                "SELECT to_jsonb(t) FROM sales.appointment_history AS t ORDER BY t.created_at, t.metadata -> 'row'",
            ),
            "partner_master" => (
                lanegate_wire::Lane::Partners,
                "SELECT to_jsonb(t) FROM partners.fractional_cfo_master AS t ORDER BY t.created_at, t.metadata -> 'row'",
            ),
            _ => (
                lanegate_wire::Lane::Partners,
                "SELECT to_jsonb(t) FROM partners.partner_appointments AS t ORDER BY t.created_at, t.metadata -> 'row'",
            ),
        };
        let records: Vec<Json> = self.store.column(lane, sql).await;
        assert_eq!(records.len(), expected.len(), "{}", self.case.name);
        for (record, expected) in records.iter().zip(expected) {
            for (field, value) in expected {
                assert_eq!(record.get(field), Some(value), "{}: {field}", self.case.name);
            }
        }
    }
}

/// A field's value, with stored partners' ids put in.
fn given(value: &Json, ids: &[Uuid]) -> Value {
    match value {
        Json::Number(number) => Value::Whole(number.as_i64().expect("a whole number")),
        Json::String(word) if word == "@unknown" => text("99999999-9999-4999-8999-999999999999"),
        Json::String(word) => match word.strip_prefix('@') {
            Some(place) => text(&ids[place.parse::<usize>().expect("a place")].to_string()),
            None => text(word),
        },
        other => panic!("{other} is no field's value"),
    }
}

async fn run(json: &str, kind: Option<&str>) {
    let vectors: Vectors = serde_json::from_str(json).expect("the vectors can be read");
    assert!(vectors.cases.len() > 5);
    let mut store = Store::fresh().await;
    for case in &vectors.cases {
        let kind = case.kind.as_deref().or(kind).expect("each case has a kind");
        let run = Run::of(case, kind, store).await;
        run.check().await;
        store = run.store.emptied().await;
    }
}

#[tokio::test]
async fn equality() {
    run(include_str!("../vectors/equality.json"), None).await;
}

#[tokio::test]
async fn numbering() {
    run(include_str!("../vectors/numbering.json"), Some("partner_appointments")).await;
}

#[tokio::test]
async fn partners() {
    run(include_str!("../vectors/partners.json"), Some("partner_master")).await;
}

#[tokio::test]
async fn defaults() {
    run(include_str!("../vectors/defaults.json"), None).await;
}
