//! What a database holds before it is carried elsewhere, and what has to be found there.

use lanegate_wire::{IntentPage, Lane, ReadyPage, ReadyPartner, Receipt, RetractRequest};
use reqwest::Method;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::place::Place;
use crate::sample::{Sample, meeting, meetings, partner_meetings, partners};
use crate::server::path;

/// Imports of both lanes, one of them retracted, one only staged; the receipts.
///
/// # Panics
/// When the server does not do as it should.
pub async fn filled(place: &Place) -> Vec<Receipt> {
    let server = place.start();
    let mut receipts = Vec::new();
    for sample in [meetings(), partners()] {
        receipts.push(server.carry_out(&sample).await.expect("it works"));
    }
    let ready: ReadyPage<ReadyPartner> = server.get("/api/v1/ready/partners").await.expect("it works");
    let with = partner_meetings(ready.rows[0].fractional_cfo_id);
    let receipt = server.carry_out(&with).await.expect("it works");
    let retract = format!("{}/retract", path(Lane::Partners, with.import.id));
    let reason = RetractRequest { reason: "a test, with a \\ backslash".to_owned() };
    server.send::<serde_json::Value>(Method::POST, &retract, &reason).await.expect("it works");
    receipts.push(receipt);
    let staged = Sample::of("appointment_history", vec![vec![meeting(99, "lost")]]);
    server.compare(&staged).await.expect("it works");
    assert!(server.end().success());
    receipts
}

/// What a person sees again: receipts, intents, and that imports go on.
///
/// # Panics
/// When it is not as before.
pub async fn is_as_before(place: &Place, receipts: &[Receipt]) {
    let server = place.start();
    for receipt in receipts {
        let path = path(receipt.lane, receipt.import);
        assert_eq!(&server.get::<Receipt>(&format!("{path}/receipt")).await.expect("it works"), receipt);
        let again = server.commit(receipt.lane, receipt.import, &receipt.plan).await;
        assert_eq!(&again.expect("it was committed"), receipt, "asked again, it is the same");
    }
    let intents: IntentPage = server.get("/api/v1/intents/sales").await.expect("it works");
    assert!(!intents.intents.is_empty());
    // And new rows come after the old ones.
    let more = Sample::of("appointment_history", vec![vec![meeting(100, "lost")]]);
    server.carry_out(&more).await.expect("it works");
    assert!(server.end().success());
}

/// Every row of every table that a backup carries, digested by table.
///
/// # Panics
/// When the database cannot be read.
pub async fn contents(connection: &mut PgConnection) -> Vec<String> {
    let sql = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN \
               ('shq', 'access', 'sales', 'partners', 'bit') \
               AND tablename NOT IN ('session', 'link', 'attempt', 'key_rules') ORDER BY 1";
    let mut all = Vec::new();
    for row in sqlx::raw_sql(sql).fetch_all(&mut *connection).await.expect("it works") {
        let table: String = row.get(0);
        let sql = format!(
            "SELECT count(*)::text || ' ' || coalesce(md5(string_agg(r::text, ';' ORDER BY r::text COLLATE \"C\")), '') FROM {table} AS r"
        );
        let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await.expect("it works");
        all.push(format!("{table} {}", row.get::<String, _>(0)));
    }
    assert!(all.len() > 15, "{all:#?}");
    all
}

/// The same, of a place on which no server runs.
///
/// # Panics
/// When the database cannot be read.
pub async fn look(place: &Place) -> Vec<String> {
    let mut look = place.look().await;
    let contents = contents(&mut look.connection).await;
    look.end().await;
    contents
}
