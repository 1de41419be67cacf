//! What is aimed at, beside what was reached.

use std::fmt::Write as _;

use super::results::{Check, Commit, Size, Workload, median};
use super::tables::{grouped, megabytes, peak, ratio};

/// One aim: its words, what was reached, and whether that is enough; `None` where it was not measured.
struct Aim(String, String, Option<bool>);

/// The aims as a table.
pub fn table(check: Option<&Check>, commit: Option<&Commit>, size: Option<&Size>) -> String {
    let mut aims = Vec::new();
    if let Some(check) = check {
        aims.extend(of_check(check));
    }
    aims.extend(size.map(of_size));
    if let Some(commit) = commit {
        aims.extend(of_commit(commit));
    }
    let mut table = "| aim | reached | |\n|---|---|---|\n".to_owned();
    for Aim(words, reached, enough) in aims {
        let verdict = match enough {
            Some(true) => "met",
            Some(false) => "**not met**",
            None => "not measured",
        };
        _ = writeln!(table, "| {words} | {reached} | {verdict} |");
    }
    table
}

fn of_check(check: &Check) -> Vec<Aim> {
    let of_rows = |rows: u64| check.measured.workloads.iter().find(|file| file.is_plain() && file.rows == rows);
    let (hundred, million) = (of_rows(100_000), of_rows(1_000_000));
    let time = |file: Option<&Workload>, side: &str| file.and_then(|file| file.seconds(side));
    let most = |file: Option<&Workload>, side: &str| file.and_then(|file| file.figure(side, peak));
    let (ours, theirs, floor) = (time(hundred, "lanegate"), time(hundred, "sheetjs"), time(hundred, "inflate"));
    let (little, much) = (most(hundred, "lanegate"), most(hundred, "sheetjs"));
    let page = most(million, "lanegate");
    let holds = |one: Option<f64>, other: Option<f64>, is: fn(f64, f64) -> bool| {
        one.zip(other).map(|(one, other)| is(one, other))
    };
    vec![
        Aim(
            "Check in the browser, 100,000 rows .xlsx: at least 8 times as fast as SheetJS with the same rules in the same Chromium, both warmed up".into(),
            format!("{} times", ratio(theirs, ours)),
            holds(ours, theirs, |ours, theirs| theirs >= 8.0 * ours),
        ),
        Aim(
            "the same: at most a quarter of SheetJS's memory (the page's process beyond an idle worker, at most)".into(),
            little.zip(much).map_or_else(String::new, |(little, much)| format!("{:.2} of it", little / much)),
            holds(little, much, |little, much| little <= much / 4.0),
        ),
        Aim(
            "the same: at most 3 times the time of unfolding the file (zlib, Node)".into(),
            format!("{} times", ratio(ours, floor)),
            holds(ours, floor, |ours, floor| ours <= 3.0 * floor),
        ),
        Aim(
            "1,000,000 rows .xlsx: under 400 MB".into(),
            page.map_or_else(String::new, megabytes),
            page.map(|page| page < 400e6),
        ),
    ]
}

/// Rounded.
fn kilobytes(bytes: u64) -> String {
    grouped((bytes + 500) / 1_000)
}

fn of_size(size: &Size) -> Aim {
    Aim(
        "First page load, WebAssembly and JavaScript for checking a file: about 700 KB".into(),
        format!("{} KB, and {} KB more to compare and commit", kilobytes(size.checking), kilobytes(size.connected)),
        Some(size.checking < 700_000),
    )
}

fn of_commit(commit: &Commit) -> Vec<Aim> {
    let measured = &commit.measured;
    let copy = median(measured.audited_copy.clone());
    let loop_ =
        (measured.single_rows > 0).then(|| measured.single * measured.rows as f64 / measured.single_rows as f64);
    let rows = grouped(measured.rows);
    let mut whats = vec![(format!("Commit, {rows} rows"), median(measured.commit.clone()))];
    whats.extend(
        measured.together.iter().filter(|one| one.lanes.len() == 1 && one.imports * one.rows == measured.rows).map(
            |one| {
                (
                    format!("the same as {} imports of {} rows at once", one.imports, grouped(one.rows)),
                    median(one.all.clone()),
                )
            },
        ),
    );
    let aims = whats.into_iter().flat_map(|(what, ours)| {
        [
            Aim(
                format!("{what}: at least 20 times as fast as one INSERT a row from Node into the same tables"),
                format!("{} times", ratio(loop_, ours)),
                ours.zip(loop_).map(|(ours, loop_)| loop_ >= 20.0 * ours),
            ),
            Aim(
                format!("{what}: at most 1.6 times COPY into the facts table with its audit trigger"),
                format!("{} times", ratio(ours, copy)),
                ours.zip(copy).map(|(ours, copy)| ours <= 1.6 * copy),
            ),
        ]
    });
    aims.collect()
}
