//! The suggestions that were applied, for people.

use anyhow::Result;
use lanegate_wire::{SuggestedChange, SuggestedChanges};

use super::{counted, line};

/// Changes and rows that are printed; the rest is counted.
const SHOWN: usize = 5;

/// Prints a line for each code.
pub fn print(accepted: &[SuggestedChanges]) -> Result<()> {
    accepted.iter().try_for_each(|changes| line(&sentence(changes)))
}

fn sentence(found: &SuggestedChanges) -> String {
    if found.findings == 0 {
        return format!("{}: no findings.", found.code);
    }
    let mut text = if found.suggested == 0 {
        format!("{}: nothing applied", found.code)
    } else {
        let shown: Vec<String> = found.changes.iter().take(SHOWN).map(change).collect();
        let counts: u32 = found.changes.iter().take(SHOWN).map(|change| change.count).sum();
        let more = match found.suggested - counts {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        format!(
            "{}: suggestions applied to {} of {}: {}{more}",
            found.code,
            found.suggested,
            counted(found.findings, "finding"),
            shown.join(", ")
        )
    };
    if found.without() > 0 {
        let has = if found.without() == 1 { "has" } else { "have" };
        text += &format!("; {} {has} no single suggestion{}", found.without(), rows(found));
    }
    text + "."
}

fn change(change: &SuggestedChange) -> String {
    let shown = |text: &str| if text.is_empty() { "(blank)".to_owned() } else { text.replace('\n', " ⏎ ") };
    format!("{} → {} ({})", shown(&change.from), shown(&change.to), change.count)
}

/// The rows without a suggestion: ` (rows 5, 17)`. Empty for findings about the file.
fn rows(found: &SuggestedChanges) -> String {
    let shown: Vec<String> = found.rows_without.iter().take(SHOWN).map(u32::to_string).collect();
    match shown.as_slice() {
        [] => String::new(),
        [row] if found.rows_without.len() == 1 => format!(" (row {row})"),
        rows => {
            let more = if found.rows_without.len() > SHOWN { ", …" } else { "" };
            format!(" (rows {}{more})", rows.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use lanegate_wire::{SuggestedChange, SuggestedChanges};

    use super::sentence;

    #[test]
    fn a_sentence_says_what_was_applied() {
        let change = |from: &str, to: &str, count| SuggestedChange {
            column: Some("meeting_type".into()),
            from: from.into(),
            to: to.into(),
            count,
        };
        let mut found = SuggestedChanges {
            code: "not_in_list".into(),
            findings: 320,
            suggested: 318,
            corrections: 2,
            changes: vec![change("Intro", "intro", 200), change("n/a", "", 100)],
            unlisted: 18,
            rows_without: vec![5, 17],
        };
        assert_eq!(
            sentence(&found),
            "not_in_list: suggestions applied to 318 of 320 findings: Intro → intro (200), n/a → (blank) (100), and 18 more; \
             2 have no single suggestion (rows 5, 17)."
        );
        found.rows_without = (1..=20).collect();
        assert!(sentence(&found).ends_with("(rows 1, 2, 3, 4, 5, …)."));
        let nothing = SuggestedChanges { findings: 1, suggested: 0, changes: vec![], rows_without: vec![9], ..found };
        assert_eq!(sentence(&nothing), "not_in_list: nothing applied; 1 has no single suggestion (row 9).");
        let clean = SuggestedChanges { code: "not_in_list".into(), ..SuggestedChanges::default() };
        assert_eq!(sentence(&clean), "not_in_list: no findings.");
    }
}
