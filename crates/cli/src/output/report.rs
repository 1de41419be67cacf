//! A check's result for people.

use anyhow::Result;
use lanegate_intake::CheckedFile;
use lanegate_wire::{Filter, Finding, HowMatched, Overview};

use super::{counted, line};
use crate::answers;

/// Findings printed in full; the rest is counted.
const SHOWN: u32 = 200;

pub fn print(checked: &CheckedFile) -> Result<()> {
    let overview = checked.overview();
    head(&overview)?;
    let window = checked.findings(0, SHOWN, &Filter::default());
    for finding in &window.findings {
        print_finding(finding, &overview)?;
    }
    if window.total > SHOWN {
        line(&format!("… and {} more findings (--format json prints all)", window.total - SHOWN))?;
    }
    if !overview.groups.is_empty() {
        line("")?;
        for group in &overview.groups {
            let column = group.column.as_deref().map(|column| format!(" · {column}")).unwrap_or_default();
            line(&format!("{:>9}  {:<7} {}{column}", group.count, group.severity.as_str(), group.title))?;
        }
    }
    line("")?;
    line(&conclusion(&overview))
}

fn head(overview: &Overview) -> Result<()> {
    line(&format!(
        "{} · {} · sheet \"{}\", headers in row {}",
        overview.file.name, overview.kind_title, overview.sheet, overview.header_row
    ))?;
    let renamed = overview.columns.iter().filter(|column| column.how == HowMatched::Alias);
    for column in renamed {
        line(&format!("  {} read as {}", column.header, column.column.as_deref().unwrap_or_default()))?;
    }
    line("")
}

fn print_finding(finding: &Finding, overview: &Overview) -> Result<()> {
    let place = finding.cell.clone().or_else(|| finding.row.map(|row| format!("row {row}"))).unwrap_or_default();
    let column = finding.column.as_deref().unwrap_or_default();
    let value = finding.value.as_deref().map(|value| format!(" [{}]", value.replace('\n', " ⏎ "))).unwrap_or_default();
    line(&format!("{:<7} {place:<9} {column}{value}: {}", finding.severity.as_str(), finding.message))?;
    if !finding.hint.is_empty() {
        line(&format!("{:18}→ {}", "", finding.hint))?;
    }
    if let Some(option) = answers::option_for(finding, overview) {
        line(&format!("{:20}{option}", ""))?;
    }
    Ok(())
}

fn conclusion(overview: &Overview) -> String {
    let clean = overview.clean;
    let rows = match overview.left_out {
        0 => counted(overview.rows, "row"),
        skipped => format!("{} ({skipped} skipped)", counted(overview.rows, "row")),
    };
    if overview.counts.error > 0 {
        format!("{rows}, {clean} clean; {} to fix.", counted(overview.counts.error, "error"))
    } else if clean == 0 {
        format!("{rows}; nothing to commit.")
    } else {
        format!("{rows}, {clean} clean; ready to be compared with the database.")
    }
}
