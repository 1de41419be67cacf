//! The workload: meetings of lane A with all seven columns and distinct ids, and partners of lane B.

use lanegate_tests::sample::{Sample, partner, text};
use lanegate_wire::{MAX_BATCH_ROWS, Value};
use uuid::Uuid;

const TYPES: [&str; 4] = ["discovery", "systems", "numbers", "other"];
const OUTCOMES: [&str; 4] = ["progressed", "stalled", "ghosted", "lost"];
const SOURCES: [&str; 3] = ["calendar", "crm", "manual"];

/// One meeting's values by column; `None` is blank.
pub fn meeting(number: u32) -> [(&'static str, Option<String>); 7] {
    let pick = |of: &[&'static str]| of.get(number as usize % of.len()).map(ToString::to_string);
    let outcome = pick(&OUTCOMES);
    let reason =
        (outcome.as_deref() == Some("stalled")).then(|| format!("Budget frozen until quarter {}", number % 4 + 1));
    // Spread like random ids, and the same in every run.
    let spread = |seed: u128| {
        Uuid::from_u128((u128::from(number) + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) | 1)
    };
    [
        ("company_id", Some(spread(1).to_string())),
        ("people_id", Some(spread(1 << 40).to_string())),
        ("meeting_date", Some(format!("202{}-{:02}-{:02}", number % 6, number % 12 + 1, number % 28 + 1))),
        ("meeting_type", pick(&TYPES)),
        ("meeting_outcome", outcome),
        ("stalled_reason", reason),
        ("source", pick(&SOURCES)),
    ]
}

/// An import of so many meetings from a number on, in batches as the page cuts them.
pub fn meetings(first: u32, rows: u32) -> Sample {
    let filled = |(name, value): (&'static str, Option<String>)| Some((name, text(&value?)));
    let all = (first..first + rows).map(|number| meeting(number).into_iter().filter_map(filled).collect()).collect();
    in_batches("appointment_history", all)
}

/// The same of partners, each of a firm of its own.
pub fn partners(first: u32, rows: u32) -> Sample {
    let one = |n: u32| partner(&format!("Firm {n}"), &format!("Ann Lee {n}"), &format!("a{n}@firm{n}.example.com"));
    in_batches("partner_master", (first..first + rows).map(one).collect())
}

fn in_batches(kind: &str, rows: Vec<Vec<(&str, Value)>>) -> Sample {
    Sample::of(kind, rows.chunks(MAX_BATCH_ROWS).map(<[_]>::to_vec).collect())
}
