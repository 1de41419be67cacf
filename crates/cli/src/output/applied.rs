//! The answers of an earlier file that were applied, for people.

use anyhow::Result;
use lanegate_wire::AppliedAnswers;

use super::line;

/// Answers that are printed; the rest is counted.
const SHOWN: usize = 20;

/// Prints one line; none where no answers were to be applied.
pub fn print(applied: Option<&AppliedAnswers>) -> Result<()> {
    applied.map_or(Ok(()), |applied| line(&sentence(applied)))
}

fn sentence(applied: &AppliedAnswers) -> String {
    let from = applied.from.as_deref().unwrap_or("an earlier file");
    let said = applied.said.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("; ");
    let mut text = match applied.said.len() {
        0 => format!("No answers from {from} were needed."),
        1..=SHOWN => format!("Answers from {from} were applied: {said}."),
        all => format!("Answers from {from} were applied: {said}; and {} more.", all - SHOWN),
    };
    match applied.unfit {
        0 => {}
        1 => text += " 1 of them names a column that this file lacks.",
        more => text += &format!(" {more} of them name columns that this file lacks."),
    }
    text
}

#[cfg(test)]
mod tests {
    use lanegate_wire::AppliedAnswers;

    use super::sentence;

    #[test]
    fn a_sentence_says_which_answers_were_applied() {
        let mut applied = AppliedAnswers {
            from: Some("june.csv".into()),
            said: vec!["blank cells in source mean LinkedIn".into()],
            ..AppliedAnswers::default()
        };
        assert_eq!(sentence(&applied), "Answers from june.csv were applied: blank cells in source mean LinkedIn.");
        applied.unfit = 2;
        assert!(sentence(&applied).ends_with(" 2 of them name columns that this file lacks."));
        applied.said = vec!["x".into(); 23];
        assert!(sentence(&applied).contains("x; and 3 more."));
        assert_eq!(sentence(&AppliedAnswers::default()), "No answers from an earlier file were needed.");
    }
}
