//! A database's rows in one file: written while a server may go on, and read into an empty database by the same version or a newer one.
//!
//! The file is a ZIP of one text a table, as PostgreSQL's `COPY` has it, and a manifest with every table's number of rows and
//! digest. Whoever reads it back gets all of it or nothing, and learns of every changed byte. Sessions, links and counted tries are left
//! out: nobody is signed in to a copy.

mod error;
mod made_with;
mod manifest;
mod read;
mod write;

pub use error::ArchiveError;
pub use manifest::{Manifest, TableRows as ArchivedRows};
pub use read::read;
pub use write::write;

use lanegate_check::{Identity, Kind};
use lanegate_wire::Lane;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use super::DbError;

/// The tables of this version and of those before it, whose backups are read; each after those that it refers to.
fn known_tables() -> Vec<String> {
    let mut tables: Vec<String> = OF_ALL.map(str::to_owned).to_vec();
    for lane in Lane::ALL {
        let of_lane = |kind: &&&Kind| kind.lane == lane;
        let (masters, facts): (Vec<&&Kind>, Vec<&&Kind>) =
            lanegate_kinds::all().iter().filter(of_lane).partition(|kind| matches!(kind.identity, Identity::Master(_)));
        // Facts may refer to master records.
        tables.extend(masters.into_iter().chain(facts).map(|kind| format!("{lane}.{}", kind.table)));
        tables.extend(OF_A_LANE.map(|table| format!("{lane}.{table}")));
    }
    tables.extend(AFTER_THE_LANES.map(str::to_owned));
    tables
}

/// Tables of no lane.
const OF_ALL: [&str; 4] = ["shq.audit_log", "access.account", "access.token", "access.event"];

/// What each lane's schema has beside the tables of its kinds.
const OF_A_LANE: [&str; 5] = ["import", "import_batch", "import_change", "retraction", "lane_state"];

const AFTER_THE_LANES: [&str; 10] = [
    "partners.key_rules",
    "\"bit\".reactivation_intent",
    "\"bit\".partner_intent",
    "lanegate.migration",
    "lanegate.adoption",
    // Up to migration 17 and 18: later ones put their rows into import_batch and import_change.
    "sales.import_row",
    "sales.stage_appointment_history",
    "partners.import_row",
    "partners.stage_partner_master",
    "partners.stage_partner_appointments",
];

/// What is not worth keeping: it signs somebody in, or counts for minutes.
const FLEETING: [&str; 3] = ["access.session", "access.link", "access.attempt"];

/// Tables that hold a row from the beginning: a carried one takes its place.
const BORN_FILLED: [&str; 2] = ["sales.lane_state", "partners.lane_state"];

/// Tables that a database has only sometimes, or that its preparation fills.
const NOT_CARRIED: [&str; 3] = ["lanegate.migration", "lanegate.adoption", "partners.key_rules"];

/// The tables whose rows are carried. A table that this version does not know is refused rather than forgotten.
async fn tables(connection: &mut PgConnection) -> Result<Vec<String>, ArchiveError> {
    let known = known_tables();
    let sql = "SELECT format('%s.%s', quote_ident(n.nspname), quote_ident(c.relname)) AS name \
                 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
                WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('shq', 'access', 'sales', 'partners', 'bit', 'lanegate')";
    let mut there = Vec::new();
    for row in sqlx::raw_sql(sql).fetch_all(&mut *connection).await? {
        let name: String = row.try_get("name")?;
        if !known.contains(&name) && !FLEETING.contains(&name.as_str()) {
            return Err(ArchiveError::TableUnknown(name));
        }
        there.push(name);
    }
    // A database of an earlier version lacks some.
    let is_carried = |name: &String| there.contains(name) && !NOT_CARRIED.contains(&name.as_str());
    Ok(known.into_iter().filter(is_carried).collect())
}

/// The columns that are written and read, in their order.
async fn columns(connection: &mut PgConnection, table: &str) -> Result<String, ArchiveError> {
    let sql = format!(
        "SELECT string_agg(pg_catalog.quote_ident(attname), ', ' ORDER BY attnum) AS columns \
           FROM pg_catalog.pg_attribute \
          WHERE attrelid = '{table}'::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
    );
    Ok(sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(connection).await?.try_get("columns")?)
}

/// The migrations that a database has seen, with their digests: two databases of the same ones have the same tables.
async fn migrations(connection: &mut PgConnection) -> Result<Vec<String>, ArchiveError> {
    let sql =
        "SELECT version::text || ' ' || encode(checksum, 'hex') AS migration FROM lanegate.migration ORDER BY version";
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await?;
    Ok(rows.iter().map(|row| row.try_get("migration")).collect::<Result<_, _>>()?)
}

async fn run(connection: &mut PgConnection, sql: String) -> Result<(), DbError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}
