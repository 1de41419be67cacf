//! Clean rows of every kind, as the page and the command line would send them.

use chrono::{Days, Utc};
use lanegate_wire::{Batch, FileFacts, Lane, OpenImport, Row, Value};
use uuid::Uuid;

/// An import with its batches.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its lane.
    pub lane: Lane,
    /// What it is opened with.
    pub import: OpenImport,
    /// Its batches.
    pub batches: Vec<Batch>,
}

impl Sample {
    /// An import of a kind with these batches of rows. Row numbers go on from 2, below a header.
    ///
    /// # Panics
    /// When there is no such kind.
    #[must_use]
    pub fn of(kind: &str, batches: Vec<Vec<Vec<(&str, Value)>>>) -> Self {
        let kind = lanegate_kinds::named(kind).expect("a kind of this name");
        let mut number = 1;
        let batches: Vec<Batch> = batches
            .into_iter()
            .map(|rows| Batch {
                rows: rows
                    .into_iter()
                    .map(|fields| {
                        number += 1;
                        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                        Row { row: number, fields }
                    })
                    .collect(),
            })
            .collect();
        let import = OpenImport {
            id: Uuid::now_v7(),
            kind: kind.name.to_owned(),
            declaration: kind.declaration(),
            file: FileFacts {
                name: format!("{}.xlsx", kind.name),
                bytes: 12_345,
                sha256: lanegate_wire::sha256_hex(kind.name.as_bytes()),
                format: "xlsx".to_owned(),
            },
            sheet: "Sheet1".to_owned(),
            rows: number - 1,
            batches: u32::try_from(batches.len()).unwrap_or(u32::MAX),
            source_override: None,
            today: Utc::now().date_naive(),
            excluded: Vec::new(),
        };
        Self { lane: kind.lane, import, batches }
    }

    /// The same rows as another import: what dropping the same file again makes.
    #[must_use]
    pub fn again(&self) -> Self {
        let mut again = self.clone();
        again.import.id = Uuid::now_v7();
        again
    }
}

/// A text value.
#[must_use]
pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// A meeting of lane A with ids made from a number.
#[must_use]
pub fn meeting(number: u128, outcome: &str) -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("company_id", text(&Uuid::from_u128(0x1000_0000 + number).to_string())),
        ("people_id", text(&Uuid::from_u128(0x2000_0000 + number).to_string())),
        ("meeting_date", text("2025-05-01")),
        ("meeting_type", text("discovery")),
        ("meeting_outcome", text(outcome)),
    ];
    if outcome == "stalled" {
        fields.push(("stalled_reason", text("Budget frozen until the new year")));
    }
    fields
}

/// A meeting of lane A that was held so many days ago (UTC).
#[must_use]
pub fn held(number: u128, days_ago: u64, kind: &str, outcome: &str) -> Vec<(&'static str, Value)> {
    let date = Utc::now().date_naive() - Days::new(days_ago);
    let mut row = meeting(number, outcome);
    for (name, value) in &mut row {
        match *name {
            "meeting_date" => *value = text(&date.to_string()),
            "meeting_type" => *value = text(kind),
            _ => {}
        }
    }
    row
}

/// Three meetings of lane A in two batches: two to be reactivated, one not.
#[must_use]
pub fn meetings() -> Sample {
    Sample::of(
        "appointment_history",
        vec![vec![meeting(1, "stalled"), meeting(2, "ghosted")], vec![meeting(3, "progressed")]],
    )
}

/// A partner of lane B.
#[must_use]
pub fn partner(firm: &str, contact: &str, email: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("firm_name", text(firm)),
        ("primary_contact_name", text(contact)),
        ("email", text(email)),
        ("source", text("Referral")),
    ]
}

/// Two partners of lane B.
#[must_use]
pub fn partners() -> Sample {
    let rows = vec![
        partner("Harbor CFO Group", "Ann Lee", "ann@harborcfo.example.com"),
        partner("Summit Finance", "Bo Cruz", "bo@summit.example.com"),
    ];
    Sample::of("partner_master", vec![rows])
}

/// Two meetings with a partner of lane B, on one day, without a sequence.
#[must_use]
pub fn partner_meetings(partner: Uuid) -> Sample {
    let held = |kind: &str, outcome: &str| {
        vec![
            ("fractional_cfo_id", text(&partner.to_string())),
            ("meeting_date", text("2025-05-01")),
            ("meeting_type", text(kind)),
            ("outcome", text(outcome)),
        ]
    };
    Sample::of("partner_appointments", vec![vec![held("intro", "warm"), held("followup", "neutral")]])
}
