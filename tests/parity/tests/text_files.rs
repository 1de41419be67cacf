//! The contract's vectors about text files: how lines become rows, which rows may have been cut in the wrong places, and what is no table.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_intake::{CheckedFile, Intake};
use lanegate_parity::{json, test};
use lanegate_wire::{CheckOptions, Filter, Fix, Unreadable};
use lanegate_workbook::annotate;
use serde_json::{Value as Json, json as value};

/// Returns the result for a file, in the form of a vector.
fn outcome(name: &str, content: &str, fixes: Vec<Fix>) -> Result<Json, Unreadable> {
    let mut intake = Intake::open(name, content.as_bytes().to_vec())?;
    let options = CheckOptions { fixes, ..CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()) };
    intake.check(&options, &mut |_| {})?;
    let checked = intake.checked().unwrap();
    let (mut file, mut rows) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
    let of_file = checked.result().of_file().len();
    for (at, finding) in checked.findings(0, 500, &Filter::default()).findings.into_iter().enumerate() {
        match finding.row.filter(|_| at >= of_file) {
            Some(row) => rows.entry(row.to_string()).or_default().push(finding.code),
            None => file.push(finding.code),
        }
    }
    let batch = checked.batch(0);
    let clean: BTreeMap<String, Json> = batch
        .iter()
        .flat_map(|batch| &batch.rows)
        .map(|row| (row.row.to_string(), serde_json::to_value(&row.fields).unwrap()))
        .collect();
    Ok(value!({ "file": file, "rows": rows, "clean": clean }))
}

#[test]
fn text_files_are_read_as_the_contract_says() {
    let mut wrong = Vec::new();
    for vector in json("tests/vectors/text_files.json").as_array().unwrap() {
        let fixes: Vec<Fix> = serde_json::from_value(vector["fixes"].clone()).unwrap_or_default();
        let content = vector["content"].as_str().unwrap();
        let found = outcome("table.csv", content, fixes).unwrap_or_else(|refused| {
            assert!(!refused.hint.is_empty());
            value!({ "refused": refused.message })
        });
        let expected = match vector["refused"].as_str() {
            Some(part) => found["refused"].as_str().is_some_and(|message| message.contains(part)),
            None => ["file", "rows", "clean"].iter().all(|part| found[part] == vector[part]),
        };
        if !expected {
            wrong.push(format!("{}:\n  {found}", vector["why"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_annotated_copy_remembers_rows_that_end_early() {
    let content = b"firm_name,primary_contact_name,source,geography\nReed Ltd,Ada Reed,Event,West\nMint Ltd,Bo Mint,Event\nYew Ltd,Cy Yew,Event,\n";
    let options = CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    let short_rows = |file: &CheckedFile| {
        let findings = file.findings(0, 500, &Filter::default()).findings;
        let rows = findings.iter().filter(|finding| finding.code == "short_row").map(|finding| finding.row);
        rows.collect::<Vec<_>>()
    };
    let mut intake = Intake::open("table.csv", content.to_vec()).unwrap();
    intake.check(&options, &mut |_| {}).unwrap();
    // Also in a copy of the copy.
    for _ in 0..3 {
        let checked = intake.checked().unwrap();
        assert_eq!(short_rows(checked), [Some(3)]);
        let copy = annotate(checked.sheet(), checked.result(), checked.stamp()).unwrap();
        intake = Intake::open("copy.xlsx", copy).unwrap();
        intake.check(&options, &mut |_| {}).unwrap();
    }
    let set = Fix::SetCell { cell: "D3".into(), value: "West".into() };
    intake.check(&CheckOptions { fixes: vec![set], ..options }, &mut |_| {}).unwrap();
    assert_eq!(short_rows(intake.checked().unwrap()), []);
}

#[test]
fn an_annotated_copy_remembers_rows_that_were_cut_in_the_wrong_places() {
    let content = b"firm_name,primary_contact_name,source\nReed, Sons,Ada Reed,Event\nMint Ltd,Bo Mint,Event\n\"Yew\" Ltd,Cy Yew,Event\n";
    let options = CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    let mut intake = Intake::open("table.csv", content.to_vec()).unwrap();
    intake.check(&options, &mut |_| {}).unwrap();
    let checked = intake.checked().unwrap();
    let copy = annotate(checked.sheet(), checked.result(), checked.stamp()).unwrap();
    let mut intake = Intake::open("copy.xlsx", copy).unwrap();
    intake.check(&options, &mut |_| {}).unwrap();
    let checked = intake.checked().unwrap();
    let findings = checked.findings(0, 500, &Filter::default()).findings;
    let blocked: Vec<_> =
        findings.iter().filter(|finding| finding.code == "ragged_row").map(|finding| finding.row).collect();
    assert_eq!(blocked, [Some(2), Some(4)]);
    assert_eq!(checked.result().clean(), 1);
}
