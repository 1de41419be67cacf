//! Writing a database's rows to a file.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use futures::TryStreamExt as _;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
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
    let beside = to.with_extension("partial");
    let written = async {
        let mut connection = options.clone().statement_cache_capacity(0).connect().await?;
        let manifest = write_all(&mut connection, &beside).await;
        let _ = connection.close().await;
        manifest
    };
    let manifest = written.await.inspect_err(|_| drop(fs::remove_file(&beside)))?;
    fs::rename(&beside, to)?;
    Ok(manifest)
}

async fn write_all(connection: &mut PgConnection, to: &Path) -> Result<Manifest, ArchiveError> {
    let names = RoleNames::of(&current_database(connection).await?)?;
    run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned()).await?;
    run(connection, format!("SET LOCAL ROLE {}", quoted(&names.owner()))).await?;
    let mut zip = ZipWriter::new(BufWriter::new(private(to)?));
    let form = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let mut all = Vec::new();
    for table in tables(connection).await? {
        zip.start_file(table.replace('"', ""), form)?;
        let statement = format!("COPY {table} ({}) TO STDOUT", columns(connection, table).await?);
        let mut tally = Tally::default();
        let mut rows = connection.copy_out_raw(&statement).await?;
        while let Some(text) = rows.try_next().await? {
            tally.see(&text);
            zip.write_all(&text)?;
        }
        drop(rows);
        all.push(tally.close(table));
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

/// A new file that nobody else may read. One that an earlier attempt left would keep its own rights.
fn private(path: &Path) -> std::io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
