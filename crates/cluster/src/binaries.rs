//! PostgreSQL's programs: where they are, and of which version.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Account, ClusterError, PUBLIC_CACHE, Result};

/// The oldest major version that works.
const OLDEST: u32 = 15;

/// Names a folder with PostgreSQL's programs.
const CHOSEN: &str = "LANEGATE_POSTGRES_BIN";

/// Where Debian keeps a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A folder with `initdb` and `postgres` that an account can run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// Finds binaries for a new cluster: those that `LANEGATE_POSTGRES_BIN` names, else the system's newest, else those
    /// next to this program or in the tools' cache.
    ///
    /// # Errors
    /// If there are none, or the ones that were named can't be used.
    pub fn for_new(account: &Account) -> Result<Self> {
        if let Some(folder) = chosen() {
            return Self::of(&folder, account).map_err(|reason| ClusterError::ChosenBinaries { folder, reason });
        }
        let mut searched = Vec::new();
        for places in [system(), bundled()] {
            let found = usable(&places, account, &mut searched);
            if let Some(newest) = found.into_iter().max_by_key(|binaries| binaries.major) {
                return Ok(newest);
            }
        }
        Err(ClusterError::NotFound { oldest: OLDEST, searched: searched.join(", ") })
    }

    /// Finds binaries of a major version, in all places.
    ///
    /// # Errors
    /// If there are none.
    pub fn of_version(major: u32, folder: &Path, account: &Account) -> Result<Self> {
        let mut searched = Vec::new();
        let places: Vec<PathBuf> = chosen().into_iter().chain(system()).chain(bundled()).collect();
        let found = usable(&places, account, &mut searched).into_iter().find(|binaries| binaries.major == major);
        found.ok_or_else(|| ClusterError::VersionMissing {
            folder: folder.to_owned(),
            major,
            searched: searched.join(", "),
        })
    }

    /// Finds everything that an account can run, in the order in which [`Binaries::for_new`] prefers it.
    #[must_use]
    pub fn all(account: &Account) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for places in [chosen().into_iter().collect(), system(), bundled()] {
            let mut usable = usable(&places, account, &mut Vec::new());
            usable.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
            found.extend(usable);
        }
        found
    }

    /// Looks at one folder; the error is the reason why it can't be used.
    ///
    /// # Errors
    /// If a program is missing, can't be run by the account, or is too old.
    pub fn of(folder: &Path, account: &Account) -> std::result::Result<Self, String> {
        // `postgres` finds its files from where it really is.
        let folder = fs::canonicalize(folder.join("postgres"))
            .ok()
            .and_then(|program| program.parent().map(Path::to_owned))
            .ok_or("it has no `postgres`")?;
        if !folder.join("initdb").is_file() {
            return Err("it has no `initdb`".to_owned());
        }
        let asked = account.command(&folder.join("postgres")).arg("--version").output();
        let asked = asked.map_err(|cause| format!("user {} can't run it: {cause}", account.name()))?;
        let said = String::from_utf8_lossy(&asked.stdout);
        match version_of(&said) {
            Some(major) if major >= OLDEST => Ok(Self { folder, major }),
            Some(major) => Err(format!("version {major} is too old")),
            None => Err(format!("its version can't be told from {:?}", said.trim())),
        }
    }

    /// A program.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The major version.
    #[must_use]
    pub const fn major(&self) -> u32 {
        self.major
    }
}

/// The major version in what `postgres --version` prints.
fn version_of(said: &str) -> Option<u32> {
    let number = said.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    number.split(|end: char| !end.is_ascii_digit()).next()?.parse().ok()
}

fn usable(places: &[PathBuf], account: &Account, searched: &mut Vec<String>) -> Vec<Binaries> {
    let mut found = Vec::new();
    for place in places {
        match Binaries::of(place, account) {
            Ok(binaries) => {
                searched.push(format!("{}: version {}", place.display(), binaries.major));
                found.push(binaries);
            }
            Err(reason) => searched.push(format!("{}: {reason}", place.display())),
        }
    }
    found
}

fn chosen() -> Option<PathBuf> {
    env::var_os(CHOSEN).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// The folders on the PATH that have a `postgres`, then Debian's.
fn system() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = env::split_paths(&path).filter(|folder| folder.join("postgres").is_file()).collect();
    places.extend(folders_in(Path::new(DEBIAN), "").into_iter().map(|version| version.join("bin")));
    places
}

/// Those next to this program, and those in the tools' cache.
fn bundled() -> Vec<PathBuf> {
    let beside = env::current_exe().ok().and_then(|program| Some(program.parent()?.join("postgres/bin")));
    let own = env::var_os("LANEGATE_CACHE").map(PathBuf::from);
    let own = own.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache/lanegate")));
    let caches = own.into_iter().chain([PathBuf::from(PUBLIC_CACHE)]);
    let cached = caches.flat_map(|cache| folders_in(&cache, "postgres-")).map(|version| version.join("bin"));
    beside.into_iter().filter(|folder| folder.is_dir()).chain(cached).collect()
}

fn folders_in(folder: &Path, start: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(start))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_as_every_packager_writes_them() {
        assert_eq!(version_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(version_of("postgres (PostgreSQL) 17beta2\n"), Some(17));
        assert_eq!(version_of("no number"), None);
    }

    #[test]
    fn a_folder_that_cannot_be_used_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let account = Account::for_folder(folder.path()).unwrap();
        assert_eq!(Binaries::of(folder.path(), &account).unwrap_err(), "it has no `postgres`");
        fs::write(folder.path().join("postgres"), "").unwrap();
        assert_eq!(Binaries::of(folder.path(), &account).unwrap_err(), "it has no `initdb`");
    }
}
