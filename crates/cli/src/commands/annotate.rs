//! `lanegate annotate`: a copy of a file with the faulty cells marked, to be corrected in Excel and dropped again.

use anyhow::Result;
use lanegate_wire::Severity;

use crate::Outcome;
use crate::arguments::{AnnotateArguments, Format};
use crate::commands::check::{Opened, blocks, checked, unreadable};
use crate::output::{accepted, applied, counted, line, lookups, workbook};

pub fn run(arguments: &AnnotateArguments) -> Result<Outcome> {
    workbook::refuse(&arguments.output, Some(&arguments.file.file))?;
    let (name, bytes) = arguments.file.read()?;
    let Opened { intake, answers, accepted } = match checked(&arguments.file, &name, bytes) {
        Ok(checked) => checked,
        Err(error) => {
            unreadable(Format::Text, &name, error)?;
            return Ok(Outcome::Unusable);
        }
    };
    if let Some(missing) = intake.missing_list() {
        // The copy would be without the IDs, and say nothing of it.
        unreadable(Format::Text, &name, missing)?;
        return Ok(Outcome::Unusable);
    }
    let Some(checked) = intake.checked() else { return Ok(Outcome::Unusable) };
    workbook::write(&arguments.output, || {
        Ok(lanegate_workbook::annotate(checked.sheet(), checked.result(), checked.stamp())?)
    })?;
    applied::print(answers.as_ref())?;
    lookups::print(&checked.lookups())?;
    accepted::print(&accepted)?;
    let overview = checked.overview();
    line(&format!(
        "Wrote {}: {}, {} clean; {}, {}, {}.",
        arguments.output.output.display(),
        counted(overview.rows, "row"),
        overview.clean,
        counted(overview.counts.error, Severity::Error.as_str()),
        counted(overview.counts.warning, Severity::Warning.as_str()),
        counted(overview.counts.info, "remark")
    ))?;
    Ok(if blocks(checked) { Outcome::Blocked } else { Outcome::Clean })
}
