//! Creates a cluster with `initdb`.

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;

use crate::child::tail;
use crate::{Binaries, ClusterError, Folder, Result, Settings};

/// How the folder begins that a cluster is created in; it gets its name when it is complete.
const UNFINISHED: &str = "cluster.new-";

/// Creates the cluster of a data folder.
pub(crate) fn create(folder: &Folder, binaries: &Binaries, settings: &Settings) -> Result<()> {
    // A folder for each attempt: the `initdb` of a program that was killed may still write, and in the end remove, its own.
    let unfinished = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(folder.path());
    let unfinished = unfinished.map_err(ClusterError::path(folder.path()))?;
    folder.account().give(unfinished.path())?;
    let mut initdb = folder.account().command(&binaries.program("initdb"));
    initdb.args(["--username=postgres", "--encoding=UTF8", "--locale=C", "--data-checksums", "--auth=peer"]);
    initdb.args(&settings.initdb).arg("--pgdata").arg(unfinished.path());
    let failed = |said: String| ClusterError::Program { program: "initdb".to_owned(), said };
    // Ctrl-C doesn't reach it: whoever is asked to end lets it finish.
    let done = initdb.process_group(0).output().map_err(|cause| failed(cause.to_string()))?;
    if !done.status.success() {
        return Err(failed(tail(&String::from_utf8_lossy(&done.stderr))));
    }
    fs::rename(unfinished.path(), folder.cluster()).map_err(ClusterError::path(unfinished.path()))?;
    // There is nothing left to remove.
    let _ = unfinished.keep();
    // Without this, a power cut could bring the unfinished name back, with rows in it.
    File::open(folder.path()).and_then(|folder| folder.sync_all()).map_err(ClusterError::path(folder.path()))
}

/// Removes what earlier attempts left. An `initdb` that still writes there gives up without its files.
pub(crate) fn remove_unfinished(folder: &Folder) {
    for entry in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
