//! The tables of the document about the check.

use std::fmt::Write as _;

use super::results::{Check, Turn, Workload};

/// The sides, as the document calls them.
pub const SIDES: [(&str, &str); 6] = [
    ("lanegate", "Lanegate in Chromium"),
    ("sheetjs", "SheetJS with the same rules in Chromium"),
    ("native", "lanegate check, with its report"),
    ("exceljs", "ExcelJS with the same rules in Node"),
    ("openpyxl", "openpyxl, reading alone"),
    ("inflate", "unfolding the file alone (zlib)"),
];

/// `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub fn seconds(value: f64) -> String {
    if value < 0.0995 { format!("{:.0} ms", value * 1_000.0) } else { format!("{value:.2} s") }
}

pub fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}

/// A ratio, or a dash where a side was not measured.
pub fn ratio(of: Option<f64>, to: Option<f64>) -> String {
    of.zip(to).map_or_else(|| "–".to_owned(), |(of, to)| format!("{:.1}", of / to))
}

fn or_dash(value: Option<f64>, shown: fn(f64) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), shown)
}

/// Median, and in brackets the shortest and the longest.
fn times(workload: &Workload, side: &str) -> String {
    let Some(median) = workload.seconds(side) else { return "–".to_owned() };
    let turns = workload.turns.get(side).map_or(&[][..], Vec::as_slice);
    let each = || turns.iter().map(|turn| turn.ms / 1_000.0);
    if turns.len() < 2 {
        return format!("{} (once)", seconds(median));
    }
    format!(
        "{} ({} to {})",
        seconds(median),
        seconds(each().fold(f64::MAX, f64::min)),
        seconds(each().fold(0.0, f64::max))
    )
}

pub fn peak(turn: &Turn) -> Option<f64> {
    turn.peak
}

/// Both sides in Chromium, for every file.
pub fn in_chromium(check: &Check) -> String {
    let mut table = "| file | rows | faulty | size | findings | Lanegate | SheetJS | SheetJS : Lanegate | memory of Lanegate | of SheetJS | Lanegate : SheetJS |\n|---|---|---|---|---|---|---|---|---|---|---|\n".to_owned();
    for workload in &check.measured.workloads {
        let Workload { kind, rows, faulty, format, bytes, findings, .. } = workload;
        let (ours, theirs) = (workload.figure("lanegate", peak), workload.figure("sheetjs", peak));
        let share = ours.zip(theirs).map_or_else(|| "–".to_owned(), |(ours, theirs)| format!("{:.2}", ours / theirs));
        _ = writeln!(
            table,
            "| `{kind}` .{format} | {} | {faulty} % | {:.1} MB | {} | {} | {} | **{}** | {} | {} | {share} |",
            grouped(*rows),
            *bytes as f64 / 1e6,
            grouped(*findings),
            times(workload, "lanegate"),
            times(workload, "sheetjs"),
            ratio(workload.seconds("sheetjs"), workload.seconds("lanegate")),
            or_dash(ours, megabytes),
            or_dash(theirs, megabytes),
        );
    }
    table
}

/// Every side, for the files that all of them read.
pub fn every_side(check: &Check) -> String {
    let files: Vec<&Workload> = check.measured.workloads.iter().filter(|workload| workload.is_plain()).collect();
    let heads: Vec<String> = files.iter().map(|file| format!(" {} rows | : Lanegate |", grouped(file.rows))).collect();
    let mut table = format!("| |{}\n|---|{}\n", heads.concat(), "---|---|".repeat(files.len()));
    for (side, name) in SIDES {
        _ = write!(table, "| {name} |");
        for file in &files {
            _ = write!(table, " {} | {} |", times(file, side), ratio(file.seconds(side), file.seconds("lanegate")));
        }
        table.push('\n');
    }
    for (side, name) in &SIDES[2..] {
        _ = write!(table, "| {name}: memory of the whole process |");
        for file in &files {
            _ = write!(table, " {} | |", or_dash(file.figure(side, peak), megabytes));
        }
        table.push('\n');
    }
    table
}

/// Memory of the page's process through a file's life.
pub fn memory(check: &Check) -> String {
    let mut table = "| rows | side | at most | of it WebAssembly's | after the worker has ended | the next file, at most | half way, at Cancel | after Cancel | the next file took | the first file without warming up |\n|---|---|---|---|---|---|---|---|---|---|\n".to_owned();
    let deep = |workload: &&Workload| workload.turns.values().flatten().any(|turn| turn.after.is_some());
    for workload in check.measured.workloads.iter().filter(deep) {
        for (side, name) in &SIDES[..2] {
            if !workload.turns.contains_key(*side) {
                continue;
            }
            let figure = |which: fn(&Turn) -> Option<f64>| or_dash(workload.figure(side, which), megabytes);
            let took =
                |which: fn(&Turn) -> Option<f64>| or_dash(workload.figure(side, which), |ms| seconds(ms / 1_000.0));
            _ = writeln!(
                table,
                "| {} | {name} | {} | {} | {} | {} | {} | {} | {} | {} |",
                grouped(workload.rows),
                figure(peak),
                figure(|turn| turn.wasm),
                figure(|turn| turn.after),
                figure(|turn| turn.next_peak),
                figure(|turn| turn.at_cancel),
                figure(|turn| turn.after_cancel),
                took(|turn| turn.next),
                took(|turn| turn.cold),
            );
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(100), "100");
        assert_eq!((seconds(0.0421), seconds(1.5)), ("42 ms".to_owned(), "1.50 s".to_owned()));
        assert_eq!(ratio(Some(3.0), None), "–");
        assert_eq!(ratio(Some(3.0), Some(2.0)), "1.5");
    }
}
