//! Looking at the database from outside, behind the server's back.

use lanegate_wire::Receipt;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::imports::Import;

/// Looks at an import in one snapshot: all of it must be there, or nothing. Says whether it is there.
pub async fn is_there_whole(connection: &mut PgConnection, import: &Import, floor: i64) -> bool {
    looked(connection, import, floor).await.expect("an administrator may look")
}

/// The same, on a database that may go away meanwhile.
pub async fn looked(connection: &mut PgConnection, import: &Import, floor: i64) -> Result<bool, sqlx::Error> {
    let row = sqlx::query(import.looks.state)
        .persistent(false)
        .bind(import.id())
        .bind(&import.keys.0)
        .bind(&import.keys.1)
        .bind(floor)
        .fetch_one(connection)
        .await?;
    let seen: [i64; 4] = [0, 1, 2, 3].map(|place| row.get(place));
    let facts = i64::try_from(import.facts.len()).expect("a small import");
    let whole = [1, facts, import.intents, facts];
    assert!(
        seen == [0; 4] || seen == whole,
        "{} ({}) is half-visible: receipts, facts, intents and audited facts are {seen:?}, and should be {whole:?} or none",
        import.id(),
        import.sample.import.kind
    );
    Ok(seen == whole)
}

/// The receipt in the database is the one that the client got, and the facts are exactly the import's rows.
pub async fn is_exactly(connection: &mut PgConnection, import: &Import, receipt: &Receipt) {
    let sql = format!("SELECT receipt FROM {}.import WHERE import_id = $1 AND receipt IS NOT NULL", import.lane());
    let kept = sqlx::query(AssertSqlSafe(sql)).persistent(false).bind(import.id()).fetch_all(&mut *connection).await;
    let kept: Vec<sqlx::types::Json<Receipt>> = kept.expect("a look").iter().map(|row| row.get(0)).collect();
    assert_eq!(kept.len(), 1, "{} has one receipt", import.id());
    assert_eq!(&kept[0].0, receipt, "the receipt is the one that the client got");
    let rows = sqlx::query(import.looks.facts)
        .persistent(false)
        .bind(import.id())
        .bind(&import.keys.0)
        .bind(&import.keys.1)
        .fetch_all(connection)
        .await
        .expect("a look");
    let facts: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(facts == import.facts, "{}: {}", import.id(), first_difference(&facts, &import.facts));
}

fn first_difference(found: &[String], wanted: &[String]) -> String {
    let place = found.iter().zip(wanted).position(|(found, wanted)| found != wanted);
    let place = place.unwrap_or(found.len().min(wanted.len()));
    format!(
        "{} facts for {} rows; the first difference: found {:?}, wanted {:?}",
        found.len(),
        wanted.len(),
        found.get(place),
        wanted.get(place)
    )
}

/// How much there must be in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Receipts in both lanes.
    pub receipts: i64,
    /// Meetings of lane A.
    pub meetings: i64,
    /// Partners.
    pub partners: i64,
    /// Meetings with partners.
    pub partner_meetings: i64,
}

impl Totals {
    /// Adds a committed import.
    pub fn add(&mut self, import: &Import) {
        let facts = i64::try_from(import.facts.len()).expect("a small import");
        self.receipts += 1;
        match import.sample.import.kind.as_str() {
            "appointment_history" => self.meetings += facts,
            "partner_appointments" => self.partner_meetings += facts,
            // Updates add nothing.
            _ => self.partners += if import.intents > 0 { facts } else { 0 },
        }
    }
}

/// Nothing more and nothing less than what was committed is there, and nothing that was only staged.
pub async fn is_all(connection: &mut PgConnection, totals: Totals) {
    let sql = "SELECT (SELECT count(*) FROM sales.import WHERE receipt IS NOT NULL)
                      + (SELECT count(*) FROM partners.import WHERE receipt IS NOT NULL),
                      (SELECT count(*) FROM sales.appointment_history),
                      (SELECT count(*) FROM partners.fractional_cfo_master),
                      (SELECT count(*) FROM partners.partner_appointments)";
    let row = sqlx::raw_sql(sql).fetch_one(&mut *connection).await.expect("a look");
    let found =
        Totals { receipts: row.get(0), meetings: row.get(1), partners: row.get(2), partner_meetings: row.get(3) };
    assert_eq!(found, totals);
    let left_over = "SELECT 'opened', count(*) FROM sales.import WHERE receipt IS NULL
        UNION ALL SELECT 'opened', count(*) FROM partners.import WHERE receipt IS NULL
        UNION ALL SELECT 'staged', count(*) FROM sales.import_batch WHERE import_id NOT IN (SELECT import_id FROM sales.import)
        UNION ALL SELECT 'staged', count(*) FROM partners.import_batch
                   WHERE import_id NOT IN (SELECT import_id FROM partners.import)";
    for row in sqlx::raw_sql(left_over).fetch_all(connection).await.expect("a look") {
        let (what, count): (String, i64) = (row.get(0), row.get(1));
        assert_eq!(count, 0, "rows that were only {what} are left over");
    }
}

/// The audit log tells of every record once that it came, and its last entry of each is how the record stands.
pub async fn is_audited(connection: &mut PgConnection) {
    for (schema, table, key) in [
        ("sales", "appointment_history", "appointment_uid"),
        ("partners", "fractional_cfo_master", "fractional_cfo_id"),
        ("partners", "partner_appointments", "partner_appointment_uid"),
        ("bit", "reactivation_intent", "reactivation_bit_id"),
        ("bit", "partner_intent", "partner_bit_id"),
    ] {
        let sql = format!(
            "WITH entries AS (
                 SELECT record_id, new_values, operation, audit_id FROM shq.audit_log
                  WHERE (schema_name, table_name) = ('{schema}', '{table}')
             ), last AS (
                 SELECT DISTINCT ON (record_id) record_id, new_values FROM entries ORDER BY record_id, audit_id DESC
             ), records AS (
                 SELECT {key}::text AS record_id, to_jsonb(t) AS stands FROM \"{schema}\".{table} AS t
             )
             SELECT (SELECT count(*) FROM last FULL JOIN records USING (record_id) WHERE new_values IS DISTINCT FROM stands),
                    (SELECT count(*) FROM entries WHERE operation = 'INSERT'),
                    (SELECT count(*) FROM records)"
        );
        let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await.expect("a look");
        let (other, came, there): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
        assert_eq!(other, 0, "records of {schema}.{table} stand otherwise than the audit log says");
        assert_eq!(came, there, "every record of {schema}.{table} came once");
    }
}
