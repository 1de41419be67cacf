//! What crosses a boundary: browser and server, worker and page, command line and script.
//!
//! Plain data with a fixed JSON form, and the digests over that form. Nothing here knows a column,
//! a spreadsheet or a database.

mod access;
mod answers;
mod batch;
mod day;
mod finding;
mod fix;
mod import;
mod intent;
mod lane;
mod lookup;
mod matching;
mod plan;
mod problem;
mod ready;
mod receipt;
mod report;
mod retraction;
mod stamp;
mod suggested;
mod view;

pub use access::{
    Account, AccountChange, AccountPage, Asker, ConfirmPassword, LinkMade, Me, NewAccount, NewToken, Right, Session,
    SetPassword, SignIn, SignInByLink, Token, TokenMade,
};
pub use answers::AppliedAnswers;
pub use batch::{Batch, Fields, MAX_BATCH_BYTES, MAX_BATCH_ROWS, Row, Value};
pub use day::{parse_day, read_day};
pub use finding::{Counts, Finding, Severity};
pub use fix::{ColumnChoice, Combining, Corrections, Fix};
pub use import::{Excluded, FileFacts, ImportPage, ImportState, ImportStatus, OpenImport};
pub use intent::{Intent, IntentChange, IntentPage, IntentState};
pub use lane::{Lane, UnknownLane};
pub use lookup::{ListColumn, ListColumns, ListView, LookupColumns, LookupSummary};
pub use matching::{CellFacts, DateVerdict, Matching, TemplateColumn, UnknownValue};
pub use plan::{
    Change, CommitRequest, Fate, FateCounts, LeaveOut, PlanPage, PlanRequest, PlanRow, PlanSummary, RetractedDuplicates,
};
pub use problem::Problem;
pub use ready::{PartnerName, PartnerReference, ReadyMeeting, ReadyPage, ReadyPartner};
pub use receipt::{Receipt, ReceiptPage, ReceiptRow};
pub use report::{ColumnMatch, HowMatched, Report, Suggestion, Unreadable, UnreadableReport};
pub use retraction::{MAX_REASON, Reinstatement, RetractRequest, Retraction, Undone};
pub use stamp::{LookedUp, MadeOf, MarkedColumn, MarkedRow, PlainColumn, SkippedValue, Stamp, StampError, ToldBefore};
pub use suggested::{SuggestedChange, SuggestedChanges};
pub use view::{
    CellView, CheckOptions, DateOrder, Filter, FindingGroup, FindingWindow, Overview, Progress, RowView, RowWindow,
    SheetSize, SheetView, Stage,
};

/// Lower-case hexadecimal SHA-256 of some bytes, 64 characters.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    hex(&sha2::Sha256::digest(bytes))
}

/// Lower-case hexadecimal form of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
