//! A private database whose rows were moved to another PostgreSQL. A server that went on with it would split the rows in two.

use std::path::Path;

use anyhow::{Result, bail};

/// What `lanegate-server move` leaves in the data folder: all that was moved, and the sign that it was.
pub const MOVED: &str = "moved.lanegate";

/// Refuses a data folder whose rows were moved away, to servers and commands alike.
///
/// # Errors
/// If they were.
pub fn refuse(data_folder: &Path) -> Result<()> {
    let moved = data_folder.join(MOVED);
    if !moved.exists() {
        return Ok(());
    }
    bail!(
        "The rows of the private database in {} were moved to another PostgreSQL. Set DATABASE_URL to its address (or \
         database-url-file). To go on with the rows as they were here, delete {}: what was committed since then is not among \
         them.",
        data_folder.display(),
        moved.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_whose_rows_were_moved_away_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse(folder.path()).is_ok());
        std::fs::write(folder.path().join(MOVED), "").unwrap();
        assert!(refuse(folder.path()).unwrap_err().to_string().contains(MOVED));
    }
}
