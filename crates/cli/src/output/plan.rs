//! Plans and receipts for people.

use anyhow::Result;
use lanegate_wire::{PlanPage, PlanRow, PlanSummary, Receipt};

use super::line;

/// Prints a plan in numbers.
pub fn summary(plan: &PlanSummary) -> Result<()> {
    line("A commit would do this:")?;
    for (fate, rows) in &plan.counts {
        line(&format!("{rows:>9}  {}", words(fate.as_str())))?;
    }
    for (fate, rows) in &plan.left_out {
        line(&format!("{rows:>9}  left out ({})", words(fate.as_str())))?;
    }
    for found in &plan.retracted {
        line(&format!(
            "{:>9}  of these known from import {}, which was retracted: committing does not bring them back, reinstating it does",
            found.rows, found.import
        ))?;
    }
    Ok(())
}

/// Prints rows of a plan, each with what differs.
pub fn rows(page: &PlanPage) -> Result<()> {
    page.rows.iter().try_for_each(row)
}

fn row(row: &PlanRow) -> Result<()> {
    let reason = row.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    line(&format!("  row {:<8} {}{reason}", row.row, words(row.fate.as_str())))?;
    for change in &row.changes {
        let value =
            |value: &Option<String>| value.as_deref().map_or("(blank)".to_owned(), |value| format!("\"{value}\""));
        line(&format!("{:15}{}: stored {}, file {}", "", change.column, value(&change.stored), value(&change.file)))?;
    }
    Ok(())
}

/// Prints a receipt.
pub fn receipt(receipt: &Receipt) -> Result<()> {
    line(&format!("Committed. Receipt of import {}:", receipt.import))?;
    for (fate, rows) in &receipt.counts {
        line(&format!("{rows:>9}  {}", words(fate.as_str())))?;
    }
    for (fate, rows) in &receipt.left_out {
        line(&format!("{rows:>9}  left out ({})", words(fate.as_str())))?;
    }
    for excluded in &receipt.excluded {
        line(&format!("{:>9}  not sent ({})", excluded.rows, excluded.reason))?;
    }
    line(&format!("  file      {} (SHA-256 {})", receipt.file.name, receipt.file.sha256))?;
    line(&format!("  by        {} at {}", receipt.committed_by, receipt.committed_at.format("%Y-%m-%d %H:%M:%S UTC")))?;
    line(&format!("  took      {} ms", receipt.duration_ms))
}

fn words(fate: &str) -> String {
    fate.replace('_', " ")
}
