//! Records from before Lanegate, stored as taking a database over leaves them.

#![expect(clippy::panic, reason = "a test that cannot go on has failed")]

use lanegate_server::db::{DbError, Statement};
use lanegate_wire::Lane;
use serde_json::Value;
use sqlx::types::Json;

use crate::store::Store;

const MEETING: &str = "
    INSERT INTO sales.appointment_history
           (appointment_uid, company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason, metadata)
    SELECT r.key, r.company_id, r.people_id, r.meeting_date, r.meeting_type, r.meeting_outcome, r.stalled_reason, $2
      FROM jsonb_to_record($1) AS r (key text, company_id uuid, people_id uuid, meeting_date date,
                                     meeting_type sales.meeting_type_enum, meeting_outcome sales.meeting_outcome_enum,
                                     stalled_reason text)
        ON CONFLICT DO NOTHING";

const PARTNER_MEETING: &str = "
    INSERT INTO partners.partner_appointments
           (partner_appointment_uid, fractional_cfo_id, meeting_date, meeting_type, outcome, notes, metadata)
    SELECT r.key, r.fractional_cfo_id, r.meeting_date, r.meeting_type, r.outcome, r.notes, $2
      FROM jsonb_to_record($1) AS r (key text, fractional_cfo_id uuid, meeting_date date,
                                     meeting_type partners.partner_meeting_type_enum,
                                     outcome partners.partner_meeting_outcome_enum, notes text)
        ON CONFLICT DO NOTHING";

impl Store {
    /// Stores a fact of a kind: its `key` and its columns. One whose key is taken is left out.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn add_old_fact(&self, kind: &str, record: &Value, metadata: &Value) {
        match kind {
            "appointment_history" => self.write_record(Lane::Sales, MEETING, record, metadata).await,
            _ => self.write_record(Lane::Partners, PARTNER_MEETING, record, metadata).await,
        }
    }

    /// Runs a statement that writes a record ($1, an object) with its metadata ($2), under a lane's role.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn write_record(&self, lane: Lane, sql: &'static str, record: &Value, metadata: &Value) {
        let done = self.db.write(lane, async |mut tx| {
            Statement::new(sql).bind(Json(record.clone())).bind(Json(metadata.clone())).run(&mut tx).await?;
            tx.commit().await
        });
        done.await.unwrap_or_else(|error: DbError| panic!("{record}: {error:?}"));
    }
}
