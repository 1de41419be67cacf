//! The rows of a long file: sound ones, and among them faults of the sorts that people's files have, one a row.

use anyhow::{Result, bail};

use super::numbers::Numbers;

/// The days of the meetings: 1,600 from 5 January 2021 on, as Excel counts days.
const FIRST_DAY: u32 = 44_201;
const DAYS: u64 = 1_600;
/// A day that is still to come: 1 January 2199.
const FAR_DAY: u32 = 109_210;
/// The day that Unix counts from, as Excel counts.
const UNIX_DAY: u32 = 25_569;

/// A kind of file.
#[derive(Clone, Copy)]
pub enum Kind {
    Meetings,
    Partners,
    PartnerMeetings,
}

impl Kind {
    /// The kind with this name.
    pub fn named(name: &str) -> Result<Kind> {
        match name {
            "appointment_history" => Ok(Kind::Meetings),
            "partner_master" => Ok(Kind::Partners),
            "partner_appointments" => Ok(Kind::PartnerMeetings),
            _ => bail!("there is no kind {name}"),
        }
    }

    pub const fn headers(self) -> &'static [&'static str] {
        match self {
            Kind::Meetings => &[
                "company_id",
                "people_id",
                "meeting_date",
                "meeting_type",
                "meeting_outcome",
                "stalled_reason",
                "source",
            ],
            Kind::Partners => {
                &["firm_name", "primary_contact_name", "linkedin_url", "email", "geography", "source", "status"]
            }
            Kind::PartnerMeetings => &["fractional_cfo_id", "meeting_date", "meeting_type", "outcome", "notes"],
        }
    }
}

/// What a cell holds.
#[derive(Clone)]
pub enum Cell {
    Blank,
    Text(String),
    Number(f64),
    /// A date cell: a day as Excel counts.
    Day(u32),
}

use Cell::{Blank, Day, Number};

impl Cell {
    /// The cell as a text file has it.
    pub fn text(&self) -> String {
        match self {
            Blank => String::new(),
            Cell::Text(text) => text.clone(),
            Number(number) => number.to_string(),
            Day(day) => iso(*day),
        }
    }
}

/// A day of Excel's as `2025-05-01`.
pub fn iso(day: u32) -> String {
    // Howard Hinnant's civil_from_days, for days after 1 March of the year 0.
    let days = i64::from(day) - i64::from(UNIX_DAY) + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", of_year - (153 * shifted + 2) / 5 + 1)
}

/// So many rows of a kind.
pub struct Rows {
    kind: Kind,
    left: u32,
    faulty: u64,
    numbers: Numbers,
    /// The row before, if it is sound: one that comes twice is a fault, too.
    before: Option<Vec<Cell>>,
}

impl Rows {
    pub const fn new(kind: Kind, rows: u32, faulty: u64) -> Rows {
        Rows { kind, left: rows, faulty, numbers: Numbers(0x9e37_79b9_7f4a_7c15), before: None }
    }
}

impl Iterator for Rows {
    type Item = Vec<Cell>;

    fn next(&mut self) -> Option<Vec<Cell>> {
        self.left = self.left.checked_sub(1)?;
        let mut cells = self.kind.sound(&mut self.numbers, self.left);
        let chosen = self.numbers.next();
        if (chosen >> 32) % 100 >= self.faulty {
            self.before = Some(cells.clone());
        } else {
            self.kind.spoil(&mut cells, self.before.take(), &mut self.numbers);
        }
        Some(cells)
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

impl Kind {
    fn sound(self, numbers: &mut Numbers, number: u32) -> Vec<Cell> {
        let day = Day(FIRST_DAY + ((numbers.next() >> 32) % DAYS) as u32);
        match self {
            Kind::Meetings => {
                let outcome = numbers.of(&["stalled", "ghosted", "progressed", "lost"]);
                let reason = format!("Reason {}", (numbers.next() >> 32) % 500);
                vec![
                    text(numbers.uuid()),
                    text(numbers.uuid()),
                    day,
                    text(numbers.of(&["discovery", "systems", "numbers", "other"])),
                    text(outcome),
                    if outcome == "stalled" { text(reason) } else { Blank },
                    text(numbers.of(&["calendar", "crm", "manual"])),
                ]
            }
            Kind::Partners => vec![
                text(format!("Firm {number}")),
                text(numbers.of(&["Ann Lee", "Bo Berg", "Cara Diaz", "Dev Rao", "Eve Stone"])),
                text(format!("https://www.linkedin.com/in/person-{number}")),
                text(format!("person{number}@firm{number}.example.com")),
                text(numbers.of(&["Northeast", "Southeast", "Midwest", "West", "National"])),
                text(numbers.of(&["Referral", "LinkedIn", "Event"])),
                text(numbers.of(&["prospect", "contacted", "engaged", "partner"])),
            ],
            Kind::PartnerMeetings => vec![
                text(numbers.uuid()),
                day,
                text(numbers.of(&["intro", "followup"])),
                text(numbers.of(&["warm", "neutral", "cold"])),
                text(format!("Note {}", (numbers.next() >> 32) % 2_000)),
            ],
        }
    }

    /// Puts one fault into a sound row.
    fn spoil(self, cells: &mut Vec<Cell>, before: Option<Vec<Cell>>, numbers: &mut Numbers) {
        let set = |cells: &mut [Cell], column: usize, cell: Cell| cells[column] = cell;
        let which = (numbers.next() >> 32) % 8;
        match (self, which, before) {
            // The row before once more, as it was or with another value.
            (Kind::Meetings | Kind::Partners, 0, Some(before)) => *cells = before,
            (Kind::Meetings, 1, Some(before)) => {
                *cells = before;
                let other = if cells[3].text() == "other" { "systems" } else { "other" };
                set(cells, 3, text(other));
            }
            (Kind::Partners, 1, Some(before)) => {
                *cells = before;
                let other = if cells[6].text() == "partner" { "engaged" } else { "partner" };
                set(cells, 6, text(other));
            }
            (Kind::Meetings, 2, _) => set(cells, 0, text("Acme Inc")),
            (Kind::Meetings, 3, _) => set(cells, 2, text("2025-02-30")),
            (Kind::Meetings, 4, _) => set(cells, 2, Day(FAR_DAY)),
            (Kind::Meetings, 5, _) => set(cells, 4, Blank),
            (Kind::Meetings, 6, _) => {
                set(cells, 4, text("stalled"));
                set(cells, 5, Blank);
            }
            (Kind::Meetings, ..) => set(cells, 3, text("lunch")),
            (Kind::Partners, 2, _) => set(cells, 2, text("https://example.com/ann-lee")),
            (Kind::Partners, 3, _) => set(cells, 5, Blank),
            (Kind::Partners, 4, _) => set(cells, 6, text("friend")),
            (Kind::Partners, ..) => set(cells, 3, text("ann at harborcfo")),
            (Kind::PartnerMeetings, 0 | 1, _) => set(cells, 0, text("Ann Lee")),
            (Kind::PartnerMeetings, 2 | 3, _) => set(cells, 1, text("2025-02-30")),
            (Kind::PartnerMeetings, 4, _) => set(cells, 2, text("lunch")),
            (Kind::PartnerMeetings, 5, _) => set(cells, 1, Number(7.0)),
            (Kind::PartnerMeetings, ..) => set(cells, 3, Blank),
        }
    }
}
