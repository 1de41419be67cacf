//! `--accept CODE[,CODE]`: applies the suggestions of whole groups of findings.

use clap::Args;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_wire::{CheckOptions, Filter, Progress, SuggestedChanges, Unreadable};

#[derive(Debug, Args)]
pub struct Accept {
    /// Apply all suggestions of the findings with these codes, such as not_in_list; findings that offer several corrections stay
    #[arg(id = "accept", long = "accept", value_name = "CODE", value_delimiter = ',')]
    codes: Vec<String>,
}

impl Accept {
    /// Applies the suggestions for one code after another to a checked file, and returns what was applied.
    ///
    /// # Errors
    /// When there is no such code, or the file can't be checked again.
    pub fn apply(
        &self,
        intake: &mut Intake,
        options: &mut CheckOptions,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<SuggestedChanges>, Unreadable> {
        if let (Some(code), Some(checked)) = (self.unknown(), intake.checked()) {
            return Err(refusal(code, checked));
        }
        let mut accepted = Vec::new();
        for (place, code) in self.codes().enumerate() {
            if self.codes().take(place).any(|before| before == code) {
                continue;
            }
            // A suggestion for one code can change what is found for the next one.
            let filter = Filter { code: Some(code.to_owned()), ..Filter::default() };
            let Some(found) = intake.checked().map(|checked| checked.suggested_fixes(&filter, usize::MAX)) else {
                break;
            };
            accepted.push(found.changes);
            if !found.fixes.is_empty() {
                options.fixes.extend(found.fixes);
                intake.check(options, progress)?;
            }
        }
        Ok(accepted)
    }

    fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|code| code.trim())
    }

    fn unknown(&self) -> Option<&str> {
        self.codes().find(|code| lanegate_check::explain(code).is_none())
    }
}

fn refusal(code: &str, checked: &CheckedFile) -> Unreadable {
    let codes = checked.codes_with_suggestions();
    Unreadable {
        code: "code_unknown".into(),
        message: format!("There is no finding code \"{code}\"."),
        hint: match codes.as_slice() {
            [] => "This file has no suggestions.".into(),
            codes => format!("This file has suggestions for: {}.", codes.join(", ")),
        },
    }
}
