//! Creates a cluster with `initdb`.

use std::fs;

use crate::child::tail;
use crate::{Binaries, ClusterError, Folder, Result, Settings};

/// The folder that a cluster is created in; it gets its name when it is complete.
const UNFINISHED: &str = "cluster.new";

/// Creates the cluster of a data folder. One that an earlier attempt left unfinished is begun anew.
pub(crate) fn create(folder: &Folder, binaries: &Binaries, settings: &Settings) -> Result<()> {
    let unfinished = folder.path().join(UNFINISHED);
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(ClusterError::path(&unfinished))?;
    }
    let mut initdb = folder.account().command(&binaries.program("initdb"));
    initdb.args(["--username=postgres", "--encoding=UTF8", "--locale=C", "--data-checksums", "--auth=peer"]);
    initdb.args(&settings.initdb).arg("--pgdata").arg(&unfinished);
    let failed = |said: String| ClusterError::Program { program: "initdb".to_owned(), said };
    let done = initdb.output().map_err(|cause| failed(cause.to_string()))?;
    if !done.status.success() {
        return Err(failed(tail(&String::from_utf8_lossy(&done.stderr))));
    }
    fs::rename(&unfinished, folder.cluster()).map_err(ClusterError::path(&unfinished))
}
