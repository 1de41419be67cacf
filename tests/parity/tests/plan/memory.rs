//! A lane in memory: stored records that answer the planner's lookups, and commits that do what a plan says.

use std::collections::BTreeMap;

use lanegate_check::{Identity, Kind, TypedRow};
use lanegate_plan::{BatchRow, Lookups, Planned, Scan, Stored, StoredFact, StoredMaster, Summary};
use lanegate_wire::{Fate, Fields, LeaveOut, Row, Value};
use uuid::Uuid;

/// Rows in a chunk: few, so that every import has several.
const CHUNK: usize = 2;

/// A stored record.
pub struct Record {
    kind: &'static Kind,
    /// A fact's key, or a master record's ID.
    pub key: String,
    /// Its values.
    pub fields: Fields,
    /// The stored form of texts from before Lanegate.
    as_checked: BTreeMap<String, String>,
    /// The import that it came with.
    import: Uuid,
}

/// The stored records of a lane, in the order in which they were stored.
#[derive(Default)]
pub struct MemoryLane {
    pub records: Vec<Record>,
    pub retracted: Vec<Uuid>,
    made: u128,
}

impl MemoryLane {
    /// Stores a fact from before Lanegate.
    pub fn add_before(
        &mut self,
        kind: &'static Kind,
        key: String,
        fields: Fields,
        as_checked: BTreeMap<String, String>,
    ) {
        self.records.push(Record { kind, key, fields, as_checked, import: Uuid::nil() });
    }

    /// Makes a plan.
    pub fn plan(&self, kind: &'static Kind, rows: &[Row], leave_out: &LeaveOut) -> (Vec<Planned>, Summary) {
        let rows: Vec<BatchRow> = rows.iter().map(|row| BatchRow::of(kind, row)).collect();
        let mut scan = Scan::new(kind, leave_out, rows.len());
        rows.chunks(CHUNK).for_each(|rows| scan.scan(rows));
        let mut matching = scan.into_matching();
        for rows in rows.chunks(CHUNK) {
            let chunk = matching.read(rows.to_vec());
            let stored = self.look_up(kind, chunk.lookups());
            matching.match_rows(&chunk, &stored);
        }
        let mut fates = matching.settle();
        let mut planned = Vec::new();
        for rows in rows.chunks(CHUNK) {
            let chunk = fates.read(rows.to_vec());
            let stored = self.look_up(kind, chunk.lookups());
            planned.extend(fates.fates(&chunk, &stored));
        }
        (planned, fates.finish())
    }

    /// Finds exactly what is asked for.
    fn look_up(&self, kind: &'static Kind, lookups: &Lookups) -> Stored {
        let records = self.records.iter().filter(|record| record.kind.name == kind.name);
        let mut stored = Stored::default();
        match &kind.identity {
            Identity::Fact(fact) => {
                for record in records {
                    let row = record.compared();
                    let day = fact.numbering.as_ref().map(|numbering| numbering.day(&row)).unwrap_or_default();
                    let of_day = lookups
                        .days
                        .iter()
                        .any(|asked| asked.values.join("|") + "|" == day || record.key.starts_with(&asked.prefix));
                    if of_day || lookups.keys.contains(&record.key) {
                        stored.facts.push(StoredFact {
                            key: record.key.clone(),
                            row,
                            retracted: self.retracted(record),
                        });
                    }
                }
                let ids = self.records.iter().filter_map(|record| record.key.parse().ok());
                stored.references = ids.filter(|id| lookups.ids.contains(id)).collect();
            }
            Identity::Master(master) => {
                for record in records {
                    let (id, row) = (record.key.parse().unwrap(), record.compared());
                    let keys = master.keys(&row);
                    let mut asked = lookups.master_keys.iter().zip(&keys);
                    if lookups.ids.contains(&id)
                        || asked.any(|(asked, key)| key.as_ref().is_some_and(|key| asked.contains(key)))
                    {
                        stored.masters.push(StoredMaster { id, row, keys, retracted: self.retracted(record) });
                    }
                }
            }
        }
        stored
    }

    fn retracted(&self, record: &Record) -> Option<Uuid> {
        Some(record.import).filter(|import| self.retracted.contains(import))
    }

    /// Does what a plan says, as an import of its own. Returns the import, and the keys of the rows that were dealt with.
    pub fn commit(&mut self, kind: &'static Kind, rows: &[Row], plan: &[Planned]) -> (Uuid, Vec<String>) {
        let import = self.new_id();
        let mut keys = Vec::new();
        for (row, planned) in rows.iter().zip(plan).filter(|(_, planned)| !planned.row.left_out) {
            let mut key = planned.row.key.clone();
            match planned.row.fate {
                Fate::New | Fate::Create => {
                    if planned.row.fate == Fate::Create {
                        key = self.new_id().to_string();
                    }
                    let fields = inserted(kind, row, planned, rows);
                    self.records.push(Record { kind, key: key.clone(), fields, as_checked: BTreeMap::new(), import });
                }
                Fate::Update => {
                    let record =
                        self.records.iter_mut().find(|record| record.key == key).expect("the partner is stored");
                    for change in &planned.row.changes {
                        record.fields.insert(change.column.clone(), row.fields[&change.column].clone());
                    }
                }
                Fate::Unchanged | Fate::Duplicate => {}
                Fate::Conflict | Fate::MissingReference => panic!("{planned:?} is committed"),
            }
            keys.push(key);
        }
        (import, keys)
    }

    fn new_id(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(self.made)
    }
}

/// A new record: what the row states, what later rows fill, and the defaults.
fn inserted(kind: &Kind, row: &Row, planned: &Planned, rows: &[Row]) -> Fields {
    let mut fields = row.fields.clone();
    for fill in &planned.fills {
        let name = kind.columns[fill.column].name;
        let other = rows.iter().find(|row| row.row == fill.row).expect("a row of the import");
        assert_eq!(fields.insert(name.to_owned(), other.fields[name].clone()), None, "{name} was no blank");
    }
    for column in kind.columns {
        if let Some(default) = column.default {
            fields.entry(column.name.to_owned()).or_insert_with(|| Value::Text(default.to_owned()));
        }
    }
    fields
}

impl Record {
    /// Returns true for a record of a kind.
    pub fn is_of(&self, kind: &Kind) -> bool {
        self.kind.name == kind.name
    }

    /// Its values as the planner compares them.
    fn compared(&self) -> TypedRow<'static> {
        let value =
            |name: &str| self.as_checked.get(name).cloned().or_else(|| Some(self.fields.get(name)?.to_string()));
        let places = self.kind.columns.iter().enumerate();
        TypedRow::of_stored(self.kind, places.filter_map(|(place, column)| Some((place, value(column.name)?))))
    }
}
