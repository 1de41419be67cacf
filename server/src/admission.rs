//! What an import must state to be let in, and whether it may still go on.

use axum::http::StatusCode;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use lanegate_check::{Kind, ValueType};
use lanegate_wire::{ImportState, ImportStatus, IntentChange, Lane, LeaveOut, MAX_BATCH_ROWS, MAX_REASON, OpenImport};
use uuid::Uuid;

use crate::http::refusal::{Answer, Refusal};
use crate::store;

/// Excel's last row.
pub const MOST_ROWS: u32 = 1_048_576;

/// A batch has up to 2,000 rows or 1 MiB, so this many are a file of several gigabytes.
pub const MOST_BATCHES: u32 = 4_096;

/// In days.
const LONGEST_COOLING_OFF: u64 = 3_653;

/// Admits a new import to a lane.
pub fn admit(lane: Lane, import: &OpenImport) -> Answer<()> {
    let now = Utc::now();
    // First: a clock that is far behind makes ids that look as if they were deleted long ago.
    admit_today(import.today, now.date_naive())?;
    admit_id(import.id, now)?;
    let kind = current_kind(lane, import)?;
    admit_source(kind, import.source_override.as_deref())?;
    admit_sizes(import)?;
    admit_texts(import)
}

/// The import's kind, where the server has it in this lane and in the version that the rows were checked with.
pub fn current_kind(lane: Lane, import: &OpenImport) -> Answer<&'static Kind> {
    let kind = lanegate_kinds::named(&import.kind).ok_or_else(|| {
        let known: Vec<_> = lanegate_kinds::all().iter().map(|kind| kind.name).collect();
        refused("kind_unknown", format!("There is no kind `{}`.", short(&import.kind)))
            .detail(format!("The kinds are {}.", known.join(", ")))
    })?;
    if kind.lane != lane {
        return Err(refused(
            "lane_mismatch",
            format!("`{}` belongs to the lane {}, not to {lane}.", kind.name, kind.lane),
        )
        .detail("The lanes are separate: open the import in its own lane."));
    }
    let own = kind.declaration();
    if own != import.declaration {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "declaration_changed",
            "The rows were checked with other rules than the server's.",
        )
        .detail(format!(
            "They were checked with version {}, and the server has {own}. Reload the page or update the command line, and check the file again.",
            short(&import.declaration)
        )));
    }
    Ok(kind)
}

/// Whether a plan or commit may be asked for: a committed import always answers, an open one needs today's rules.
pub fn admit_planning(lane: Lane, status: &ImportStatus) -> Answer<()> {
    match status.state {
        ImportState::Open => current_kind(lane, &status.import).map(|_| ()),
        ImportState::Committed | ImportState::Retracted => Ok(()),
    }
}

/// What a plan leaves out, as it is kept: each row once, in order.
pub fn admit_leave_out(import: &OpenImport, mut leave_out: LeaveOut) -> Answer<LeaveOut> {
    let LeaveOut { fates, rows } = &mut leave_out;
    rows.sort_unstable();
    rows.dedup();
    fates.sort_unstable();
    fates.dedup();
    let is_row = |row: &u32| (1..=MOST_ROWS).contains(row);
    if rows.len() <= import.rows as usize && rows.iter().all(is_row) {
        return Ok(leave_out);
    }
    Err(refused("leave_out_refused", "The rows to leave out are not rows of the import.")
        .detail(format!("The import has {} rows, and a sheet's rows are numbered from 1 to {MOST_ROWS}.", import.rows)))
}

/// Whether the import has a batch of this number.
pub fn admit_number(import: &OpenImport, n: u32) -> Answer<()> {
    if n < import.batches {
        return Ok(());
    }
    Err(refused("batch_number_refused", format!("The import has no batch {n}."))
        .detail(format!("It was opened with {} batch(es), numbered from 0.", import.batches)))
}

fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    if id.get_version_num() != 7 {
        return None;
    }
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

fn admit_id(id: Uuid, now: DateTime<Utc>) -> Answer<()> {
    let Some(made) = made_at(id) else {
        return Err(refused("id_refused", "The import's id is not a UUID of version 7."));
    };
    if (now - made).to_std().is_ok_and(|age| age > store::RETENTION) {
        return Err(Refusal::expired());
    }
    if made - now > TimeDelta::days(1) {
        return Err(refused("id_refused", "The import's id was made in the future.")
            .detail("Set the clock of the machine that made it, and check the file again."));
    }
    Ok(())
}

fn admit_today(today: NaiveDate, utc: NaiveDate) -> Answer<()> {
    let (first, last) = (utc - Days::new(1), utc + Days::new(1));
    if (first..=last).contains(&today) {
        return Ok(());
    }
    Err(refused("today_refused", format!("The import takes today for {today}; the server has {utc}."))
        .detail("Set the clock of this machine, or check the file again today."))
}

fn admit_source(kind: &Kind, source: Option<&str>) -> Answer<()> {
    let Some(source) = source else { return Ok(()) };
    let Some(place) = kind.source_column else {
        return Err(refused("source_refused", format!("`{}` takes no source for all rows.", kind.name))
            .detail("Only lists of the lane sales do."));
    };
    let ValueType::List(values) = kind.columns[place].value else { return Ok(()) };
    if values.iter().any(|value| value.name == source) {
        return Ok(());
    }
    let known: Vec<_> = values.iter().map(|value| value.name).collect();
    Err(refused("source_refused", format!("There is no source `{}`.", short(source)))
        .detail(format!("The sources are {}.", known.join(", "))))
}

fn admit_sizes(import: &OpenImport) -> Answer<()> {
    let OpenImport { rows, batches, .. } = *import;
    if rows == 0 || batches == 0 {
        return Err(refused("import_empty", "The import has no rows to send."));
    }
    let fits = u64::from(rows) <= u64::from(batches) * MAX_BATCH_ROWS as u64
        && batches <= rows
        && batches <= MOST_BATCHES
        && rows <= MOST_ROWS;
    if fits && i64::try_from(import.file.bytes).is_ok() {
        return Ok(());
    }
    Err(refused("sizes_refused", format!("{rows} rows do not fit {batches} batch(es).")).detail(format!(
        "An import holds at most {MOST_ROWS} rows in {MOST_BATCHES} batches, a batch at most {MAX_BATCH_ROWS} rows and at least one."
    )))
}

fn admit_texts(import: &OpenImport) -> Answer<()> {
    let file = &import.file;
    let texts = [("file.name", &file.name, 255), ("file.format", &file.format, 16), ("sheet", &import.sheet, 255)];
    let reasons = import.excluded.iter().map(|excluded| ("excluded.reason", &excluded.reason, 64));
    for (field, text, most) in texts.into_iter().chain(reasons) {
        if text.chars().count() > most || text.chars().any(char::is_control) {
            return Err(refused("field_refused", format!("The field `{field}` cannot be stored."))
                .detail(format!("It holds at most {most} characters, and no control characters.")));
        }
    }
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if file.sha256.len() != 64 || !file.sha256.bytes().all(digit) {
        return Err(refused("field_refused", "The field `file.sha256` is not 64 lower-case hexadecimal digits."));
    }
    if import.excluded.len() > 100 {
        return Err(refused("field_refused", "The field `excluded` names more than 100 reasons."));
    }
    Ok(())
}

/// A reason as it is kept, or why it cannot be.
pub fn admit_reason(reason: &str) -> Answer<String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON || reason.chars().any(char::is_control) {
        return Err(refused("reason_refused", "The reason cannot be kept.")
            .detail(format!("Say in at most {MAX_REASON} characters, without control characters, why.")));
    }
    Ok(reason.to_owned())
}

/// A change of an intent as it is kept.
pub fn admit_change(change: IntentChange) -> Answer<IntentChange> {
    match change {
        IntentChange::Exclude { reason } => Ok(IntentChange::Exclude { reason: admit_reason(&reason)? }),
        IntentChange::CoolOff { until } => {
            let today = Utc::now().date_naive();
            if until > today && until <= today + Days::new(LONGEST_COOLING_OFF) {
                return Ok(IntentChange::CoolOff { until });
            }
            Err(refused("until_refused", format!("It cannot cool off until {until}."))
                .detail("Name a day after today (UTC), at most ten years ahead."))
        }
        IntentChange::Pause | IntentChange::Complete | IntentChange::Resume => Ok(change),
    }
}

/// A value that a queue is filtered by.
pub fn admit_filter(name: &str, value: Option<String>) -> Answer<Option<String>> {
    match value {
        Some(text) if text.chars().count() > 200 || text.chars().any(char::is_control) => {
            Err(refused("filter_refused", format!("The filter `{name}` holds what no stored value can."))
                .detail("It holds at most 200 characters, and no control characters."))
        }
        value => Ok(value),
    }
}

/// The least score of a queue's rows.
pub fn admit_score(score: Option<f64>) -> Answer<Option<f64>> {
    match score {
        Some(score) if !(0.0..=100.0).contains(&score) => {
            Err(refused("filter_refused", "The filter `min_score` is not a number from 0 to 100."))
        }
        score => Ok(score),
    }
}

fn refused(code: &str, title: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, title)
}

/// A client's text as an answer repeats it.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
