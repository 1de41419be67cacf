//! `docs/benchmarks.md` and its charts, made of the figures that are kept beside them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::chart::{self, Line};
use super::growth::exponent;
use super::results::{self, Check, Commit, Machine, Program, Size};
use super::tables::{self, SIDES, grouped, megabytes, peak, seconds};
use super::{aims, committing};
use crate::steps;

/// Writes the document and the charts into a folder that has the figures.
pub fn write(docs: &Path) -> Result<()> {
    let check: Option<Check> = results::kept(docs, "check")?;
    let commit: Option<Commit> = results::kept(docs, "commit")?;
    let size: Option<Size> = results::kept(docs, "size")?;
    let mut text = String::from(
        "<!-- Made by `cargo xtask bench` from the figures in benchmarks. Measure again instead of changing it. -->\n\n# Benchmarks\n\n\
         `cargo xtask bench` measures Lanegate beside what people would use instead, in turn, on one machine, and writes this page; `check` and `commit` behind it run a part alone. \
         Times differ from machine to machine and from hour to hour: the ratios are what counts. The figures of every round stand in [benchmarks](benchmarks).\n\n## Aims\n\n",
    );
    text += &aims::table(check.as_ref(), commit.as_ref(), size.as_ref());
    text += "\nThat no task holds up the page's thread for more than 50 ms is not timed here: the browser tests fail where one does (`tests/browser/specs/large.spec.ts`, `large_kinds.spec.ts`, `million.spec.ts`).\n";
    if let Some(check) = &check {
        text += &of_check(check, docs)?;
    }
    if let Some(commit) = &commit {
        text += &committing::text(commit);
    }
    if let Some(size) = &size {
        text += &of_size(size);
    }
    fs::write(docs.join("benchmarks.md"), text)?;
    steps::say(&format!("{} is written", docs.join("benchmarks.md").display()));
    Ok(())
}

pub fn of_machine(machine: &Machine) -> String {
    let Machine { day, commit, cores, processor, gigabytes, rustc } = machine;
    format!("{day}, commit {commit}, {cores} cores ({processor}), {gigabytes} GB, Rust {rustc}")
}

fn of_check(check: &Check, docs: &Path) -> Result<String> {
    let Check { machine, command, sheetjs, exceljs, openpyxl, valgrind, not_measured, measured } = check;
    let mut text = format!(
        "\n## The check\n\n`{command}` on {}; Chromium {}, Node {}, SheetJS (`xlsx`) {sheetjs}, ExcelJS {exceljs}, openpyxl {openpyxl}.\n\n",
        of_machine(machine),
        measured.chromium,
        measured.node
    );
    for said in not_measured {
        _ = writeln!(text, "**NOT MEASURED**: {said}\n");
    }
    for said in &measured.failed {
        _ = writeln!(text, "**FAILED**: {said}\n");
    }
    _ = writeln!(
        text,
        "Both sides in Chromium get the file's bytes in the page and hand them to a worker of theirs that is already up, as the page has it; the time is from there to the answer. Every turn has a Chromium of its own, so that it is the first \
         file after a start; both workers have warmed up before, on the same small file, as often as the page's does while a person picks a file (`web/src/page/warm_up.rs`). SheetJS reads with the options that were fastest (dense rows, no formulas, HTML or formatted texts) and checks with the same rules in plain JavaScript (`tests/bench/check/page/rules.js`), which know their columns by exact headers and make no messages. \
         Before anything is measured, {} findings in small files of every kind and format must be the same at the same places; in every turn rows, rows with errors, and findings by code and column are compared. \
         Medians, with the shortest and the longest time behind; memory is the page's process at most, beyond what it took with the worker idle (Linux's account of resident memory).\n",
        grouped(measured.agreed)
    );
    text += &tables::in_chromium(check);
    text += "\n![Times at 100,000 rows](benchmarks/sides.svg)\n\n### Beside other programs\n\n`appointment_history` as .xlsx, 1 % faulty. The columns `: Lanegate` are ratios to Lanegate in Chromium.\n\n";
    text += &tables::every_side(check);
    text += "\n### Memory\n\nThe page's process beyond the page with an idle worker. WebAssembly's part never shrinks while its worker lives: Cancel and the next file end the worker. What is left some seconds after its end (the least of three seconds) stands beside.\n\n";
    text += &tables::memory(check);
    text += &growth(check, docs)?;
    let mut counts = measured.instructions.clone();
    counts.sort_unstable();
    if let (Some(least), Some(most)) = (counts.first(), counts.last()) {
        _ = writeln!(
            text,
            "\n### Counting\n\n`lanegate check --format json` of 10,000 rows (`appointment_history`, .xlsx, 1 % faulty) takes **{}** instructions (callgrind, valgrind {valgrind}, Rust {}; the median of {}, which lay between {} and {}): a figure that a busy machine hardly changes.",
            grouped(counts[counts.len() / 2]),
            machine.rustc,
            counts.len(),
            grouped(*least),
            grouped(*most)
        );
    }
    Ok(text)
}

/// Charts, and how fast the curves rise.
fn growth(check: &Check, docs: &Path) -> Result<String> {
    let mut files: Vec<_> = check.measured.workloads.iter().filter(|file| file.is_plain()).collect();
    files.sort_by_key(|file| file.rows);
    let mut text = String::from(
        "\n### Growth\n\n![Time against rows](benchmarks/time.svg)\n\n![Memory against rows](benchmarks/memory.svg)\n\nThe exponent of the line that fits best over the logarithms: 1 is linear. What a start costs weighs on the smaller files, so the last step is given, too.\n\n| | sizes | time grows with rows to the power of | last step | memory | last step |\n|---|---|---|---|---|---|\n",
    );
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for (side, name) in &SIDES[..3] {
        let points: Vec<(f64, f64)> =
            files.iter().filter_map(|file| Some((file.rows as f64, file.seconds(side)?))).collect();
        let bytes: Vec<(f64, f64)> =
            files.iter().filter_map(|file| Some((file.rows as f64, file.figure(side, peak)?))).collect();
        if points.is_empty() {
            continue;
        }
        let power =
            |points: &[(f64, f64)]| exponent(points).map_or_else(|| "–".to_owned(), |found| format!("{found:.2}"));
        let last = |points: &[(f64, f64)]| power(&points[points.len().saturating_sub(2)..]);
        let sizes = points.iter().map(|point| grouped(point.0 as u64)).collect::<Vec<_>>().join("; ");
        _ = writeln!(
            text,
            "| {name} | {sizes} | {} | {} | {} | {} |",
            power(&points),
            last(&points),
            power(&bytes),
            last(&bytes)
        );
        let name = name.split(',').next().unwrap_or_default().replace(" with the same rules", "");
        times.push(Line { name: name.clone(), points });
        memory.push(Line { name, points: bytes });
    }
    let folder = docs.join("benchmarks");
    fs::write(folder.join("time.svg"), chart::lines("Time of a check, .xlsx, 1 % faulty", &times, seconds))?;
    fs::write(
        folder.join("memory.svg"),
        chart::lines("Most memory of a check, .xlsx, 1 % faulty", &memory, megabytes),
    )?;
    let middle = files.iter().find(|file| file.rows == 100_000).or(files.last());
    if let Some(file) = middle {
        let bars: Vec<(String, f64)> =
            SIDES.iter().filter_map(|(side, name)| Some(((*name).to_owned(), file.seconds(side)?))).collect();
        fs::write(
            folder.join("sides.svg"),
            chart::bars(&format!("{} rows .xlsx, median time", grouped(file.rows)), &bars, seconds),
        )?;
    }
    Ok(text)
}

fn of_size(Size { checking, connected, programs }: &Size) -> String {
    let kilobytes = |bytes: u64| format!("{:.0}", bytes as f64 / 1_000.0);
    let mut text = format!(
        "\n## What the page weighs\n\n`cargo xtask bench size`: whoever checks a file is sent {} KB of WebAssembly and JavaScript, compressed, and whoever compares, commits or goes to a place {} KB more (`connected`). The program that makes workbooks is not among them. Below: the functions of each program, before `wasm-opt` and brotli, by the first crate in a function's name; what generic code of `core`, `alloc` or `serde` is for is not told by it. [size.md](size.md) says what was cut, and what was tried.\n\n",
        kilobytes(*checking),
        kilobytes(*connected)
    );
    for Program { name, code, data, crates } in programs {
        let of_all = |bytes: u64| format!("{:.0} %", bytes as f64 * 100.0 / *code as f64);
        _ = writeln!(
            text,
            "`{name}`: {} KB of code and {} KB of data.\n\n| crate | KB | of the code |\n|---|---|---|",
            kilobytes(*code),
            kilobytes(*data)
        );
        for part in crates {
            _ = writeln!(text, "| {} | {} | {} |", part.name, kilobytes(part.bytes), of_all(part.bytes));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}
