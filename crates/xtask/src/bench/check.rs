//! `cargo xtask bench check`: gets Lanegate and its peers, has `tests/bench/check/measure.mjs` measure them in turn, and keeps the figures.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::peers::{EXCELJS, OPENPYXL, SHEETJS, valgrind};
use super::results::{self, Check, Machine};
use super::{docs, folder, report};
use crate::browser::Browser;
use crate::{native, node, page, place, process, steps};

#[derive(Args, Default)]
pub struct Options {
    /// The peers check 1,000,000 rows, too, which takes some minutes more.
    #[arg(long)]
    large: bool,
    /// Small files once, to see whether the measuring works. Nothing is kept.
    #[arg(long, conflicts_with = "large")]
    quick: bool,
    /// How often each side takes its turn: three times, unless told.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// A finished page to be measured, instead of building this one. Nothing is kept.
    #[arg(long, value_name = "FOLDER")]
    page: Option<PathBuf>,
}

pub fn check(options: &Options) -> Result<()> {
    let dist = match &options.page {
        Some(folder) => folder.canonicalize()?,
        None => {
            page::build()?;
            place::dist()
        }
    };
    let mut build = native::cargo("build");
    process::run(build.args(["--release", "--quiet", "-p", "lanegate", "-p", "lanegate-samples"]))?;
    let browser = Browser::get()?;
    let mut not_measured = Vec::new();
    let mut or_said = |what: &str, got: Result<PathBuf>| match got {
        Ok(path) => Some(path),
        Err(error) => {
            let said = format!("{what}: {error:#}");
            steps::say(&format!("NOT MEASURED: {said}"));
            not_measured.push(said);
            None
        }
    };
    let python = or_said("openpyxl", OPENPYXL.by_pip());
    let valgrind = or_said("instructions", valgrind());
    let folder = folder()?;
    let files = folder.join("files");
    fs::create_dir_all(&files)?;
    let released = |name: &str| place::target().join("release").join(name);
    let (settings, said) = (folder.join("settings.json"), folder.join("check.json"));
    let rounds = options.rounds.unwrap_or(if options.quick { 1 } else { 3 });
    let all = json!({
        "folder": files, "results": said, "rounds": rounds, "quick": options.quick, "large": options.large,
        "dist": dist, "lanegate": released("lanegate"), "samples": released("lanegate-samples"),
        "sheetjs": SHEETJS.by_npm()?, "exceljs": EXCELJS.by_npm()?, "python": python, "valgrind": valgrind,
        "playwright": browser.packages(), "program": browser.chromium(),
    });
    fs::write(&settings, all.to_string())?;
    let mut program = Command::new(node::folder()?.join("node"));
    native::forget_settings(&mut program).arg(place::root().join("tests/bench/check/measure.mjs")).arg(&settings);
    process::run(&mut program)?;

    let version = |program: Option<&PathBuf>| -> Result<String> {
        let Some(program) = program else { return Ok(String::new()) };
        Ok(process::output(Command::new(program).arg("--version"))?.trim().replace("valgrind-", ""))
    };
    let check = Check {
        machine: Machine::here()?,
        command: format!("cargo xtask bench check{}", if options.large { " --large" } else { "" }),
        sheetjs: SHEETJS.version.to_owned(),
        exceljs: EXCELJS.version.to_owned(),
        openpyxl: OPENPYXL.version.to_owned(),
        valgrind: version(valgrind.as_ref())?,
        not_measured,
        measured: serde_json::from_str(&fs::read_to_string(&said)?)?,
    };
    let docs = if options.quick || options.page.is_some() { folder.join("docs") } else { docs() };
    results::keep(&docs, "check", &check)?;
    report::write(&docs)
}
