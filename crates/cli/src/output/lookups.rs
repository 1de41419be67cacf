//! What lookups found, for people.

use anyhow::Result;
use lanegate_wire::LookupSummary;

use super::line;

/// Prints a line for each lookup.
pub fn print(lookups: &[LookupSummary]) -> Result<()> {
    lookups.iter().filter(|lookup| !lookup.missing).try_for_each(|lookup| line(&sentence(lookup)))
}

fn sentence(found: &LookupSummary) -> String {
    let named = |values: &[String], count: u32| {
        let quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
        // Several rows may have the same value, so that nothing may follow.
        let more = if values.len() == LookupSummary::VALUES && count as usize > values.len() { ", …" } else { "" };
        format!(" ({}{more})", quoted.join(", "))
    };
    let mut counts = vec![format!("{} found", found.found)];
    if found.kept > 0 {
        counts.push(format!("{} already there", found.kept));
    }
    counts.push(match found.not_found {
        0 => "0 not found".to_owned(),
        count => format!("{count} not found{}", named(&found.values_not_found, count)),
    });
    counts.push(match found.ambiguous {
        0 => "0 ambiguous".to_owned(),
        count => format!("{count} ambiguous{}", named(&found.values_ambiguous, count)),
    });
    if found.blank > 0 {
        counts.push(format!("{} with nothing to look up", found.blank));
    }
    let list = &found.list;
    let lacking = match found.list_rows_without_id {
        0 => String::new(),
        1 => " In the list, 1 row has no ID.".to_owned(),
        rows => format!(" In the list, {rows} rows have no ID."),
    };
    format!(
        "{} looked up in {} (column {}, IDs from {}): {}.{lacking}",
        found.column,
        list.file,
        list.matching,
        list.ids,
        counts.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use lanegate_wire::{ListColumns, LookupSummary};

    use super::sentence;

    #[test]
    fn a_sentence_says_what_was_found() {
        let list =
            ListColumns { file: "companies.xlsx".into(), sha256: None, matching: "Name".into(), ids: "ID".into() };
        let values = |many: u32| (0..many).map(|number| format!("Firm {number}")).collect::<Vec<_>>();
        let mut summary = LookupSummary {
            column: "company_id".into(),
            list,
            found: 260,
            kept: 12,
            not_found: 30,
            ambiguous: 2,
            blank: 3,
            values_not_found: values(5),
            values_ambiguous: values(1),
            list_rows_without_id: 1,
            ..LookupSummary::default()
        };
        assert_eq!(
            sentence(&summary),
            "company_id looked up in companies.xlsx (column Name, IDs from ID): 260 found, 12 already there, 30 not found (\"Firm 0\", \"Firm 1\", \"Firm 2\", \"Firm 3\", \"Firm 4\", …), 2 ambiguous (\"Firm 0\"), 3 with nothing to look up. In the list, 1 row has no ID."
        );
        summary.list_rows_without_id = 2;
        assert!(sentence(&summary).ends_with("In the list, 2 rows have no ID."));
        let plain = LookupSummary { found: 1, list: summary.list, column: summary.column, ..LookupSummary::default() };
        assert!(sentence(&plain).ends_with(": 1 found, 0 not found, 0 ambiguous."), "{}", sentence(&plain));
    }
}
