//! What was measured, as it is kept beside the document: `docs/benchmarks/check.json` and `commit.json` have the figures of every round.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::process;

/// Where and when it was measured.
#[derive(Serialize, Deserialize)]
pub struct Machine {
    pub day: String,
    pub commit: String,
    pub cores: usize,
    pub processor: String,
    pub gigabytes: u64,
    pub rustc: String,
}

/// The check and its peers.
#[derive(Serialize, Deserialize)]
pub struct Check {
    pub machine: Machine,
    pub command: String,
    pub sheetjs: String,
    pub exceljs: String,
    pub openpyxl: String,
    pub valgrind: String,
    /// What could not be measured, and why.
    pub not_measured: Vec<String>,
    pub measured: Measured,
}

/// What `tests/bench/check/measure.mjs` writes.
#[derive(Serialize, Deserialize)]
pub struct Measured {
    pub chromium: String,
    pub node: String,
    /// Findings that were compared, place by place, before anything was measured.
    pub agreed: u64,
    /// Of the native check of a fixed file, counted a few times.
    pub instructions: Vec<u64>,
    /// Peers that could not check a file, and why.
    #[serde(default)]
    pub failed: Vec<String>,
    pub workloads: Vec<Workload>,
}

/// A file, and what each side took for it.
#[derive(Serialize, Deserialize)]
pub struct Workload {
    pub kind: String,
    pub rows: u64,
    pub faulty: u64,
    pub format: String,
    pub bytes: u64,
    pub findings: u64,
    pub blocked: Option<u64>,
    pub turns: BTreeMap<String, Vec<Turn>>,
}

/// One side's turn: milliseconds, and bytes of memory.
#[derive(Serialize, Deserialize)]
pub struct Turn {
    pub ms: f64,
    /// The same where the worker had not warmed up before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold: Option<f64>,
    /// The most memory: in Chromium beyond what the page took with an idle worker, elsewhere the whole process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak: Option<f64>,
    /// WebAssembly's memory, which never shrinks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wasm: Option<f64>,
    /// What was still taken after the worker had ended, beyond the idle page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<f64>,
    /// The same file once more, in a new worker of the same page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<f64>,
    #[serde(default, rename = "nextPeak", skip_serializing_if = "Option::is_none")]
    pub next_peak: Option<f64>,
    /// What was taken half way through, and after the worker was ended there.
    #[serde(default, rename = "atCancel", skip_serializing_if = "Option::is_none")]
    pub at_cancel: Option<f64>,
    #[serde(default, rename = "afterCancel", skip_serializing_if = "Option::is_none")]
    pub after_cancel: Option<f64>,
}

/// Commits and what they are compared with.
#[derive(Serialize, Deserialize)]
pub struct Commit {
    pub machine: Machine,
    pub postgresql: String,
    pub pg: String,
    pub measured: Commits,
}

/// What `lanegate-bench` writes: seconds of every round.
#[derive(Serialize, Deserialize)]
pub struct Commits {
    pub rows: u64,
    pub commit: Vec<f64>,
    pub audited_copy: Vec<f64>,
    pub plain_copy: Vec<f64>,
    pub single_rows: u64,
    pub single: f64,
    pub server_megabytes: u64,
    pub together: Vec<Together>,
    pub split: Vec<Split>,
    pub remarks: Remarks,
}

/// What the plans of an import's statements say at a glance.
#[derive(Serialize, Deserialize)]
pub struct Remarks {
    /// Tables read from beginning to end, with many rows or many times.
    pub whole: Vec<Node>,
    /// Loops that went through many rows.
    pub loops: Vec<Node>,
    /// Pages that statements asked for, and how many of them PostgreSQL had to get from the system.
    pub pages: f64,
    pub read: f64,
}

/// A node of a plan, and how often it ran.
#[derive(Serialize, Deserialize)]
pub struct Node {
    pub statement: String,
    pub node: String,
    pub rows: f64,
    pub times: f64,
}

/// Many imports at once.
#[derive(Serialize, Deserialize)]
pub struct Together {
    pub lanes: Vec<String>,
    pub imports: u64,
    pub rows: u64,
    /// From the first batch to the last receipt.
    pub all: Vec<f64>,
    /// The import that was served last, and the one that was served first.
    pub slowest: Vec<f64>,
    pub quickest: Vec<f64>,
    /// How often a client was told to come again, in all rounds.
    pub again: u64,
    pub megabytes: u64,
    /// Rows that were found in the database afterwards, each once and with its audit entry, over all rounds.
    pub counted: u64,
}

/// One import by its steps, which add up to it.
#[derive(Serialize, Deserialize)]
pub struct Split {
    /// Facts that were there before.
    pub before: u64,
    pub all: f64,
    pub steps: Vec<Step>,
}

#[derive(Serialize, Deserialize)]
pub struct Step {
    pub call: String,
    pub step: String,
    pub seconds: f64,
}

/// What the page weighs.
#[derive(Serialize, Deserialize)]
pub struct Size {
    /// Bytes of WebAssembly and JavaScript that are sent to whoever checks a file.
    pub checking: u64,
    /// The same, of what is fetched beside it when somebody compares, commits, or goes to a place.
    pub connected: u64,
    pub programs: Vec<Program>,
}

/// A program of the page, in bytes.
#[derive(Serialize, Deserialize)]
pub struct Program {
    pub name: String,
    pub code: u64,
    pub data: u64,
    /// The code by crate.
    pub crates: Vec<Part>,
}

/// A crate's code in a program.
#[derive(Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
}

impl Machine {
    /// This one, now.
    pub fn here() -> Result<Machine> {
        let said = |program: &str, arguments: &[&str]| -> Result<String> {
            Ok(process::output(Command::new(program).args(arguments))?.trim().to_owned())
        };
        let of = |file: &str, name: &str| -> Option<String> {
            let text = fs::read_to_string(file).ok()?;
            let line = text.lines().find(|line| line.starts_with(name))?;
            line.split_once(':').map(|(_, value)| value.trim().to_owned())
        };
        // The document itself changes between the two parts.
        let changed = said("git", &["diff", "--quiet", "HEAD", "--", ":/", ":(top,exclude)docs"]).is_err();
        let kilobytes = of("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
        Ok(Machine {
            day: said("date", &["-u", "+%F"])?,
            commit: said("git", &["rev-parse", "--short", "HEAD"])? + if changed { " with changes" } else { "" },
            cores: std::thread::available_parallelism()?.get(),
            processor: of("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unnamed processor".to_owned()),
            gigabytes: kilobytes.context("Linux does not tell the memory")? / 1_000_000,
            rustc: said("rustc", &["--version"])?.split(' ').nth(1).unwrap_or_default().to_owned(),
        })
    }
}

impl Workload {
    /// Whether the file is one of the meetings' `.xlsx` with few faults, which come in every size.
    pub fn is_plain(&self) -> bool {
        self.kind == "appointment_history" && self.format == "xlsx" && self.faulty == 1
    }

    /// The median of a side's times, in seconds.
    pub fn seconds(&self, side: &str) -> Option<f64> {
        Some(median(self.turns.get(side)?.iter().map(|turn| turn.ms).collect())? / 1_000.0)
    }

    /// The median of another figure of a side, over the turns that have it.
    pub fn figure(&self, side: &str, which: impl Fn(&Turn) -> Option<f64>) -> Option<f64> {
        median(self.turns.get(side)?.iter().filter_map(which).collect())
    }
}

/// The one in the middle.
pub fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

/// Keeps a part's figures for the document in a folder.
pub fn keep(docs: &Path, part: &str, figures: &impl Serialize) -> Result<()> {
    let folder = docs.join("benchmarks");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(format!("{part}.json")), serde_json::to_string_pretty(figures)? + "\n")?)
}

/// A part's figures, if it was ever measured.
pub fn kept<T: DeserializeOwned>(docs: &Path, part: &str) -> Result<Option<T>> {
    let file = docs.join("benchmarks").join(format!("{part}.json"));
    if !file.is_file() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str(&fs::read_to_string(&file)?).with_context(|| file.display().to_string())?))
}
