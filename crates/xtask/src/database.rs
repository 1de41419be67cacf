//! What database tests run on: a cluster with a pooler in front, and the variables that tell test programs of them.

use anyhow::Result;
use lanegate_cluster::Binaries;

use crate::native::{Program, With, run_programs};
use crate::pgbouncer::Pooler;
use crate::postgres::{Postgres, SUPERUSER};
use crate::steps::Counts;

/// Names a PostgreSQL to run the database tests on.
pub const LENT: &str = "LANEGATE_TEST_DATABASE_URL";

/// A cluster for database tests, with a pooler in front.
pub struct Database {
    // Fields are dropped in this order: the pooler is connected to the other.
    pooler: Pooler,
    postgres: Postgres,
}

impl Database {
    /// Starts a cluster of the usual version.
    pub fn start() -> Result<Database> {
        Self::on(Postgres::start()?)
    }

    /// Puts a pooler in front of a cluster.
    pub fn on(postgres: Postgres) -> Result<Database> {
        Ok(Database { pooler: Pooler::start(&postgres)?, postgres })
    }

    /// Its programs.
    pub fn binaries(&self) -> &Binaries {
        self.postgres.binaries()
    }

    /// Runs test programs on it.
    pub fn run(
        &self,
        programs: &[Program],
        with: With,
        variables: &[(&str, &str)],
        arguments: &[String],
        counts: &mut Counts,
    ) -> Result<()> {
        let (url, port) = (self.postgres.url(SUPERUSER), self.pooler.port());
        let folder = self.binaries().folder().to_string_lossy().into_owned();
        let mut all = vec![(LENT, url.as_str()), ("LANEGATE_TEST_POOLER", &port)];
        all.push(("LANEGATE_POSTGRES_PROGRAMS", &folder));
        all.extend(variables);
        run_programs(programs, with, &all, arguments, counts)
    }
}
