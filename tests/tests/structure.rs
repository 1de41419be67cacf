//! Holds what ARCHITECTURE.md says of the parts: which depends on which, which alone knows a library, what the checking parts
//! never touch, and how migrations are named.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// Each package and what of ours it may depend on, its tests included. A package that is not listed fails the test, so that
/// its place is thought about.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("lanegate-wire", &[]),
    ("lanegate-sheet", &[]),
    ("lanegate-reader", &["hostile", "sheet", "wire"]),
    ("lanegate-check", &["sheet", "wire"]),
    ("lanegate-sales", &["check", "sheet", "wire"]),
    ("lanegate-partners", &["check", "sheet", "wire"]),
    ("lanegate-kinds", &["check", "sales", "partners", "sheet", "wire"]),
    ("lanegate-plan", &["check", "kinds", "wire"]),
    ("lanegate-intake", &["reader", "check", "kinds", "sheet", "wire"]),
    ("lanegate-workbook", &["check", "sheet", "wire"]),
    ("lanegate-generate", &["kinds", "check", "sheet", "wire"]),
    ("lanegate", &["intake", "workbook", "kinds", "check", "wire"]),
    ("lanegate-web", &["intake", "workbook", "kinds", "check", "wire"]),
    ("lanegate-cluster", &[]),
    ("lanegate-server", &["wire", "check", "kinds", "plan", "workbook", "cluster"]),
    ("lanegate-samples", &[]),
    ("lanegate-hostile", &[]),
    ("lanegate-fuzz", &["hostile", "reader", "intake", "kinds", "check", "wire"]),
    (
        "lanegate-parity",
        &["generate", "hostile", "wire", "sheet", "reader", "check", "kinds", "plan", "intake", "workbook"],
    ),
    ("lanegate-tests", &["wire", "sheet", "reader", "check", "kinds", "plan", "intake", "server", "cluster"]),
    ("lanegate-bench", &["tests", "wire"]),
    ("crc32fast", &[]),
    ("xtask", &["cluster"]),
];

/// Libraries that one part alone knows. The tests of the whole may use them too.
const ONLY: &[(&str, &[&str])] = &[
    ("lanegate-server", &["sqlx", "axum"]),
    ("lanegate-web", &["leptos", "web-sys"]),
    ("lanegate-reader", &["calamine", "encoding_rs", "quick-xml"]),
];

/// The parts that compute the same everywhere.
const PURE: &[&str] = &["wire", "sheet", "reader", "check", "sales", "partners", "kinds", "plan", "intake", "workbook"];

/// What they never touch, and why it would not be the same everywhere.
const NEVER: &[(&str, &str)] = &[
    ("SystemTime", "the clock"),
    ("Instant", "the clock"),
    ("Utc::now", "the clock"),
    ("Local::now", "the clock"),
    ("now_v7", "the clock and randomness"),
    ("new_v4", "randomness"),
    ("rand", "randomness"),
    ("getrandom", "randomness"),
    ("RandomState", "randomness"),
    ("std::fs", "the file system"),
    ("std::env", "the environment"),
    ("std::process", "other programs"),
    ("std::net", "the network"),
];

#[test]
fn parts_depend_in_one_direction() {
    let mut wrong = Vec::new();
    for package in packages() {
        let Some((_, allowed)) = DIRECTIONS.iter().find(|(name, _)| *name == package.name) else {
            wrong.push(format!("{} is not listed in this test", package.name));
            continue;
        };
        for dependency in package.dependencies.keys() {
            let Some(ours) = dependency.strip_prefix("lanegate-") else { continue };
            if !allowed.contains(&ours) {
                wrong.push(format!("{} depends on {dependency}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_listed_part_is_there() {
    let names: BTreeSet<String> = packages().into_iter().map(|package| package.name).collect();
    for (name, _) in DIRECTIONS {
        assert!(names.contains(*name), "{name} is listed in this test, but is no package");
    }
}

#[test]
fn a_library_with_one_home_stays_there() {
    for package in packages() {
        for (home, libraries) in ONLY {
            if [*home, "lanegate-tests", "lanegate-bench"].contains(&package.name.as_str()) {
                continue;
            }
            for library in *libraries {
                assert!(
                    !package.dependencies.contains_key(*library),
                    "{} depends on {library}; only {home} may",
                    package.name
                );
            }
        }
    }
    // A home that has moved out would make the rule empty.
    for (home, libraries) in ONLY {
        let package = packages().into_iter().find(|package| package.name == *home).expect("a package");
        for library in *libraries {
            assert!(package.dependencies.contains_key(*library), "{home} no longer depends on {library}");
        }
    }
}

#[test]
fn checking_is_the_same_everywhere() {
    let mut wrong = Vec::new();
    let mut lines = 0;
    for part in PURE {
        for file in sources(&root().join("crates").join(part).join("src")) {
            let text = fs::read_to_string(&file).expect("a source file");
            for (number, line) in code(&text) {
                lines += 1;
                for (word, what) in NEVER {
                    if has_word(line, word) {
                        wrong.push(format!("{}:{number}: `{word}` ({what})", file.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(lines > 1_000, "only {lines} lines were looked at: the parts have moved");
}

#[test]
fn checking_has_no_clock_and_no_randomness_compiled_in() {
    for package in packages().into_iter().filter(|package| is_pure(&package.name)) {
        for (dependency, features) in &package.dependencies {
            let wanted: &[&str] = match dependency.as_str() {
                "chrono" => &["clock", "now", "wasmbind"],
                "uuid" => &["v1", "v4", "v6", "v7"],
                "rand" | "getrandom" | "tokio" | "reqwest" | "ureq" => {
                    panic!("{} depends on {dependency}", package.name)
                }
                _ => continue,
            };
            for feature in wanted {
                assert!(!features.contains(*feature), "{} wants {dependency}'s `{feature}`", package.name);
            }
        }
    }
}

#[test]
fn migrations_are_numbered_and_named_for_one_schema() {
    let mut names: Vec<String> = fs::read_dir(root().join("migrations"))
        .expect("the migrations")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    for (index, name) in names.iter().enumerate() {
        let parts: Option<(&str, &str, &str)> = name.strip_suffix(".sql").and_then(|stem| {
            let (number, rest) = stem.split_once('_')?;
            let (schema, verb) = rest.split_once('_')?;
            Some((number, schema, verb))
        });
        let (number, schema, verb) = parts.unwrap_or_else(|| panic!("{name} is not NNNN_<schema>_<verb>.sql"));
        assert_eq!(number, format!("{:04}", index + 1), "{name}: numbers go up by one");
        assert!(["shq", "sales", "partners", "bit", "access"].contains(&schema), "{name}: `{schema}` is no schema");
        assert!(
            !verb.is_empty() && verb.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "{name}: `{verb}` is no verb"
        );
    }
}

struct Package {
    name: String,
    /// Of every sort (normal, build, test), with the features asked for.
    dependencies: BTreeMap<String, BTreeSet<String>>,
}

fn packages() -> Vec<Package> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]).current_dir(root());
    let output = cargo.output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").iter().map(package).collect()
}

fn package(value: &Value) -> Package {
    let mut dependencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for dependency in value["dependencies"].as_array().expect("dependencies") {
        let features = dependency["features"].as_array().expect("features").iter();
        let features = features.map(|feature| feature.as_str().expect("a name").to_owned());
        // What a part's tests use (a clock, a temporary file) is no part of it; whom of ours they use is.
        let ours = dependency["name"].as_str().expect("a name").to_owned();
        if dependency["kind"] != "dev" || ours.starts_with("lanegate") {
            dependencies.entry(ours).or_default().extend(features);
        }
    }
    Package { name: value["name"].as_str().expect("a name").to_owned(), dependencies }
}

fn is_pure(package: &str) -> bool {
    package.strip_prefix("lanegate-").is_some_and(|part| PURE.contains(&part))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a part's folder");
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files
}

/// The lines of a file that are neither comments nor tests, which stand at a file's end.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines.map(|(index, line)| (index + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether a line names this word, and not only a longer one. `std::fs` is also found in `use std::{fs, io}`.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let found = |line: &str, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + word.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
    };
    match word.strip_prefix("std::").zip(line.split_once("std::{")) {
        Some((last, (_, rest))) if found(rest, last) => true,
        _ => found(line, word),
    }
}

#[test]
fn words_are_found_whole() {
    assert!(has_word("use std::fs::File;", "std::fs"));
    assert!(has_word("use std::{env, fs};", "std::fs"));
    assert!(has_word("let start = Instant::now();", "Instant"));
    assert!(!has_word("let operand = Instantiate;", "Instant"));
    assert!(!has_word("let operand = 1;", "rand"));
    assert_eq!(code("a\n// rand\nb\n#[cfg(test)]\nrand").map(|(n, _)| n).collect::<Vec<_>>(), [1, 3]);
}
