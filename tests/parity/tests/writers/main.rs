//! The same tables, written by the programs and libraries that people make spreadsheets with, are read as the same cells; what
//! differs is declared with its reason, and so is what is refused. `tests/writers` has the files, the tables, and the scripts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod notation;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lanegate_intake::Intake;
use lanegate_parity::{json, list, read, test};
use lanegate_reader::{Visibility, open};
use lanegate_sheet::parse_cell_name;
use lanegate_wire::{CheckOptions, Severity};
use notation::Words;
use serde_json::Value;

const FOLDER: &str = "tests/writers";
const WRITERS: &[&str] = &[
    "SheetJS",
    "ExcelJS",
    "openpyxl",
    "XlsxWriter",
    "xlwt",
    "pyexcelerate",
    "pandas",
    "odfpy",
    "tablib",
    "rust_xlsxwriter",
    "Gnumeric",
    "LibreOffice",
];

/// Refused formats: the extension, the code, and the name in the message.
const REFUSED: &[(&str, &str, &str)] = &[
    ("biff2", "legacy_excel", "Excel 2"),
    ("biff3", "legacy_excel", "Excel 3"),
    ("biff4", "legacy_excel", "Excel 4"),
    ("dbf", "not_a_spreadsheet", "dBASE"),
    ("dif", "not_a_spreadsheet", "(.dif)"),
    ("eth", "not_a_spreadsheet", "EtherCalc"),
    ("html", "not_a_spreadsheet", "HTML"),
    ("numbers", "not_a_spreadsheet", "Apple Numbers"),
    ("rtf", "not_a_spreadsheet", "RTF"),
    ("sylk", "not_a_spreadsheet", "SYLK"),
    ("wk1", "not_a_spreadsheet", "Lotus 1-2-3"),
    ("wk3", "not_a_spreadsheet", "Lotus 1-2-3"),
    ("xlml", "not_a_spreadsheet", "XML Spreadsheet"),
];

/// The reading of a sheet that isn't in the file.
const ABSENT: &str = "absent";

/// A file, a sheet of it, and a cell or fact, with what is read there instead of what is declared.
type Differences = BTreeMap<(String, String, String), String>;

/// The tables of a file, by its name: `table.writer.extension`.
fn tables_of(file: &str) -> Vec<(String, Value)> {
    let tables = json(&format!("{FOLDER}/table.json"));
    let named = |name: &str| vec![(name.to_owned(), tables["sheets"][name].clone())];
    match file.split('.').next().unwrap() {
        "values" => named("Values"),
        "meetings" => named("Meetings"),
        set => tables[set].as_object().unwrap().clone().into_iter().collect(),
    }
}

/// The places at which two sheets differ, and what the second has there.
fn differing(expected: &Words, found: &Words) -> Vec<(String, String)> {
    let places: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let differ = places.into_iter().filter(|place| expected.get(*place) != found.get(*place));
    differ.map(|place| (place.clone(), found.get(place).map_or("blank", String::as_str).to_owned())).collect()
}

/// Returns the differences in one file.
fn differences_in(file: &str) -> Vec<(String, String, String)> {
    let mut book =
        open(read(&format!("{FOLDER}/files/{file}")), file).unwrap_or_else(|refused| panic!("{file}: {refused:?}"));
    let (is_text, is_iso) = (book.format() == "csv", book.format() == "ods");
    let sheets = book.sheets().to_vec();
    let mut differ = Vec::new();
    for (name, table) in tables_of(file) {
        let Some(number) = sheets.iter().position(|sheet| is_text || sheet.name == name) else {
            differ.push((name, "sheet".into(), ABSENT.into()));
            continue;
        };
        let hidden = sheets[number].visibility != Visibility::Visible;
        if hidden != (table["hidden"] == true) {
            differ.push((name.clone(), "sheet".into(), if hidden { "hidden" } else { "visible" }.into()));
        }
        let rows = table["rows_in_text_files"].as_u64().filter(|_| is_text).map_or(usize::MAX, |rows| rows as usize);
        let mut expected = notation::declared(&table, rows);
        if is_text {
            expected.retain(|place, _| parse_cell_name(place).is_some());
            expected.values_mut().for_each(|words| *words = as_text(words));
        } else if file.starts_with("since_1904") && !is_iso {
            expected.insert("dates".into(), "since 1904".into());
        }
        let without = expected.values().filter(|words| *words == "no result").count();
        if without > 0 {
            expected.insert("formulas without a result".into(), without.to_string());
        }
        let found = notation::read(&book.read(number, &mut |_| {}).unwrap());
        differ.extend(differing(&expected, &found).into_iter().map(|(place, words)| (name.clone(), place, words)));
    }
    differ
}

/// A cell in a text file, which knows texts only.
fn as_text(words: &str) -> String {
    match words.split_once(' ') {
        None => format!("text {}", words.to_uppercase()),
        Some((_, value)) => format!("text {value}"),
    }
}

fn is_refused(file: &str) -> bool {
    REFUSED.iter().any(|(extension, ..)| file.ends_with(&format!(".{extension}")))
}

fn files() -> Vec<String> {
    list(&format!("{FOLDER}/files"))
}

/// The differences that are declared, cell by cell.
fn declared() -> Differences {
    let mut all = Differences::new();
    for entry in json(&format!("{FOLDER}/differences.json")).as_array().unwrap() {
        assert!(entry["why"].as_str().unwrap().len() > 20, "no reason: {entry}");
        for file in entry["files"].as_array().unwrap() {
            for (place, words) in entry["reads"].as_object().unwrap() {
                let (sheet, places) = place.split_once('!').unwrap();
                for cell in places.split(',') {
                    let key = (file.as_str().unwrap().into(), sheet.into(), cell.to_owned());
                    assert!(
                        all.insert(key, words.as_str().unwrap().into()).is_none(),
                        "declared twice: {file} {place}"
                    );
                }
            }
        }
    }
    all
}

#[test]
fn every_writers_cells_are_read_as_declared() {
    let mut found = Differences::new();
    for file in files().into_iter().filter(|file| !is_refused(file)) {
        let differ = differences_in(&file).into_iter().chain(differences_in_check(&file));
        found.extend(differ.map(|(sheet, place, words)| ((file.clone(), sheet, place), words)));
    }
    let declared = declared();
    let undeclared: Vec<_> = found.iter().filter(|(key, words)| declared.get(*key) != Some(words)).collect();
    let unused: Vec<_> = declared.iter().filter(|(key, words)| found.get(*key) != Some(words)).collect();
    let lines = |all: Vec<_>| all.into_iter().map(|entry| format!("\n  {entry:?}")).collect::<String>();
    assert!(
        undeclared.is_empty() && unused.is_empty(),
        "not declared:{}\ndeclared, but not so:{}",
        lines(undeclared),
        lines(unused)
    );
}

/// Returns the differences when the meetings of a file are checked: in its clean rows, and findings that are more than a remark.
fn differences_in_check(file: &str) -> Vec<(String, String, String)> {
    let Some((_, table)) = tables_of(file).into_iter().find(|(name, _)| name == "Meetings") else { return Vec::new() };
    let mut intake = Intake::open(file, read(&format!("{FOLDER}/files/{file}"))).unwrap();
    let options = CheckOptions::on(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    let differ = match intake.check(&options, &mut |_| {}) {
        Err(refused) => vec![("file".to_owned(), refused.code)],
        Ok(()) => {
            let report = intake.checked().unwrap().report(true);
            let rows = serde_json::to_value(report.batch.unwrap().rows).unwrap();
            let mut found = clean(&rows);
            for finding in report.findings.iter().filter(|finding| finding.severity != Severity::Info) {
                found.insert(format!("{} {}", finding.code, finding.cell.as_deref().unwrap_or("file")), "found".into());
            }
            differing(&clean(&table["clean"]), &found)
        }
    };
    differ.into_iter().map(|(place, words)| ("check".to_owned(), place, words)).collect()
}

/// Clean rows as words.
fn clean(rows: &Value) -> Words {
    let fields = rows.as_array().unwrap().iter().flat_map(|row| {
        let fields = row.as_object().unwrap().iter();
        fields.map(move |(name, value)| {
            (format!("row {} {name}", row["row"]), value.as_str().unwrap_or("number").to_owned())
        })
    });
    fields.collect()
}

#[test]
fn other_formats_are_refused_by_name() {
    let mut unused: BTreeSet<&str> = REFUSED.iter().map(|(extension, ..)| *extension).collect();
    for file in files() {
        let Some((extension, code, what)) =
            REFUSED.iter().find(|(extension, ..)| file.ends_with(&format!(".{extension}")))
        else {
            continue;
        };
        let Err(refused) = open(read(&format!("{FOLDER}/files/{file}")), &file) else { panic!("{file} is read") };
        assert_eq!(refused.code, *code, "{file}");
        assert!(refused.message.contains(what), "{file}: {}", refused.message);
        unused.remove(extension);
    }
    assert!(unused.is_empty(), "no files: {unused:?}");
}

#[test]
fn no_writer_is_missing() {
    let versions = String::from_utf8(read(&format!("{FOLDER}/versions.txt"))).unwrap();
    let files = files();
    for writer in WRITERS {
        assert!(versions.lines().any(|line| line.starts_with(writer)), "{writer}");
        let name = writer.to_lowercase();
        assert!(
            name == "odfpy" || files.iter().any(|file| file.split('.').nth(1).unwrap().starts_with(&name)),
            "{writer}"
        );
    }
}
