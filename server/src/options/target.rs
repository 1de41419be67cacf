//! Which database, with its password from the environment or from a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct Target {
    /// PostgreSQL to work with, as postgres://USER:PASSWORD@HOST:PORT/DATABASE. Without it, a database is kept in the data
    /// directory. Other users of this machine can read a command line: a password is safer in the environment or in a file.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// File that holds that address instead.
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "FILE")]
    pub database_url_file: Option<PathBuf>,
    /// The same database as its owner and without a pooler between, for migrations.
    #[arg(long, env = "MIGRATION_DATABASE_URL", hide_env_values = true)]
    pub migration_database_url: Option<String>,
    /// File that holds that address instead.
    #[arg(long, env = "MIGRATION_DATABASE_URL_FILE", value_name = "FILE")]
    pub migration_database_url_file: Option<PathBuf>,
    /// Where the embedded database is kept.
    #[arg(long, env = "LANEGATE_DATA_DIR", default_value = "lanegate-data")]
    pub data_dir: PathBuf,
}

impl Target {
    /// The embedded database in a data directory.
    #[must_use]
    pub fn embedded(data_dir: &Path) -> Self {
        Self {
            database_url: None,
            database_url_file: None,
            migration_database_url: None,
            migration_database_url_file: None,
            data_dir: data_dir.to_owned(),
        }
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
    pub fn migration_url(&self) -> Result<Option<String>> {
        let (said, file) = (self.migration_database_url.as_deref(), self.migration_database_url_file.as_deref());
        one("MIGRATION_DATABASE_URL", said, file)
    }
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
