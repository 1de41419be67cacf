//! The document's part about the commit.

use std::fmt::Write as _;

use super::report::of_machine;
use super::results::{Commit, Commits, Node, Remarks, median};
use super::tables::{grouped, ratio, seconds};

/// What stands above the plans that PostgreSQL told.
pub const PLANS: &str = "\
Made by `cargo xtask bench commit` ({}). How PostgreSQL carried out the statements of one import (auto_explain: EXPLAIN (ANALYZE, BUFFERS)
with the triggers' times) into tables that already held as many other rows. The longest of each statement that took 5 ms or more, what triggers
ran included; lines are cut, ids left out. The times hold what telling them costs.
";

/// Times, steps, and many imports at once.
pub fn text(commit: &Commit) -> String {
    let Commit { machine, postgresql, pg, measured } = commit;
    let mut text = format!(
        "\n## The commit\n\n`cargo xtask bench commit` on {}; PostgreSQL {postgresql} with its own settings and its durability on, `pg` {pg}. {} rows of `appointment_history`, all new, into an empty database: \
         half of them get an intent. Why it takes what it takes, and what was tried, stands in [speed.md](speed.md).\n\n",
        of_machine(machine),
        grouped(measured.rows)
    );
    text += &beside(measured);
    _ = writeln!(text, "\nThe server took {} MB at most.", measured.server_megabytes);
    text += &steps(measured);
    text += &together(measured);
    text
}

/// The commit and what it is compared with.
fn beside(measured: &Commits) -> String {
    let (ours, copy) = (median(measured.commit.clone()), median(measured.audited_copy.clone()));
    let row = |name: &str, figures: &[f64]| {
        let middle = median(figures.to_vec());
        let rounds = figures.iter().map(|figure| seconds(*figure)).collect::<Vec<_>>().join(", ");
        format!(
            "| {name} | {} | {rounds} | {} | {} |\n",
            middle.map_or_else(String::new, seconds),
            ratio(middle, ours),
            ratio(middle, copy)
        )
    };
    let mut table = "| | median | rounds | : commit | : audited COPY |\n|---|---|---|---|---|\n".to_owned();
    table += &row("Commit, from the first batch to the receipt, with audit, intents and scores", &measured.commit);
    table += &row("COPY into the facts table with its audit trigger", &measured.audited_copy);
    table += &row("COPY into the same table without triggers", &measured.plain_copy);
    if measured.single_rows > 0 {
        let all = measured.single * measured.rows as f64 / measured.single_rows as f64;
        let name = format!(
            "One INSERT a row from Node, each a transaction, with the audit trigger ({} rows, scaled up)",
            grouped(measured.single_rows)
        );
        table += &row(&name, &[all]);
    }
    table
}

/// Where the time goes.
fn steps(measured: &Commits) -> String {
    let (Some(first), Some(last)) = (measured.split.first(), measured.split.last()) else { return String::new() };
    let mut text = format!(
        "\n### By step\n\nOne more import of {} rows with its batches sent one at a time, so that no steps overlap, and every statement logged and explained, which costs some time; it took {} in all. \
         Behind it, one of as many other rows into the same database.\n\n| call | step | into an empty database | of it | after {} rows |\n|---|---|---|---|---|\n",
        grouped(measured.rows),
        seconds(first.all),
        grouped(last.before)
    );
    let share = |part: f64| format!("{:.0} %", 100.0 * part / first.all);
    for (one, other) in first.steps.iter().zip(&last.steps) {
        _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            one.call,
            one.step,
            seconds(one.seconds),
            share(one.seconds),
            seconds(other.seconds)
        );
    }
    _ = writeln!(text, "| **all** | | **{}** | 100 % | **{}** |", seconds(first.all), seconds(last.all));
    let part = |names: &[&str]| -> f64 {
        first.steps.iter().filter(|step| names.contains(&step.step.as_str())).map(|step| step.seconds / first.all).sum()
    };
    if let Some((ours, copy)) = median(measured.commit.clone()).zip(median(measured.audited_copy.clone())) {
        let (kept, sent) = (part(&KEPT), part(&SENT));
        _ = writeln!(
            text,
            "\nFacts, intents and the audit entries of both are {:.0} % of it, so {:.1} times the audited COPY; with sending the rows and checking them again, which come before, {:.0} %, so **{:.1} times**: what is left if nothing is staged or planned.",
            100.0 * kept,
            kept * ours / copy,
            100.0 * (kept + sent),
            (kept + sent) * ours / copy
        );
    }
    text + &remarks(&measured.remarks)
}

/// What the plans say.
fn remarks(remarks: &Remarks) -> String {
    let mut text = format!(
        "\n### Plans\n\n[plans.txt](benchmarks/plans.txt) has how PostgreSQL carried out each statement of the second import (`EXPLAIN (ANALYZE, BUFFERS)`). They asked for {} pages of 8 KB, and {:.1} % of them were not in PostgreSQL's own memory (128 MB, as it comes).\n\n",
        grouped(remarks.pages as u64),
        100.0 * remarks.read / remarks.pages.max(1.0)
    );
    for (what, nodes) in [("read from beginning to end", &remarks.whole), ("gone through in a loop", &remarks.loops)] {
        if nodes.is_empty() {
            _ = writeln!(text, "- Nothing of 1,000 rows or more is {what}.");
        }
        for Node { statement, node, rows, times } in nodes {
            let rows = grouped(*rows as u64);
            let times = if *times > 1.0 { format!("{} times", grouped(*times as u64)) } else { "once".to_owned() };
            let statement = statement.split(['.', ';']).next().unwrap_or_default();
            _ = writeln!(text, "- {what}: `{node}`, {rows} rows, {times}, in \"{statement}\".");
        }
    }
    text
}

/// Steps without which there is nothing to keep.
const SENT: [&str; 1] = ["sent as JSON over HTTP, read, checked again"];

/// Steps that no import with audit and intents can do without.
const KEPT: [&str; 2] =
    ["facts inserted, with their audit entries", "intents scored and inserted, with their audit entries"];

/// Many imports at once.
fn together(measured: &Commits) -> String {
    if measured.together.is_empty() {
        return String::new();
    }
    let (ours, copy) = (median(measured.commit.clone()), median(measured.audited_copy.clone()));
    let mut text = String::from(
        "\n### Many at once\n\nImports at once through one server, each by a client with connections of its own, from the first batch to the last receipt. One lane's imports are written one after the other, so each waits for others; both lanes go on beside each other. \
         Medians; afterwards SQL counts every row once, with its audit entry.\n\n| lanes | imports | all of them | : one import of as many meetings | : audited COPY of as many | the first had its receipt after | the last after | told to come again | server's memory |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for one in &measured.together {
        let all = median(one.all.clone());
        let time = |figures: &[f64]| median(figures.to_vec()).map_or_else(String::new, seconds);
        _ = writeln!(
            text,
            "| {} | {} of {} rows | {} | {} | {} | {} | {} | {} | {} MB |",
            one.lanes.join(" and "),
            one.imports,
            grouped(one.rows),
            time(&one.all),
            ratio(all, ours),
            ratio(all, copy),
            time(&one.quickest),
            time(&one.slowest),
            one.again,
            one.megabytes
        );
    }
    let counted: u64 = measured.together.iter().map(|one| one.counted).sum();
    _ = writeln!(text, "\nNo import failed; {} rows were counted, each once.", grouped(counted));
    text
}
