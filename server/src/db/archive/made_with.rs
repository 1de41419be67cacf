//! The migrations that a backup was made with: its tables are those that they make.

use sqlx::PgConnection;

use super::manifest::Manifest;
use super::{ArchiveError, migrations, run};
use crate::db::migrate::{self, MIGRATIONS_TABLE, accept_corrected, as_corrected, exists, migrator};

/// The migrations that a backup was made with, from the first one on. This version has all of them.
pub(super) struct MadeWith<'m> {
    migrations: Vec<String>,
    last: i64,
    made_by: &'m str,
}

impl<'m> MadeWith<'m> {
    /// Of a backup.
    ///
    /// # Errors
    /// [`ArchiveError::Newer`] if this version lacks one of them.
    pub(super) fn of(manifest: &'m Manifest) -> Result<Self, ArchiveError> {
        let migrations: Vec<String> = manifest.migrations.iter().map(|migration| as_corrected(migration)).collect();
        let last = migrations.last().and_then(|last| last.split_once(' ')?.0.parse().ok());
        let last = last.ok_or_else(|| ArchiveError::NotWhole("its manifest names no migration".to_owned()))?;
        if !migrate::names().starts_with(&migrations) {
            let made_by = manifest.lanegate.clone();
            return Err(ArchiveError::Newer { made_by, own: env!("CARGO_PKG_VERSION") });
        }
        Ok(Self { migrations, last, made_by: &manifest.lanegate })
    }

    /// Makes the backup's tables, inside a transaction, as the owner of the tables. Does nothing where they are.
    ///
    /// # Errors
    /// [`ArchiveError::Earlier`] if the database has newer tables.
    pub(super) async fn make_tables(&self, connection: &mut PgConnection) -> Result<(), ArchiveError> {
        let migrator = migrator();
        let mut there = Vec::new();
        if exists(connection, MIGRATIONS_TABLE).await? {
            accept_corrected(connection, &migrator).await?;
            there = migrations(connection).await?;
        }
        if !self.migrations.starts_with(&there) {
            return Err(ArchiveError::Earlier { made_by: self.made_by.to_owned() });
        }
        Ok(migrator.run_to(self.last, connection).await.map_err(crate::db::DbError::from)?)
    }

    /// Brings the filled tables to this version, inside the same transaction.
    ///
    /// # Errors
    /// The database's own, or a migration's.
    pub(super) async fn bring_up_to_date(
        &self,
        connection: &mut PgConnection,
        tables: &[String],
    ) -> Result<(), ArchiveError> {
        let newest = migrate::newest();
        if self.last == newest {
            return Ok(());
        }
        // Migrations that change rows look them up.
        for table in tables {
            run(connection, format!("ANALYZE {table}")).await?;
        }
        tracing::info!(from = self.last, to = newest, "all rows are read; bringing them to this version's tables");
        Ok(migrator().run(connection).await.map_err(crate::db::DbError::from)?)
    }
}
