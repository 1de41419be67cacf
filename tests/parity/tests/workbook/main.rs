//! Workbooks out and in again: what Lanegate writes, it reads as it was meant, natively and in WebAssembly.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod cells;
mod continued;
mod copy;
mod edit;
mod hostile;
mod of_file;
mod same_rows;
#[path = "../support/mod.rs"]
mod support;
mod template;

use chrono::NaiveDate;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_wire::{CheckOptions, Filter, Fix};

fn options() -> CheckOptions {
    CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap())
}

fn fixed(fixes: &[Fix]) -> CheckOptions {
    CheckOptions { fixes: fixes.to_vec(), ..options() }
}

fn checked_with(name: &str, bytes: Vec<u8>, options: &CheckOptions) -> Intake {
    let mut intake = Intake::open(name, bytes).unwrap();
    intake.check(options, &mut |_| {}).unwrap();
    intake
}

fn checked(name: &str, bytes: Vec<u8>) -> Intake {
    checked_with(name, bytes, &options())
}

fn annotated(intake: &Intake) -> Vec<u8> {
    let file = intake.checked().unwrap();
    lanegate_workbook::annotate(file.sheet(), file.result(), file.stamp()).unwrap()
}

/// Codes with their cells, or rows.
fn findings(file: &CheckedFile) -> Vec<String> {
    let found = file.findings(0, 500, &Filter::default()).findings;
    let place = |row: Option<u32>| row.map(|row| format!("row {row}")).unwrap_or_default();
    found.into_iter().map(|f| format!("{} {}", f.code, f.cell.unwrap_or_else(|| place(f.row)))).collect()
}
