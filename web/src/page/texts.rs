//! Every text of the page, in one place. Longer than other files, so that tone and terms are kept in one view.

use lanegate_wire::{
    ColumnMatch, DateOrder, Fate, HowMatched, ImportState, Lane, Problem, Progress, Severity, Stage, Unreadable,
};

use super::desk::Step;
use super::format::{number, size};
use super::take_file::LARGEST;

/// The product's name.
pub const NAME: &str = "Lanegate";
/// Skips the navigation.
pub const SKIP: &str = "Skip to content";
/// The steps as a landmark.
pub const STEPS: &str = "Steps";
/// A file hovers over the window.
pub const RELEASE: &str = "Let go to check this file";

// Drop.
/// The page's first words.
pub const DROP_TITLE: &str = "Drop a spreadsheet anywhere on this page";
/// What becomes of it.
pub const DROP_PROMISE: &str = "It is checked in this browser. Nothing leaves it until you press Compare.";
/// The button.
pub const CHOOSE: &str = "Choose a file …";
/// What a file chooser offers.
pub const ACCEPT: &str = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.txt";
/// Cancels reading and sending.
pub const CANCEL: &str = "Cancel";
/// The kinds as a list.
pub const KINDS: &str = "What it may hold";
/// Earlier imports.
pub const HISTORY: &str = "Last imports";
/// None of them.
pub const HISTORY_NONE: &str = "None yet.";
/// They are asked for.
pub const HISTORY_ASKED: &str = "Asking the server …";
/// They are not known.
pub const HISTORY_UNKNOWN: &str =
    "The server does not answer now. Checking a file works without it; comparing needs it.";
/// An unreadable file.
pub const FAILED: &str = "This file cannot be checked";

/// Formats and limits.
pub fn limits() -> String {
    format!("Excel (.xlsx, .xlsm, .xlsb, .xls), OpenDocument (.ods) and text (.csv, .tsv), up to {}.", size(LARGEST))
}

/// How reading is getting on.
pub fn progress(step: Option<Progress>) -> String {
    match step {
        None => "Opening …".to_owned(),
        Some(Progress { stage, done, total }) => {
            let doing = match stage {
                Stage::Reading => "Reading",
                Stage::Checking => "Checking",
            };
            match total {
                Some(total) => format!("{doing} · {} of {}", number(done), count(total, "row", "rows")),
                None => format!("{doing} · {}", count(done, "row", "rows")),
            }
        }
    }
}

/// A file that is too large for the browser.
pub fn too_large(bytes: f64) -> Unreadable {
    let message = format!("The file has {}; this page takes up to {}.", size(bytes), size(LARGEST));
    unreadable("file_too_large", message, "Split it, or check it with the command line: lanegate check FILE.")
}

/// A folder, or a file that vanished.
pub fn not_a_file() -> Unreadable {
    let message = "The browser could not read it: it is a folder, or it was moved or changed just now.".to_owned();
    unreadable("file_unreadable", message, "Drop the file itself, and again after saving it.")
}

/// A browser without workers.
pub fn no_worker() -> Unreadable {
    unreadable("checker_missing", "The checker could not be started.".to_owned(), "Reload the page.")
}

/// The worker broke on a file.
pub fn checker_broke(what: &str) -> Unreadable {
    let message =
        "The checker stopped on this file. The file may be damaged, or too large for this browser.".to_owned();
    let hint = format!("Save it again in Excel as .xlsx and drop it once more. What the checker said: {what}");
    unreadable("checker_broke", message, &hint)
}

fn unreadable(code: &str, message: String, hint: &str) -> Unreadable {
    Unreadable { code: code.to_owned(), message, hint: hint.to_owned() }
}

// Match.
/// The step's title.
pub const MATCH_TITLE: &str = "What is in this file?";
/// The kind to choose.
pub const KIND: &str = "What it holds";
/// The sheet to choose.
pub const SHEET: &str = "Sheet";
/// The header row to choose.
pub const HEADER_ROW: &str = "Row with the headings";
/// The source override.
pub const SOURCE: &str = "Source of all rows";
/// No source override.
pub const SOURCE_OWN: &str = "as in the file";
/// The sources of lane A.
pub const SOURCES: [&str; 3] = ["calendar", "crm", "manual"];
/// The order of text dates.
pub const DATE_ORDER: &str = "Dates written as text";
/// Found by the checker.
pub const FOUND: &str = "find it for me";
/// Only unambiguous dates.
pub const DATE_ORDER_NONE: &str = "year-month-day only";
/// The orders, with an example.
pub const DATE_ORDERS: [(DateOrder, &str, &str); 3] = [
    (DateOrder::Dmy, "dmy", "day/month/year, 26/06/2025"),
    (DateOrder::Mdy, "mdy", "month/day/year, 06/26/2025"),
    (DateOrder::Ymd, "ymd", "year/month/day, 2025/06/26"),
];
/// A hidden sheet.
pub const HIDDEN: &str = "hidden";

// Review.
/// Findings as a region.
pub const FINDINGS: &str = "What was found";
/// Rows as a region.
pub const ROWS: &str = "Rows of the file";
/// Nothing found.
pub const FINDINGS_NONE: &str = "Nothing to remark: every row is ready.";
/// Removes the filter.
pub const SHOW_ALL: &str = "Show all";
/// What the file holds.
pub const HOLDS: &str = "The file holds";
/// A blank cell.
pub const BLANK: &str = "nothing";
/// How to fix it.
pub const FIX: &str = "Fix";
/// How the file was read.
pub const HOW_READ: &str = "How the file was read";
/// The columns.
pub const COLUMNS: &str = "Columns";
/// A column that is not imported.
pub const IGNORED: &str = "not imported";
/// Goes back in a list.
pub const EARLIER: &str = "Back";
/// Goes on in a list.
pub const LATER: &str = "Next";
/// Being fetched.
pub const LOADING: &str = "…";
/// Goes to Plan.
pub const ON_TO_COMPARE: &str = "Compare with the database …";
/// No row can be sent.
pub const NOTHING_READY: &str = "No row is ready. Fix the file and drop it again.";
/// Another file.
pub const ANOTHER: &str = "Check another file";
/// No row fits the filter.
pub const NO_ROWS: &str = "No rows to show.";
/// Only rows with findings.
pub const ROWS_SHOWN: &str = "Rows";
/// The choices for rows.
pub const ROW_FILTERS: [(Option<Severity>, &str); 3] =
    [(None, "all"), (Some(Severity::Info), "with remarks"), (Some(Severity::Error), "with errors")];
/// Help on keys, for the grid.
pub const GRID_KEYS: &str = "Arrow keys move from cell to cell. F8 and Shift+F8 go to the next and previous finding.";

/// "1,204 rows, 1,180 ready, 24 need you".
pub fn headline(rows: u32, clean: u32, blocked: u32) -> String {
    let rows = count(rows, "row", "rows");
    match (clean, blocked) {
        (clean, 0) => format!("{rows}, {} ready", number(clean)),
        (0, blocked) => format!("{rows}, none ready, {} you", count(blocked, "needs", "need")),
        (clean, blocked) => format!("{rows}, {} ready, {} you", number(clean), count(blocked, "needs", "need")),
    }
}

/// Rows that are not sent and are not errors.
pub fn excluded(rows: u32, reason: &str) -> String {
    format!("{} not sent: {}", count(rows, "row is", "rows are"), lower_first(code(reason)))
}

/// The choice to go on without rows that have errors.
pub fn leave_out_blocked(blocked: u32) -> String {
    format!("Leave out the {} with errors", count(blocked, "row", "rows"))
}

/// Why Compare waits.
pub fn blocked_first(blocked: u32) -> String {
    format!(
        "{} errors. Fix the file and drop it again, or say that they may be left out.",
        count(blocked, "row has", "rows have")
    )
}

/// How a column was matched.
pub const fn how(how: HowMatched) -> &'static str {
    match how {
        HowMatched::Exact => "by its name",
        HowMatched::Alias => "by another name for it",
        HowMatched::Chosen => "by your choice",
        HowMatched::Ignored => IGNORED,
    }
}

/// A severity in a word.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Note",
    }
}

/// "51–100 of 3,204".
pub fn range(from: u32, shown: u32, total: u32) -> String {
    if total == 0 {
        return number(0);
    }
    format!("{}–{} of {}", number(from + 1), number(from + shown), number(total))
}

// Plan.
/// The consent's title.
pub const CONSENT: &str = "Nothing has left this browser yet. Compare with the database?";
/// The consent's button.
pub const COMPARE: &str = "Compare";
/// The consent's way back.
pub const NOT_YET: &str = "Back to the rows";
/// Shows what would be sent.
pub const SEE_JSON: &str = "See exactly what would be sent first";
/// The opening request.
pub const SEE_OPENING: &str = "About the file";
/// The first batch.
pub const SEE_BATCH: &str = "The first batch of rows";
/// Shows a long text whole.
pub const SEE_WHOLE: &str = "Show all of it";
/// The server computes.
pub const PLANNING: &str = "Comparing with what is stored …";
/// The server commits.
pub const COMMITTING: &str = "Committing. Everything or nothing will be stored; closing this page does not stop it.";
/// Tries again.
pub const AGAIN: &str = "Try again";
/// The plan's title.
pub const PLAN_TITLE: &str = "What a commit will do";
/// The commit button.
pub const COMMIT: &str = "Commit";
/// The plan is another one now.
pub const PLAN_CHANGED: &str = "The database has changed since you looked, so nothing was committed. This is the plan as it is now; look again and commit.";
/// All fates.
pub const ALL_ROWS: &str = "All rows";
/// The rows of the plan.
pub const PLAN_ROWS: &str = "Rows of the plan";
/// Column titles of row lists.
pub const ROW: &str = "Row";
/// What becomes of it.
pub const FATE: &str = "What happens";
/// The key.
pub const KEY: &str = "Stored under";
/// Differences.
pub const DIFFERENCE: &str = "Stored now → in the file";
/// A blank value.
pub const BLANK_VALUE: &str = "blank";
/// Takes rows back in.
pub const TAKE_BACK_IN: &str = "Take them back in";
/// Nothing would change.
pub const NOTHING_TO_DO: &str =
    "The database holds all of this already. Committing changes nothing; it only writes a receipt.";

/// Everything was left out.
pub const NOTHING_LEFT: &str = "Every row is left out. Committing stores nothing; it only writes a receipt.";

/// What would be sent, in numbers.
pub fn to_send(rows: u32, batches: u32) -> String {
    format!(
        "{} will be sent to your server in {}, with the file's name and its SHA-256 digest. Comparing changes nothing there.",
        count(rows, "checked row", "checked rows"),
        count(batches, "batch", "batches")
    )
}

/// How sending is getting on.
pub fn sending(done: u32, total: u32) -> String {
    if total == 0 {
        "Opening the import …".to_owned()
    } else {
        format!("Sending batch {} of {}", number(done + 1), number(total))
    }
}

/// The choice to leave out what blocks.
pub fn leave_out_fates(rows: u32) -> String {
    if rows == 1 { "Leave out this row".to_owned() } else { format!("Leave out these {} rows", number(rows)) }
}

/// Rows of the plan that block.
pub fn plan_blocked(rows: u32) -> String {
    format!("{} the commit up", count(rows, "row holds", "rows hold"))
}

/// Rows that were left out of the plan.
pub fn plan_left_out(rows: u32) -> String {
    format!("{} left out by your choice", count(rows, "row is", "rows are"))
}

/// What a fate means, as a title and an explanation.
pub const fn fate(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::New => ("New", "will be added"),
        Fate::Create => ("New partner", "will be created"),
        Fate::Update => ("Changed partner", "will be updated"),
        Fate::Unchanged => ("Unchanged partner", "nothing to do"),
        Fate::Duplicate => ("Already there", "will be skipped"),
        Fate::Conflict => ("Conflict", "stored otherwise"),
        Fate::MissingReference => ("Unknown partner", "no such partner is stored"),
    }
}

/// The worker is gone when its rows are needed.
pub fn checker_gone(what: &str) -> Problem {
    Problem {
        code: "checker_gone".to_owned(),
        status: 0,
        title: "The checked rows are no longer at hand.".to_owned(),
        detail: format!("Drop the file again. {what}"),
        findings: Vec::new(),
        plan: None,
    }
}

/// The server gave no answer.
pub const SERVER_UNREACHABLE: (&str, &str) = (
    "The server cannot be reached.",
    "Your checked rows are safe here. Try again when it is back; what was sent already is not sent twice.",
);
/// The server gave an answer of another form.
pub const ANSWER_UNKNOWN: (&str, &str) = (
    "The server's answer was not understood.",
    "Reload the page, in case it is older than the server, and drop the file again.",
);

// Receipt.
/// The receipt's title.
pub const RECEIPT_TITLE: &str = "Committed";
/// The digest.
pub const RECEIPT_SHA: &str = "SHA-256";
/// The sheet.
pub const RECEIPT_SHEET: &str = "Sheet";
/// The kind.
pub const RECEIPT_KIND: &str = "Kind";
/// Who.
pub const RECEIPT_BY: &str = "Committed by";
/// When.
pub const RECEIPT_AT: &str = "At";
/// How long.
pub const RECEIPT_TOOK: &str = "Took";
/// The import's id.
pub const RECEIPT_ID: &str = "Import";
/// The source override.
pub const RECEIPT_SOURCE: &str = "Source of all rows";
/// Rows that were never sent.
pub const RECEIPT_EXCLUDED: &str = "Not sent";
/// Rows that were left out.
pub const RECEIPT_LEFT_OUT: &str = "Left out by choice";
/// Rows behind it.
pub const RECEIPT_ROWS: &str = "Where each row went";

/// What became of a fate's rows, once committed.
pub const fn done(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "added",
        Fate::Create => "partners created",
        Fate::Update => "partners updated",
        Fate::Unchanged => "partners unchanged",
        Fate::Duplicate => "already there",
        Fate::Conflict => "conflicts",
        Fate::MissingReference => "unknown partners",
    }
}

/// A lane's name.
pub const fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Sales => "Sales",
        Lane::Partners => "Partners",
    }
}

/// How far an import has come.
pub const fn state(state: ImportState) -> &'static str {
    match state {
        ImportState::Open => "open",
        ImportState::Committed => "committed",
        ImportState::Retracted => "retracted",
    }
}

/// A step's name.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Drop => "Drop",
        Step::Match => "Match",
        Step::Review => "Review",
        Step::Plan => "Plan",
        Step::Receipt => "Receipt",
    }
}

/// "1 row", "1,204 rows".
pub fn count(many: u32, one: &str, more: &str) -> String {
    format!("{} {}", number(many), if many == 1 { one } else { more })
}

/// A code as words: `duplicate_row` → "duplicate row".
pub fn spoken(code: &str) -> String {
    code.replace('_', " ")
}

/// Goes on with the file in hand.
pub fn go_on_with(name: &str) -> String {
    format!("Go on with {name}")
}

/// How the file was read, in one line.
pub fn read_as(sheet: &str, header_row: u32, columns: &[ColumnMatch]) -> String {
    let ignored = columns.iter().filter(|column| column.column.is_none()).count();
    let matched = columns.len() - ignored;
    let known = count(u32::try_from(matched).unwrap_or(u32::MAX), "column", "columns");
    let mut words = format!("sheet “{sheet}”, headings in row {}, {known}", number(header_row));
    if ignored > 0 {
        words.push_str(&format!(", {ignored} {IGNORED}"));
    }
    words
}

/// How many rows the grid has.
pub fn rows_shown(rows: u32) -> String {
    count(rows, "row", "rows")
}

/// A row that was left out.
pub const LEFT_OUT: &str = "left out";
/// Compares again, for what has been repaired meanwhile.
pub const COMPARE_AGAIN: &str = "Compare again";

/// Rows with errors that stay behind.
pub fn blocked_left_out(rows: u32) -> String {
    format!("{} with errors will be left out, as you chose. The receipt will say so.", count(rows, "row", "rows"))
}

/// Rows of a piece.
pub fn rows_here(shown: &str) -> String {
    format!("{shown} shown")
}

/// "appointment history (Sales)".
pub fn kind_in_lane(kind: &str, of: Lane) -> String {
    format!("{} ({})", spoken(kind), lane(of))
}

/// What to do where the check could not go on by itself. The checker's own hint speaks of names that the command line takes.
pub fn what_to_say(code: &str, hint: String) -> String {
    match code {
        "kind_unknown" => {
            "Say what the file holds, and if need be on which sheet and in which row its headings are.".to_owned()
        }
        _ => hint,
    }
}

/// The checker could not be fetched.
pub const NOT_LOADED: &str = "it could not be loaded; reload the page.";
/// What became of a row.
pub const DONE: &str = "What happened";

/// What a finding code means, in a few words.
pub fn code(code: &str) -> &str {
    lanegate_check::explain(code).map_or(code, |known| known.title)
}

/// "3 · A date in the future": rows that were not sent, and why.
pub fn excluded_for(rows: u32, reason: &str) -> String {
    format!("{} · {}", number(rows), code(reason))
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The page itself broke.
pub const BROKE: &str = "The page met a fault of its own and cannot go on. Reload it and drop the file again; nothing was lost \
     on the server.";
