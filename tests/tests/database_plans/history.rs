//! A random history of a database: imports of all kinds that are compared, committed, retracted, and reinstated, and what
//! happens beside them.

use lanegate_check::Kind;
use lanegate_plan::Planned;
use lanegate_server::db::Statement;
use lanegate_server::store::{self, Abandons};
use lanegate_tests::random::Random;
use lanegate_tests::sample::Sample;
use lanegate_tests::store::{Store, WHO};
use lanegate_wire::{Fate, Fields, LeaveOut, PlanSummary};
use serde_json::Value as Json;

use super::before::{self, OldFact};
use super::imports::{self, one_of};
use super::reached::Reached;

/// Imports of a history. With more, all that the few values allow would be stored.
pub const IMPORTS: u64 = 14;

const KINDS: [&str; 4] = ["partner_master", "appointment_history", "partner_master", "partner_appointments"];

/// A history in an empty database.
pub struct History<'a> {
    store: &'a Store,
    random: Random,
    reached: &'a mut Reached,
    /// Imports that were committed, and whether they stand.
    committed: Vec<(Sample, bool)>,
    /// Imports that wait.
    open: Vec<Sample>,
    /// Facts from before Lanegate, by kind.
    old: Vec<(&'static str, OldFact)>,
}

impl<'a> History<'a> {
    pub fn of(store: &'a Store, seed: u64, reached: &'a mut Reached) -> Self {
        let random = Random::seeded(seed);
        Self { store, random, reached, committed: Vec::new(), open: Vec::new(), old: Vec::new() }
    }

    /// Lives through so many imports. Returns how many plans were compared.
    pub async fn live(mut self, imports: u64) -> u64 {
        let mut plans = 0;
        for n in 0..imports {
            for _ in 0..self.random.below(5) {
                self.between().await;
            }
            // Without partners there are no meetings with them.
            let kind = if n == 0 { "partner_master" } else { one_of(&mut self.random, &KINDS) };
            plans += self.import(kind).await;
            if self.random.once_in(4) && !self.open.is_empty() {
                let at = self.random.below(self.open.len() as u64) as usize;
                let sample = self.open.swap_remove(at);
                plans += self.go_on(sample).await;
            }
        }
        plans
    }

    /// What happens between two imports.
    async fn between(&mut self) {
        let partners = self.store.partners().await;
        match self.random.below(10) {
            0..=3 => {
                let kind = one_of(&mut self.random, &KINDS);
                let added = before::add(self.store, &mut self.random, kind, &partners).await;
                self.old.extend(added.map(|old| (kind, old)));
            }
            4 if !partners.is_empty() => {
                let partner = one_of(&mut self.random, &partners);
                before::change(self.store, &mut self.random, partner).await;
            }
            _ if self.committed.is_empty() => {}
            _ => {
                let at = self.random.below(self.committed.len() as u64) as usize;
                let (sample, stands) = &mut self.committed[at];
                let (db, lane, id) = (&self.store.db, sample.lane, sample.import.id);
                if *stands {
                    store::retract(db, lane, WHO, id, "Wrong file").await.expect("it is retracted");
                    *stands = false;
                } else if self.random.once_in(3) {
                    store::reinstate(db, lane, WHO, id).await.expect("it is reinstated");
                    *stands = true;
                }
            }
        }
    }

    async fn import(&mut self, kind: &str) -> u64 {
        let partners = self.store.partners().await;
        let alike: Vec<&Sample> =
            self.committed.iter().map(|(sample, _)| sample).filter(|sample| sample.import.kind == kind).collect();
        let earlier =
            if alike.is_empty() || self.random.once_in(2) { None } else { Some(one_of(&mut self.random, &alike)) };
        let old: Vec<&Fields> = self.old.iter().filter(|(of, _)| *of == kind).map(|(_, old)| &old.row).collect();
        let old = if old.is_empty() { None } else { Some(one_of(&mut self.random, &old)) };
        let sample = imports::import(kind, &mut self.random, &partners, earlier, old);
        self.store.stage(&sample).await.expect("the rows are staged");
        self.go_on(sample).await
    }

    /// Compares an import, and then commits it, abandons it, or lets it wait. Returns how many plans were compared.
    async fn go_on(&mut self, sample: Sample) -> u64 {
        let leave_out = imports::leave_out(&mut self.random, &sample);
        let (_, summary) = self.compare(&sample, &leave_out).await;
        match self.random.below(5) {
            0 => self.open.push(sample),
            1 => {
                let by = Abandons { who: WHO, any: false };
                store::abandon(&self.store.db, sample.lane, sample.import.id, by).await.expect("it is abandoned");
            }
            _ => {
                // Nothing blocks any more.
                let blocking = summary.counts.keys().copied().filter(|fate| fate.blocks());
                let fates = blocking.chain(leave_out.fates).collect();
                let leave_out = LeaveOut { fates, ..leave_out };
                let (plan, summary) = self.compare(&sample, &leave_out).await;
                self.store.commit(&sample, &summary.digest).await.expect("what was planned is committed");
                self.check_stored(&sample, &plan).await;
                self.committed.push((sample, true));
                return 2;
            }
        }
        1
    }

    async fn compare(&mut self, sample: &Sample, leave_out: &LeaveOut) -> (Vec<Planned>, PlanSummary) {
        let summary = self.store.plan(sample, leave_out).await;
        let plan = self.store.assert_planned(sample, leave_out, &summary).await;
        self.reached.count_plan(&sample.import.kind, &plan);
        for planned in plan.iter().filter(|planned| planned.row.fate == Fate::Duplicate) {
            if self.old.iter().any(|(_, old)| old.other_form && old.key == planned.row.key) {
                self.reached.count(format!("{}: in its stored form", sample.import.kind));
            }
        }
        (plan, summary)
    }

    /// Holds the records that the commit stored against what the plan in Rust says of them.
    async fn check_stored(&self, sample: &Sample, plan: &[Planned]) {
        let kind = lanegate_kinds::named(&sample.import.kind).expect("a kind of this name");
        let rows: Vec<_> = sample.batches.iter().flat_map(|batch| &batch.rows).collect();
        let receipt = self.store.receipt_rows(sample).await;
        for ((row, planned), receipt) in rows.iter().zip(plan).zip(receipt) {
            if planned.row.left_out {
                continue;
            }
            let record = async || self.record(kind, &receipt.key).await;
            match planned.row.fate {
                Fate::New | Fate::Create => {
                    let mut expected = row.fields.clone();
                    for fill in &planned.fills {
                        let name = kind.columns[fill.column].name;
                        let other = rows.iter().find(|other| other.row == fill.row).expect("a row of the import");
                        expected.insert(name.to_owned(), other.fields[name].clone());
                    }
                    assert_stored(kind, &expected, &record().await, true);
                }
                Fate::Update => {
                    let changes = planned.row.changes.iter();
                    let expected =
                        changes.map(|change| (change.column.clone(), row.fields[&change.column].clone())).collect();
                    assert_stored(kind, &expected, &record().await, false);
                }
                _ => {}
            }
        }
    }

    async fn record(&self, kind: &Kind, key: &str) -> Json {
        let sql = match kind.name {
            "appointment_history" => {
                "SELECT to_jsonb(t) FROM sales.appointment_history AS t WHERE appointment_uid = $1"
            }
            "partner_master" => {
                "SELECT to_jsonb(t) FROM partners.fractional_cfo_master AS t WHERE fractional_cfo_id::text = $1"
            }
            _ => "SELECT to_jsonb(t) FROM partners.partner_appointments AS t WHERE partner_appointment_uid = $1",
        };
        let mut tx = self.store.db.read(kind.lane).await.expect("a transaction");
        let row = Statement::new(sql).bind(key.to_owned()).one(&mut tx).await.expect("the record is stored");
        sqlx::Row::get(&row, 0)
    }
}

/// Asserts that a record has some values; of a whole record, that the other columns have their defaults.
fn assert_stored(kind: &Kind, expected: &Fields, record: &Json, whole: bool) {
    for column in kind.columns {
        // Not every column of a file is one of the table.
        let Some(stored) = record.get(column.name) else { continue };
        let default = || column.default.map(Json::from).unwrap_or_default();
        match expected.get(column.name) {
            Some(value) => assert_eq!(*stored, serde_json::to_value(value).unwrap(), "{}: {record}", column.name),
            None if whole && column.name != "fractional_cfo_id" => {
                assert_eq!(*stored, default(), "{}: {record}", column.name);
            }
            None => {}
        }
    }
}
