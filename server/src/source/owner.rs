//! Whose an embedded database is. What another user, above all root, writes into its directory, its own server cannot read any more.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Result, bail};

use super::IN_DATA_DIR;

/// Looks whether this user may write there without shutting the owner out.
///
/// # Errors
/// When it belongs to somebody else.
pub fn check(data_dir: &Path) -> Result<()> {
    belongs_to(data_dir, rustix::process::geteuid().as_raw())
}

fn belongs_to(data_dir: &Path, user: u32) -> Result<()> {
    let owner = |path: &Path| fs::metadata(path).ok().map(|about| about.uid());
    let owner = match (owner(&data_dir.join(IN_DATA_DIR)), owner(data_dir)) {
        (Some(owner), _) => owner,
        // Nothing is in it yet; only root can write into what is somebody else's alone.
        (None, Some(owner)) if user == 0 => owner,
        _ => return Ok(()),
    };
    if owner == user {
        return Ok(());
    }
    let name = name(owner);
    bail!(
        "The data directory {} belongs to user {name}, whose server could not read what another user writes into it. \
         Nothing was changed. Run this as that user; as root: runuser -u {name} -- lanegate-server …",
        data_dir.display()
    )
}

fn name(user: u32) -> String {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let id = user.to_string();
    // name:password:id:…
    let found = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == id).then(|| name.to_owned())
    });
    found.unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_its_owners_alone_and_an_empty_directory_is_not_roots() {
        let folder = std::env::temp_dir().join(format!("lanegate-owner-{}", uuid::Uuid::new_v4().simple()));
        assert!(belongs_to(&folder, 0).is_ok(), "it is not there yet");
        fs::create_dir(&folder).unwrap();
        let own = fs::metadata(&folder).unwrap().uid();
        assert!(belongs_to(&folder, own).is_ok());
        assert!(belongs_to(&folder, own + 1).is_ok(), "whether they may write there shows when they do");
        fs::create_dir(folder.join(IN_DATA_DIR)).unwrap();
        assert!(belongs_to(&folder, own).is_ok() && check(&folder).is_ok());
        let told = belongs_to(&folder, own + 1).unwrap_err().to_string();
        assert!(told.contains(&format!("runuser -u {} -- ", name(own))), "{told}");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn users_are_named_where_they_have_a_name() {
        assert_eq!(name(0), "root");
        assert_eq!(name(4_000_000_001), "4000000001");
    }
}
