//! What a person should know of the rows that were taken over: doubles, keys of another form, intents without a score.

use sqlx::{PgConnection, Row as _};

use super::report::{Remark, SHOWN};
use super::sql::ask;
use crate::db::DbError;

/// Code, title, statement, advice.
const QUESTIONS: [(&str, &str, &str, &str); 9] = [
    (
        "partners_doubled",
        "Partners that are there more than once",
        include_str!("../../../sql/adopt/remarks/partners_doubled.sql"),
        "Rows that name such a partner are a conflict in every import until only one of them has these values.",
    ),
    (
        "partners_unread",
        "Partners with a value that they can't be recognised by",
        include_str!("../../../sql/adopt/remarks/partners_unread.sql"),
        "Correct them with an import that names their fractional_cfo_id.",
    ),
    (
        "meetings_anonymous",
        "Meetings without company and person, under an old key",
        include_str!("../../../sql/adopt/remarks/meetings_anonymous.sql"),
        "The old script kept one of each day. A file that holds such meetings adds them under keys of their own.",
    ),
    (
        "meetings_misnamed",
        "Meetings whose key is not the one of their company, person and day",
        include_str!("../../../sql/adopt/remarks/meetings_misnamed.sql"),
        "A file that holds such a meeting adds it again under the expected key.",
    ),
    (
        "meetings_doubled",
        "Meetings of one company, person and day under several keys",
        include_str!("../../../sql/adopt/remarks/meetings_doubled.sql"),
        "All of them stay. Exclude the intents of those that are not wanted.",
    ),
    (
        "partner_meetings_misnamed",
        "Partner meetings whose key has no number, or another form",
        include_str!("../../../sql/adopt/remarks/partner_meetings_misnamed.sql"),
        "They are recognised by their values; a file that states a sequence adds them again.",
    ),
    (
        "texts_of_other_form",
        "Facts with stray blanks or invisible characters in their text",
        include_str!("../../../sql/adopt/remarks/texts_of_other_form.sql"),
        "Their text stays as it is; files are compared with its cleaned form, which stands in metadata (as_checked).",
    ),
    (
        "audit_of_no_lane",
        "Audit entries of neither lane, by table",
        include_str!("../../../sql/adopt/remarks/audit_of_no_lane.sql"),
        "They are kept. Only an administrator reads them.",
    ),
    (
        "intents_unscored",
        "Intents from before that wait for a score",
        include_str!("../../../sql/adopt/remarks/intents_unscored.sql"),
        "They were left as they are. `lanegate-server score` scores them, and turns pending ones active.",
    ),
];

/// Asks every question; each answer is bounded.
pub(super) async fn ask_all(connection: &mut PgConnection) -> Result<Vec<Remark>, DbError> {
    let mut remarks = Vec::new();
    for (code, title, sql, advice) in QUESTIONS {
        let rows = ask(sql).bind(i64::from(SHOWN)).fetch_all(&mut *connection).await?;
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
