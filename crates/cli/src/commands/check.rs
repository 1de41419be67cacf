//! `lanegate check`: what is wrong with a file, and where.

use anyhow::Result;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_wire::{AppliedAnswers, Report, SuggestedChanges, Unreadable, UnreadableReport};

use crate::Outcome;
use crate::arguments::{CheckArguments, FileArguments, Format};
use crate::output::{accepted, applied, json, lookups, progress::Bar, report};

pub fn run(arguments: &CheckArguments) -> Result<Outcome> {
    let (name, bytes) = arguments.file.read()?;
    match checked(&arguments.file, &name, bytes) {
        Ok(Opened { intake, answers, accepted }) => {
            let Some(checked) = intake.checked() else { return Ok(Outcome::Unusable) };
            match arguments.format {
                Format::Json => json::print(&Report { answers, accepted, ..checked.report(arguments.rows) })?,
                Format::Text => {
                    applied::print(answers.as_ref())?;
                    lookups::print(&checked.lookups())?;
                    accepted::print(&accepted)?;
                    report::print(checked)?;
                }
            }
            Ok(if blocks(checked) { Outcome::Blocked } else { Outcome::Clean })
        }
        Err(error) => {
            unreadable(arguments.format, &name, error)?;
            Ok(Outcome::Unusable)
        }
    }
}

/// A file that was opened and checked.
pub struct Opened {
    /// The file.
    pub intake: Intake,
    /// The answers of an earlier file that were applied.
    pub answers: Option<AppliedAnswers>,
    /// The suggestions that were applied.
    pub accepted: Vec<SuggestedChanges>,
}

/// Opens and checks a file, with a progress bar on a terminal.
pub fn checked(arguments: &FileArguments, name: &str, bytes: Vec<u8>) -> Result<Opened, Unreadable> {
    let bar = Bar::new("Reading");
    let stored = arguments.stored.read()?;
    arguments.stored.refuse_other_file()?;
    let mut intake = Intake::open(name, bytes)?;
    let mut options = arguments.options(&intake.file().sha256)?;
    let lists = arguments.lookups.open_lists(&mut intake)?;
    let answers = match &stored {
        Some(stored) => {
            options.kind = options.kind.or_else(|| stored.kind().map(Into::into));
            Some(intake.apply_answers(stored, &mut options, &mut |progress| bar.tell(progress))?)
        }
        None => {
            intake.check(&options, &mut |progress| bar.tell(progress))?;
            None
        }
    };
    if let Some(checked) = intake.checked().filter(|_| !arguments.answers.is_empty()) {
        // The answers name columns by their headers, which are known now.
        options.fixes.extend(arguments.answers.fixes(&checked.overview())?);
        intake.check(&options, &mut |progress| bar.tell(progress))?;
        let warnings = intake.checked().map(|checked| arguments.answers.warnings(checked)).unwrap_or_default();
        warnings.iter().for_each(|warning| eprintln!("{warning}"));
    }
    if let Some(checked) = intake.checked().filter(|_| !arguments.lookups.is_empty()) {
        options.fixes.extend(arguments.lookups.fixes(checked, &lists)?);
        intake.check(&options, &mut |progress| bar.tell(progress))?;
    }
    let accepted = arguments.accept.apply(&mut intake, &mut options, &mut |progress| bar.tell(progress))?;
    if let Some(checked) = intake.checked() {
        arguments.stored.save(checked)?;
    }
    Ok(Opened { intake, answers, accepted })
}

/// Whether any finding blocks.
pub fn blocks(checked: &CheckedFile) -> bool {
    checked.overview().counts.error > 0
}

/// Says why a file can't be used.
pub fn unreadable(format: Format, name: &str, error: Unreadable) -> Result<()> {
    match format {
        Format::Json => json::print(&UnreadableReport { error }),
        Format::Text => {
            eprintln!("{name}: {error}");
            Ok(())
        }
    }
}
