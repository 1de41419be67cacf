//! Reading a database's rows from a file, into an empty database.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use lanegate_wire::Lane;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, Row as _};
use zip::ZipArchive;
use zip::result::ZipError;

use super::made_with::MadeWith;
use super::manifest::{self, Manifest, Tally};
use super::{ArchiveError, BORN_FILLED, columns, run, tables};
use crate::db::migrate::{alone, for_tables, note};
use crate::db::rekey::{self, Rekeyed};
use crate::db::roles::quoted;
use crate::db::tx::LOCK_SPACE;
use crate::db::{Area, triggers};

type Archive = ZipArchive<BufReader<File>>;

/// Bytes on their way at once.
const PIECE: usize = 256 << 10;

/// Reads all rows into a database that has none, in one transaction. It gets the tables that the backup was made with, and is brought
/// to this version with its rows. No trigger fires while they are read: the audit entries come with the rows.
///
/// # Errors
/// When the file is not whole or a newer version's, when the database has rows or newer tables, or when either cannot be used. Nothing
/// has then changed.
pub async fn read(options: &PgConnectOptions, from: &Path) -> Result<Manifest, ArchiveError> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(from)?))?;
    let manifest = manifest(&mut archive)?;
    let made_with = MadeWith::of(&manifest)?;
    let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
    let done = alone(&mut connection, async |connection| {
        let owner = for_tables(connection).await?.owner();
        let mut tx = connection.begin().await?;
        match read_all(&mut tx, &mut archive, &manifest, &made_with, &owner).await {
            Ok(rekeyed) => {
                tx.commit().await?;
                rekeyed.log();
                Ok(())
            }
            Err(error) => {
                // What went wrong first is what is told; a connection that is gone undoes everything, too.
                let _ = tx.rollback().await;
                Err(error)
            }
        }
    });
    let done: Result<(), ArchiveError> = done.await;
    let _ = connection.close().await;
    done.map(|()| manifest)
}

fn manifest(archive: &mut Archive) -> Result<Manifest, ArchiveError> {
    let file = archive.by_name(manifest::NAME).map_err(|error| match error {
        ZipError::FileNotFound => ArchiveError::NotWhole("it has no manifest".to_owned()),
        other => other.into(),
    })?;
    serde_json::from_reader(file).map_err(|error| ArchiveError::NotWhole(error.to_string()))
}

async fn read_all(
    connection: &mut PgConnection,
    archive: &mut Archive,
    manifest: &Manifest,
    made_with: &MadeWith<'_>,
    owner: &str,
) -> Result<Rekeyed, ArchiveError> {
    run(connection, format!("SET LOCAL ROLE {}", quoted(owner))).await?;
    // Before the tables, as every writer does: two that wait for each other would else be possible.
    for lane in Lane::ALL {
        let number = Area::from(lane).lock_number();
        run(connection, format!("SELECT pg_advisory_xact_lock({LOCK_SPACE}, {number})")).await?;
    }
    made_with.make_tables(connection).await?;
    let tables = tables(connection).await?;
    let mut triggers_on = String::new();
    for table in &tables {
        // Nobody else writes until this has ended.
        run(connection, format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")).await?;
        let is_born_filled = BORN_FILLED.contains(&table.as_str());
        if !is_born_filled && is_filled(connection, table).await? {
            return Err(ArchiveError::NotEmpty(table.clone()));
        }
        triggers_on.push_str(&triggers::turn_off(connection, table).await?);
        if is_born_filled {
            run(connection, format!("DELETE FROM {table}")).await?;
        }
    }
    // A counter that this very transaction had written would not be raised by what it changes below (migration 17).
    run(connection, "SAVEPOINT filled".to_owned()).await?;
    for table in &tables {
        fill(connection, archive, manifest, table).await?;
    }
    run(connection, "RELEASE SAVEPOINT filled".to_owned()).await?;
    run(connection, triggers_on).await?;
    go_on_counting(connection).await?;
    made_with.bring_up_to_date(connection, &tables).await?;
    // The rows may have their keys by earlier rules than this version's.
    let rekeyed = rekey::remake(connection).await?;
    note(connection).await?;
    Ok(rekeyed)
}

async fn is_filled(connection: &mut PgConnection, table: &str) -> Result<bool, ArchiveError> {
    let sql = format!("SELECT EXISTS (SELECT FROM {table})::int AS filled");
    Ok(sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(connection).await?.try_get::<i32, _>("filled")? == 1)
}

async fn fill(
    connection: &mut PgConnection,
    archive: &mut Archive,
    manifest: &Manifest,
    table: &str,
) -> Result<(), ArchiveError> {
    let name = table.replace('"', "");
    let said = manifest.tables.iter().find(|said| said.table == table);
    let said = said.ok_or_else(|| ArchiveError::NotWhole(format!("it does not speak of {name}")))?;
    let mut text = archive.by_name(&name)?;
    let statement = format!("COPY {table} ({}) FROM STDIN", columns(connection, table).await?);
    let mut tally = Tally::default();
    let mut copy = connection.copy_in_raw(&statement).await?;
    let mut piece = vec![0; PIECE];
    loop {
        match text.read(&mut piece) {
            Ok(0) => break,
            Ok(bytes) => {
                tally.see(&piece[..bytes]);
                copy.send(&piece[..bytes]).await.map_err(|error| refused(error, &name))?;
            }
            Err(_) => {
                copy.abort("the file is damaged").await?;
                return Err(ArchiveError::Damaged(name));
            }
        }
    }
    let taken = copy.finish().await.map_err(|error| refused(error, &name))?;
    if tally.close(table) != *said || taken != said.rows {
        return Err(ArchiveError::Damaged(name));
    }
    Ok(())
}

/// Rows that the table does not take are not those that were written.
fn refused(error: sqlx::Error, table: &str) -> ArchiveError {
    let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
    match code {
        // Data exceptions and violations of constraints.
        Some(code) if code.starts_with("22") || code.starts_with("23") => ArchiveError::Damaged(table.to_owned()),
        _ => error.into(),
    }
}

/// Identities go on after the highest that came.
async fn go_on_counting(connection: &mut PgConnection) -> Result<(), ArchiveError> {
    let sql = "SELECT format('SELECT setval(%L, coalesce(max(%I), 0) + 1, false) FROM %s', \
                             pg_get_serial_sequence(c.oid::regclass::text, a.attname), a.attname, c.oid::regclass) AS statement \
                 FROM pg_catalog.pg_attribute AS a \
                 JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid \
                 JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
                WHERE a.attidentity <> '' AND n.nspname IN ('shq', 'access', 'sales', 'partners', 'bit')";
    for row in sqlx::raw_sql(sql).fetch_all(&mut *connection).await? {
        run(connection, row.try_get("statement")?).await?;
    }
    Ok(())
}
