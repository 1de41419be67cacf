//! Reports the result of making keys again, and remarks for the operator: bounded, however large the database is.

use std::fmt;

use chrono::{DateTime, Utc};
use lanegate_kinds::PARTNER_KEY_RULES;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use crate::db::DbError;
use crate::db::adopt::sql::ask;
use crate::db::adopt::{Remark, SHOWN};

/// Code, title, statement, advice.
const QUESTIONS: [(&str, &str, &str, &str); 2] = [
    (
        "partners_coincide",
        "Partners that are the same by their new keys",
        include_str!("../../../sql/rekey/coincide.sql"),
        "All of them are kept. Rows that name such a partner are a conflict in every import until only one of them has these values.",
    ),
    (
        "keys_lost",
        "Partners that aren't recognized by a value any more",
        include_str!("../../../sql/rekey/lost.sql"),
        "The value is kept, but it doesn't name one person. Correct it with an import that names their fractional_cfo_id.",
    ),
];

/// The report of making keys again. It is kept in the database, too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rekeyed {
    /// The audit log's `correlation_id` of what was changed.
    pub rekeying: Uuid,
    /// The time when it began, by the database's clock.
    pub rekeyed_at: DateTime<Utc>,
    /// The version of the rules.
    pub rules: u32,
    /// The number of partners.
    pub partners: u64,
    /// The number of them whose keys changed.
    pub changed: u64,
    /// Remarks for the operator.
    pub remarks: Vec<Remark>,
}

/// Queries the remarks for the operator; each list is bounded.
pub(super) async fn remarks(connection: &mut PgConnection, last_entry: i64, id: Uuid) -> Result<Vec<Remark>, DbError> {
    let mut remarks = Vec::new();
    for (code, title, sql, advice) in QUESTIONS {
        let rows = ask(sql).bind(i64::from(SHOWN)).bind(last_entry).bind(id).fetch_all(&mut *connection).await?;
        let Some(first) = rows.first() else { continue };
        remarks.push(Remark {
            code: code.to_owned(),
            title: title.to_owned(),
            count: first.try_get::<i64, _>("total")?.unsigned_abs(),
            first: rows.iter().map(|row| row.try_get("what")).collect::<Result<_, _>>()?,
            advice: advice.to_owned(),
        });
    }
    Ok(remarks)
}

impl Rekeyed {
    /// Returns a report for a database whose keys were made by the current rules from the start.
    pub(in crate::db) const fn none(rekeying: Uuid, rekeyed_at: DateTime<Utc>, partners: u64) -> Self {
        Self { rekeying, rekeyed_at, rules: PARTNER_KEY_RULES, partners, changed: 0, remarks: Vec::new() }
    }

    /// Writes it to the log, which names partners only by their IDs.
    pub(in crate::db) fn log(&self) {
        if self.changed == 0 {
            return;
        }
        tracing::info!(partners = self.partners, changed = self.changed, rekeying = %self.rekeying, "partners' keys were made again");
        for remark in &self.remarks {
            tracing::warn!(count = remark.count, first = ?remark.first, "{}", remark.title);
        }
    }
}

impl fmt::Display for Rekeyed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.rekeyed_at.format("%Y-%m-%d %H:%M:%S UTC");
        writeln!(
            f,
            "The keys of {} of {} partners were made again by new rules at {at} ({}).",
            self.changed, self.partners, self.rekeying
        )?;
        self.remarks.iter().try_for_each(|remark| write!(f, "{remark}"))
    }
}
