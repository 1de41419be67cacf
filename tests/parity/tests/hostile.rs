//! Files that no spreadsheet program writes: every class of them ends as it must, quickly, within its memory and never with
//! the program's, natively and in WebAssembly. Where the program is not optimised, the heavy ones are left out by name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_hostile::{DATA, Expect, Hostile, all};
use lanegate_intake::Intake;
use lanegate_parity::{forget_memory, megabytes, not_run, say, test, worked};
use lanegate_wire::{CheckOptions, Filter, Unreadable};

/// Seconds of the processor that a file may take; many times as much where the program is not optimised.
const SECONDS: f64 = if cfg!(debug_assertions) { 60.0 } else { 10.0 };
const MEGABYTES: u64 = 1_000;

/// What came of a file.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Refused(String),
    Read { firms: Vec<String>, codes: Vec<String> },
}

fn outcome(file: &str, bytes: Vec<u8>) -> Outcome {
    checked(file, bytes).unwrap_or_else(|refused| {
        assert!(refused.message.len() < 1_000 && refused.hint.len() > 10, "{refused:?}");
        Outcome::Refused(refused.code)
    })
}

fn checked(file: &str, bytes: Vec<u8>) -> Result<Outcome, Unreadable> {
    let mut intake = Intake::open(file, bytes)?;
    intake.check(&CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()), &mut |_| {})?;
    let checked = intake.checked().unwrap();
    let mut firms: Vec<String> = Vec::new();
    for batch in (0..checked.batches()).filter_map(|number| checked.batch(number)) {
        let named = batch.rows.iter().filter_map(|row| row.fields.get("firm_name"));
        // Enough to tell whether they are the right ones.
        firms.extend(named.take(20_usize.saturating_sub(firms.len())).map(ToString::to_string));
    }
    let overview = checked.overview();
    let codes: Vec<String> = overview.groups.iter().map(|group| group.code.clone()).collect();
    // What the page shows of it: the first window of rows, and of findings.
    assert!(checked.rows(0, 500, &Filter::default()).rows.len() <= 500);
    for finding in checked.findings(0, 500, &Filter::default()).findings {
        assert!(finding.message.len() < 2_000, "{finding:?}");
        assert!(finding.row.is_none_or(|row| (1..=lanegate_sheet::MAX_ROWS).contains(&row)), "{finding:?}");
    }
    Ok(Outcome::Read { firms, codes })
}

fn is_expected(expect: Expect, outcome: &Outcome) -> bool {
    match (expect, outcome) {
        (Expect::Anything, _) | (Expect::NothingWrong, Outcome::Refused(_)) => true,
        (Expect::Refused(code), Outcome::Refused(refused)) => code == refused,
        (Expect::NothingWrong, Outcome::Read { firms, codes }) => *firms == [DATA[0]] || !codes.is_empty(),
        (Expect::Read { firms, codes }, Outcome::Read { firms: read, codes: told }) => {
            firms == read && codes.iter().all(|code| told.iter().any(|told| told == code))
        }
        _ => false,
    }
}

/// What is wrong with a class, in lines.
fn faults(class: &Hostile) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut slowest, mut largest) = (0.0_f64, 0);
    for variant in 0..class.variants {
        let bytes = (class.make)(variant);
        forget_memory();
        let start = worked();
        let outcome = outcome(class.file, bytes);
        slowest = slowest.max(worked() - start);
        largest = largest.max(megabytes());
        if !is_expected(class.expect, &outcome) {
            faults.push(format!("{} {variant}: {outcome:?} instead of {:?}", class.name, class.expect));
        }
    }
    if class.heavy || slowest > 1.0 {
        say(&format!("{}: {slowest:.1} s, {largest} MB", class.name));
    }
    if slowest > SECONDS {
        faults.push(format!("{}: {slowest:.1} s", class.name));
    }
    if largest > MEGABYTES {
        faults.push(format!("{}: {largest} MB", class.name));
    }
    faults
}

#[test]
fn every_class_ends_as_it_must() {
    let mut wrong = Vec::new();
    let (mut files, mut left_out) = (0, Vec::new());
    for class in all() {
        if class.heavy && cfg!(debug_assertions) {
            left_out.push(class.name);
            continue;
        }
        wrong.extend(faults(class));
        files += class.variants;
    }
    if !left_out.is_empty() {
        not_run(&left_out.join(", "), "this build isn't optimized");
    }
    say(&format!("{files} hostile files of {} classes", all().count() - left_out.len()));
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
