//! Which database, with its password from the environment or from a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use lanegate_cluster::Folder;

/// Which database.
#[derive(Debug, Clone, Default, Args)]
pub struct Target {
    /// PostgreSQL to work with, as postgres://USER:PASSWORD@HOST:PORT/DATABASE. Without it, a private one runs in the data
    /// folder. Other users of this machine can read a command line: a password is safer in the environment or in a file.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// File that holds that address instead.
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "FILE")]
    pub database_url_file: Option<PathBuf>,
    /// The same database as the owner of its tables and without a pooler between: for migrate, backup, restore, and
    /// adopting.
    #[arg(long, env = "DATABASE_OWNER_URL", hide_env_values = true)]
    pub database_owner_url: Option<String>,
    /// File that holds that address instead.
    #[arg(long, env = "DATABASE_OWNER_URL_FILE", value_name = "FILE")]
    pub database_owner_url_file: Option<PathBuf>,
    /// The former name of --database-owner-url.
    #[arg(long, env = "MIGRATION_DATABASE_URL", hide_env_values = true, hide = true)]
    pub migration_database_url: Option<String>,
    /// The former name of --database-owner-url-file.
    #[arg(long, env = "MIGRATION_DATABASE_URL_FILE", value_name = "FILE", hide = true)]
    pub migration_database_url_file: Option<PathBuf>,
    /// The data folder of the private database: `lanegate-data` where the program is started, if nothing is said.
    #[arg(long, env = "LANEGATE_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
}

impl Target {
    /// The private database in a data folder.
    #[must_use]
    pub fn private(data_dir: Option<&Path>) -> Self {
        Self { data_dir: data_dir.map(Path::to_owned), ..Self::default() }
    }

    /// The data folder of the private database.
    ///
    /// # Errors
    /// If it can't be used.
    pub fn folder(&self) -> Result<Folder> {
        Ok(Folder::find(self.data_dir.as_deref())?)
    }

    /// The address of the database, if one is named.
    ///
    /// # Errors
    /// When its file cannot be read, or it is named twice.
    pub fn url(&self) -> Result<Option<String>> {
        one("DATABASE_URL", self.database_url.as_deref(), self.database_url_file.as_deref())
    }

    /// The address of the database as its owner, if one is named.
    ///
    /// # Errors
    /// As [`Target::url`].
    pub fn owner_url(&self) -> Result<Option<String>> {
        let (said, file) = (self.database_owner_url.as_deref(), self.database_owner_url_file.as_deref());
        let (former, former_file) = self.former_owner_url();
        match (one("DATABASE_OWNER_URL", said, file)?, one("MIGRATION_DATABASE_URL", former, former_file)?) {
            (Some(_), Some(_)) => bail!(
                "DATABASE_OWNER_URL and its former name MIGRATION_DATABASE_URL are both set. Leave out the latter."
            ),
            (owner, former) => Ok(owner.or(former)),
        }
    }

    /// A warning if a former name is in use.
    #[must_use]
    pub fn former_name(&self) -> Option<&'static str> {
        (self.former_owner_url() != (None, None)).then_some(
            "MIGRATION_DATABASE_URL is now called DATABASE_OWNER_URL (and --migration-database-url, \
             --database-owner-url). The former name still works.",
        )
    }

    /// Files with an address that every user of this machine can read.
    #[must_use]
    pub fn exposed_files(&self) -> Vec<&Path> {
        let Self { database_url_file, database_owner_url_file, migration_database_url_file, .. } = self;
        let files = [database_url_file, database_owner_url_file, migration_database_url_file];
        files.into_iter().flatten().map(PathBuf::as_path).filter(|file| others_read(file)).collect()
    }

    fn former_owner_url(&self) -> (Option<&str>, Option<&Path>) {
        (self.migration_database_url.as_deref(), self.migration_database_url_file.as_deref())
    }
}

#[cfg(unix)]
fn others_read(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.metadata().is_ok_and(|about| about.mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn others_read(_: &Path) -> bool {
    false
}

fn one(name: &str, said: Option<&str>, file: Option<&Path>) -> Result<Option<String>> {
    match (said, file) {
        (Some(_), Some(file)) => {
            bail!("{name} is set, and {name}_FILE names {}. Leave one of them out.", file.display())
        }
        (Some(said), None) => Ok(Some(said.to_owned())),
        (None, Some(file)) => {
            let text = fs::read_to_string(file)
                .with_context(|| format!("{name}_FILE names {}, which cannot be read", file.display()))?;
            let text = text.trim();
            if text.is_empty() {
                bail!("{name}_FILE names {}, which is empty", file.display());
            }
            Ok(Some(text.to_owned()))
        }
        (None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_said_once_in_the_environment_or_in_a_file() {
        let file = std::env::temp_dir().join(format!("lanegate-target-{}", std::process::id()));
        fs::write(&file, "postgres://ann:secret@db/lanegate\n").unwrap();
        let from_file = one("DATABASE_URL", None, Some(&file));
        #[cfg(unix)]
        for (mode, is_exposed) in [(0o644, true), (0o640, false)] {
            fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
            let target = Target { database_url_file: Some(file.clone()), ..Target::default() };
            assert_eq!(!target.exposed_files().is_empty(), is_exposed, "{mode:o}");
        }
        let twice = one("DATABASE_URL", Some("postgres://db"), Some(&file)).unwrap_err().to_string();
        fs::write(&file, "\n").unwrap();
        let empty = one("DATABASE_URL", None, Some(&file));
        fs::remove_file(&file).unwrap();
        let gone = one("DATABASE_URL", None, Some(&file));

        assert_eq!(from_file.unwrap().as_deref(), Some("postgres://ann:secret@db/lanegate"));
        assert!(twice.contains("DATABASE_URL_FILE") && !twice.contains("secret"), "{twice}");
        assert!(empty.is_err() && gone.is_err());
        assert_eq!(one("DATABASE_URL", Some("postgres://db"), None).unwrap().as_deref(), Some("postgres://db"));
        assert_eq!(one("DATABASE_URL", None, None).unwrap(), None);
    }
}
