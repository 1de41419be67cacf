//! The ready queues: each lane's own view, filtered, and paged by what it is sorted by.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD;
use chrono::{Datelike as _, NaiveDate};
use lanegate_wire::{Lane, ReadyMeeting, ReadyPage, ReadyPartner};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement};

/// A page ends where its rows have this many bytes, however few they are.
const PAGE_BYTES: usize = 4 << 20;

/// In which order the meetings of the queue come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MeetingOrder {
    /// The best score first, the latest meeting first among equals.
    #[default]
    Score,
    /// The latest meeting first.
    Latest,
}

/// In which order the partners of the queue come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PartnerOrder {
    /// The best score first, by firm and contact among equals.
    #[default]
    Score,
    /// By firm and contact.
    Name,
}

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

/// A page of at most `most` meetings, and of about 4 MiB.
///
/// # Errors
/// [`StoreError::PlaceRefused`] for an `after` that no page of this order gave, or the database's own.
pub async fn ready_meetings(
    db: &Db,
    filter: MeetingFilter,
    order: MeetingOrder,
    after: Option<&str>,
    most: u32,
) -> Result<ReadyPage<ReadyMeeting>, StoreError> {
    let of = |statement: Statement| {
        statement.bind(filter.tier).bind(filter.outcome).bind(filter.kind).bind(filter.min_score)
    };
    let statement = match order {
        MeetingOrder::Score => {
            let (score, date, uid) = parts(after.map(meeting_place).transpose()?);
            of(Statement::new(statements::READY_MEETINGS)).bind(score).bind(date).bind(uid)
        }
        MeetingOrder::Latest => {
            let (date, uid) = after.map(latest_place).transpose()?.unzip();
            of(Statement::new(statements::READY_MEETINGS_LATEST)).bind(date).bind(uid)
        }
    };
    let mut tx = db.browse(Lane::Sales).await?;
    let rows = statement.bind(i64::from(most) + 1).first(&mut tx, most as usize, PAGE_BYTES).await?;
    page(rows, |row: &ReadyMeeting| match order {
        MeetingOrder::Score => written(&(score_text(row.bit_score), row.meeting_date, &row.appointment_uid)),
        MeetingOrder::Latest => written(&(row.meeting_date, &row.appointment_uid)),
    })
}

/// A page of at most `most` partners, and of about 4 MiB.
///
/// # Errors
/// [`StoreError::PlaceRefused`] for an `after` that no page of this order gave, or the database's own.
pub async fn ready_partners(
    db: &Db,
    filter: PartnerFilter,
    order: PartnerOrder,
    after: Option<&str>,
    most: u32,
) -> Result<ReadyPage<ReadyPartner>, StoreError> {
    let of = |statement: Statement| {
        statement.bind(filter.status).bind(filter.geography).bind(filter.niche).bind(filter.min_score)
    };
    let statement = match order {
        PartnerOrder::Score => {
            let (score, name) = after.map(partner_place).transpose()?.unzip();
            let (firm, contact, id) = parts(name);
            of(Statement::new(statements::READY_PARTNERS)).bind(score).bind(firm).bind(contact).bind(id)
        }
        PartnerOrder::Name => {
            let (firm, contact, id) = parts(after.map(name_place).transpose()?);
            of(Statement::new(statements::READY_PARTNERS_BY_NAME)).bind(firm).bind(contact).bind(id)
        }
    };
    let mut tx = db.browse(Lane::Partners).await?;
    let rows = statement.bind(i64::from(most) + 1).first(&mut tx, most as usize, PAGE_BYTES).await?;
    page(rows, |row: &ReadyPartner| {
        let name = (&row.firm_name, &row.primary_contact_name, row.fractional_cfo_id);
        match order {
            PartnerOrder::Score => written(&(score_text(row.leverage_score), name)),
            PartnerOrder::Name => written(&name),
        }
    })
}

fn parts<A, B, C>(place: Option<(A, B, C)>) -> (Option<A>, Option<B>, Option<C>) {
    place.map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)))
}

/// A page of rows, and where the next one begins if there are more.
fn page<T: DeserializeOwned + Send + Unpin>(
    (rows, has_more): (Vec<PgRow>, bool),
    place: impl Fn(&T) -> String,
) -> Result<ReadyPage<T>, StoreError>
where
    Json<T>: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    let rows = rows.into_iter().map(|row| row.try_get("row").map(|Json(row)| row));
    let rows: Vec<T> = rows.collect::<Result<_, _>>().map_err(DbError::from)?;
    let next = rows.last().filter(|_| has_more).map(place);
    Ok(ReadyPage { rows, next })
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
    let (date, uid) = a_meeting(date, uid)?;
    Ok((score_of(&score)?, date, uid))
}

fn latest_place(after: &str) -> Result<(NaiveDate, String), StoreError> {
    let (date, uid) = read(after)?;
    a_meeting(date, uid)
}

fn a_meeting(date: NaiveDate, uid: String) -> Result<(NaiveDate, String), StoreError> {
    if uid.contains('\0') || !(1..=9_999).contains(&date.year()) {
        return Err(StoreError::PlaceRefused);
    }
    Ok((date, uid))
}

type Name = (String, String, Uuid);

fn partner_place(after: &str) -> Result<(String, Name), StoreError> {
    let (score, name): (String, Name) = read(after)?;
    Ok((score_of(&score)?, a_name(name)?))
}

fn name_place(after: &str) -> Result<Name, StoreError> {
    a_name(read(after)?)
}

fn a_name((firm, contact, id): Name) -> Result<Name, StoreError> {
    if firm.contains('\0') || contact.contains('\0') {
        return Err(StoreError::PlaceRefused);
    }
    Ok((firm, contact, id))
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
        // A place of one order is none of another.
        assert!(matches!(latest_place(&place), Err(StoreError::PlaceRefused)));
        assert!(matches!(meeting_place(&written(&(date, uid))), Err(StoreError::PlaceRefused)));
        assert_eq!(latest_place(&written(&(date, uid))).unwrap(), (date, uid.to_owned()));
    }
}
