//! The ready queues: each lane's own view, filtered, and paged by what it is sorted by.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD;
use chrono::{Datelike as _, NaiveDate};
use lanegate_wire::{Lane, ReadyMeeting, ReadyPage, ReadyPartner};
use serde::Serialize;
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
        written(&(score_text(row.bit_score), row.meeting_date, &row.appointment_uid))
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
    let (score, firm, contact, id) =
        place.map_or((None, None, None, None), |(s, f, c, id)| (Some(s), Some(f), Some(c), Some(id)));
    let mut tx = db.read(Lane::Partners).await?;
    let rows = Statement::new(statements::READY_PARTNERS)
        .bind(filter.status)
        .bind(filter.geography)
        .bind(filter.niche)
        .bind(filter.min_score)
        .bind(score)
        .bind(firm)
        .bind(contact)
        .bind(id)
        .bind(i64::from(most) + 1)
        .all(&mut tx)
        .await?;
    page(&rows, most, |row: &ReadyPartner| {
        written(&(score_text(row.leverage_score), &row.firm_name, &row.primary_contact_name, row.fractional_cfo_id))
    })
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

/// The score of a place in the form that [`score_text`] gives: others, such as `1e-9999`, are none that the database reads.
fn score_of(text: &str) -> Result<String, StoreError> {
    let score: f64 = text.parse().map_err(|_| StoreError::PlaceRefused)?;
    match score {
        -1.0 => Ok(score_text(None)),
        score if (0.0..=100.0).contains(&score) => Ok(score_text(Some(score))),
        _ => Err(StoreError::PlaceRefused),
    }
}

/// A place as a text that goes into an address and a header whatever it holds.
fn written(place: &impl Serialize) -> String {
    // Texts, dates and ids always serialise.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

fn read<T: DeserializeOwned>(after: &str) -> Result<T, StoreError> {
    let bytes = URL_SAFE_NO_PAD.decode(after).map_err(|_| StoreError::PlaceRefused)?;
    serde_json::from_slice(&bytes).map_err(|_| StoreError::PlaceRefused)
}

fn meeting_place(after: &str) -> Result<(String, NaiveDate, String), StoreError> {
    let (score, date, uid): (String, NaiveDate, String) = read(after)?;
    if uid.contains('\0') || !(1..=9_999).contains(&date.year()) {
        return Err(StoreError::PlaceRefused);
    }
    Ok((score_of(&score)?, date, uid))
}

fn partner_place(after: &str) -> Result<(String, String, String, Uuid), StoreError> {
    let (score, firm, contact, id): (String, String, String, Uuid) = read(after)?;
    if firm.contains('\0') || contact.contains('\0') {
        return Err(StoreError::PlaceRefused);
    }
    Ok((score_of(&score)?, firm, contact, id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_what_a_page_gave() {
        let date = NaiveDate::from_ymd_opt(2025, 5, 1).unwrap();
        let uid = "UNKNOWN|anon-0123456789abcdef|2025-05-01";
        let place = written(&(score_text(Some(75.0)), date, uid));
        assert_eq!(meeting_place(&place).unwrap(), ("75.00".to_owned(), date, uid.to_owned()));
        assert_eq!(score_text(None), "-1");
        assert!(written(&("1", "Müller ~ Söhne")).is_ascii());
        for wrong in [
            json!([]),
            json!(["75.00", "2025-05-01"]),
            json!(["x", "2025-05-01", "a"]),
            json!(["NaN", "2025-05-01", "a"]),
            json!(["101", "2025-05-01", "a"]),
            json!(["50", "-262143-01-01", "a"]),
            json!(["50", "+12025-01-01", "a"]),
            json!(["50", "2025-05-01", "a\u{0}"]),
        ] {
            assert!(matches!(meeting_place(&written(&wrong)), Err(StoreError::PlaceRefused)), "{wrong}");
        }
        // A number that the database could not read is brought into its one form.
        assert_eq!(meeting_place(&written(&json!(["1e-99999", "2025-05-01", "a"]))).unwrap().0, "0.00");
        for wrong in ["", "75", "~", "é"] {
            assert!(matches!(partner_place(wrong), Err(StoreError::PlaceRefused)), "{wrong}");
        }
    }
}
