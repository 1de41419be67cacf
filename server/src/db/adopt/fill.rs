//! Fills in what the old rows lack: the keys that partners are recognised by, the stored form of texts, and intents.
//!
//! Keys and forms are made by the check crate, page by page, so that memory does not grow with the tables.

use chrono::NaiveDate;
use lanegate_check::stored_row;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::report::{Filled, States};
use super::sql::{ask, run};
use crate::db::{DbError, rekey, triggers};

/// How many rows are looked at together.
const PAGE: i64 = 1000;

/// Facts with a free text: how to read and write a page of them.
struct Texts {
    kind: &'static str,
    column: &'static str,
    table: &'static str,
    page: &'static str,
    put: &'static str,
}

const TEXTS: [Texts; 2] = [
    Texts {
        kind: "appointment_history",
        column: "stalled_reason",
        table: "sales.appointment_history",
        page: include_str!("../../../sql/adopt/meetings_page.sql"),
        put: include_str!("../../../sql/adopt/meetings_as_checked.sql"),
    },
    Texts {
        kind: "partner_appointments",
        column: "notes",
        table: "partners.partner_appointments",
        page: include_str!("../../../sql/adopt/partner_meetings_page.sql"),
        put: include_str!("../../../sql/adopt/partner_meetings_as_checked.sql"),
    },
];

/// Fills in keys and forms.
pub(super) async fn keys_and_texts(connection: &mut PgConnection, filled: &mut Filled) -> Result<(), DbError> {
    let today: NaiveDate =
        ask("SELECT (now() AT TIME ZONE 'UTC')::date").fetch_one(&mut *connection).await?.try_get(0)?;
    filled.partner_keys = rekey::partners(connection).await?.looked_at;
    for texts in &TEXTS {
        let triggers_on = triggers::turn_off(connection, texts.table).await?;
        filled.texts += forms(connection, texts, today).await?;
        run(connection, triggers_on).await?;
    }
    Ok(())
}

async fn forms(connection: &mut PgConnection, texts: &Texts, today: NaiveDate) -> Result<u64, DbError> {
    let Some(kind) = lanegate_kinds::named(texts.kind) else { return Ok(0) };
    let (mut after, mut differing) = (None::<String>, 0);
    loop {
        let rows = ask(texts.page).bind(after.clone()).bind(PAGE).fetch_all(&mut *connection).await?;
        let Some(last) = rows.last() else { return Ok(differing) };
        after = Some(last.try_get("key")?);
        let mut forms: Vec<Value> = Vec::new();
        for row in &rows {
            let (key, text): (&str, &str) = (row.try_get("key")?, row.try_get("text")?);
            let read = stored_row(kind, &[(texts.column, text)], today);
            if let Some(form) = read.forms.get(texts.column).filter(|form| *form != text) {
                forms.push(json!({"key": key, "form": form}));
            }
        }
        if !forms.is_empty() {
            differing += ask(texts.put).bind(Json(forms)).execute(&mut *connection).await?.rows_affected();
        }
    }
}

/// Makes the intents that are missing, scored as a commit scores them.
pub(super) async fn intents(
    connection: &mut PgConnection,
    adoption: Uuid,
    filled: &mut Filled,
) -> Result<States, DbError> {
    let meetings = ask(include_str!("../../../sql/adopt/reactivation_intents.sql")).bind(adoption);
    filled.reactivation_intents = meetings.execute(&mut *connection).await?.rows_affected();
    let partners = ask(include_str!("../../../sql/adopt/partner_intents.sql")).bind(adoption);
    filled.partner_intents = partners.execute(&mut *connection).await?.rows_affected();
    let row = ask(include_str!("../../../sql/adopt/states.sql")).fetch_one(connection).await?;
    let count = |name: &str| Ok::<_, DbError>(row.try_get::<i64, _>(name)?.unsigned_abs());
    Ok(States {
        excluded: count("excluded")?,
        cooling_off: count("cooling_off")?,
        paused: count("paused")?,
        completed: count("completed")?,
    })
}
