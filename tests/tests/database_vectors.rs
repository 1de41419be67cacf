//! The contract's vectors, run over a database: what is a duplicate, what a conflict, which number, which partner, which default.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use lanegate_plan::Planned;
use lanegate_server::store;
use lanegate_tests::sample::{Sample, partner, text};
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Change, Fate, LeaveOut, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
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
    #[serde(default)]
    retract: bool,
    #[serde(default)]
    before: Vec<Before>,
    #[serde(default)]
    leave_out: Left,
    #[serde(default)]
    left_out: Vec<usize>,
    keys: Option<Vec<String>>,
    reasons: Option<Vec<Option<String>>>,
    changed: Option<Vec<Vec<Change>>>,
}

/// A fact from before Lanegate.
#[derive(Deserialize)]
struct Before {
    key: String,
    fields: Fields,
    as_checked: Option<Json>,
}

/// Rows of the file and fates.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Left {
    rows: Vec<u32>,
    fates: Vec<Fate>,
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

    /// A row's own fields beside those of the case.
    fn fields(&self, own: &Fields) -> Fields {
        let mut fields = self.case.base.clone();
        if let Some(partner) = self.partner {
            fields.insert("fractional_cfo_id".into(), partner.to_string().into());
        }
        fields.extend(own.clone());
        fields
    }

    /// Rows of the case as a sample; `ids` are the partners stored before.
    fn sample(&self, rows: &[Fields], ids: &[Uuid]) -> Sample {
        let rows = rows.iter().map(|own| {
            let fields = self.fields(own).into_iter();
            fields.map(|(name, value)| (name, given(&value, ids))).collect::<Vec<_>>()
        });
        let rows: Vec<Vec<(String, Value)>> = rows.collect();
        let rows =
            rows.iter().map(|row| row.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()).collect();
        Sample::of(self.kind, vec![rows])
    }

    /// A text in which the words with an `@` are replaced.
    fn text(&self, text: &str, ids: &[Uuid]) -> String {
        let partner = self.partner.iter().map(|id| ("@partner".to_owned(), id));
        let stored = ids.iter().enumerate().map(|(place, id)| (format!("@{place}"), id));
        partner.chain(stored).fold(text.to_owned(), |text, (word, id)| text.replace(&word, &id.to_string()))
    }

    /// Commits the stored rows; the ids of the partners among them, in the order of the rows.
    async fn set_up(&self) -> Vec<Uuid> {
        for before in &self.case.before {
            let mut record = Json::from(self.fields(&before.fields));
            record["key"] = self.text(&before.key, &[]).into();
            let metadata = before.as_checked.as_ref().map_or_else(|| json!({}), |form| json!({"as_checked": form}));
            self.store.add_old_fact(self.kind, &record, &metadata).await;
        }
        if self.case.stored.is_empty() {
            return Vec::new();
        }
        let stored = self.sample(&self.case.stored, &[]);
        self.store.import(&stored).await;
        if self.case.retract {
            let retracted = store::retract(&self.store.db, stored.lane, WHO, stored.import.id, "Wrong file").await;
            retracted.expect("it is retracted");
        }
        let keys = self.store.receipt_rows(&stored).await.into_iter().map(|row| row.key);
        keys.filter_map(|key| key.parse().ok()).collect()
    }

    async fn check(&self) {
        let name = &self.case.name;
        let ids = self.set_up().await;
        let file = self.sample(&self.case.file, &ids);
        let left = &self.case.leave_out;
        let leave_out = LeaveOut { rows: left.rows.iter().map(|place| place + 2).collect(), fates: left.fates.clone() };
        self.store.stage(&file).await.expect("the rows are staged");
        let plan = self.store.plan(&file, &leave_out).await;
        self.check_rows(&self.store.assert_planned(&file, &leave_out, &plan).await, &ids);
        // Nothing is lost on the way: what blocks is left out, the rest is committed.
        let blocking = plan.counts.keys().copied().filter(|fate| fate.blocks());
        let fates = blocking.chain(leave_out.fates).collect();
        let plan = self.store.plan(&file, &LeaveOut { fates, ..leave_out }).await;
        let receipt = self.store.commit(&file, &plan.digest).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!((receipt.counts, receipt.left_out), (plan.counts, plan.left_out), "{name}");
        self.check_kept().await;
    }

    fn check_rows(&self, plan: &[Planned], ids: &[Uuid]) {
        let name = &self.case.name;
        let rows: Vec<_> = plan.iter().map(|planned| &planned.row).collect();
        if !self.case.fates.is_empty() {
            let fates: Vec<&str> = rows.iter().map(|row| row.fate.as_str()).collect();
            assert_eq!(fates, self.case.fates, "{name}: {rows:#?}");
        }
        if let Some(expected) = &self.case.changes {
            let changes: Vec<Vec<&String>> =
                rows.iter().map(|row| row.changes.iter().map(|change| &change.column).collect()).collect();
            assert_eq!(
                changes,
                expected.iter().map(|columns| columns.iter().collect()).collect::<Vec<Vec<_>>>(),
                "{name}"
            );
        }
        if let Some(expected) = &self.case.changed {
            assert_eq!(
                rows.iter().map(|row| &row.changes).collect::<Vec<_>>(),
                expected.iter().collect::<Vec<_>>(),
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
        if let Some(expected) = &self.case.keys {
            let expected: Vec<_> = expected.iter().map(|key| self.text(key, ids)).collect();
            assert_eq!(rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>(), expected, "{name}");
        }
        if let Some(expected) = &self.case.reasons {
            let expected: Vec<_> =
                expected.iter().map(|reason| reason.as_ref().map(|reason| self.text(reason, ids))).collect();
            assert_eq!(rows.iter().map(|row| row.reason.clone()).collect::<Vec<_>>(), expected, "{name}");
        }
        let left_out: Vec<_> = (0..rows.len()).filter(|&at| rows[at].left_out).collect();
        assert_eq!(left_out, self.case.left_out, "{name}");
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
async fn plans() {
    run(include_str!("../vectors/plan.json"), None).await;
}

#[tokio::test]
async fn defaults() {
    run(include_str!("../vectors/defaults.json"), None).await;
}
