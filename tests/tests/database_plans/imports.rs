//! Random imports: few values in each column, so that rows often meet each other and what is stored.

use lanegate_check::{Kind, Required};
use lanegate_tests::random::Random;
use lanegate_tests::sample::{Sample, text};
use lanegate_wire::{Batch, Fate, Fields, LeaveOut, Row, Value};
use uuid::Uuid;

pub const COMPANIES: [&str; 2] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
pub const PEOPLE: [&str; 2] = ["33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"];
pub const DAYS: [&str; 2] = ["2025-05-01", "2025-05-02"];
/// Each with itself as people wrote it before Lanegate.
pub const TEXTS: [(&str, &str); 3] = [
    ("Budget frozen", "  Budget \u{a0} frozen"),
    ("Went on leave", "Went\u{200b} on leave "),
    ("Ask again", "Ask again"),
];
pub const FIRMS: [&str; 4] = ["Harbor CFO", "HARBOR cfo", "Summit", "Quay Finance"];
pub const CONTACTS: [&str; 4] = ["Ann Lee", "ann lee", "Bo Cruz", "Cy Ray"];
pub const EMAILS: [&str; 6] = [
    "ann@harbor.example.com",
    "bo@summit.example.com",
    "a@xn--gll-qla.example.com",
    "a@gäll.example.com",
    "cy@quay.example.com",
    "office@quay.example.com",
];
pub const PROFILES: [&str; 5] = [
    "https://www.linkedin.com/in/ann-lee",
    "https://www.linkedin.com/in/Ann-Lee",
    "https://www.linkedin.com/in/bo-cruz",
    "https://www.linkedin.com/in/cy-ray",
    "https://www.linkedin.com/company/harbor",
];
const NOBODY: &str = "99999999-9999-4999-8999-999999999999";

/// One of some values.
pub fn one_of<T: Copy>(random: &mut Random, values: &[T]) -> T {
    values[random.below(values.len() as u64) as usize]
}

/// The fields of a row being made.
struct Making<'a> {
    random: &'a mut Random,
    fields: Fields,
}

impl Making<'_> {
    fn set(&mut self, column: &str, value: &str) {
        self.fields.insert(column.to_owned(), text(value));
    }

    /// One of some values.
    fn one(&mut self, column: &str, values: &[&str]) {
        let value = one_of(self.random, values);
        self.set(column, value);
    }

    /// One of some values, or a blank once in so many rows.
    fn maybe(&mut self, column: &str, values: &[&str], blank_once_in: u64) {
        if !self.random.once_in(blank_once_in) {
            self.one(column, values);
        }
    }

    /// One of some values once in so many rows, and a blank otherwise.
    fn rarely(&mut self, column: &str, values: &[&str], once_in: u64) {
        if self.random.once_in(once_in) {
            self.one(column, values);
        }
    }
}

/// A row of a kind. Meetings are those of some partners, and now and then of nobody.
fn row(kind: &str, random: &mut Random, partners: &[Uuid]) -> Fields {
    let mut row = Making { random, fields: Fields::new() };
    match kind {
        "appointment_history" => meeting(&mut row),
        "partner_master" => partner(&mut row, partners),
        _ => partner_meeting(&mut row, partners),
    }
    row.fields
}

fn meeting(row: &mut Making<'_>) {
    if !row.random.once_in(6) {
        row.maybe("company_id", &COMPANIES, 3);
        row.maybe("people_id", &PEOPLE, 3);
    }
    row.one("meeting_date", &DAYS);
    row.one("meeting_type", &["discovery", "discovery", "discovery", "other"]);
    row.one("meeting_outcome", &["ghosted", "ghosted", "ghosted", "stalled", "lost"]);
    let texts = TEXTS.map(|(text, _)| text);
    if row.fields["meeting_outcome"] == text("stalled") {
        row.one("stalled_reason", &texts);
    } else {
        row.rarely("stalled_reason", &texts, 3);
    }
    row.rarely("source", &["crm", "calendar"], 2);
    row.rarely("source_record_id", &["A-1", "A-2"], 3);
}

fn partner(row: &mut Making<'_>, partners: &[Uuid]) {
    row.one("firm_name", &FIRMS);
    row.one("primary_contact_name", &CONTACTS);
    row.rarely("email", &EMAILS, 2);
    row.rarely("linkedin_url", &PROFILES, 3);
    row.rarely("geography", &["West", "National"], 3);
    row.rarely("niche_focus", &["Retail"], 4);
    row.one("source", &["Referral", "Referral", "Fair"]);
    row.rarely("source_detail", &["Spring"], 5);
    row.rarely("status", &["prospect", "contacted", "engaged", "partner", "partner"], 2);
    if row.random.once_in(5) {
        let id = some_partner(row.random, partners);
        row.set("fractional_cfo_id", &id);
    }
}

fn partner_meeting(row: &mut Making<'_>, partners: &[Uuid]) {
    let id = some_partner(row.random, partners);
    row.set("fractional_cfo_id", &id);
    row.one("meeting_date", &DAYS);
    row.one("meeting_type", &["intro", "intro", "followup"]);
    row.one("outcome", &["warm", "warm", "cold"]);
    row.rarely("notes", &TEXTS.map(|(text, _)| text), 2);
    if row.random.once_in(2) {
        let number = 1 + row.random.below(4);
        row.fields.insert("sequence".to_owned(), Value::Whole(number as i64));
    }
}

fn some_partner(random: &mut Random, partners: &[Uuid]) -> String {
    match partners {
        [_, ..] if !random.once_in(10) => one_of(random, &partners[..partners.len().min(3)]).to_string(),
        _ => NOBODY.to_owned(),
    }
}

/// A row again, with some of the values that it need not have taken away, and now and then another outcome.
fn again(kind: &Kind, random: &mut Random, row: &Fields) -> Fields {
    let needs = |name: &str| kind.column(name).is_some_and(|at| kind.columns[at].required == Required::Always);
    let keys = ["company_id", "people_id", "sequence"];
    let stays = |name: &String| needs(name) || keys.contains(&name.as_str());
    let is_stalled = row.get("meeting_outcome") == Some(&text("stalled"));
    let kept = row.iter().filter(|(name, _)| stays(name) || is_stalled || !random.once_in(2));
    let mut again: Fields = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    if again.contains_key("outcome") && random.once_in(4) {
        again.insert("outcome".to_owned(), text("neutral"));
    }
    again
}

/// An import of a kind, in one to three batches. Some of its rows are those of an earlier one, or come twice, or are a fact from before
/// Lanegate.
pub fn import(
    kind: &str,
    random: &mut Random,
    partners: &[Uuid],
    earlier: Option<&Sample>,
    old: Option<&Fields>,
) -> Sample {
    // Partners are the same by any of their keys, so that a few rows conflict already.
    let most = if kind == "partner_master" { 3 } else { 10 };
    let mut rows: Vec<Fields> = Vec::new();
    for _ in 0..1 + random.below(most) {
        let made = match rows.last() {
            Some(last) if random.once_in(2) => again(lanegate_kinds::named(kind).unwrap(), random, last),
            _ => row(kind, random, partners),
        };
        let at = if random.once_in(3) { rows.len() } else { 0 };
        rows.insert(at, made);
    }
    let of_earlier: Vec<&Row> =
        earlier.into_iter().flat_map(|earlier| &earlier.batches).flat_map(|batch| &batch.rows).collect();
    if kind == "partner_master" && !of_earlier.is_empty() {
        let mut again = one_of(random, &of_earlier).fields.clone();
        if random.once_in(2) {
            again.insert("status".to_owned(), text(one_of(random, &["prospect", "contacted", "engaged"])));
        }
        rows.truncate(usize::from(random.once_in(2)));
        rows.push(again);
    } else {
        for earlier in of_earlier {
            if random.once_in(3) {
                continue;
            }
            if random.once_in(4) {
                rows.push(again(lanegate_kinds::named(kind).unwrap(), random, &earlier.fields));
            }
            rows.push(earlier.fields.clone());
        }
    }
    rows.extend(old.filter(|_| !random.once_in(3)).cloned());
    let mut sample = Sample::of(kind, Vec::new());
    let mut number = 1;
    let numbered = rows.into_iter().map(|fields| {
        number += 1 + u32::from(random.once_in(5));
        Row { row: number, fields }
    });
    let numbered: Vec<Row> = numbered.collect();
    let size = numbered.len().div_ceil(1 + random.below(3) as usize);
    sample.import.rows = numbered.len() as u32;
    sample.batches = numbered.chunks(size).map(|rows| Batch { rows: rows.to_vec() }).collect();
    sample.import.batches = sample.batches.len() as u32;
    sample
}

/// What a person may leave out of an import.
pub fn leave_out(random: &mut Random, sample: &Sample) -> LeaveOut {
    let mut leave_out = LeaveOut::default();
    if random.once_in(2) {
        let rows = sample.batches.iter().flat_map(|batch| &batch.rows).map(|row| row.row);
        leave_out.rows = rows.filter(|_| random.once_in(4)).collect();
        // A number that no row has, too.
        leave_out.rows.push(1);
    }
    if random.once_in(5) {
        leave_out.fates.push(one_of(random, &Fate::ALL));
    }
    leave_out
}
