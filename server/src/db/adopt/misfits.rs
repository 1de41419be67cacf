//! Looks for rows that our tables' rules can't hold of, before any is stored.

use sqlx::PgConnection;

use super::source::Source;
use crate::db::DbError;
use crate::db::roles::quoted;

/// What a table's own columns can't say of its rows: table, condition, words.
const OTHER_RULES: [(&str, &str, &str); 3] = [
    (
        "partner_appointments",
        r"partner_appointment_uid ~ '^[0-9a-f-]{36}\|[0-9]{4}-[0-9]{2}-[0-9]{2}\|[1-9][0-9]{0,17}$'
      AND left(partner_appointment_uid, 47) <> fractional_cfo_id || '|' || to_char(meeting_date, 'YYYY-MM-DD')",
        "row(s) whose key is the key of another partner or day, which a new meeting would need; put them right first",
    ),
    (
        // No days can be counted from it, and one such row would end every query that counts them.
        "appointment_history",
        "NOT isfinite(meeting_date)",
        "row(s) whose meeting_date is no day; put them right first",
    ),
    ("partner_appointments", "NOT isfinite(meeting_date)", "row(s) whose meeting_date is no day; put them right first"),
];

fn quoted_list(columns: &[String]) -> String {
    columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", ")
}

impl Source {
    /// The rows that do not fit, in words: values that are missing, keys that come twice, references to nothing, and,
    /// where rows can be put right, checks that do not hold.
    pub(super) async fn misfits(
        &self,
        connection: &mut PgConnection,
        sources: &[Self],
    ) -> Result<Vec<String>, DbError> {
        let (title, rows, key) = (self.title(), format!("({}) AS r", self.rows()), self.key());
        let mut misfits = Vec::new();
        for value in self.values.iter().filter(|value| value.needed && value.instead.is_none()) {
            let missing = format!("{} IS NULL", quoted(&value.column));
            let (count, first) = self.count(connection, &rows, &key, &missing).await?;
            if count > 0 {
                misfits.push(format!("{title}: {count} row(s) without {}, the first is {first}", value.column));
            }
        }
        for rule in &self.rules {
            let columns = quoted_list(&rule.columns);
            let named = rule.columns.join(", ");
            let (from, what, condition, words) = match (rule.sort.as_str(), &rule.other, &rule.expression) {
                ("p" | "u", ..) => (
                    format!(
                        "(SELECT concat_ws(', ', {columns}) AS what, count(*) AS n FROM {rows} GROUP BY {columns}) AS g"
                    ),
                    "what".to_owned(),
                    "n > 1".to_owned(),
                    format!("value(s) of {named} that several rows have"),
                ),
                ("f", Some((other, other_columns)), _) => {
                    let Some(other) = sources.iter().find(|source| source.table.name == other) else { continue };
                    let pairs = rule.columns.iter().zip(other_columns);
                    let same: Vec<String> =
                        pairs.map(|(one, two)| format!("o.{} = r.{}", quoted(two), quoted(one))).collect();
                    (
                        rows.clone(),
                        key.clone(),
                        format!("NOT EXISTS (SELECT FROM ({}) AS o WHERE {})", other.rows(), same.join(" AND ")),
                        format!("row(s) whose {named} is not in {}", other.title()),
                    )
                }
                ("c", _, Some(expression)) if !self.table.write_once => (
                    rows.clone(),
                    key.clone(),
                    format!("NOT ({expression})"),
                    format!("row(s) that break the rule {}; put them right first", rule.definition),
                ),
                _ => continue,
            };
            let (count, first) = self.count(connection, &from, &what, &condition).await?;
            if count > 0 {
                misfits.push(format!("{title}: {count} {words}, the first is {first}"));
            }
        }
        for (_, condition, words) in OTHER_RULES.iter().filter(|(table, ..)| *table == self.table.name) {
            let (count, first) = self.count(connection, &rows, &key, condition).await?;
            if count > 0 {
                misfits.push(format!("{title}: {count} {words}, the first is {first}"));
            }
        }
        Ok(misfits)
    }
}
