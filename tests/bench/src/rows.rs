//! The workload: meetings of lane A with all seven columns and distinct ids.

use lanegate_tests::sample::{Sample, text};
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

/// An import of so many meetings, in batches as the page cuts them.
pub fn import(rows: u32) -> Sample {
    let all: Vec<Vec<(&str, Value)>> = (0..rows)
        .map(|number| meeting(number).into_iter().filter_map(|(name, value)| Some((name, text(&value?)))).collect())
        .collect();
    Sample::of("appointment_history", all.chunks(MAX_BATCH_ROWS).map(<[_]>::to_vec).collect())
}
