//! `lanegate-server backup`, `restore` and `move`: all rows of a database to a file, from it, and from the embedded database to a PostgreSQL.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::db::Manifest;
use crate::options::{Backup, Move, Restore, Target};
use crate::source::{IN_DATA_DIR, MOVED, Source};

/// Writes a backup.
///
/// # Errors
/// When there is no database, or it or the file cannot be used.
pub async fn back_up(options: &Backup) -> Result<()> {
    if options.target.url()?.is_none() {
        is_there(&options.target.data_dir, "--data-dir or DATABASE_URL")?;
    }
    let written = with(&options.target, async |source| source.back_up(&options.to).await).await;
    let manifest = written.with_context(|| format!("Nothing was written to {}", options.to.display()))?;
    print(&manifest, "written to", &options.to.display().to_string());
    Ok(())
}

/// Reads one.
///
/// # Errors
/// When the database has rows, or it or the file cannot be used; the database is then as it was.
pub async fn restore(options: &Restore) -> Result<()> {
    let read = with(&options.target, async |source| source.restore(&options.from).await).await;
    let manifest = read.with_context(|| format!("Nothing was read from {}", options.from.display()))?;
    print(&manifest, "read from", &options.from.display().to_string());
    println!("Nobody is signed in; accounts, passwords and tokens are as they were.");
    Ok(())
}

/// Moves the embedded database's rows.
///
/// # Errors
/// When there is no embedded database, one of the two cannot be used, or the PostgreSQL has rows. The embedded database stays as it is.
pub async fn move_rows(options: &Move) -> Result<()> {
    is_there(&options.data_dir, "--data-dir")?;
    let between = options.data_dir.join("moving.lanegate");
    let from = Target::embedded(&options.data_dir);
    let to = Target { database_url: Some(options.to.clone()), ..from.clone() };
    with(&from, async |source| source.back_up(&between).await).await.context("The embedded database cannot be read")?;
    let read = with(&to, async |source| source.restore(&between).await).await;
    if read.is_err() {
        // It says why, and the rows are where they were.
        let _ = std::fs::remove_file(&between);
    }
    let manifest = read?;
    // A server that is started here from now on by mistake finds it.
    let moved = options.data_dir.join(MOVED);
    std::fs::rename(&between, &moved).with_context(|| format!("{} cannot be made", moved.display()))?;
    print(&manifest, "moved to", "the PostgreSQL");
    println!(
        "Start the server with DATABASE_URL from now on. What was moved stays in {}; delete that when you have seen that \
         all is well.",
        options.data_dir.display()
    );
    Ok(())
}

/// A new embedded database would have no rows, and whoever asked would believe that all of them are safe.
fn is_there(data_dir: &Path, option: &str) -> Result<()> {
    if data_dir.join(IN_DATA_DIR).is_dir() {
        return Ok(());
    }
    bail!("There is no database in {}. Name it with {option}.", data_dir.display())
}

async fn with<T>(target: &Target, work: impl AsyncFnOnce(&Source) -> Result<T>) -> Result<T> {
    let source = Source::find(target).await?;
    let done = match source.prepare().await {
        Ok(()) => work(&source).await,
        Err(error) => Err(error),
    };
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
