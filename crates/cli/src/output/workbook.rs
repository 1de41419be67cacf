//! Workbooks as files: never over another one unasked, and never half.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::arguments::OutputArguments;

/// Refuses an output that can't be meant. `input` is the file that is read, which stays as it is.
pub fn refuse(arguments: &OutputArguments, input: Option<&Path>) -> Result<()> {
    let output = &arguments.output;
    let shown = output.display();
    if !output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        bail!("{shown} does not end in .xlsx; the workbook would not open in Excel");
    }
    let same = |input: &Path| matches!((fs::canonicalize(input), fs::canonicalize(output)), (Ok(a), Ok(b)) if a == b);
    if input.is_some_and(same) {
        bail!("{shown} is the file itself, which is never changed; choose another name for the copy");
    }
    if !arguments.force && output.exists() {
        bail!("{shown} is there already; choose another name, or replace it with --force");
    }
    Ok(())
}

/// Makes a workbook and writes it beside its place first, so that a full disk leaves no half of it.
pub fn write(arguments: &OutputArguments, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<()> {
    let bytes = make()?;
    let output = &arguments.output;
    let mut beside = output.clone().into_os_string();
    beside.push(".part");
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, output));
    if written.is_err() {
        // There may be nothing to remove.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(|| format!("{} can't be written", output.display()))
}
