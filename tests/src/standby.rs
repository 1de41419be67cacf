//! A second cluster that follows a first one, and takes its place when that one dies.

#![expect(clippy::panic, reason = "a test without its database has failed")]

use std::fs;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};

use crate::cluster::{Cluster, run};

/// How long replication may take to come about.
const SOON: Duration = Duration::from_secs(60);

impl Cluster {
    /// A standby of this cluster, running. It has every setting of it but the names of synchronous standbys.
    ///
    /// # Panics
    /// When PostgreSQL's programs fail.
    #[must_use]
    pub async fn standby(&self) -> Self {
        self.ask("ALTER SYSTEM RESET synchronous_standby_names").await;
        let mut standby = self.copy();
        standby.start();
        standby
    }

    /// Acknowledges from now on only what a standby has, too; waits until there is one.
    ///
    /// # Panics
    /// When there is none.
    pub async fn acknowledge_with_a_standby(&self) {
        self.ask("ALTER SYSTEM SET synchronous_standby_names = '*'").await;
        self.ask("SELECT pg_reload_conf()").await;
        let began = Instant::now();
        while self.ask("SELECT count(*)::text FROM pg_stat_replication WHERE sync_state = 'sync'").await != "1" {
            assert!(began.elapsed() < SOON, "there is no synchronous standby: {}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends its standby nothing any more, as when the network between the two breaks: what it acknowledges from now on by itself is
    /// there only, and would go with it.
    ///
    /// # Panics
    /// When it has no standby.
    pub async fn part_from_standby(&self) {
        let sender = self.ask("SELECT pid::text FROM pg_stat_replication").await;
        let sender = sender.parse().ok().and_then(Pid::from_raw).unwrap_or_else(|| panic!("it has no standby"));
        kill_process(sender, Signal::STOP).expect("root, or whoever started it, may");
    }

    /// Makes a standby a cluster of its own.
    ///
    /// # Panics
    /// When it cannot be one.
    pub fn promote(&self) {
        run(self.program("pg_ctl").args(["promote", "--wait", "--pgdata"]).arg(self.data()));
    }

    /// Kills every process of it with `kill -9`.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&mut self) {
        kill_with_children(self.pid());
        self.stop_at_once();
    }

    /// The first column of the first row that a statement gives, as text; nothing where there is none.
    async fn ask(&self, sql: &str) -> String {
        let options: PgConnectOptions = self.url().parse().expect("an address");
        let mut connection = options.connect().await.expect("the cluster takes connections");
        let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_optional(&mut connection).await;
        let text = row.expect("a superuser may").and_then(|row| row.try_get::<String, _>(0).ok());
        let _ = connection.close().await;
        text.unwrap_or_default()
    }
}

/// Kills a process and those that it has started with `kill -9`.
///
/// # Panics
/// When the process is gone, or somebody else's.
pub fn kill_with_children(process: i32) {
    let own = children(process);
    let killed = Pid::from_raw(process).map(|process| kill_process(process, Signal::KILL));
    killed.expect("a process ID").expect("it runs");
    for child in own.into_iter().filter_map(Pid::from_raw) {
        // Gone already, perhaps.
        let _ = kill_process(child, Signal::KILL);
    }
}

/// The processes that a process has started.
fn children(of: i32) -> Vec<i32> {
    let processes = fs::read_dir("/proc").expect("Linux tells its processes").flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    numbers.filter(|process| parent(*process) == Some(of)).collect()
}

fn parent(of: i32) -> Option<i32> {
    // After the name, which may hold anything and ends with the last bracket: state, parent.
    let stat = fs::read_to_string(format!("/proc/{of}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
