//! What is wrong with a database's isolation, as its catalog tells: what crosses the lanes or touches `outreach`, who may do
//! what he should not, and which guards are missing.

use lanegate_check::Identity;
use lanegate_wire::Lane;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

const QUESTIONS: [&str; 3] = [
    include_str!("isolation/crossings.sql"),
    include_str!("isolation/privileges.sql"),
    include_str!("isolation/guards.sql"),
];

/// Every finding, in words; none in a database as it should be.
///
/// # Panics
/// When the catalog cannot be read.
pub async fn findings(connection: &mut PgConnection) -> Vec<String> {
    // With an empty search path PostgreSQL qualifies every name.
    sqlx::raw_sql("SET search_path = ''").execute(&mut *connection).await.expect("a setting");
    let mut findings = Vec::new();
    for sql in QUESTIONS {
        let sql = AssertSqlSafe(sql.replace("'KINDS'", &kinds()));
        let rows = sqlx::raw_sql(sql).fetch_all(&mut *connection).await.expect("the catalog");
        findings.extend(rows.iter().map(|row| row.get::<String, _>("finding")));
    }
    sqlx::raw_sql("RESET search_path").execute(connection).await.expect("a setting");
    findings
}

/// The tables that kinds declare, as rows of `VALUES`: schema, name, whether they hold facts, and the number of their lane's lock.
fn kinds() -> String {
    let row = |kind: &&lanegate_check::Kind| {
        let is_fact = matches!(kind.identity, Identity::Fact(_));
        let number = Lane::ALL.iter().position(|lane| *lane == kind.lane).map_or(0, |place| place + 1);
        format!("('{}', '{}', {is_fact}, '{number}')", kind.lane, kind.table)
    };
    lanegate_kinds::all().iter().map(row).collect::<Vec<_>>().join(", ")
}

/// The tables and views of a lane.
///
/// # Panics
/// When the catalog cannot be read.
pub async fn relations(connection: &mut PgConnection, lane: Lane) -> Vec<String> {
    let of_bit = match lane {
        Lane::Sales => "reactivation",
        Lane::Partners => "partner",
    };
    let sql = format!(
        "SELECT format('%I.%I', n.nspname, c.relname) AS name
           FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'v') AND (n.nspname = '{lane}' OR n.nspname = 'bit' AND c.relname ~ '^(v_)?{of_bit}')
          ORDER BY 1"
    );
    let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(connection).await.expect("the catalog");
    rows.iter().map(|row| row.get("name")).collect()
}
