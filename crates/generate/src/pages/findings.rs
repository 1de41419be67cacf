//! `docs/findings.md`: every finding code, with an example that the check has just been given.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use lanegate_check::{CODES, Code};
use lanegate_wire::{ColumnChoice, DateOrder, Finding, Fix, Severity};

use super::{NOTICE, code};
use crate::samples::{Sample, samples};

/// The page.
///
/// # Errors
/// When a code has no sample, or its failing sample does not give it.
pub fn page() -> Result<String> {
    let samples = samples();
    let mut page = format!("{NOTICE}\n\n# Findings\n\n");
    page += "What the check may say about a file. An **error** blocks its row (or, where it is about a column, every row), a **warning** \
             asks somebody to look, an **info** tells. `lanegate explain CODE` prints the same words.\n\n\
             Each example stands in a sheet of a few rows; the message is what the check says of it.\n\n\
             | code | severity | meaning |\n| --- | --- | --- |\n";
    for code in CODES {
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | {2} |", code.name, code.severity.as_str(), code.title);
    }
    for code in CODES {
        let sample = samples.iter().find(|sample| sample.code == *code);
        page += &section(code, sample.with_context(|| format!("{} has no sample", code.name))?)?;
    }
    Ok(page)
}

fn section(code: &Code, sample: &Sample) -> Result<String> {
    let found = sample.failing.findings().into_iter().find(|finding| finding.code == code.name);
    let finding = found.with_context(|| format!("the sample of {} does not give it", code.name))?;
    let mut text = format!("\n## {}\n\n**{}** ({}). {}\n\n", code.name, code.title, severity(code), code.explanation);
    let _ = writeln!(text, "- Example ({}): {}", sample.failing.kind(), place(&finding));
    let _ = writeln!(text, "- Says: {}", finding.message);
    if !finding.hint.is_empty() {
        let _ = writeln!(text, "- To do: {}", finding.hint);
    }
    if !finding.fixes.is_empty() {
        let fixes: Vec<_> = finding.fixes.iter().map(fix).collect();
        let _ = writeln!(text, "- Offers: {}", fixes.join("; or "));
    }
    Ok(text)
}

const fn severity(code: &Code) -> &'static str {
    match code.severity {
        Severity::Error => "error: blocks",
        Severity::Warning => "warning: asks",
        Severity::Info => "info: tells",
    }
}

fn place(finding: &Finding) -> String {
    let place = match (&finding.cell, finding.row) {
        (Some(cell), _) => format!("cell {cell}"),
        (None, Some(row)) => format!("row {row}"),
        (None, None) => "the file".to_owned(),
    };
    let column = finding.column.as_ref().map(|column| format!(", column {}", code(column))).unwrap_or_default();
    let value = finding.value.as_ref().map(|value| format!(", which holds {}", code(value))).unwrap_or_default();
    place + &column + &value
}

fn fix(fix: &Fix) -> String {
    match fix {
        Fix::SetCell { cell, value } => format!("put {} into {cell}", code(value)),
        Fix::MapValue { column, from, to } if from.is_empty() => {
            format!("take blank cells of {column} as {}", code(to))
        }
        Fix::MapValue { column, from, to } if to.is_empty() => format!("blank every {} in {column}", code(from)),
        Fix::MapValue { column, from, to } => format!("take every {} in {column} as {}", code(from), code(to)),
        Fix::MapColumn { letters, column: Some(column) } => format!("take column {letters} for {column}"),
        Fix::MapColumns { columns } => {
            let one = |choice: &ColumnChoice| {
                let column = choice.column.as_deref().unwrap_or("nothing");
                format!("column {} for {column}", choice.letters)
            };
            format!("take {}", columns.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        Fix::MapColumn { letters, column: None } => format!("do not import column {letters}"),
        Fix::DateOrder { column, order } => format!("read the dates of {column} as {}", order_words(*order)),
        Fix::DateCells { column, swapped: true } => format!("swap day and month of the date cells of {column}"),
        Fix::DateCells { column, swapped: false } => format!("take the date cells of {column} as they are"),
        Fix::Combine { column, parts, .. } => format!("make {column} out of the columns {}", parts.join(" and ")),
        Fix::Lookup { column, parts, list, .. } => {
            format!("look the IDs of {column} up in {} by the columns {}", code(&list.file), parts.join(" and "))
        }
        Fix::LeaveOutWhere { letters, value } => {
            format!("leave out every row with {} in column {letters}", code(value))
        }
        Fix::LeaveOut { row } => format!("leave row {row} out"),
        Fix::LeaveOutNonData {} => "leave out all rows that are no data".to_owned(),
        Fix::TakeIn { row } => format!("take row {row} back in"),
    }
}

const fn order_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
        DateOrder::Ymd => "year, month, day",
    }
}
