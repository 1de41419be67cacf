//! What to select from an old table, so that its rows are as ours: every column in our type, with what stands for a blank.

use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use super::aside::old_name;
use super::form::Found;
use super::shape::{Columns, of};
use super::sql::ask;
use super::tables::{TABLES, Table};
use crate::db::DbError;
use crate::db::roles::{literal, quoted};

/// A table's rows, as ours: what to select from the old table.
pub(super) struct Source {
    pub(super) table: &'static Table,
    /// Columns of ours, and the old row's value for each.
    pub(super) values: Vec<Value>,
    pub(super) rules: Vec<Rule>,
    /// Columns that only the old table has.
    pub(super) extra: Vec<Found>,
}

/// What a column of ours gets.
pub(super) struct Value {
    pub(super) column: String,
    /// The old value in our type.
    pub(super) converted: String,
    /// What stands for a blank, where ours needs a value.
    pub(super) instead: Option<String>,
    pub(super) needed: bool,
}

/// A rule of our table: a key, a reference or a check.
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) sort: String,
    pub(super) definition: String,
    pub(super) expression: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) other: Option<(String, Vec<String>)>,
}

/// Words that stand in the log where it needs some and has none.
const UNKNOWN: &str = "unknown";

/// What to select from each old table, now that the new ones are there.
pub(super) async fn sources(connection: &mut PgConnection, columns: &Columns) -> Result<Vec<Source>, DbError> {
    let mut sources = Vec::new();
    for table in &TABLES {
        let own = |found: &&Found| !table.columns.iter().any(|column| column.name == found.name);
        let extra: Vec<Found> = of(columns, table).iter().filter(own).cloned().collect();
        let values = values(connection, table, columns, &extra).await?;
        let rules = rules(connection, table).await?;
        sources.push(Source { table, values, rules, extra });
    }
    Ok(sources)
}

async fn values(
    connection: &mut PgConnection,
    table: &'static Table,
    columns: &Columns,
    extra: &[Found],
) -> Result<Vec<Value>, DbError> {
    let sql = include_str!("../../../sql/adopt/new_columns.sql");
    let rows = ask(sql).bind(table.schema).bind(table.name).fetch_all(connection).await?;
    let mut values = Vec::new();
    for row in rows {
        let name: String = row.try_get("column_name")?;
        let Some(column) = table.columns.iter().find(|column| column.name == name) else { continue };
        let Some(found) = of(columns, table).iter().find(|found| found.name == name) else { continue };
        let to: String = row.try_get("type_name")?;
        let needed: bool = row.try_get("needed")?;
        let mut converted = column.form.converted(found, &to);
        let mut instead: Option<String> = row.try_get("default_value")?;
        let is_log = table.name == "audit_log";
        if name == "metadata" {
            converted = metadata(&converted, extra);
            if is_log {
                converted = with_lane(&converted, of(columns, table));
            }
        }
        // An old log may lack what ours needs; it is kept all the same.
        if is_log && instead.is_none() && to == "text" {
            instead = Some(literal(UNKNOWN));
        }
        values.push(Value { column: name, converted, instead: instead.filter(|_| needed), needed });
    }
    Ok(values)
}

/// The metadata of a row: an object, into which goes what the old table's extra columns hold. The tables themselves have
/// the same columns everywhere.
fn metadata(old: &str, extra: &[Found]) -> String {
    let object = format!(
        "CASE WHEN {old} IS NULL THEN '{{}}' WHEN jsonb_typeof({old}) = 'object' THEN {old} \
         ELSE jsonb_build_object('before', {old}) END"
    );
    if extra.is_empty() {
        return object;
    }
    let columns: Vec<String> = extra.iter().map(|column| quoted(&column.name)).collect();
    let pairs: Vec<String> =
        extra.iter().map(|column| format!("{}, to_jsonb({})", literal(&column.name), quoted(&column.name))).collect();
    format!(
        "{object} || CASE WHEN num_nonnulls({}) = 0 THEN '{{}}'::jsonb \
         ELSE jsonb_build_object('columns_before', jsonb_strip_nulls(jsonb_build_object({}))) END",
        columns.join(", "),
        pairs.join(", ")
    )
}

/// The metadata of an audit entry with its lane, as the entry's table tells it, so that the lane may read the entry. That is
/// done on the way into the new log; no entry is ever changed there.
fn with_lane(metadata: &str, found: &[Found]) -> String {
    let number = if found.iter().any(|column| column.name == "audit_id" && column.type_name == "uuid") {
        "jsonb_build_object('audit_id', audit_id)"
    } else {
        "'{}'::jsonb"
    };
    format!(
        "(SELECT CASE WHEN m.before ? 'lane' AND m.before ->> 'lane' IS DISTINCT FROM l.lane \
                      THEN m.before - 'lane' || jsonb_build_object('lane_before', m.before -> 'lane') \
                      ELSE m.before END \
                 || CASE WHEN l.lane IS NULL THEN '{{}}'::jsonb ELSE jsonb_build_object('lane', l.lane) END || {number} \
            FROM (SELECT {metadata}) AS m (before), \
                 (SELECT CASE WHEN schema_name = 'sales' OR schema_name = 'bit' AND table_name = 'reactivation_intent' \
                              THEN 'sales' \
                              WHEN schema_name = 'partners' OR schema_name = 'bit' AND table_name = 'partner_intent' \
                              THEN 'partners' END) AS l (lane))"
    )
}

async fn rules(connection: &mut PgConnection, table: &Table) -> Result<Vec<Rule>, DbError> {
    let sql = include_str!("../../../sql/adopt/rules.sql");
    let rows = ask(sql).bind(table.schema).bind(table.name).fetch_all(connection).await?;
    let rule = |row: &sqlx::postgres::PgRow| -> Result<Rule, DbError> {
        let other_table: Option<String> = row.try_get("other_table")?;
        let other_columns: Option<Vec<String>> = row.try_get("other_columns")?;
        Ok(Rule {
            name: row.try_get("name")?,
            sort: row.try_get("sort")?,
            definition: row.try_get("definition")?,
            expression: row.try_get("expression")?,
            columns: row.try_get::<Option<Vec<String>>, _>("columns")?.unwrap_or_default(),
            other: other_table.zip(other_columns),
        })
    };
    rows.iter().map(rule).collect()
}

impl Source {
    /// The table's name for people.
    pub(super) fn title(&self) -> String {
        format!("{}.{}", self.table.schema, self.table.name)
    }

    /// The old rows with our columns.
    pub(super) fn rows(&self) -> String {
        let column = |value: &Value| {
            let converted = match &value.instead {
                Some(instead) => format!("coalesce({}, {instead})", value.converted),
                None => value.converted.clone(),
            };
            format!("{converted} AS {}", quoted(&value.column))
        };
        let columns: Vec<String> = self.values.iter().map(column).collect();
        format!("SELECT {} FROM {}", columns.join(", "), old_name(self.table))
    }

    /// What names a row: its key.
    pub(super) fn key(&self) -> String {
        let key = self.rules.iter().find(|rule| rule.sort == "p").and_then(|rule| rule.columns.first());
        key.map_or_else(|| "NULL".to_owned(), |key| format!("{}::text", quoted(key)))
    }

    /// How many rows a condition is true of, and the first of them.
    pub(super) async fn count(
        &self,
        connection: &mut PgConnection,
        from: &str,
        what: &str,
        condition: &str,
    ) -> Result<(u64, String), DbError> {
        let sql = format!("SELECT count(*), coalesce(min({what} COLLATE \"C\"), '') FROM {from} WHERE {condition}");
        let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(connection).await?;
        Ok((row.try_get::<i64, _>(0)?.unsigned_abs(), row.try_get(1)?))
    }
}
