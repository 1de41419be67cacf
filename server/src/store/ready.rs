//! The ready queues: each lane's own view, filtered, and paged by what it is sorted by.

use chrono::NaiveDate;
use lanegate_wire::{Lane, ReadyMeeting, ReadyPage, ReadyPartner};
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement};

/// Which meetings of the queue.
#[derive(Debug, Clone, Default)]
pub struct MeetingFilter {
    /// `hot`, `warm`, `cool` or `cold`.
    pub tier: Option<String>,
    /// `stalled` or `ghosted`.
    pub outcome: Option<String>,
    /// `discovery`, `systems`, `numbers` or `other`.
    pub kind: Option<String>,
    /// The least score.
    pub min_score: Option<f64>,
}

/// Which partners of the queue.
#[derive(Debug, Clone, Default)]
pub struct PartnerFilter {
    /// `prospect`, `contacted`, `engaged` or `partner`.
    pub status: Option<String>,
    /// The geography, as stored.
    pub geography: Option<String>,
    /// The niche, as stored.
    pub niche: Option<String>,
    /// The least score.
    pub min_score: Option<f64>,
}

/// A page of at most `most` meetings, best score first, latest meeting first among equals.
///
/// # Errors
/// [`StoreError::PlaceRefused`] for an `after` that no page gave, or the database's own.
pub async fn ready_meetings(
    db: &Db,
    filter: MeetingFilter,
    after: Option<&str>,
    most: u32,
) -> Result<ReadyPage<ReadyMeeting>, StoreError> {
    let place = after.map(meeting_place).transpose()?;
    let (score, date, uid) = place.map_or((None, None, None), |(s, d, u)| (Some(s), Some(d), Some(u)));
    let mut tx = db.read(Lane::Sales).await?;
    let rows = Statement::new(statements::READY_MEETINGS)
        .bind(filter.tier)
        .bind(filter.outcome)
        .bind(filter.kind)
        .bind(filter.min_score)
        .bind(score)
        .bind(date)
        .bind(uid)
        .bind(i64::from(most) + 1)
        .all(&mut tx)
        .await?;
    page(&rows, most, |row: &ReadyMeeting| {
        format!("{}~{}~{}", score_text(row.bit_score), row.meeting_date, row.appointment_uid)
    })
}

/// A page of at most `most` partners, best score first.
///
/// # Errors
/// [`StoreError::PlaceRefused`] for an `after` that no page gave, or the database's own.
pub async fn ready_partners(
    db: &Db,
    filter: PartnerFilter,
    after: Option<&str>,
    most: u32,
) -> Result<ReadyPage<ReadyPartner>, StoreError> {
    let place = after.map(partner_place).transpose()?;
    let (score, id) = place.map_or((None, None), |(score, id)| (Some(score), Some(id)));
    let mut tx = db.read(Lane::Partners).await?;
    let rows = Statement::new(statements::READY_PARTNERS)
        .bind(filter.status)
        .bind(filter.geography)
        .bind(filter.niche)
        .bind(filter.min_score)
        .bind(score)
        .bind(id)
        .bind(i64::from(most) + 1)
        .all(&mut tx)
        .await?;
    page(&rows, most, |row: &ReadyPartner| format!("{}~{}", score_text(row.leverage_score), row.fractional_cfo_id))
}

/// One more row than a page tells whether there is another.
fn page<T: DeserializeOwned + Send + Unpin>(
    rows: &[PgRow],
    most: u32,
    place: impl Fn(&T) -> String,
) -> Result<ReadyPage<T>, StoreError>
where
    Json<T>: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    let taken = rows.iter().take(most as usize).map(|row| row.try_get("row").map(|Json(row)| row));
    let taken: Vec<T> = taken.collect::<Result<_, _>>().map_err(DbError::from)?;
    let next = if rows.len() > taken.len() { taken.last().map(place) } else { None };
    Ok(ReadyPage { rows: taken, next })
}

/// Scores have two decimals; none comes last.
fn score_text(score: Option<f64>) -> String {
    score.map_or_else(|| "-1".to_owned(), |score| format!("{score:.2}"))
}

fn score_of(text: &str) -> Option<String> {
    let score: f64 = text.parse().ok()?;
    (score == -1.0 || (0.0..=100.0).contains(&score)).then(|| text.to_owned())
}

fn meeting_place(after: &str) -> Result<(String, NaiveDate, String), StoreError> {
    let mut parts = after.splitn(3, '~');
    let mut part = || parts.next().unwrap_or_default();
    let (score, date, uid) = (score_of(part()), part().parse().ok(), part());
    match (score, date) {
        (Some(score), Some(date)) if !uid.is_empty() && !uid.contains('\0') => Ok((score, date, uid.to_owned())),
        _ => Err(StoreError::PlaceRefused),
    }
}

fn partner_place(after: &str) -> Result<(String, Uuid), StoreError> {
    let (score, id) = after.split_once('~').ok_or(StoreError::PlaceRefused)?;
    match (score_of(score), id.parse().ok()) {
        (Some(score), Some(id)) => Ok((score, id)),
        _ => Err(StoreError::PlaceRefused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_what_a_page_gave() {
        let date = NaiveDate::from_ymd_opt(2025, 5, 1).unwrap();
        let uid = "UNKNOWN|anon-0123456789abcdef|2025-05-01";
        let place = format!("{}~{date}~{uid}", score_text(Some(75.0)));
        assert_eq!(meeting_place(&place).unwrap(), ("75.00".to_owned(), date, uid.to_owned()));
        assert_eq!(score_text(None), "-1");
        for wrong in [
            "",
            "75",
            "75~2025-05-01",
            "75~2025-05-01~",
            "x~2025-05-01~a",
            "NaN~2025-05-01~a",
            "75~x~a",
            "101~2025-05-01~a",
        ] {
            assert!(matches!(meeting_place(wrong), Err(StoreError::PlaceRefused)), "{wrong}");
        }
        for wrong in ["", "75", "75~", "75~x", "inf~00000000-0000-0000-0000-000000000001"] {
            assert!(matches!(partner_place(wrong), Err(StoreError::PlaceRefused)), "{wrong}");
        }
    }
}
