//! Whatever keys hash to, the plan is the same: rows with equal hashes are compared by their keys.

use std::collections::BTreeSet;

use lanegate_check::{Identity, Key, Kind, Typed, TypedRow};
use lanegate_wire::{Fate, Fields, LeaveOut, Row, Value};
use uuid::Uuid;

use crate::key_hash::{HashKey, KeyHash};
use crate::{BatchRow, Planned, Scan, Stored, StoredFact, StoredMaster, Summary};

/// Rows in a chunk.
const CHUNK: usize = 7;

fn plan(
    kind: &'static Kind,
    rows: &[Row],
    leave_out: &LeaveOut,
    stored: &Stored,
    hash: HashKey,
) -> (Vec<Planned>, Summary) {
    let rows: Vec<BatchRow> = rows.iter().map(|row| BatchRow::of(kind, row)).collect();
    let mut scan = Scan::hashing(kind, leave_out, rows.len(), hash);
    rows.chunks(CHUNK).for_each(|rows| scan.scan(rows));
    let mut matching = scan.into_matching();
    for rows in rows.chunks(CHUNK) {
        let chunk = matching.read(rows.to_vec());
        matching.match_rows(&chunk, stored);
    }
    let mut fates = matching.settle();
    let mut planned = Vec::new();
    for rows in rows.chunks(CHUNK) {
        let chunk = fates.read(rows.to_vec());
        planned.extend(fates.fates(&chunk, stored));
    }
    (planned, fates.finish())
}

/// A generator of numbers that come again (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn chosen<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[self.below(values.len() as u64) as usize]
    }
}

const IDS: [&str; 3] = [
    "11111111-1111-4111-8111-111111111111",
    "22222222-2222-4222-8222-222222222222",
    "33333333-3333-4333-8333-333333333333",
];

/// A value for a column of a kind, from few; empty for a blank.
fn value(kind: &Kind, column: &str, random: &mut Random) -> String {
    let values: &[&str] = match (kind.name, column) {
        (_, "fractional_cfo_id") if kind.name == "partner_appointments" => &IDS,
        (_, "fractional_cfo_id") => &["", "", "", IDS[0], IDS[2]],
        (_, "company_id" | "people_id") => &["", "", IDS[0], IDS[1]],
        (_, "meeting_date") => &["2025-05-01", "2025-05-02"],
        ("appointment_history", "meeting_type") => &["discovery", "other"],
        (_, "meeting_type") => &["intro", "followup"],
        (_, "meeting_outcome") => &["ghosted", "lost"],
        (_, "outcome") => &["warm", "cold"],
        (_, "stalled_reason" | "notes" | "geography") => &["", "", "A", "B"],
        (_, "source_record_id") => &["", "", "", "R1", "R2"],
        (_, "sequence") => &["", "", "", "1", "2", "3"],
        (_, "firm_name") => &["Harbor", "Summit"],
        (_, "primary_contact_name") => &["Ann Lee", "Bo Cruz"],
        (_, "email") => &["", "", "ann@harbor.example.com", "bo@summit.example.com"],
        (_, "linkedin_url") => &["", "", "https://www.linkedin.com/in/ann", "https://www.linkedin.com/in/bo"],
        ("partner_master", "source") => &["Referral"],
        _ => &[""],
    };
    random.chosen(values).to_owned()
}

fn rows(kind: &Kind, random: &mut Random) -> Vec<Row> {
    let rows = (0..2 + random.below(30)).map(|at| {
        let mut fields = Fields::new();
        for column in kind.columns {
            let text = value(kind, column.name, random);
            match text.parse() {
                Ok(number) if column.name == "sequence" => fields.insert(column.name.into(), Value::Whole(number)),
                _ if text.is_empty() => None,
                _ => fields.insert(column.name.into(), Value::Text(text)),
            };
        }
        Row { row: 2 + at as u32, fields }
    });
    rows.collect()
}

/// Some rows as they would be stored.
fn stored(kind: &Kind, rows: &[Row]) -> Stored {
    let mut stored =
        Stored { references: IDS[..2].iter().map(|id| id.parse().unwrap()).collect(), ..Stored::default() };
    let mut keys = BTreeSet::new();
    for (n, row) in rows.iter().enumerate() {
        let texts = kind
            .columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| Some((place, row.fields.get(column.name)?.to_string())));
        let typed = TypedRow::of_stored(kind, texts);
        let retracted = (n % 3 == 0).then(|| Uuid::from_u128(7));
        match &kind.identity {
            Identity::Fact(fact) => {
                let key = (fact.key)(&typed);
                let key = match &key {
                    Key::Own(key) => key.clone(),
                    Key::Numbered { day, .. } => format!("{day}{}", 1 + n % 3),
                    Key::Counted { .. } => key.counted(1).unwrap(),
                };
                if keys.insert(key.clone()) {
                    stored.facts.push(StoredFact { key, row: typed, retracted });
                }
            }
            Identity::Master(master) => {
                let id = match typed.get(master.id) {
                    Some(Typed::Uuid(id)) => *id,
                    _ => Uuid::from_u128(n as u128),
                };
                if stored.masters.iter().all(|other| other.id != id) {
                    stored.masters.push(StoredMaster { id, keys: master.keys(&typed), row: typed, retracted });
                }
            }
        }
    }
    stored
}

#[test]
fn the_plan_does_not_depend_on_hashes() {
    let mut fates = BTreeSet::new();
    for seed in 0..600 {
        let mut random = Random(seed);
        for kind in lanegate_kinds::all() {
            let before = rows(kind, &mut random);
            let stored = stored(kind, &before[..before.len() / 3]);
            let rows = rows(kind, &mut random);
            let leave_out =
                LeaveOut { rows: (0..random.below(4)).map(|at| 2 + 3 * at as u32).collect(), fates: Vec::new() };
            let expected = plan(kind, &rows, &leave_out, &stored, KeyHash::of);
            let found = plan(kind, &rows, &leave_out, &stored, KeyHash::shared_by_all);
            assert_eq!(found, expected, "seed {seed}, {}", kind.name);
            assert_eq!(expected.0.len(), rows.len());
            fates.extend(expected.0.iter().map(|planned| planned.row.fate));
        }
    }
    assert_eq!(fates, BTreeSet::from(Fate::ALL), "some fate never came up");
}

#[test]
fn a_plan_may_move_between_threads() {
    fn moves<T: Send + 'static>() {}
    moves::<Scan>();
    moves::<crate::Matching>();
    moves::<crate::Fates>();
    moves::<crate::Chunk>();
    moves::<Stored>();
}
