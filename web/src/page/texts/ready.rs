//! What the ready queues say.

use chrono::NaiveDate;
use lanegate_wire::{IntentState, Lane};

use super::{count, spoken};
use crate::page::format;

/// A queue's title.
pub const fn ready_of(lane: Lane) -> &'static str {
    match lane {
        Lane::Sales => "Meetings to reactivate",
        Lane::Partners => "Partners to turn to",
    }
}

/// What a queue is.
pub const fn ready_means(lane: Lane) -> &'static str {
    match lane {
        Lane::Sales => "Meetings that stalled or were ghosted, as the database has them now.",
        Lane::Partners => "Partners with something left to do, as the database has them now.",
    }
}

/// The choice between the queue and those held back.
pub const SHOWN: &str = "Shown";
/// The queue itself.
pub const READY_NOW: &str = "Ready now";
/// Nobody is in it.
pub const READY_NONE: &str = "Nobody here now. Committed files fill this queue.";
/// Nobody is in what is shown of it.
pub const READY_NONE_SO: &str = "Nobody with these filters. Choose “all” and empty the fields to see everybody.";
/// Nobody is held back so.
pub const HELD_NONE: &str = "Nobody.";
/// The filters.
pub const NARROW: &str = "Narrow down and sort";
/// No filter.
pub const ALL: &str = "all";
/// The score's band.
pub const TIER: &str = "Tier";
/// A meeting's outcome.
pub const OUTCOME: &str = "Outcome";
/// A meeting's type.
pub const MEETING_TYPE: &str = "Type";
/// The least score.
pub const LEAST_SCORE: &str = "Score at least";
/// The order.
pub const SORT: &str = "Sorted by";
/// By score.
pub const SORT_SCORE: &str = "best score";
/// By date.
pub const SORT_LATEST: &str = "latest meeting";
/// By name.
pub const SORT_NAME: &str = "firm";
/// The score.
pub const SCORE: &str = "Score";
/// The meeting.
pub const MEETING: &str = "Meeting";
/// Whom it is about.
pub const WHO: &str = "Who";
/// What the score is made of.
pub const WHY: &str = "Why";
/// What can be done.
pub const DECIDE: &str = "Decide";
/// A company's id.
pub const COMPANY: &str = "company";
/// A person's id.
pub const PERSON: &str = "person";
/// A partner.
pub const PARTNER: &str = "Partner";
/// Where a partner stands.
pub const PARTNER_STATUS: &str = "Status";
/// Where a partner is.
pub const GEOGRAPHY: &str = "Geography";
/// For whom a partner works.
pub const NICHE: &str = "Niche";
/// What to do next.
pub const NEXT_ACTION: &str = "Next";
/// The last meeting.
pub const LAST_MEETING: &str = "Last meeting";
/// A partner's profile.
pub const PROFILE: &str = "LinkedIn";
/// Takes a queue away.
pub const TAKE_AWAY: &str = "Save as";
/// The next file.
pub const SAVE_NEXT: &str = "Save the next file";
/// Why somebody is held back.
pub const HELD_WHY: &str = "Why";
/// Who decided it.
pub const HELD_BY: &str = "By";
/// Not by hand.
pub const BY_RETRACTION: &str = "with a retracted import";
/// Takes a meeting out of the queue.
pub const EXCLUDE: &str = "Exclude …";
/// For a while.
pub const COOL_OFF: &str = "Cool off …";
/// Takes a partner out of the queue.
pub const PAUSE: &str = "Pause";
/// For good.
pub const COMPLETE: &str = "Complete";
/// Back into the queue.
pub const RESUME: &str = "Resume";
/// The dialog's title.
pub const EXCLUDE_TITLE: &str = "Exclude from the queue";
/// The dialog's title.
pub const COOL_OFF_TITLE: &str = "Leave in peace until a day";
/// The day's label.
pub const UNTIL: &str = "Back in the queue on";
/// Does it.
pub const DO_IT: &str = "Take out of the queue";
/// Undoes the last change.
pub const UNDO_SWITCH: &str = "Undo";

/// A state in words.
pub const fn intent_state(state: IntentState) -> &'static str {
    match state {
        IntentState::Eligible => "Ready",
        IntentState::Excluded => "Excluded",
        IntentState::CoolingOff => "Cooling off",
        IntentState::Pending => "Waiting for a score",
        IntentState::Active => "Ready",
        IntentState::Paused => "Paused",
        IntentState::Completed => "Completed",
    }
}

/// A meeting in words.
pub fn meeting_about(day: NaiveDate, kind: &str, outcome: &str) -> String {
    format!("{}, {kind}, {outcome}", format::date(day))
}

/// A partner in words.
pub fn partner_about(firm: &str, contact: &str) -> String {
    format!("{firm}, {contact}")
}

/// How long ago.
pub fn days_ago(days: i32) -> String {
    count(days.unsigned_abs(), "day ago", "days ago")
}

/// What a score is made of.
pub fn reasons(codes: &[String]) -> String {
    codes.iter().map(|code| spoken(&code.to_ascii_lowercase())).collect::<Vec<_>>().join(", ")
}

/// Up to when.
pub fn until(day: &str) -> String {
    format!("until {day}")
}

/// What was done.
pub fn switched(about: &str, state: IntentState) -> String {
    let now = match state {
        IntentState::Eligible | IntentState::Active | IntentState::Pending => "back in the queue",
        IntentState::Excluded => "excluded",
        IntentState::CoolingOff => "cooling off",
        IntentState::Paused => "paused",
        IntentState::Completed => "completed",
    };
    format!("{about}: {now}.")
}

/// A table that was saved.
pub fn saved(name: &str, more: bool) -> String {
    let rest = if more { " There is more: it goes into the next file." } else { "" };
    format!("{name} is saved.{rest}")
}
