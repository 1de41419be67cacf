//! What is said about working without the server, and about what has left the browser.

use lanegate_wire::Problem;

use super::{CONSENT, count};
use crate::page::format::{moment_of, number};
use crate::page::sent::Sent;

/// Keeps a finished check.
pub const KEEP_WAITING: &str = "Keep it here until the server can be reached";
/// The browser keeps nothing.
pub const KEPT_NOTHING: &str = "This browser keeps nothing for this page (a private window, or a full disk). Leave the page open, or download the \
     file with remarks.";
/// The page fetches what it needs to go there.
pub const FETCHING: &str = "One moment …";
/// It could not be fetched.
pub const PART_MISSING: &str = "This part of the page could not be fetched.";
/// What to do about it.
pub const PART_MISSING_HELP: &str = "The server cannot be reached, or has a newer page by now. Try again; if that does not help, reload the page. \
     The file in hand is kept in this browser.";
/// Compares again, after something was sent.
const CONSENT_AGAIN: &str = "Compare with the database once more?";
/// Copies the partners' ids.
pub const COPY_PARTNERS: &str = "Copy the partners' ids to this browser";
/// Copies them again.
pub const COPY_AGAIN: &str = "Copy again";
/// Why it cannot be copied now.
pub const COPY_WITHOUT_FILE: &str = "Possible when no file is in hand: until then nothing is asked for.";
/// The copy as a region.
pub const PARTNER_COPY: &str = "Partners, for checks without the server";
/// What it is for.
pub const PARTNER_COPY_HELP: &str = "With a copy of their ids, a check tells at once which meetings name a partner that is not stored. Nothing but the \
     ids is copied.";

/// The same, where a problem is to be told.
pub fn kept_nothing() -> Problem {
    Problem {
        code: "kept_nothing".to_owned(),
        status: 0,
        title: "The copy could not be kept.".to_owned(),
        detail: KEPT_NOTHING.to_owned(),
        findings: Vec::new(),
        plan: None,
    }
}

/// The consent's title: the first time, and when something has been sent before.
pub fn consent(sent: Sent) -> &'static str {
    if sent == Sent::default() { CONSENT } else { CONSENT_AGAIN }
}

/// "0 bytes of this file have left this browser."
pub fn sent(sent: Sent) -> String {
    let answered = number(sent.answered);
    let left = if sent.answered == 1 { "byte of this file has" } else { "bytes of this file have" };
    if sent.unsure == 0 {
        format!("{answered} {left} left this browser.")
    } else {
        format!(
            "{answered} {left} left this browser, and up to {} more that were not answered for.",
            number(sent.unsure)
        )
    }
}

/// A finished check that waits.
pub fn waiting(rows: u32) -> String {
    format!("checked, waiting to be compared · {}", count(rows, "row", "rows"))
}

/// Goes on with it.
pub fn compare_waiting(name: &str) -> String {
    format!("Compare {name}")
}

/// The server can be reached while checks wait.
pub fn waiting_can_go(files: usize) -> String {
    let files = u32::try_from(files).unwrap_or(u32::MAX);
    format!("The server answers. {} to be compared.", count(files, "checked file waits", "checked files wait"))
}

/// "Partners as of 24 Sep 2025, 10:02:11, 1,204 rows."
pub fn partners_as_of(at: f64, rows: u32) -> String {
    format!("Partners as of {}, {}.", moment_of(at), count(rows, "row", "rows"))
}

/// They are being copied.
pub fn copying_partners(rows: u32) -> String {
    format!("Copying … {}", count(rows, "row", "rows"))
}
