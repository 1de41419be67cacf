//! What the random imports came to: a comparison that never meets a case proves nothing about it.

use std::collections::BTreeMap;

use lanegate_plan::Planned;

/// How often each case was met.
#[derive(Default)]
pub struct Reached(BTreeMap<String, u64>);

/// Every case that must be met: the kind, the fate, and the reason without its numbers and names.
const EXPECTED: &[&str] = &[
    "appointment_history: new",
    "appointment_history: duplicate: Row # of this import is the same meeting.",
    "appointment_history: duplicate: The database has this meeting already.",
    "appointment_history: duplicate: The database has this meeting already. (retracted)",
    "appointment_history: conflict: Row # of this import is the same company",
    "appointment_history: conflict: Row # of this import is the same company (retracted)",
    "appointment_history: conflict: The database has a meeting of this company",
    "appointment_history: conflict: The database has a meeting of this company (retracted)",
    "appointment_history: conflict: changes meeting_type",
    "appointment_history: conflict: changes meeting_outcome",
    "appointment_history: conflict: changes stalled_reason",
    "appointment_history: fills stalled_reason",
    "appointment_history: fills source",
    "appointment_history: fills source_record_id",
    "appointment_history: left out new",
    "appointment_history: left out duplicate",
    "appointment_history: left out conflict",
    "appointment_history: anonymous",
    "appointment_history: in its stored form",
    "partner_master: create",
    "partner_master: update",
    "partner_master: update (retracted)",
    "partner_master: update: The status steps back",
    "partner_master: update: The status steps back (retracted)",
    "partner_master: unchanged",
    "partner_master: unchanged (retracted)",
    "partner_master: conflict: Its keys point at different partners",
    "partner_master: conflict: points by id",
    "partner_master: conflict: points by e-mail",
    "partner_master: conflict: points by LinkedIn",
    "partner_master: conflict: points by firm and contact",
    "partner_master: conflict: Row # of this import is the same partner. Leave one of them out.",
    "partner_master: missing_reference: The database has no partner with this fractional_cfo_id.",
    "partner_master: conflict: changes email",
    "partner_master: update: changes firm_name",
    "partner_master: update: changes primary_contact_name",
    "partner_master: update: changes linkedin_url",
    "partner_master: update: changes email",
    "partner_master: update: changes geography",
    "partner_master: update: changes niche_focus",
    "partner_master: update: changes source",
    "partner_master: update: changes status",
    "partner_master: update: changes source_detail",
    "partner_master: left out create",
    "partner_master: left out update",
    "partner_master: left out unchanged",
    "partner_master: left out conflict",
    "partner_master: left out missing_reference",
    "partner_appointments: new",
    "partner_appointments: duplicate: Row # of this import is the same meeting.",
    "partner_appointments: duplicate: The database has this meeting already.",
    "partner_appointments: duplicate: The database has this meeting already. (retracted)",
    "partner_appointments: conflict: Row # of this import is the same partner",
    "partner_appointments: conflict: Row # of this import is the same partner (retracted)",
    "partner_appointments: conflict: The database has a meeting of this partner",
    "partner_appointments: conflict: The database has a meeting of this partner (retracted)",
    "partner_appointments: missing_reference: The database has no partner with this fractional_cfo_id.",
    "partner_appointments: conflict: changes meeting_type",
    "partner_appointments: conflict: changes outcome",
    "partner_appointments: conflict: changes notes",
    "partner_appointments: fills notes",
    "partner_appointments: left out new",
    "partner_appointments: left out duplicate",
    "partner_appointments: left out conflict",
    "partner_appointments: left out missing_reference",
    "partner_appointments: in its stored form",
    "partner_appointments: key without a number",
];

impl Reached {
    /// Counts a case.
    pub fn count(&mut self, case: String) {
        *self.0.entry(case).or_default() += 1;
    }

    /// Counts what a plan says of its rows.
    pub fn count_plan(&mut self, kind: &str, plan: &[Planned]) {
        for planned in plan {
            let row = &planned.row;
            let fate = row.fate.as_str();
            let reason = row.reason.as_deref().map(shape).unwrap_or_default();
            self.count(format!("{kind}: {fate}{reason}"));
            for by in ["id", "e-mail", "LinkedIn", "firm and contact"] {
                if row.reason.as_ref().is_some_and(|reason| reason.contains(&format!(", by {by})"))) {
                    self.count(format!("{kind}: {fate}: points by {by}"));
                }
            }
            for change in &row.changes {
                self.count(format!("{kind}: {fate}: changes {}", change.column));
            }
            for fill in &planned.fills {
                let column = lanegate_kinds::named(kind).map(|kind| kind.columns[fill.column].name).unwrap_or_default();
                self.count(format!("{kind}: fills {column}"));
            }
            if row.left_out {
                self.count(format!("{kind}: left out {fate}"));
            }
            if row.key.contains("anon-") {
                self.count(format!("{kind}: anonymous"));
            }
            let number = row.key.rsplit('|').next().and_then(|number| number.parse::<u32>().ok());
            if kind == "partner_appointments" && fate == "duplicate" && number.is_none() {
                self.count(format!("{kind}: key without a number"));
            }
        }
    }

    /// The cases that were not met.
    pub fn missing(&self) -> Vec<&'static str> {
        EXPECTED.iter().copied().filter(|case| !self.0.contains_key(*case)).collect()
    }

    /// Prints how often each case was met.
    pub fn print(&self) {
        for (case, times) in &self.0 {
            println!("{times:>8} {case}");
        }
    }
}

/// A reason without its numbers and names.
fn shape(reason: &str) -> String {
    let (said, retracted) = match reason.find("came with an import that was retracted") {
        Some(at) => (reason[..at].trim_end().trim_end_matches("That meeting").trim_end_matches("This partner"), true),
        None => (reason, false),
    };
    let ends = [":", ", from", ",", " Row"].iter().filter_map(|end| said.find(end)).min();
    let said: String =
        said[..ends.unwrap_or(said.len())].chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    let mut said = said.trim().to_owned();
    while said.contains("##") {
        said = said.replace("##", "#");
    }
    let said = if said.is_empty() { said } else { format!(": {said}") };
    if retracted { format!("{said} (retracted)") } else { said }
}
