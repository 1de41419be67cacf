//! The keys of stored partners.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_check::stored_row;
use serde_json::{Value, json};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::{PAGE, tell};
use crate::db::DbError;
use crate::db::adopt::sql::{ask, run};

/// The columns that keys are made from.
const VALUES: [&str; 4] = ["firm_name", "primary_contact_name", "linkedin_url", "email"];
const KEYS: [&str; 3] = ["email_key", "linkedin_key", "name_key"];

/// The number of partners, and of those whose keys changed.
pub(in crate::db) struct Counts {
    pub looked_at: u64,
    pub changed: u64,
}

/// The keys that the check makes from stored values; a value that it would refuse makes none.
pub(super) fn keys_of(values: &[(&str, &str)]) -> BTreeMap<&'static str, String> {
    let Some(kind) = lanegate_kinds::named("partner_master") else { return BTreeMap::new() };
    // None of these columns holds a date.
    stored_row(kind, values, NaiveDate::MAX).keys
}

/// Makes the keys of all partners, and stores those that differ. `updated_at` stays: a key is nothing that a person has changed.
pub(in crate::db) async fn partners(connection: &mut PgConnection) -> Result<Counts, DbError> {
    let stamp = |verb| format!("ALTER TABLE partners.fractional_cfo_master {verb} TRIGGER stamp_update");
    run(connection, stamp("DISABLE")).await?;
    let counts = all_pages(connection).await?;
    run(connection, stamp("ENABLE")).await?;
    Ok(counts)
}

async fn all_pages(connection: &mut PgConnection) -> Result<Counts, DbError> {
    let (mut after, mut counts) = (None::<Uuid>, Counts { looked_at: 0, changed: 0 });
    loop {
        let sql = include_str!("../../../sql/rekey/partners_page.sql");
        let rows = ask(sql).bind(after).bind(PAGE).fetch_all(&mut *connection).await?;
        let Some(last) = rows.last() else { return Ok(counts) };
        after = Some(last.try_get("fractional_cfo_id")?);
        counts.looked_at += rows.len() as u64;
        let mut changed: Vec<Value> = Vec::new();
        for row in &rows {
            changed.extend(changed_keys(row)?);
        }
        tell(counts.looked_at, "partners");
        if !changed.is_empty() {
            let put = ask(include_str!("../../../sql/rekey/partners_keys.sql")).bind(Json(changed));
            counts.changed += put.execute(&mut *connection).await?.rows_affected();
        }
    }
}

/// A partner's id with its new keys, if they differ from the stored ones.
fn changed_keys(row: &PgRow) -> Result<Option<Value>, DbError> {
    let mut values = Vec::with_capacity(VALUES.len());
    for column in VALUES {
        if let Some(text) = row.try_get::<Option<&str>, _>(column)? {
            values.push((column, text));
        }
    }
    let keys = keys_of(&values);
    let mut differs = false;
    for name in KEYS {
        differs |= row.try_get::<Option<&str>, _>(name)? != keys.get(name).map(String::as_str);
    }
    let id: Uuid = row.try_get("fractional_cfo_id")?;
    let mut record = json!(keys);
    record["fractional_cfo_id"] = json!(id);
    Ok(differs.then_some(record))
}
