//! Exports of common tools, from drop to preview: each recipe in `tests/vectors/recipes` has two files as a tool writes them, the answers
//! for the first one, and what is imported then. The second file has the same headers and other rows; remembered answers suffice for it.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use serde::Deserialize;
use serde_json::{Map, Value};

const BINARY: &str = "LANEGATE_BIN";
/// The day of the checks. All meetings that were held come before it.
const TODAY: [&str; 2] = ["--today", "2026-11-30"];
/// Nobody should have to answer more.
const MOST_ANSWERS: usize = 3;

/// What `recipe.json` says that matters here. The texts are for `docs/exports.md`.
#[derive(Deserialize)]
struct Recipe {
    kind: String,
    /// A list of IDs that an answer looks something up in.
    list: Option<String>,
    answers: Vec<Answer>,
    first: Expected,
    second: Expected,
}

/// The answer to one question, as options of the command line.
#[derive(Deserialize)]
struct Answer {
    options: Vec<String>,
}

/// What must come of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rows: u32,
    clean: u32,
    /// Rows that the answers skip.
    #[serde(default)]
    skipped: u32,
    /// Rows with an error, by the code of their first one: data that nobody can import.
    #[serde(default)]
    held_back: BTreeMap<String, u32>,
    /// Fields of clean rows, with `row` as Excel numbers it. `null`: the row has no such field.
    values: Vec<Map<String, Value>>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/recipes")
}

fn recipes() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of recipes");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn recipe(folder: &Path) -> Recipe {
    let text = fs::read(folder.join("recipe.json")).expect("a recipe");
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

fn lanegate(folder: &Path, arguments: &[&str]) -> Output {
    let binary = env::var_os(BINARY).unwrap_or_else(|| {
        panic!("{BINARY} is not set: it names the built lanegate. `cargo xtask test` builds it and sets this.")
    });
    // Lists are named by their names alone.
    Command::new(binary).args(arguments).current_dir(folder).output().expect("the program starts")
}

/// Checks a file of a recipe, and returns the report.
fn check(folder: &Path, name: &str, options: &[&str]) -> Result<Value, String> {
    let file =
        ["csv", "xlsx"].map(|ending| folder.join(format!("{name}.{ending}"))).into_iter().find(|path| path.exists());
    let file = file.ok_or_else(|| format!("there is no {name} file"))?;
    let file = file.to_str().expect("a plain path");
    let output = lanegate(folder, &[&["check", file, "--format", "json", "--rows"], &TODAY[..], options].concat());
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim()))?;
    match report.get("error") {
        Some(error) => Err(format!("{name}: {error}")),
        None => Ok(report),
    }
}

/// Rows with an error, by the code of their first one. Errors about the file hold back every row.
fn held_back(report: &Value) -> BTreeMap<String, u32> {
    let findings = report["findings"].as_array().into_iter().flatten();
    let (mut seen, mut codes) = (BTreeSet::new(), BTreeMap::new());
    for finding in findings.filter(|finding| finding["severity"] == "error") {
        if seen.insert(finding["row"].as_u64()) {
            *codes.entry(finding["code"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    codes
}

/// What differs from the expectation.
fn faults(name: &str, report: &Value, kind: &str, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    let mut compare = |what: &str, found: String, wanted: String| {
        if found != wanted {
            faults.push(format!("{name}: {what} {found} instead of {wanted}"));
        }
    };
    let number = |field: &str| report[field].as_u64().unwrap_or_default();
    let held = held_back(report);
    compare("the kind is", report["kind"].to_string(), format!("{kind:?}"));
    compare("rows:", number("rows").to_string(), expected.rows.to_string());
    compare("clean rows:", number("clean").to_string(), expected.clean.to_string());
    compare("held back:", format!("{held:?}"), format!("{:?}", expected.held_back));
    let others = number("clean") + u64::from(held.values().sum::<u32>());
    compare("skipped rows:", number("rows").saturating_sub(others).to_string(), expected.skipped.to_string());
    let rows = report["batch"]["rows"].as_array().cloned().unwrap_or_default();
    for wanted in &expected.values {
        let Some(row) = rows.iter().find(|row| row["row"] == wanted["row"]) else {
            compare("row", format!("{} isn't clean", wanted["row"]), "clean".to_owned());
            continue;
        };
        for (field, value) in wanted {
            let found = row.get(field).or_else(|| row["fields"].get(field)).unwrap_or(&Value::Null);
            compare(&format!("row {}, {field}:", wanted["row"]), found.to_string(), value.to_string());
        }
    }
    faults
}

/// An answer concerns one question: a single option, or the words of one column.
fn is_one_answer(answer: &Answer) -> bool {
    let options: Vec<(&str, &str)> =
        answer.options.chunks(2).map(|pair| (pair[0].as_str(), pair.get(1).map_or("", String::as_str))).collect();
    let columns = |option: &str| -> BTreeSet<&str> {
        let of_option = options.iter().filter(|(name, _)| *name == option);
        of_option.map(|(_, value)| value.split('=').next().unwrap_or_default()).collect()
    };
    let are_words = options.iter().all(|(name, _)| ["--map", "--skip"].contains(name));
    options.len() == 1 || (are_words && columns("--map").len() <= 1 && columns("--skip").len() <= 1)
}

#[test]
fn every_export_needs_three_answers_at_most_and_the_next_one_none() {
    let answers = env::temp_dir().join(format!("lanegate-recipes-{}", std::process::id()));
    fs::create_dir_all(&answers).expect("a folder for temporary files");
    let mut wrong = Vec::new();
    let recipes = recipes();
    for folder in &recipes {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let recipe = recipe(folder);
        let saved = answers.join(format!("{name}.json"));
        let saved = saved.to_str().expect("a plain path");
        if recipe.answers.len() > MOST_ANSWERS || !recipe.answers.iter().all(is_one_answer) {
            wrong.push(format!("{name}: more than {MOST_ANSWERS} answers"));
        }
        let options: Vec<&str> = recipe.answers.iter().flat_map(|answer| &answer.options).map(String::as_str).collect();
        let first = check(folder, "first", &[options.as_slice(), &["--save-answers", saved]].concat());
        let list: Vec<&str> = recipe.list.iter().flat_map(|list| ["--list", list.as_str()]).collect();
        let second = check(folder, "second", &[&["--answers", saved], list.as_slice()].concat());
        for (file, report, expected) in [("first", first, &recipe.first), ("second", second, &recipe.second)] {
            let found = match &report {
                Ok(report) => faults(file, report, &recipe.kind, expected),
                Err(error) => vec![error.clone()],
            };
            wrong.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    fs::remove_dir_all(&answers).expect("the folder is removed");
    assert!(recipes.len() > 20, "{} recipes", recipes.len());
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn without_answers_something_is_asked() {
    let is_unanswered = |folder: &PathBuf| {
        let report = check(folder, "first", &[]);
        report.is_err() || report.is_ok_and(|report| held_back(&report) != recipe(folder).first.held_back)
    };
    let needless: Vec<PathBuf> = recipes().into_iter().filter(|folder| !is_unanswered(folder)).collect();
    assert!(needless.is_empty(), "these recipes need no answers: {needless:?}");
}
