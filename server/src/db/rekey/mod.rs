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

/// The number of rows in a page.
const PAGE: i64 = 1_000;

/// Texts of dates that don't depend on the server's settings, and as much time as it takes.
const SETTINGS: &str = "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL statement_timeout = 0; \
                        SET LOCAL work_mem = '64MB';";

/// The longest wait for the lane's lock: longer than an import's statement may take.
const LANE_PATIENCE: &str = "SET LOCAL lock_timeout = '16min'";
/// The longest wait for the table and its rows, while the lane is locked.
const TABLE_PATIENCE: &str = "SET LOCAL lock_timeout = '60s'";

/// Brings the keys to the current rules, as the owner of the tables. Does nothing where they are.
pub(super) async fn bring_up_to_date(connection: &mut PgConnection) -> Result<(), DbError> {
    if is_current(connection).await? {
        return Ok(());
    }
    let mut tx = connection.begin().await?;
    let report = locked_and_remade(&mut tx).await.map_err(|error| match error {
        DbError::Busy(cause) => DbError::PartnersInUse(cause),
        other => other,
    })?;
    tx.commit().await?;
    report.log();
    Ok(())
}

async fn locked_and_remade(connection: &mut PgConnection) -> Result<Rekeyed, DbError> {
    run(connection, SETTINGS.to_owned()).await?;
    tracing::info!(
        rules = PARTNER_KEY_RULES,
        "bringing partners' keys to this version's rules, once no import of partners runs"
    );
    run(connection, LANE_PATIENCE.to_owned()).await?;
    let number = Area::Lane(Lane::Partners).lock_number();
    run(connection, format!("SELECT pg_advisory_xact_lock({LOCK_SPACE}, {number})")).await?;
    tracing::info!("making partners' keys; no partners are imported until this ends");
    run(connection, TABLE_PATIENCE.to_owned()).await?;
    remake(connection).await
}

/// Makes all keys again, inside a transaction during which no one else can write, and notes it. The report goes to the log once the
/// transaction is committed.
pub(super) async fn remake(connection: &mut PgConnection) -> Result<Rekeyed, DbError> {
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
    Ok(report)
}

/// Says how far it is, after every hundredth page.
fn tell(done: u64, what: &str) {
    let told_after = PAGE.unsigned_abs() * 100;
    if done > 0 && done.is_multiple_of(told_after) {
        tracing::info!(done, "making keys: {what}");
    }
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
