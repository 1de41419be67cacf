//! Makes the keys of stored partners again when the rules that make them have changed.
//!
//! Keys are made in Rust, so no migration can do this. It runs after the migrations, once for each version of the rules: in one
//! transaction, under the lane's lock, page by page. Stored values stay as they are. docs/contract.md, "Changed keys".

mod earlier;
mod partners;
mod report;

use lanegate_kinds::PARTNER_KEY_RULES;
use lanegate_wire::Lane;
use serde_json::json;
use sqlx::types::Json;
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

pub(super) use self::partners::partners;
pub use self::report::Rekeyed;
use super::adopt::sql::{ask, run};
use super::roles::literal;
use super::tx::LOCK_SPACE;
use super::{Area, DbError};

/// How many rows are looked at together.
const PAGE: i64 = 1_000;

/// Texts of dates that don't depend on the server's settings, and as much time as it takes.
const SETTINGS: &str = "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL statement_timeout = 0; \
                        SET LOCAL lock_timeout = 0; SET LOCAL work_mem = '64MB';";

/// Brings the keys to the current rules, as the owner of the tables. Does nothing where they are.
pub(super) async fn bring_up_to_date(connection: &mut PgConnection) -> Result<(), DbError> {
    if is_current(connection).await? {
        return Ok(());
    }
    let mut tx = connection.begin().await?;
    run(&mut tx, SETTINGS.to_owned()).await?;
    let number = Area::Lane(Lane::Partners).lock_number();
    run(&mut tx, format!("SELECT pg_advisory_xact_lock({LOCK_SPACE}, {number})")).await?;
    remake(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes all keys again inside a transaction that nobody else can write beside, and notes it.
pub(super) async fn remake(connection: &mut PgConnection) -> Result<(), DbError> {
    let row = ask("SELECT gen_random_uuid(), now(), (SELECT coalesce(max(audit_id), 0) FROM shq.audit_log)");
    let row = row.fetch_one(&mut *connection).await?;
    let (id, at, last): (Uuid, _, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let who = literal(concat!("lanegate-server ", env!("CARGO_PKG_VERSION"), " (new rules for keys)"));
    let context = format!(
        "SELECT set_config('lanegate.performed_by', {who}, true), set_config('lanegate.correlation_id', '{id}', true), \
         set_config('lanegate.key_rules', '{PARTNER_KEY_RULES}', true)"
    );
    run(connection, context).await?;
    let counts = partners(connection).await?;
    earlier::remake(connection).await?;
    let remarks = report::remarks(connection, last, id).await?;
    let (rules, partners, changed) = (PARTNER_KEY_RULES, counts.looked_at, counts.changed);
    let report = Rekeyed { rekeying: id, rekeyed_at: at, rules, partners, changed, remarks };
    note(connection, &report).await?;
    report.log();
    Ok(())
}

/// Notes that all keys are of the current rules.
pub(super) async fn note(connection: &mut PgConnection, report: &Rekeyed) -> Result<(), DbError> {
    ask("INSERT INTO partners.key_rules (rules, report) VALUES ($1, $2)")
        .bind(i32::try_from(PARTNER_KEY_RULES).unwrap_or(i32::MAX))
        .bind(Json(json!(report)))
        .execute(connection)
        .await?;
    Ok(())
}

/// The last report that says anything, as the owner of the tables.
pub(super) async fn last(connection: &mut PgConnection) -> Result<Option<Rekeyed>, DbError> {
    let sql = "SELECT report FROM partners.key_rules WHERE jsonb_array_length(report -> 'remarks') > 0 \
               ORDER BY key_rules_id DESC LIMIT 1";
    let row = ask(sql).fetch_optional(connection).await?;
    Ok(row.map(|row| row.try_get::<Json<Rekeyed>, _>(0)).transpose()?.map(|report| report.0))
}

async fn is_current(connection: &mut PgConnection) -> Result<bool, DbError> {
    let row = ask("SELECT coalesce(max(rules), 0) FROM partners.key_rules").fetch_one(connection).await?;
    let noted = u32::try_from(row.try_get::<i32, _>(0)?).unwrap_or_default();
    if noted > PARTNER_KEY_RULES {
        return Err(DbError::KeysNewer { noted, own: PARTNER_KEY_RULES });
    }
    Ok(noted == PARTNER_KEY_RULES)
}
