//! What is asked where the file leaves something open, and how it was read.

use lanegate_wire::DateOrder;

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

/// What to do where the check could not go on by itself. The checker's own hint speaks of names that the command line takes.
pub fn what_to_say(code: &str, hint: String) -> String {
    match code {
        "kind_unknown" => {
            "Say what the file holds, and if need be on which sheet and in which row its headings are.".to_owned()
        }
        _ => hint,
    }
}
