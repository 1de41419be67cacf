//! `appointment_history`: one row a meeting, write-once.

use lanegate_check::{
    Column, Fact, Identity, Key, Kind, ListValue, Required, RowNote, RowRule, Typed, TypedRow, ValueType,
    anonymous_key, codes,
};
use lanegate_wire::Lane;

// The columns' places in `COLUMNS`.
const COMPANY: usize = 0;
const PERSON: usize = 1;
const DATE: usize = 2;
const TYPE: usize = 3;
const OUTCOME: usize = 4;
const REASON: usize = 5;
const SOURCE: usize = 6;
const RECORD: usize = 7;

/// The kind.
pub static APPOINTMENT_HISTORY: Kind = Kind {
    name: "appointment_history",
    lane: Lane::Sales,
    table: "appointment_history",
    title: "Appointment history",
    row_title: "meeting",
    help: "Meetings already held with prospects, to be reactivated.",
    objects: &["activity", "meeting", "event", "appointment", "engagement"],
    signs: &SIGNS,
    columns: &COLUMNS,
    row_rules: &ROW_RULES,
    reference_column: None,
    source_column: Some(SOURCE),
    identity: Identity::Fact(Fact {
        key,
        key_column: "appointment_uid",
        key_title: "company, person and day",
        key_words: " One meeting per company, person and day is kept.",
        equality: &[TYPE, OUTCOME, REASON],
        numbering: None,
        reference: None,
    }),
};

/// Headers of programs that keep meetings.
static SIGNS: [&str; 63] = [
    "subject",
    "end date",
    "end time",
    "end date & time",
    "meeting end time",
    "meeting name",
    "meeting organizer",
    "required attendees",
    "optional attendees",
    "all day event",
    "invitee name",
    "invitee email",
    "invitee time zone",
    "activity assigned to",
    "company / account",
    "associated company",
    "associated contact",
    "associated company ids",
    "associated contact ids",
    "account id",
    "contact id",
    "activity - subject",
    "activity - done",
    "deal - title",
    "related to.id",
    "contact name.id",
    "regarding",
    "activity status",
    "durationinminutes",
    "enddatetime",
    "whoid",
    "whatid",
    "hs meeting title",
    "hs meeting end time",
    "betreff",
    "endet am",
    "endet um",
    "beginnt um",
    "erforderliche teilnehmer",
    "ganztägiges ereignis",
    "objet",
    "participants obligatoires",
    "journée entière",
    "topic",
    "host",
    "participants",
    "attendees",
    "organizer",
    "duration",
    "duration (minutes)",
    "duration (mins.)",
    "starts at",
    "ends at",
    "transcript url",
    "scheduled by",
    "date scheduled",
    "calendar",
    "related to",
    "related to type",
    "customer name",
    "customer email",
    "staff name",
    "service",
];

static COLUMNS: [Column; 8] = [
    Column {
        name: "company_id",
        aliases: &["company uuid", "company uid"],
        maybe: &[
            "account id",
            "account uuid",
            "organization id",
            "organisation id",
            "associated company id",
            "associated company ids",
            "associated company ids (primary)",
        ],
        value: ValueType::Uuid,
        required: Required::Never,
        default: None,
        in_template: true,
        help: "The company's id in the company master.",
        good: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        bad: "Acme Inc",
    },
    Column {
        name: "people_id",
        aliases: &["people uuid", "people uid"],
        maybe: &[
            "person id",
            "person uuid",
            "contact id",
            "contact uuid",
            "attendee id",
            "prospect id",
            "lead id",
            "who id",
            "associated contact id",
            "associated contact ids",
            "associated contact ids (primary)",
        ],
        value: ValueType::Uuid,
        required: Required::Never,
        default: None,
        in_template: true,
        help: "The person's id in the people master.",
        good: "0b9e3c52-7d1a-4a6f-9f63-4f2b8c1d2e3f",
        bad: "12345",
    },
    Column {
        name: "meeting_date",
        aliases: &[
            "date",
            "date of meeting",
            "meeting day",
            "appointment date",
            "met on",
            "held on",
            "meeting start",
            "meeting start date",
            "meeting start time",
            "activity date",
            "event date",
            "start date",
            "start date & time",
            "date & time",
            "activity due date",
            "start date and time",
            "hs meeting start time",
            "beginnt am",
            "event start date",
            "event start date & time",
            "event date & time",
            "scheduled for",
            "call date",
        ],
        maybe: &[
            "start time",
            "start",
            "starts at",
            "activitydatetime",
            "from",
            "début",
            "beginn",
            "inicio",
            "comienzo",
            "started at",
            "datum",
        ],
        value: ValueType::PastDate,
        required: Required::Always,
        default: None,
        in_template: true,
        help: "The day on which the meeting was held.",
        good: "2025-05-01",
        bad: "2025-02-30",
    },
    Column {
        name: "meeting_type",
        aliases: &[
            "type",
            "type of meeting",
            "kind of meeting",
            "meeting kind",
            "appointment type",
            "activity type",
            "event type",
            "event type name",
            "call type",
            "call and meeting type",
            "hs activity type",
            "meeting purpose",
            "call purpose",
        ],
        maybe: &["category", "categories", "purpose", "kategorien", "label"],
        value: ValueType::List(&MEETING_TYPES),
        required: Required::Always,
        default: None,
        in_template: true,
        help: "What the meeting was about.",
        good: "Discovery",
        bad: "lunch",
    },
    Column {
        name: "meeting_outcome",
        aliases: &[
            "outcome",
            "result",
            "meeting result",
            "outcome of meeting",
            "appointment outcome",
            "appointment result",
            "call outcome",
            "activity outcome",
            "hs meeting outcome",
            "call result",
            "call disposition",
            "marked as no-show",
        ],
        maybe: &[],
        value: ValueType::List(&OUTCOMES),
        required: Required::Always,
        default: None,
        in_template: true,
        help: "How it went on after the meeting.",
        good: "ghosted",
        bad: "no show",
    },
    Column {
        name: "stalled_reason",
        aliases: &[
            "reason",
            "stall reason",
            "reason stalled",
            "reason for stall",
            "reason for stalling",
            "why stalled",
            "stalled because",
            "outcome reason",
        ],
        maybe: &[],
        value: ValueType::Text { max: 2_000, lines: true, usual: &[], person: false },
        required: Required::When("the outcome is stalled"),
        default: None,
        in_template: true,
        help: "Why it stalled; needed when the outcome is stalled.",
        good: "Budget frozen until the new year",
        bad: "\u{7}",
    },
    Column {
        name: "source",
        aliases: &["record source", "data source", "source system", "entry source", "meeting source"],
        maybe: &[],
        value: ValueType::List(&SOURCES),
        required: Required::Never,
        default: Some("manual"),
        in_template: true,
        help: "Where the row comes from; manual when blank.",
        good: "crm",
        bad: "letter",
    },
    Column {
        name: "source_record_id",
        aliases: &[
            "record id",
            "crm id",
            "crm record id",
            "calendar event id",
            "external id",
            "source id",
            "event id",
            "event uuid",
            "engagement id",
            "meeting id",
            "appointment id",
            "item id",
            "item id (auto generated)",
            "pipedrive system id",
            "hs object id",
            "activity id",
            "do not modify appointment",
            "call id",
            "booking id",
        ],
        maybe: &[],
        value: ValueType::Text { max: 200, lines: false, usual: &[], person: false },
        required: Required::Never,
        default: None,
        in_template: false,
        help: "The record's id in the system it comes from.",
        good: "0061t00000ABCDE",
        bad: "\u{0}",
    },
];

static MEETING_TYPES: [ListValue; 4] = [
    ListValue {
        name: "discovery",
        help: "A first talk about the prospect's needs",
        also: &["discovery call", "first call", "first meeting", "intro"],
    },
    ListValue { name: "systems", help: "About systems and processes", also: &["system", "systems call"] },
    ListValue { name: "numbers", help: "About figures and prices", also: &["number", "pricing", "financials"] },
    ListValue { name: "other", help: "Anything else", also: &[] },
];

static OUTCOMES: [ListValue; 4] = [
    ListValue {
        name: "progressed",
        help: "It went on",
        also: &["won", "closed won", "moved forward", "next step", "advanced"],
    },
    ListValue {
        name: "stalled",
        help: "It came to a stop, for a known reason",
        also: &["on hold", "paused", "postponed", "delayed"],
    },
    ListValue {
        name: "ghosted",
        help: "The prospect went silent",
        also: &["no show", "silent", "no reply", "no response", "unresponsive", "gone quiet"],
    },
    ListValue {
        name: "lost",
        help: "The prospect declined",
        also: &["closed lost", "declined", "rejected", "not interested"],
    },
];

static SOURCES: [ListValue; 3] = [
    ListValue { name: "calendar", help: "From a calendar", also: &["google calendar", "outlook", "calendly"] },
    ListValue { name: "crm", help: "From the CRM", also: &["hubspot", "salesforce", "pipedrive"] },
    ListValue { name: "manual", help: "Typed by somebody", also: &["manually", "by hand", "typed"] },
];

static ROW_RULES: [RowRule; 2] = [
    RowRule {
        code: codes::CONDITIONAL_MISSING,
        reads: &[OUTCOME, REASON],
        check: |row| {
            let stalled = row.get(OUTCOME) == Some(&Typed::Item("stalled"));
            (stalled && row.get(REASON).is_none()).then(|| RowNote {
                column: Some(REASON),
                message: "The meeting stalled, but stalled_reason is blank; expected why it stalled.".into(),
                hint: "Fill the reason in, or correct the outcome.".into(),
            })
        },
    },
    RowRule {
        code: codes::ANONYMOUS_MEETING,
        reads: &[COMPANY, PERSON],
        check: |row| {
            is_anonymous(row).then(|| RowNote {
                column: None,
                message: "The row names neither a company nor a person; it can't be matched again by either.".into(),
                hint: "Fill in company_id or people_id if you know them.".into(),
            })
        },
    },
];

fn is_anonymous(row: &TypedRow<'_>) -> bool {
    row.get(COMPANY).is_none() && row.get(PERSON).is_none()
}

/// Two ids, a date, and what parts them.
const UID_LENGTH: usize = 84;

/// `appointment_uid`. Equal anonymous meetings without a record's ID are different meetings, so their key counts them.
fn key(row: &TypedRow<'_>) -> Key {
    if is_anonymous(row) {
        let day = row.text(DATE).unwrap_or_default();
        if let Some(record) = row.text(RECORD) {
            return Key::Own(anonymous_key(&format!("record\u{1f}{record}"), &day));
        }
        let value = |column| row.text(column).unwrap_or_default();
        let values = format!("values\u{1f}{}\u{1f}{}\u{1f}{}", value(TYPE), value(OUTCOME), value(REASON));
        return Key::Counted { day, values };
    }
    let mut uid = String::with_capacity(UID_LENGTH);
    for column in [COMPANY, PERSON] {
        match row.get(column) {
            Some(id) => id.push_to(&mut uid),
            None => uid.push_str("UNKNOWN"),
        }
        uid.push('|');
    }
    if let Some(date) = row.get(DATE) {
        date.push_to(&mut uid);
    }
    Key::Own(uid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_columns_own() {
        for (place, name) in [
            (COMPANY, "company_id"),
            (PERSON, "people_id"),
            (DATE, "meeting_date"),
            (TYPE, "meeting_type"),
            (OUTCOME, "meeting_outcome"),
            (REASON, "stalled_reason"),
            (SOURCE, "source"),
            (RECORD, "source_record_id"),
        ] {
            assert_eq!(COLUMNS[place].name, name);
        }
    }
}
