//! What imports have changed of master records, and putting it back: what an import changed becomes what it was before, where it still
//! stands as the import left it; and the other way round for a reinstatement.

use std::collections::{BTreeMap, BTreeSet};

use lanegate_check::{Identity, Kind, Master};
use lanegate_plan::Lookups;
use lanegate_wire::Undone;
use serde_json::{Map, Value};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::execute::statements::{MasterStatements, Statements, of_kind};
use super::found::unsigned;
use super::lookups::look_up;
use super::statements;
use crate::db::{DbError, Statement, Tx};

/// As many records are put back at once.
const PAGE: i64 = 1_000;

/// The side of an import at which its records are to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// The columns that could not be put back, of the rows of an import from one number to another.
pub(super) async fn kept_columns(
    tx: &mut Tx,
    id: Uuid,
    (first, last): (i32, i32),
) -> Result<BTreeMap<u32, Vec<String>>, DbError> {
    let rows = Statement::new(statements::CHANGES_KEPT).bind(id).bind(first).bind(last).all(tx).await?;
    let kept = rows.iter().map(|row| Ok((unsigned(row.try_get("sheet_row")?), row.try_get("kept")?)));
    Ok(kept.collect::<Result<_, sqlx::Error>>()?)
}

/// Puts the records that an import updated to one side of it. What was changed since stays, and is noted by row; so does what would
/// give a record a key that another one has by now.
pub(super) async fn put_back(tx: &mut Tx, kind: &'static Kind, id: Uuid, to: Side) -> Result<Undone, DbError> {
    let mut done = Undone::default();
    let (Identity::Master(master), Some(Statements::Master(statements))) = (&kind.identity, of_kind(kind)) else {
        return Ok(done);
    };
    let mut after = 0;
    loop {
        let page = Statement::new(&statements.changed).bind(id).bind(after).bind(PAGE).all(tx).await?;
        let Some(last) = page.last() else { return Ok(done) };
        after = last.try_get("sheet_row")?;
        let changes = page.iter().map(|row| Changed::from_row(row, to)).collect::<Result<Vec<_>, _>>()?;
        let taken = keys_of_others(tx, kind, master, &changes).await?;
        let judged = changes.iter().map(|change| change.judged(kind, master, &taken)).collect::<Vec<_>>();
        done.partners_put_back += count(judged.iter().filter(|judged| !judged.put.is_empty()));
        done.partners_kept += count(judged.iter().filter(|judged| !judged.kept.is_empty()));
        write(tx, statements, id, to, &changes, judged).await?;
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// What an import changed of one record.
struct Changed {
    sheet_row: i32,
    record: Uuid,
    /// The values that are to stand, by column and key.
    wanted: Map<String, Value>,
    /// The values that the other side has.
    left_as: Map<String, Value>,
    /// The record as it stands; absent if it is gone.
    stands: Option<Map<String, Value>>,
}

impl Changed {
    fn from_row(row: &PgRow, to: Side) -> Result<Self, DbError> {
        let Json(before): Json<Map<String, Value>> = row.try_get("before")?;
        let Json(after): Json<Map<String, Value>> = row.try_get("after")?;
        let put_back: Option<Vec<String>> = row.try_get("put_back")?;
        let stands: Option<Json<Map<String, Value>>> = row.try_get("stands")?;
        let (wanted, mut left_as) = match to {
            Side::Before => (before, after),
            Side::After => (after, before),
        };
        if to == Side::After {
            // A reinstatement restores what the retraction put back, and nothing else.
            let put_back = put_back.unwrap_or_default();
            left_as.retain(|name, _| put_back.contains(name));
        }
        let (sheet_row, record) = (row.try_get("sheet_row")?, row.try_get("record_id")?);
        Ok(Self { sheet_row, record, wanted, left_as, stands: stands.map(|Json(stands)| stands) })
    }

    fn wanted(&self, name: &str) -> Value {
        self.wanted.get(name).cloned().unwrap_or_default()
    }

    /// The key that a record would get, if it changes.
    fn wanted_key(&self, key: &str) -> Option<String> {
        self.left_as.get(key)?;
        self.wanted(key).as_str().map(str::to_owned)
    }

    fn judged(&self, kind: &Kind, master: &Master, taken: &KeysOfOthers) -> Judged {
        let Some(stands) = &self.stands else { return Judged::default() };
        let is_taken = |name: &str| self.wanted_key(name).is_some_and(|key| taken.has(name, &key, self.record));
        let is_touched = |name: &String, left_as: &Value| {
            stands.get(name) != Some(left_as) || (is_key(master, name) && is_taken(name))
        };
        // A key goes back with the columns that it is made from, or not at all.
        let touched: BTreeSet<&str> = self
            .left_as
            .iter()
            .filter(|(name, left_as)| is_touched(name, left_as))
            .map(|(name, _)| unit(kind, master, name))
            .collect();
        let mut judged = Judged::default();
        for name in self.left_as.keys() {
            if !touched.contains(unit(kind, master, name)) {
                judged.put.insert(name.clone(), self.wanted(name));
            } else if !is_key(master, name) {
                judged.kept.push(name.clone());
            }
        }
        judged
    }
}

fn is_key(master: &Master, name: &str) -> bool {
    master.keys.iter().any(|key| key.name == name)
}

/// What a column or a key goes back together with.
fn unit<'n>(kind: &Kind, master: &Master, name: &'n str) -> &'n str {
    let of = |key: &&lanegate_check::MasterKey| {
        key.name == name || key.columns.iter().any(|&column| kind.columns[column].name == name)
    };
    master.keys.iter().find(of).map_or(name, |key| key.name)
}

/// What is put into a record, and the columns that stay as somebody has changed them.
#[derive(Debug, Default)]
struct Judged {
    put: Map<String, Value>,
    kept: Vec<String>,
}

/// Which records have the keys that are wanted: by the key's name and value.
struct KeysOfOthers(BTreeMap<(&'static str, String), Vec<Uuid>>);

impl KeysOfOthers {
    fn has(&self, name: &str, key: &str, record: Uuid) -> bool {
        let others = self.0.iter().filter(|((of, value), _)| *of == name && value == key);
        others.flat_map(|(_, records)| records).any(|other| *other != record)
    }
}

async fn keys_of_others(
    tx: &mut Tx,
    kind: &'static Kind,
    master: &'static Master,
    changes: &[Changed],
) -> Result<KeysOfOthers, DbError> {
    let wanted = |key: &str| changes.iter().filter_map(|change| change.wanted_key(key)).collect::<BTreeSet<_>>();
    let master_keys = master.keys.iter().map(|key| wanted(key.name).into_iter().collect()).collect();
    let stored = look_up(tx, kind, &Lookups { master_keys, ..Lookups::default() }).await?;
    let mut others: BTreeMap<_, Vec<Uuid>> = BTreeMap::new();
    for record in &stored.masters {
        for (key, value) in master.keys.iter().zip(&record.keys) {
            if let Some(value) = value {
                others.entry((key.name, value.clone())).or_default().push(record.id);
            }
        }
    }
    Ok(KeysOfOthers(others))
}

async fn write(
    tx: &mut Tx,
    statements: &'static MasterStatements,
    id: Uuid,
    to: Side,
    changes: &[Changed],
    judged: Vec<Judged>,
) -> Result<(), DbError> {
    let (mut rows, mut put_back, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let (mut records, mut put) = (Vec::new(), Vec::new());
    for (change, judged) in changes.iter().zip(judged) {
        rows.push(change.sheet_row);
        put_back.push((to == Side::Before).then(|| Json(judged.put.keys().cloned().collect::<Vec<_>>())));
        kept.push((!judged.kept.is_empty()).then_some(Json(judged.kept)));
        if !judged.put.is_empty() {
            records.push(change.record);
            put.push(Json(judged.put));
        }
    }
    Statement::new(statements::CHANGES_NOTE).bind(id).bind(rows).bind(put_back).bind(kept).run(tx).await?;
    if !records.is_empty() {
        Statement::new(&statements.put).bind(records).bind(put).run(tx).await?;
    }
    Ok(())
}
