//! `lanegate-server backup`, `restore` and `move`: all rows of a database to a file, from a file, and from the private database to another PostgreSQL.

use std::path::Path;

use anyhow::{Context as _, Result};
use lanegate_cluster::{ClusterError, Folder};

use crate::db::Manifest;
use crate::options::{Backup, Move, Restore, Target};
use crate::source::{self, MOVED, Source};

/// Writes a backup.
///
/// # Errors
/// When there is no database, or it or the file cannot be used.
pub async fn back_up(options: &Backup) -> Result<()> {
    if options.target.url()?.is_none() {
        is_there(&options.target)?;
    }
    let source = Source::for_command(&options.target).await?;
    // It reads, and so migrates nothing.
    let written = match source.look(true).await {
        Ok(()) => source.back_up(&options.to).await,
        Err(error) => Err(error),
    };
    let closed = source.close().await;
    let manifest = written.with_context(|| format!("Nothing was written to {}", options.to.display()))?;
    print(&manifest, "written to", &options.to.display().to_string());
    closed
}

/// Reads one.
///
/// # Errors
/// When the database has rows, or it or the file cannot be used; the database is then as it was.
pub async fn restore(options: &Restore) -> Result<()> {
    let read = restored(&options.target, &options.from).await;
    let manifest = read.with_context(|| format!("Nothing was read from {}", options.from.display()))?;
    print(&manifest, "read from", &options.from.display().to_string());
    println!("Nobody is signed in; accounts, passwords and tokens are as they were.");
    Ok(())
}

/// Moves the private database's rows.
///
/// # Errors
/// If there is no private database, one of the two can't be used, or the other PostgreSQL has rows. The private database stays as it is.
pub async fn move_rows(options: &Move) -> Result<()> {
    let from = Target::private(options.data_dir.as_deref());
    let folder = is_there(&from)?;
    // All rows; whoever stops this leaves nothing behind.
    let between = tempfile::Builder::new().prefix("moving-").tempdir_in(folder.path());
    let between = between.with_context(|| format!("{} can't be written to", folder.path().display()))?;
    let rows = between.path().join(MOVED);
    let to = Some(options.to.clone());
    let to = Target { database_url: to.clone(), database_owner_url: to, ..from.clone() };
    let moving = async |source: &Source| {
        let handover = source.begin_handover().await?;
        source.back_up(&rows).await.context("The private database can't be read")?;
        let manifest = restored(&to, &rows).await?;
        // A server or command that is started here from now on finds it, whatever comes.
        let moved = folder.path().join(MOVED);
        std::fs::rename(&rows, &moved).with_context(|| format!("{} can't be created", moved.display()))?;
        handover.close().await?;
        Ok(manifest)
    };
    let source = Source::for_command(&from).await?;
    let done = match source.prepare().await {
        Ok(()) => moving(&source).await,
        Err(error) => Err(error),
    };
    let closed = source.close().await;
    let manifest = done?;
    closed?;
    print(&manifest, "moved to", "the other PostgreSQL");
    println!(
        "Start the server with DATABASE_URL from now on. One that still runs here can't write any more. What was moved stays \
         in {}; delete that when you have seen that all is well.",
        folder.path().display()
    );
    Ok(())
}

/// The data folder, if it has a private database. A new one would have no rows, and whoever asked would believe that all of
/// them are safe.
///
/// # Errors
/// If it has none.
pub fn is_there(target: &Target) -> Result<Folder> {
    let folder = source::data_folder(target)?;
    if folder.has_cluster() { Ok(folder) } else { Err(ClusterError::Missing(folder.path().to_owned()).into()) }
}

/// Reads a backup into an empty database, which is prepared by that.
async fn restored(target: &Target, from: &Path) -> Result<Manifest> {
    let source = Source::for_command(target).await?;
    let done = source.restore(from).await;
    let closed = source.close().await;
    let done = done?;
    closed?;
    Ok(done)
}

fn print(manifest: &Manifest, done: &str, place: &str) {
    for table in manifest.tables.iter().filter(|table| table.rows > 0) {
        println!("{:>12}  {}", table.rows, table.table.replace('"', ""));
    }
    println!("{} rows {done} {place}, each table compared with what was written.", manifest.rows());
}
