//! `lanegate commit`: check, compare with the database, commit, receipt.

use anyhow::Result;
use lanegate_intake::CheckedFile;
use lanegate_wire::{
    AppliedAnswers, Fate, ImportState, ImportStatus, LeaveOut, LookupSummary, PlanRequest, PlanSummary, Problem,
    Receipt, Report, SuggestedChanges,
};
use serde::Serialize;
use uuid::Uuid;

use crate::Outcome;
use crate::arguments::{self, CommitArguments, Format, LeaveOutRows};
use crate::commands::check::{Opened, blocks, checked, unreadable};
use crate::output::{accepted, applied, counted, json, line, lookups, plan, progress::Bar, report};
use crate::pending::Pending;
use crate::server::Server;

/// What a commit, or a dry run, printed as JSON.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    done: &'a Done,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a PlanSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<&'a Receipt>,
}

/// What was looked up and accepted for the file.
#[derive(Serialize)]
struct Done {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lookups: Vec<LookupSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<SuggestedChanges>,
}

pub fn run(arguments: &CommitArguments) -> Result<Outcome> {
    let (name, bytes) = arguments.file.read()?;
    let Opened { intake, answers, accepted } = match checked(&arguments.file, &name, bytes) {
        Ok(checked) => checked,
        Err(error) => {
            unreadable(arguments.format, &name, error)?;
            return Ok(Outcome::Unusable);
        }
    };
    let Some(checked) = intake.checked() else { return Ok(Outcome::Unusable) };
    let done = Done { lookups: checked.lookups(), accepted };
    if arguments.format == Format::Text {
        applied::print(answers.as_ref())?;
        lookups::print(&done.lookups)?;
        accepted::print(&done.accepted)?;
    }
    let clean = checked.overview().clean;
    if clean == 0 || (blocks(checked) && !arguments.leave_out.contains(&LeaveOutRows::Errors)) {
        return not_sent(arguments, checked, answers, done.accepted);
    }
    let import = checked.open_import(Uuid::nil());
    let server =
        Server::new(&arguments.server, arguments.server_ca.as_deref(), arguments::token(), checked.overview().lane)?;
    let pending = Pending::keep(&arguments.server, &import)?;
    let status = server.open(&lanegate_wire::OpenImport { id: pending.id, ..import })?;
    if let (ImportState::Committed | ImportState::Retracted, Some(receipt)) = (status.state, &status.receipt) {
        // An earlier run committed and its answer was lost.
        print_receipt(arguments, &done, None, receipt)?;
        pending.done();
        return Ok(Outcome::Clean);
    }
    upload(&server, checked, status)?;
    decide(arguments, &done, &server, pending)
}

fn not_sent(
    arguments: &CommitArguments,
    checked: &CheckedFile,
    answers: Option<AppliedAnswers>,
    accepted: Vec<SuggestedChanges>,
) -> Result<Outcome> {
    match arguments.format {
        Format::Json => json::print(&Report { answers, accepted, ..checked.report(false) })?,
        Format::Text => report::print(checked)?,
    }
    if checked.overview().clean == 0 {
        eprintln!("Nothing was sent: no row is clean.");
    } else {
        eprintln!("Nothing was sent. Fix the errors, or leave their rows out with --leave-out errors.");
    }
    Ok(Outcome::Blocked)
}

/// Sends the batches that the server does not have yet.
fn upload(server: &Server, checked: &CheckedFile, mut status: ImportStatus) -> Result<()> {
    let bar = Bar::new("Sending");
    let id = status.import.id;
    while !status.missing_batches.is_empty() {
        for &number in &status.missing_batches {
            let Some(batch) = checked.batch(number) else { continue };
            server.stage(id, number, &batch)?;
            bar.counted("Sending", batch.rows.last().map_or(0, |row| row.row), None);
        }
        status = server.status(id)?;
    }
    Ok(())
}

fn decide(arguments: &CommitArguments, done: &Done, server: &Server, pending: Pending) -> Result<Outcome> {
    let fates = arguments.leave_out.iter().filter_map(|rows| rows.fate()).collect();
    let request = PlanRequest { leave_out: LeaveOut { fates, rows: Vec::new() } };
    let summary = server.plan(pending.id, &request)?;
    if arguments.format == Format::Text {
        plan::summary(&summary)?;
        print_blocking(server, &summary)?;
    }
    if arguments.dry_run || !summary.committable {
        server.abandon(pending.id)?;
        pending.done();
        if arguments.format == Format::Json {
            json::print(&Printed { done, plan: Some(&summary), receipt: None })?;
        }
        if summary.committable {
            eprintln!("Dry run: nothing was committed.");
            return Ok(Outcome::Clean);
        }
        eprintln!("Nothing was committed. Settle these rows, or leave them out with --leave-out conflicts,missing.");
        return Ok(Outcome::Blocked);
    }
    match server.commit(pending.id, &summary.digest) {
        Ok(receipt) => {
            print_receipt(arguments, done, Some(&summary), &receipt)?;
            pending.done();
            Ok(Outcome::Clean)
        }
        Err(error) => match error.downcast_ref::<Problem>() {
            Some(Problem { plan: Some(now), .. }) => {
                eprintln!(
                    "The database changed since the plan was made. Nothing was committed; run the command again."
                );
                plan::summary(now)?;
                Ok(Outcome::Blocked)
            }
            _ => Err(error),
        },
    }
}

/// Prints the first rows that hold up the commit.
fn print_blocking(server: &Server, summary: &PlanSummary) -> Result<()> {
    for (&fate, &rows) in summary.counts.iter().filter(|(fate, _)| Fate::blocks(**fate)) {
        let page = server.plan_rows(summary.import, fate)?;
        plan::rows(&page)?;
        if page.next.is_some() {
            line(&format!("  … {} in all", counted(rows, "row")))?;
        }
    }
    Ok(())
}

fn print_receipt(
    arguments: &CommitArguments,
    done: &Done,
    summary: Option<&PlanSummary>,
    receipt: &Receipt,
) -> Result<()> {
    match arguments.format {
        Format::Json => json::print(&Printed { done, plan: summary, receipt: Some(receipt) }),
        Format::Text => plan::receipt(receipt),
    }
}
