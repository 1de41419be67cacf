//! `partner_appointments`: one row a meeting with a partner, write-once.

use lanegate_check::{
    Column, Fact, Identity, Key, Kind, ListValue, Numbering, Reference, Required, TypedRow, ValueType,
};
use lanegate_wire::Lane;

// The columns' places in `COLUMNS`.
const PARTNER: usize = 0;
const DATE: usize = 1;
const TYPE: usize = 2;
const OUTCOME: usize = 3;
const NOTES: usize = 4;
const SEQUENCE: usize = 5;

/// The kind.
pub static PARTNER_APPOINTMENTS: Kind = Kind {
    name: "partner_appointments",
    lane: Lane::Partners,
    table: "partner_appointments",
    title: "Partner meetings",
    row_title: "meeting",
    help: "Meetings held with fractional CFO partners.",
    objects: &["activity", "meeting", "event", "appointment", "engagement"],
    signs: &[],
    columns: &COLUMNS,
    row_rules: &[],
    source_column: None,
    reference_column: Some(PARTNER),
    identity: Identity::Fact(Fact {
        key,
        key_column: "partner_appointment_uid",
        key_title: "partner, day and sequence",
        key_words: " Meetings of one partner on one day are told apart by their sequence.",
        equality: &[TYPE, OUTCOME, NOTES],
        numbering: Some(NUMBERING),
        reference: Some(Reference { table: "fractional_cfo_master", title: "partner" }),
    }),
};

const NUMBERING: Numbering = Numbering { day: &[PARTNER, DATE], number: SEQUENCE };

static COLUMNS: [Column; 6] = [
    Column {
        name: "fractional_cfo_id",
        aliases: &[
            "partner id",
            "partner uuid",
            "partner",
            "cfo id",
            "cfo uuid",
            "fractional cfo",
            "fractional cfo uuid",
        ],
        maybe: &[],
        value: ValueType::Uuid,
        required: Required::Always,
        default: None,
        in_template: true,
        help: "The partner's id in the partner master.",
        good: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        bad: "Ann Lee",
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
        bad: "01.05.2025",
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
        help: "Whether it was the first meeting or a later one.",
        good: "Intro",
        bad: "lunch",
    },
    Column {
        name: "outcome",
        aliases: &[
            "meeting outcome",
            "outcome of meeting",
            "result",
            "meeting result",
            "appointment outcome",
            "call outcome",
            "warmth",
            "temperature",
            "hs meeting outcome",
            "call result",
            "call disposition",
        ],
        maybe: &[],
        value: ValueType::List(&OUTCOMES),
        required: Required::Always,
        default: None,
        in_template: true,
        help: "How willing the partner was.",
        good: "warm",
        bad: "hot",
    },
    Column {
        name: "notes",
        aliases: &[
            "note",
            "meeting note",
            "meeting notes",
            "internal meeting notes",
            "call notes",
            "comment",
            "comments",
            "remark",
            "remarks",
            "summary",
            "meeting summary",
        ],
        maybe: &["full comments", "description", "notizen", "beschreibung"],
        value: ValueType::Text { max: 10_000, lines: true, usual: &[], person: false },
        required: Required::Never,
        default: None,
        in_template: true,
        help: "Anything worth remembering.",
        good: "Knows two founders in Baltimore",
        bad: "\u{1}",
    },
    Column {
        name: "sequence",
        aliases: &["sequence number", "meeting sequence", "seq", "meeting number", "meeting no"],
        maybe: &[],
        value: ValueType::Ordinal,
        required: Required::Never,
        default: None,
        in_template: false,
        help: "The meeting's number on that day; given in file order when blank.",
        good: "2",
        bad: "0",
    },
];

static MEETING_TYPES: [ListValue; 2] = [
    ListValue {
        name: "intro",
        help: "The first meeting",
        also: &["introduction", "first meeting", "first call", "intro call"],
    },
    ListValue { name: "followup", help: "A later meeting", also: &["follow up", "second meeting", "check in"] },
];

static OUTCOMES: [ListValue; 3] = [
    ListValue { name: "warm", help: "Likely to refer clients", also: &["hot", "interested", "positive"] },
    ListValue { name: "neutral", help: "Undecided", also: &["undecided", "maybe", "unsure"] },
    ListValue { name: "cold", help: "Not interested", also: &["not interested", "negative"] },
];

/// `partner_appointment_uid`, if the row states its sequence; the plan numbers the others.
fn key(row: &TypedRow<'_>) -> Key {
    let day = NUMBERING.day(row);
    if let Some(sequence) = row.text(SEQUENCE) {
        return Key::Own(day + &sequence);
    }
    let value = |column| row.text(column).unwrap_or_default();
    let values: Vec<_> = [PARTNER, DATE, TYPE, OUTCOME, NOTES].into_iter().map(value).collect();
    Key::Numbered { day, values: values.join("\u{1f}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_columns_own() {
        for (place, name) in [
            (PARTNER, "fractional_cfo_id"),
            (DATE, "meeting_date"),
            (TYPE, "meeting_type"),
            (OUTCOME, "outcome"),
            (NOTES, "notes"),
            (SEQUENCE, "sequence"),
        ] {
            assert_eq!(COLUMNS[place].name, name);
        }
    }
}
