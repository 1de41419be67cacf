//! A private database whose rows were moved to another PostgreSQL. A server that went on with it would split the rows in two.

use crate::options::Target;

/// What `lanegate-server move` leaves in the data folder: all that was moved, and the sign that it was.
pub const MOVED: &str = "moved.lanegate";

/// What is wrong with serving this, if the rows there were moved away.
#[must_use]
pub fn moved_away(target: &Target) -> Option<String> {
    if !matches!(target.url(), Ok(None)) {
        return None;
    }
    let moved = target.folder().ok()?.path().join(MOVED);
    moved.exists().then(|| {
        format!(
            "The rows of the private database were moved to another PostgreSQL. Say which (database-url-file or \
             DATABASE_URL). To go on with the rows as they were here, delete {}: what was committed since then is not among them.",
            moved.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_database_that_was_moved_away_is_told_unless_a_postgresql_is_named() {
        let folder = std::env::temp_dir().join(format!("lanegate-moved-{}", uuid::Uuid::new_v4().simple()));
        fs::create_dir(&folder).unwrap();
        let here = Target::private(Some(&folder));
        assert_eq!(moved_away(&here), None);
        fs::write(folder.join(MOVED), "").unwrap();
        assert!(moved_away(&here).is_some_and(|wrong| wrong.contains(MOVED)));
        assert_eq!(moved_away(&Target { database_url: Some("postgres://db".to_owned()), ..here }), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
