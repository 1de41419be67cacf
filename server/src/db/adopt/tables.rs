//! The tables that are taken over, column by column: the facts of the production schema, not one of ours.

use super::form::Form;
use crate::db::roles::quoted;

/// A table that is taken over.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) schema: &'static str,
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    /// Columns that Lanegate adds: no other column may have their names.
    pub(super) added: &'static [&'static str],
    /// Its rows can't be changed: those that break a rule stay as they are.
    pub(super) write_once: bool,
}

/// A column that must be there.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) form: Form,
}

/// The lists: schema, name, values.
pub(super) const LISTS: [(&str, &str, &[&str]); 8] = [
    ("sales", "meeting_type_enum", &["discovery", "systems", "numbers", "other"]),
    ("sales", "meeting_outcome_enum", &["progressed", "stalled", "ghosted", "lost"]),
    ("sales", "appointment_source_enum", &["calendar", "crm", "manual"]),
    ("bit", "reactivation_channel_enum", &["linkedin", "email"]),
    ("bit", "eligibility_status_enum", &["eligible", "excluded", "cooling_off"]),
    ("partners", "partner_status_enum", &["prospect", "contacted", "engaged", "partner"]),
    ("partners", "partner_meeting_type_enum", &["intro", "followup"]),
    ("partners", "partner_meeting_outcome_enum", &["warm", "neutral", "cold"]),
];

/// The ready views, which are replaced.
pub(super) const VIEWS: [(&str, &str); 2] = [("bit", "v_reactivation_ready"), ("bit", "v_partner_outreach_ready")];

const fn column(name: &'static str, form: Form) -> Column {
    Column { name, form }
}

/// The tables, in the order in which their rows can be stored.
pub(super) const TABLES: [Table; 6] = [
    Table {
        schema: "shq",
        name: "audit_log",
        columns: &[
            column("audit_id", Form::Number),
            column("schema_name", Form::Text),
            column("table_name", Form::Text),
            column("operation", Form::Text),
            column("record_id", Form::Record),
            column("old_values", Form::Json),
            column("new_values", Form::Json),
            column("performed_by", Form::Text),
            column("performed_at", Form::Moment),
            column("correlation_id", Form::Uuid),
            column("metadata", Form::Json),
        ],
        added: &[],
        write_once: true,
    },
    Table {
        schema: "sales",
        name: "appointment_history",
        columns: &[
            column("appointment_uid", Form::Text),
            column("company_id", Form::Uuid),
            column("people_id", Form::Uuid),
            column("meeting_date", Form::Date),
            column("meeting_type", Form::List(0)),
            column("meeting_outcome", Form::List(1)),
            column("stalled_reason", Form::Text),
            column("source", Form::List(2)),
            column("source_record_id", Form::Text),
            column("metadata", Form::Json),
            column("created_at", Form::Moment),
        ],
        added: &[],
        write_once: true,
    },
    Table {
        schema: "partners",
        name: "fractional_cfo_master",
        columns: &[
            column("fractional_cfo_id", Form::Uuid),
            column("firm_name", Form::Text),
            column("primary_contact_name", Form::Text),
            column("linkedin_url", Form::Text),
            column("email", Form::Text),
            column("geography", Form::Text),
            column("niche_focus", Form::Text),
            column("source", Form::Text),
            column("source_detail", Form::Text),
            column("status", Form::List(5)),
            column("metadata", Form::Json),
            column("created_at", Form::Moment),
            column("updated_at", Form::Moment),
        ],
        added: &["email_key", "linkedin_key", "name_key"],
        write_once: false,
    },
    Table {
        schema: "partners",
        name: "partner_appointments",
        columns: &[
            column("partner_appointment_uid", Form::Text),
            column("fractional_cfo_id", Form::Uuid),
            column("meeting_date", Form::Date),
            column("meeting_type", Form::List(6)),
            column("outcome", Form::List(7)),
            column("notes", Form::Text),
            column("metadata", Form::Json),
            column("created_at", Form::Moment),
        ],
        added: &[],
        write_once: true,
    },
    Table {
        schema: "bit",
        name: "reactivation_intent",
        columns: &[
            column("reactivation_bit_id", Form::Uuid),
            column("appointment_uid", Form::Text),
            column("bit_score", Form::Score),
            column("bit_reason_codes", Form::Texts),
            column("recommended_channel", Form::List(3)),
            column("message_variant_id", Form::Text),
            column("eligibility_status", Form::List(4)),
            column("exclusion_reason", Form::Text),
            column("cooling_off_until", Form::Until),
            column("computed_at", Form::Moment),
            column("last_touched_at", Form::Moment),
            column("metadata", Form::Json),
        ],
        added: &[],
        write_once: false,
    },
    Table {
        schema: "bit",
        name: "partner_intent",
        columns: &[
            column("partner_bit_id", Form::Uuid),
            column("fractional_cfo_id", Form::Uuid),
            column("leverage_score", Form::Score),
            column("leverage_factors", Form::Texts),
            column("recommended_next_action", Form::Text),
            column("message_variant_id", Form::Text),
            column("status", Form::Word(&["pending", "active", "paused", "completed"])),
            column("computed_at", Form::Moment),
            column("metadata", Form::Json),
        ],
        added: &[],
        write_once: false,
    },
];

impl Table {
    /// Its name as SQL writes it.
    pub(super) fn sql_name(&self) -> String {
        format!("{}.{}", quoted(self.schema), quoted(self.name))
    }

    /// Its name for people.
    pub(super) fn title(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }
}
