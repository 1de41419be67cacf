//! Everything in a database as one digest a lane, to see that nothing of it has changed.

use sqlx::{PgConnection, Row as _};

/// Every table of lane A, its intents and the audit log, as one digest.
pub const SALES: &str = "SELECT md5(concat_ws('/', \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id) FROM sales.import AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.batch) FROM sales.import_batch AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.sheet_row) FROM sales.import_row AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.sheet_row) FROM sales.stage_appointment_history AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.appointment_uid) FROM sales.appointment_history AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.retraction_id) FROM sales.retraction AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.appointment_uid) FROM \"bit\".reactivation_intent AS x), \
    (SELECT max(x.audit_id)::text || '/' || count(*) FROM shq.audit_log AS x)))";

/// Every table of lane B, its intents and the audit log, as one digest.
pub const PARTNERS: &str = "SELECT md5(concat_ws('/', \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id) FROM partners.import AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.batch) FROM partners.import_batch AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.sheet_row) FROM partners.import_row AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.sheet_row) FROM partners.stage_partner_master AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.import_id, x.sheet_row) FROM partners.stage_partner_appointments AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.fractional_cfo_id) FROM partners.fractional_cfo_master AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.partner_appointment_uid) FROM partners.partner_appointments AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.retraction_id) FROM partners.retraction AS x), \
    (SELECT string_agg(x::text, ';' ORDER BY x.fractional_cfo_id) FROM \"bit\".partner_intent AS x), \
    (SELECT max(x.audit_id)::text || '/' || count(*) FROM shq.audit_log AS x)))";

/// Both, by an administrator's connection.
///
/// # Panics
/// When the tables cannot be read.
pub async fn of(connection: &mut PgConnection) -> Vec<String> {
    let mut digests = Vec::new();
    for sql in [SALES, PARTNERS] {
        let row = sqlx::raw_sql(sql).fetch_one(&mut *connection).await.expect("the tables are there");
        digests.push(row.get(0));
    }
    digests
}
