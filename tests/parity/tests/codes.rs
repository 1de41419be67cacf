//! Every finding code has a sample that gives it, exactly where it says and with nothing else that is wrong, and one that differs as
//! little as possible and does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use lanegate_check::{CODES, explain};
use lanegate_generate::samples::{Given, Sample, samples};
use lanegate_parity::test;
use lanegate_sheet::{Cell, parse_cell_name};
use lanegate_wire::{Finding, Severity};

/// Codes that are declared and that nothing gives yet. One that has a sample must not stand here.
const PENDING: &[&str] = &[];

fn place(finding: &Finding) -> String {
    finding.cell.clone().or_else(|| finding.row.map(|row| format!("row {row}"))).unwrap_or_default()
}

fn brief(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}: {}", finding.code, place(finding), finding.message)).collect()
}

fn errors(findings: &[Finding], sample: &Sample) -> Vec<String> {
    let known = |code: &str| code == sample.code.name || sample.with.contains(&code);
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error && !known(&finding.code));
    errors.map(|finding| finding.code.clone()).collect()
}

#[test]
fn every_code_has_its_samples_once() {
    let samples = samples();
    let sampled: BTreeSet<_> = samples.iter().map(|sample| sample.code.name).collect();
    assert_eq!(sampled.len(), samples.len(), "a code has two samples");
    let declared: BTreeSet<_> = CODES.iter().map(|code| code.name).filter(|name| !PENDING.contains(name)).collect();
    assert_eq!(sampled, declared);
}

#[test]
fn the_failing_sample_gives_the_code_there_and_nothing_else_that_is_wrong() {
    for sample in samples() {
        let findings = sample.failing.findings();
        let places: Vec<_> = findings.iter().filter(|finding| finding.code == sample.code.name).map(place).collect();
        assert_eq!(places, sample.places, "{}: {:#?}", sample.code.name, brief(&findings));
        assert!(errors(&findings, &sample).is_empty(), "{}: {:#?}", sample.code.name, brief(&findings));
        for code in &sample.with {
            assert!(findings.iter().any(|finding| finding.code == *code), "{} comes without {code}", sample.code.name);
        }
    }
}

#[test]
fn the_passing_sample_does_not() {
    for sample in samples() {
        let findings = sample.passing.findings();
        let gives = findings.iter().any(|finding| finding.code == sample.code.name);
        assert!(!gives, "{}: {:#?}", sample.code.name, brief(&findings));
        assert!(errors(&findings, &sample).is_empty(), "{}: {:#?}", sample.code.name, brief(&findings));
    }
}

#[test]
fn what_is_said_is_whole() {
    for sample in samples() {
        for finding in sample.failing.findings() {
            let code = explain(&finding.code).unwrap_or_else(|| panic!("{} is not declared", finding.code));
            assert_eq!(finding.severity, code.severity, "{}", code.name);
            assert!(finding.message.ends_with(['.', '…']) && !finding.message.contains("  "), "{}", finding.message);
            let hint = &finding.hint;
            assert!(hint.is_empty() || (hint.ends_with('.') && !hint.contains("  ")), "{}: {hint}", code.name);
            assert!(
                code.severity != Severity::Error || !hint.is_empty() || code.name == "row_order",
                "{} says no way out",
                code.name
            );
        }
    }
}

#[test]
fn a_finding_quotes_the_cell_that_it_names_unless_the_cell_is_blank() {
    let mut quoted = 0;
    for sample in samples() {
        let Given::Table(table) = &sample.failing else { continue };
        let sheet = table.sheet();
        for finding in sample.failing.findings() {
            let Some((row, column)) = finding.cell.as_deref().and_then(parse_cell_name) else {
                assert!(finding.row.is_none() || finding.value.is_none(), "{}: {:?}", finding.code, finding.value);
                continue;
            };
            let blank = matches!(sheet.cell(row, column), Cell::Blank | Cell::Text(""));
            assert_eq!(finding.value.is_none(), blank, "{} in {}: {:?}", finding.code, sample.code.name, finding);
            quoted += u32::from(!blank);
        }
    }
    assert!(quoted > 40, "only {quoted} findings quote a cell");
}
