//! What is said while a file is chosen and read.

use lanegate_wire::{ImportState, Progress, Stage, Unreadable};

use super::count;
use crate::page::format::{number, size};
use crate::page::take_file::LARGEST;

/// The page's first words.
pub const DROP_TITLE: &str = "Drop a spreadsheet anywhere on this page";
/// What becomes of it.
pub const DROP_PROMISE: &str = "It is checked in this browser. Nothing leaves it until you press Compare.";
/// The button.
pub const CHOOSE: &str = "Choose a file …";
/// What a file chooser offers.
pub const ACCEPT: &str = ".xlsx,.xlsm,.xlsb,.xls,.ods,.fods,.csv,.tsv,.txt,.gz";
/// What pasted cells are called.
pub const PASTED: &str = "pasted cells.txt";
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

/// Removes the notice of files that are not opened.
pub const DISMISS: &str = "Dismiss";

/// Asks whether a file takes the place of the open one.
pub fn check_instead(new: &str, old: &str) -> String {
    format!("Check {new} instead of {old}?")
}

/// Opens a file.
pub fn check_now(name: &str) -> String {
    format!("Check {name}")
}

/// Keeps the open file.
pub fn stay_with(name: &str) -> String {
    format!("Stay with {name}")
}

/// Says what happens to the open file.
pub fn what_happens(name: &str, is_kept: bool) -> String {
    if is_kept {
        format!("Your work on {name} stays in this browser. You can go on with it on the first page, under “{LEFT}”.")
    } else {
        format!("This browser can’t keep {name} (a private window, or a full disk). What you did with it will be lost.")
    }
}

/// Files that came in and are not opened.
pub fn not_opened(files: usize) -> String {
    let files = u32::try_from(files).unwrap_or(u32::MAX);
    format!("Files are checked one at a time. {} not opened yet:", count(files, "file is", "files are"))
}

/// Formats and limits.
pub fn limits() -> String {
    format!(
        "Excel (.xlsx, .xlsm, .xlsb, .xls), OpenDocument (.ods, .fods) and text (.csv, .tsv), up to {}. Cells copied in Excel can be pasted here, too.",
        size(LARGEST)
    )
}

/// A template's button.
pub const TEMPLATE: &str = "Template";
/// A workbook is being made.
pub const WRITING: &str = "Writing the workbook …";
/// Reviews that were left.
pub const LEFT: &str = "Not finished";
/// What they are.
pub const LEFT_HELP: &str = "Kept in this browser only, for a week: the last five files you worked on, with your corrections, and the last few you only opened. What waits for the server stays until you compare or forget it.";
/// Forgets one.
pub const FORGET: &str = "Forget";

/// Names a template's button.
pub fn template_label(kind: &str) -> String {
    format!("Template to fill in: {kind}")
}

/// Names the button that forgets a review.
pub fn forget_label(name: &str) -> String {
    format!("Forget {name}")
}

/// A workbook could not be made.
pub fn not_written(what: &str) -> String {
    format!("The workbook could not be written. Try again; what the writer said: {what}")
}

/// What an annotated copy is called.
pub fn annotated_name(stem: &str) -> String {
    format!("{stem} (annotated).xlsx")
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

/// How far an import has come.
pub const fn state(state: ImportState) -> &'static str {
    match state {
        ImportState::Open => "open",
        ImportState::Committed => "committed",
        ImportState::Retracted => "retracted",
    }
}

/// Goes on with the file in hand.
pub fn go_on_with(name: &str) -> String {
    format!("Go on with {name}")
}

/// The checker could not be fetched.
pub const NOT_LOADED: &str = "it could not be loaded; reload the page.";
