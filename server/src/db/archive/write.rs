//! Writing a database's rows to a file.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use futures::TryStreamExt as _;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{self, Manifest, Tally};
use super::{ArchiveError, columns, migrations, run, tables};
use crate::db::migrate::current_database;
use crate::db::roles::{RoleNames, quoted};

/// Writes all rows, as they stand at one moment, to a new file beside the one that is wanted, which takes its place when it is
/// whole. Only its owner may read it.
///
/// # Errors
/// When the database or the file cannot be used.
pub async fn write(options: &PgConnectOptions, to: &Path) -> Result<Manifest, ArchiveError> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // For its owner alone; deleted unless it takes its place.
    let beside = NamedTempFile::with_prefix_in(".backup-", folder)?;
    let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
    let manifest = write_all(&mut connection, beside.as_file()).await;
    let _ = connection.close().await;
    let manifest = manifest?;
    beside.persist(to).map_err(|refused| refused.error)?;
    Ok(manifest)
}

async fn write_all(connection: &mut PgConnection, to: &File) -> Result<Manifest, ArchiveError> {
    let names = RoleNames::of(&current_database(connection).await?)?;
    run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned()).await?;
    run(connection, format!("SET LOCAL ROLE {}", quoted(&names.owner()))).await?;
    let mut zip = ZipWriter::new(BufWriter::new(to));
    let form = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let mut all = Vec::new();
    for table in tables(connection).await? {
        zip.start_file(table.replace('"', ""), form)?;
        let statement = format!("COPY {table} ({}) TO STDOUT", columns(connection, &table).await?);
        let mut tally = Tally::default();
        let mut rows = connection.copy_out_raw(&statement).await?;
        while let Some(text) = rows.try_next().await? {
            tally.see(&text);
            zip.write_all(&text)?;
        }
        drop(rows);
        all.push(tally.close(&table));
    }
    let migrations = migrations(connection).await?;
    run(connection, "COMMIT".to_owned()).await?;
    let manifest = Manifest { lanegate: env!("CARGO_PKG_VERSION").to_owned(), migrations, tables: all };
    zip.start_file(manifest::NAME, form)?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(std::io::Error::from)?;
    let file = zip.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(manifest)
}
