//! Takes over a database that has the lanes' tables from before Lanegate: `lanegate-server migrate --adopt`.
//!
//! All of it is one transaction. The old tables are moved aside, the migrations make the tables as in a fresh database, the
//! rows are copied with everything they hold, and the old tables go. So an adopted database has the very schema that the
//! migrations give, with nothing written twice; and whatever fails, everything is as it was. docs/adopting.md tells
//! administrators what it does and needs.

mod aside;
mod copy;
mod fill;
mod form;
mod misfits;
mod remarks;
mod report;
mod shape;
mod source;
pub(super) mod sql;
mod survey;
mod tables;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, Row as _};
use uuid::Uuid;

pub use report::{Filled, Remark, Report, States, TableRows};

pub(super) use self::report::SHOWN;
use self::sql::{ask, run};
use super::DbError;
use super::migrate::{self, MIGRATIONS_TABLE};
use super::rekey::{self, Rekeyed};
use super::roles::{RoleNames, literal, quoted};

/// The migration that has made all tables which are taken over. Later ones run over the rows that were taken over, as they
/// would have, had the rows come by imports.
const TABLES_MADE: i64 = 9;

/// One adoption at a time: "adopt" as a number.
const LOCK: i64 = 0x0061_646f_7074;

/// Texts of dates that do not depend on the server's settings, names that are always qualified, and rows that no policy may
/// hide: it fails instead.
const SETTINGS: &str = "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL lock_timeout = '10s'; \
                        SET LOCAL statement_timeout = 0; SET LOCAL row_security = off; SET LOCAL search_path = ''; \
                        SET LOCAL client_min_messages = warning; SET LOCAL work_mem = '64MB';";

/// What came of it.
#[derive(Debug)]
pub enum Adoption {
    /// The database was taken over just now.
    Adopted(Box<Report>),
    /// It had been taken over before; its report then. Nothing was changed but by migrations that are new since.
    Already(Box<Report>),
    /// There was nothing to take over. The database is at this version.
    Nothing,
}

/// Takes a database over, over a direct connection as a user that owns the tables, or as a superuser.
///
/// # Errors
/// [`DbError::DoesNotFit`] with every difference, [`DbError::RightsLacking`], [`DbError::RolesMissing`],
/// [`DbError::TablesInUse`], or the database's own. Everything is then as it was.
pub async fn adopt(options: &PgConnectOptions) -> Result<Adoption, DbError> {
    let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
    let done = adopt_on(&mut connection).await;
    // The outcome stands; how the connection ends does not matter any more.
    let _ = connection.close().await;
    done
}

async fn adopt_on(connection: &mut PgConnection) -> Result<Adoption, DbError> {
    let names = RoleNames::of(&migrate::current_database(connection).await?)?;
    let mut tx = connection.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?;
    run(&mut tx, format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
    if migrate::exists(&mut tx, MIGRATIONS_TABLE).await? || migrate::foreign_tables(&mut tx).await?.is_empty() {
        tx.rollback().await?;
        migrate::prepare_on(connection).await?;
        let earlier = earlier(connection, &names).await?;
        return Ok(earlier.map_or(Adoption::Nothing, |report| Adoption::Already(Box::new(report))));
    }
    match take_over(&mut tx, &names).await {
        Ok(report) => {
            tx.commit().await?;
            Ok(Adoption::Adopted(Box::new(report)))
        }
        Err(error) => {
            // What went wrong first is what is told; a connection that is gone undoes everything, too.
            let _ = tx.rollback().await;
            Err(error)
        }
    }
}

async fn take_over(connection: &mut PgConnection, names: &RoleNames) -> Result<Report, DbError> {
    run(connection, SETTINGS.to_owned()).await?;
    fits(shape::look(connection).await?.1)?;
    let lacking = survey::rights_lacking(connection).await?;
    if !lacking.is_empty() {
        return Err(DbError::RightsLacking { lacking });
    }
    aside::lock(connection).await?;
    // Again, now that nobody can change it any more.
    let (columns, mut differences) = shape::look(connection).await?;
    differences.extend(survey::dependents(connection).await?);
    fits(differences)?;
    migrate::provide_roles(connection, names).await?;
    let mut report = begin(connection).await?;

    let survey = survey::look(connection).await?;
    let told = aside::move_away(connection, names, &survey).await?;
    // From here on everything is done as the role that will own it.
    migrate_to(connection, Some(TABLES_MADE)).await?;
    let sources = source::sources(connection, &columns).await?;
    let mut misfits = Vec::new();
    for source in &sources {
        misfits.extend(source.misfits(connection, &sources).await?);
    }
    fits(misfits)?;
    let (mut remarks, mut rules_again) = (Vec::new(), String::new());
    for source in &sources {
        report.tables.push(source.store(connection, &mut remarks, &mut rules_again).await?);
    }
    copy::number_on(connection).await?;
    aside::drop_old(connection).await?;

    fill::keys_and_texts(connection, &mut report.filled).await?;
    run(connection, rules_again).await?;
    migrate_to(connection, None).await?;
    rekey::note(connection, &Rekeyed::none(report.adoption, report.adopted_at, report.filled.partner_keys)).await?;
    migrate::note(connection).await?;
    report.states = fill::intents(connection, report.adoption, &mut report.filled).await?;
    report.remarks = remarks::ask_all(connection).await?;
    report.remarks.extend(remarks);
    report.remarks.extend(survey.removed);
    report.remarks.extend(told);
    debug_assert!(report.remarks.iter().all(|remark| remark.first.len() <= SHOWN as usize));
    keep(connection, &report).await?;
    Ok(report)
}

fn fits(differences: Vec<String>) -> Result<(), DbError> {
    if differences.is_empty() { Ok(()) } else { Err(DbError::DoesNotFit { differences }) }
}

/// Names the adoption, and says who makes it: the audit log's entries of what is filled in carry both.
async fn begin(connection: &mut PgConnection) -> Result<Report, DbError> {
    let row = ask("SELECT gen_random_uuid(), now(), session_user::text").fetch_one(&mut *connection).await?;
    let (adoption, adopted_at, adopted_by): (Uuid, _, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let who = literal(&format!("{adopted_by} (adopting the database)"));
    let context = format!(
        "SELECT set_config('lanegate.performed_by', {who}, true), \
         set_config('lanegate.correlation_id', '{adoption}', true)"
    );
    run(connection, context).await?;
    Ok(Report {
        adoption,
        adopted_at,
        adopted_by,
        tables: Vec::new(),
        filled: Filled::default(),
        states: States::default(),
        remarks: Vec::new(),
    })
}

async fn migrate_to(connection: &mut PgConnection, version: Option<i64>) -> Result<(), DbError> {
    // As the migrations find it in a fresh database.
    run(connection, "SET LOCAL search_path TO DEFAULT".to_owned()).await?;
    let migrator = migrate::migrator();
    match version {
        Some(version) => migrator.run_to(version, &mut *connection).await?,
        None => migrator.run(&mut *connection).await?,
    }
    run(connection, "SET LOCAL search_path = ''".to_owned()).await
}

/// Keeps the report in the database, and with it that it was adopted.
async fn keep(connection: &mut PgConnection, report: &Report) -> Result<(), DbError> {
    run(connection, include_str!("../../../sql/adopt/adoption_table.sql").to_owned()).await?;
    ask("INSERT INTO lanegate.adoption (adoption_id, report) VALUES ($1, $2)")
        .bind(report.adoption)
        .bind(sqlx::types::Json(report))
        .execute(connection)
        .await?;
    Ok(())
}

async fn earlier(connection: &mut PgConnection, names: &RoleNames) -> Result<Option<Report>, DbError> {
    if !migrate::exists(connection, "lanegate.adoption").await? {
        return Ok(None);
    }
    run(connection, format!("SET ROLE {}", quoted(&names.owner()))).await?;
    let row = ask("SELECT report FROM lanegate.adoption").fetch_optional(connection).await?;
    let report = row.map(|row| row.try_get::<sqlx::types::Json<Report>, _>(0)).transpose()?;
    Ok(report.map(|report| report.0))
}
