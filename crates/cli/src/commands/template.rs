//! `lanegate template`: an empty workbook of a kind, to be filled in.

use anyhow::{Result, bail};

use crate::Outcome;
use crate::arguments::TemplateArguments;
use crate::output::{line, workbook};

pub fn run(arguments: &TemplateArguments) -> Result<Outcome> {
    let Some(kind) = lanegate_kinds::named(&arguments.kind) else {
        let names: Vec<_> = lanegate_kinds::all().iter().map(|kind| kind.name).collect();
        bail!("there is no kind \"{}\"; the kinds are {}", arguments.kind, names.join(", "));
    };
    workbook::refuse(&arguments.output, None)?;
    workbook::write(&arguments.output, || Ok(lanegate_workbook::template(kind)?))?;
    line(&format!("Wrote {}: the template for {}.", arguments.output.output.display(), kind.title.to_lowercase()))?;
    Ok(Outcome::Clean)
}
