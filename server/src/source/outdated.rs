//! Data folders of earlier versions, whose database this version doesn't contain.

use std::path::Path;

use anyhow::{Result, bail};

/// The database of earlier versions: PGlite, a PostgreSQL compiled to WebAssembly.
const PGLITE: &str = "postgres/tmp/pglite/base";

/// The last commit that can open such a folder.
const LAST_WITH_PGLITE: &str = "fd72745557acd1826082781c7bdd0a8831e4e69b";

/// Refuses a data folder with such a database, and says how to bring its rows over. `chosen` is whether somebody named the
/// folder.
///
/// # Errors
/// If it has one.
pub fn refuse(data_folder: &Path, chosen: bool) -> Result<()> {
    if !data_folder.join(PGLITE).is_dir() {
        return Ok(());
    }
    let folder = data_folder.display();
    let option = if chosen { format!(" --data-dir '{folder}'") } else { String::new() };
    bail!(
        "The database in {folder} was made by an earlier version of Lanegate, and this version can't open it. Nothing was \
         changed. To bring its rows over:\n\
         1. With the earlier version (an installed package, or commit {LAST_WITH_PGLITE}: git switch --detach \
         {LAST_WITH_PGLITE} && cargo build --release -p lanegate-server):\n   \
         lanegate-server backup{option} --to lanegate.backup\n\
         2. Put the old database aside:\n   mv '{folder}/postgres' '{folder}/postgres.old'\n\
         3. With this version:\n   lanegate-server restore{option} --from lanegate.backup\n\
         Delete postgres.old when you have seen that all rows are there."
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_folder_is_refused_with_the_commands_to_bring_it_over() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse(folder.path(), true).is_ok());
        std::fs::create_dir_all(folder.path().join(PGLITE)).unwrap();
        let told = refuse(folder.path(), true).unwrap_err().to_string();
        for part in ["backup --data-dir", "restore --data-dir", LAST_WITH_PGLITE] {
            assert!(told.contains(part), "{told}");
        }
        std::fs::rename(folder.path().join("postgres"), folder.path().join("postgres.old")).unwrap();
        assert!(refuse(folder.path(), true).is_ok(), "it was put aside");
    }
}
