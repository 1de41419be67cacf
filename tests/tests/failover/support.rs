//! What the rounds do over and over.

use std::sync::Arc;

use lanegate_tests::client::Client;
use lanegate_tests::cluster::Cluster;
use lanegate_tests::program::Program;
use lanegate_wire::Receipt;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection};

use crate::imports::Import;

/// An import with the receipt that its client was given, and how often that had to begin again.
pub type Ended = (Arc<Import>, Receipt, u32);

/// Everything, from opening to the receipt.
pub async fn carry_out(mut client: Client, import: Arc<Import>) -> Ended {
    let receipt = client.carry_out(&import.sample).await;
    assert_eq!(receipt.import, import.id());
    (import, receipt, client.again)
}

/// How many commits run in a server, as it tells those who watch it.
pub async fn commits_running(server: &Program) -> u32 {
    let told = reqwest::get(format!("{}/metrics", server.watched().unwrap())).await.unwrap().text().await.unwrap();
    let line = told.lines().find_map(|line| line.strip_prefix("lanegate_commits_running ")).unwrap();
    line.parse().unwrap()
}

/// A superuser's connection to a database of a cluster.
pub async fn connected(cluster: &Cluster, database: &str) -> PgConnection {
    let options: PgConnectOptions = cluster.url().parse().unwrap();
    options.database(database).connect().await.unwrap()
}

/// Runs a statement.
pub async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}

/// Variables as programs take them.
pub fn borrowed<'a>(variables: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
