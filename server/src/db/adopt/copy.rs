//! Stores the old rows in the new tables, with everything they hold.

use sqlx::{AssertSqlSafe, PgConnection};

use super::aside::old_name;
use super::report::{Remark, TableRows};
use super::source::Source;
use super::sql::run;
use crate::db::roles::quoted;
use crate::db::{DbError, triggers};

impl Source {
    /// Stores every row. Facts that break a rule are kept: the rule goes, and `again` gets the SQL
    /// that makes it again, for new rows only.
    pub(super) async fn store(
        &self,
        connection: &mut PgConnection,
        remarks: &mut Vec<Remark>,
        again: &mut String,
    ) -> Result<TableRows, DbError> {
        let name = self.table.sql_name();
        let expected = self.count(connection, &old_name(self.table), "''", "true").await?.0;
        let rows = format!("({}) AS r", self.rows());
        let mut broken = Vec::new();
        for rule in self.rules.iter().filter(|rule| self.table.write_once && rule.sort == "c") {
            let Some(expression) = &rule.expression else { continue };
            let condition = format!("NOT ({expression})");
            let (count, first) = self.count(connection, &rows, &self.key(), &condition).await?;
            if count > 0 {
                let constraint = quoted(&rule.name);
                run(connection, format!("ALTER TABLE {name} DROP CONSTRAINT {constraint}")).await?;
                again.push_str(&format!(
                    "ALTER TABLE {name} ADD CONSTRAINT {constraint} {} NOT VALID;\n",
                    rule.definition
                ));
                broken.push(format!("{}: {count} row(s), the first is {first}: {}", self.title(), rule.definition));
            }
        }
        remarks.extend(Remark::of(
            "rules_broken",
            "Rules that old facts break",
            "Facts are never changed, so they stay as they are. The rule holds for every new row.",
            broken,
        ));
        self.tell_blanks(connection, remarks).await?;
        remarks.extend(Remark::of(
            "columns_moved",
            &format!("Columns of {} that only the old table had", self.title()),
            "Their values are kept in each row's metadata, under columns_before.",
            self.extra.iter().map(|extra| format!("{} {}", extra.name, extra.type_name)).collect(),
        ));
        let columns: Vec<String> = self.values.iter().map(|value| quoted(&value.column)).collect();
        let triggers_on = triggers::turn_off(connection, &name).await?;
        let insert = format!("INSERT INTO {name} ({}) OVERRIDING SYSTEM VALUE {}", columns.join(", "), self.rows());
        let stored = sqlx::raw_sql(AssertSqlSafe(insert)).execute(&mut *connection).await?.rows_affected();
        if stored != expected {
            return Err(DbError::DoesNotFit {
                differences: vec![format!("{}: {stored} of its {expected} rows could be stored", self.title())],
            });
        }
        run(connection, format!("{triggers_on} ANALYZE {name}")).await?;
        Ok(TableRows { table: self.title(), rows: stored })
    }

    async fn tell_blanks(&self, connection: &mut PgConnection, remarks: &mut Vec<Remark>) -> Result<(), DbError> {
        let mut blanks = Vec::new();
        for value in &self.values {
            let Some(instead) = &value.instead else { continue };
            let condition = format!("({}) IS NULL", value.converted);
            let from = old_name(self.table);
            // An empty metadata says what none says.
            let count = self.count(connection, &from, "''", &condition).await?.0;
            if count > 0 && value.column != "metadata" {
                blanks.push(format!("{}: {count} row(s), now {}", value.column, inner(instead)));
            }
        }
        remarks.extend(Remark::of(
            "blanks_filled",
            &format!("Columns of {} that were blank and need a value", self.title()),
            "They got the column's default.",
            blanks,
        ));
        Ok(())
    }
}

/// The text in a text literal; another expression as it is.
fn inner(expression: &str) -> &str {
    expression.split('\'').nth(1).unwrap_or(expression)
}

/// Lets the audit log go on after the last number that it has.
pub(super) async fn number_on(connection: &mut PgConnection) -> Result<(), DbError> {
    let sql = "SELECT setval(pg_get_serial_sequence('shq.audit_log', 'audit_id'), coalesce(max(audit_id), 1), \
               max(audit_id) IS NOT NULL) FROM shq.audit_log";
    run(connection, sql.to_owned()).await
}
