//! Looks up the stored records that the planner needs, by index alone: the cost depends on the rows of an import, not on what
//! was stored before.

mod statements;

use std::collections::{BTreeMap, BTreeSet};

use lanegate_check::{Identity, Kind, TypedRow};
use lanegate_plan::{Lookups, Stored, StoredFact, StoredMaster};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use self::statements::{FactStatements, MasterStatements, Statements, of_kind};
use crate::db::{DbError, Statement, Tx};

/// Looks up what a chunk of rows needs.
///
/// # Errors
/// The database's own.
pub async fn look_up(tx: &mut Tx, kind: &'static Kind, lookups: &Lookups) -> Result<Stored, DbError> {
    if lookups.is_empty() {
        return Ok(Stored::default());
    }
    match (of_kind(kind), &kind.identity) {
        (Some(Statements::Fact(statements)), Identity::Fact(fact)) => {
            let columns = statements::compared_columns(fact);
            facts(tx, kind, statements, &columns, lookups).await
        }
        (Some(Statements::Master(statements)), Identity::Master(_)) => masters(tx, kind, statements, lookups).await,
        _ => Err(sqlx::Error::Configuration(format!("{} is not in the list of kinds", kind.name).into()).into()),
    }
}

async fn facts(
    tx: &mut Tx,
    kind: &'static Kind,
    statements: &'static FactStatements,
    columns: &[usize],
    lookups: &Lookups,
) -> Result<Stored, DbError> {
    let mut rows = Vec::new();
    if !lookups.keys.is_empty() {
        rows = Statement::new(&statements.by_key).bind(lookups.keys.clone()).all(tx).await?;
    }
    if let Some(by_day) = statements.by_day.as_deref().filter(|_| !lookups.days.is_empty()) {
        let values = lookups.days.first().map_or(0, |day| day.values.len());
        let mut statement = Statement::new(by_day);
        for place in 0..values {
            statement = statement.bind(lookups.days.iter().map(|day| day.values[place].clone()).collect::<Vec<_>>());
        }
        let prefixes: Vec<_> = lookups.days.iter().map(|day| day.prefix.clone()).collect();
        rows.extend(statement.bind(prefixes).all(tx).await?);
    }
    let mut references = BTreeSet::new();
    if let Some(ids) = statements.references.as_deref().filter(|_| !lookups.ids.is_empty()) {
        for row in Statement::new(ids).bind(lookups.ids.clone()).all(tx).await? {
            references.insert(row.try_get("id")?);
        }
    }
    let retracted = retracted(tx, &rows).await?;
    // A fact may have been found both by its key and by its day.
    let mut facts = BTreeMap::new();
    for row in &rows {
        let key: String = row.try_get("key")?;
        let fact = StoredFact { key: key.clone(), row: typed(kind, columns, row)?, retracted: among(&retracted, row)? };
        facts.insert(key, fact);
    }
    Ok(Stored { facts: facts.into_values().collect(), references, ..Stored::default() })
}

async fn masters(
    tx: &mut Tx,
    kind: &'static Kind,
    statements: &'static MasterStatements,
    lookups: &Lookups,
) -> Result<Stored, DbError> {
    let mut statement = Statement::new(&statements.by_keys).bind(lookups.ids.clone());
    for place in 0..statements.keys {
        statement = statement.bind(lookups.master_keys.get(place).cloned().unwrap_or_default());
    }
    let rows = statement.all(tx).await?;
    let retracted = retracted(tx, &rows).await?;
    let columns: Vec<usize> = (0..kind.columns.len()).collect();
    let mut masters = Vec::with_capacity(rows.len());
    for row in &rows {
        masters.push(StoredMaster {
            id: row.try_get("id")?,
            row: typed(kind, &columns, row)?,
            keys: row.try_get("keys")?,
            retracted: among(&retracted, row)?,
        });
    }
    Ok(Stored { masters, ..Stored::default() })
}

/// A record's values, which its row gives as texts in the order of the columns.
fn typed(kind: &Kind, columns: &[usize], row: &PgRow) -> Result<TypedRow<'static>, DbError> {
    let values: Vec<Option<String>> = row.try_get("values")?;
    Ok(TypedRow::of_stored(
        kind,
        columns.iter().copied().zip(values).filter_map(|(place, value)| Some((place, value?))),
    ))
}

/// The imports of some records that are retracted.
async fn retracted(tx: &mut Tx, rows: &[PgRow]) -> Result<BTreeSet<Uuid>, DbError> {
    let mut imports = BTreeSet::new();
    for row in rows {
        imports.extend(import(row)?);
    }
    if imports.is_empty() {
        return Ok(imports);
    }
    let imports: Vec<Uuid> = imports.into_iter().collect();
    let found = Statement::new(statements::RETRACTED).bind(imports).all(tx).await?;
    Ok(found.iter().map(|row| row.try_get("import_id")).collect::<Result<_, _>>()?)
}

/// The import of a record, if it is one of some.
fn among(imports: &BTreeSet<Uuid>, row: &PgRow) -> Result<Option<Uuid>, DbError> {
    Ok(import(row)?.filter(|import| imports.contains(import)))
}

/// The import that a record came with. Those from before Lanegate name none, or something else.
fn import(row: &PgRow) -> Result<Option<Uuid>, DbError> {
    let import: Option<String> = row.try_get("import")?;
    // Only the form that Lanegate writes: it is also what the other statements compare.
    Ok(import.and_then(|text| text.parse().ok().filter(|import: &Uuid| import.to_string() == text)))
}
