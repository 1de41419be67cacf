//! Looks at what is there beside the columns: who owns it, what rests on it, what goes with it, what stays.

use sqlx::{PgConnection, Row as _};

use super::report::{Remark, SHOWN};
use super::sql::{ask, owned};
use super::tables::{LISTS, TABLES, VIEWS};
use crate::db::DbError;

/// What is there beside the columns.
#[derive(Debug)]
pub(super) struct Survey {
    /// What goes with the old tables, and what elsewhere spoke to them: told in the report.
    pub(super) removed: Vec<Remark>,
    /// Functions that only their triggers use, as `schema.name(arguments)`.
    pub(super) trigger_functions: Vec<String>,
    /// What stays in the schemas: the schema, and what it is.
    pub(super) others: Vec<(String, String)>,
}

/// Names of the tables; with `views`, of the ready views too.
fn relations(views: bool) -> (Vec<String>, Vec<String>) {
    let tables = TABLES.iter().map(|table| (table.schema, table.name));
    let views = VIEWS.into_iter().filter(|_| views);
    let (schemas, names): (Vec<&str>, Vec<&str>) = tables.chain(views).unzip();
    (owned(&schemas), owned(&names))
}

fn lists() -> (Vec<String>, Vec<String>) {
    let (schemas, names): (Vec<&str>, Vec<&str>) = LISTS.iter().map(|(schema, name, _)| (*schema, *name)).unzip();
    (owned(&schemas), owned(&names))
}

/// What has to be changed and is not the connected user's to change.
pub(super) async fn rights_lacking(connection: &mut PgConnection) -> Result<Vec<String>, DbError> {
    named(connection, include_str!("../../../sql/adopt/rights.sql")).await
}

/// What outside of the tables rests on them, or crosses the lanes.
pub(super) async fn dependents(connection: &mut PgConnection) -> Result<Vec<String>, DbError> {
    named(connection, include_str!("../../../sql/adopt/dependents.sql")).await
}

async fn named(connection: &mut PgConnection, sql: &'static str) -> Result<Vec<String>, DbError> {
    let ((schemas, names), (list_schemas, list_names)) = (relations(true), lists());
    let asked = ask(sql).bind(schemas).bind(names).bind(list_schemas).bind(list_names);
    asked.fetch_all(connection).await?.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Looks before anything is changed.
pub(super) async fn look(connection: &mut PgConnection) -> Result<Survey, DbError> {
    let (schemas, names) = relations(false);
    let sql = include_str!("../../../sql/adopt/trigger_functions.sql");
    let rows = ask(sql).bind(schemas).bind(names).fetch_all(&mut *connection).await?;
    let trigger_functions: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let ((schemas, names), (list_schemas, list_names)) = (relations(true), lists());
    let others = ask(include_str!("../../../sql/adopt/others.sql"))
        .bind(schemas)
        .bind(names)
        .bind(list_schemas)
        .bind(list_names)
        .bind(trigger_functions.clone())
        .fetch_all(&mut *connection)
        .await?;
    let others = others.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, DbError>>()?;
    let mut removed = removed(connection, &trigger_functions).await?;
    let (schemas, names) = relations(true);
    let sql = include_str!("../../../sql/adopt/speakers.sql");
    let speakers = ask(sql).bind(schemas).bind(names).fetch_all(connection).await?;
    removed.extend(Remark::of(
        "functions_elsewhere",
        "Functions in other schemas that name these tables",
        "They are left as they are, and may no longer read or write the tables.",
        speakers.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?,
    ));
    Ok(Survey { removed, trigger_functions, others })
}

async fn removed(connection: &mut PgConnection, functions: &[String]) -> Result<Vec<Remark>, DbError> {
    let (schemas, names) = relations(true);
    let sql = include_str!("../../../sql/adopt/removed.sql");
    let rows = ask(sql).bind(schemas).bind(names).bind(i64::from(SHOWN)).fetch_all(connection).await?;
    let mut remarks: Vec<Remark> = Vec::new();
    for row in rows {
        let (sort, what, total): (String, String, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let code = format!("removed_{sort}");
        match remarks.last_mut().filter(|remark| remark.code == code) {
            Some(remark) => remark.first.push(what),
            None => remarks.push(Remark {
                title: format!("The old {sort}, which Lanegate's own replace"),
                code,
                count: total.unsigned_abs(),
                first: vec![what],
                advice: advice(&sort).to_owned(),
            }),
        }
    }
    let functions = functions.iter().cloned();
    remarks.extend(Remark::of(
        "removed_functions",
        "The functions of the old triggers",
        "They did nothing else.",
        functions.collect(),
    ));
    Ok(remarks)
}

fn advice(sort: &str) -> &'static str {
    match sort {
        "triggers" => "What else they did is no longer done. Lanegate audits by statement, and guards facts itself.",
        "constraints" => "A reference out of a lane is not made again: the lanes stay unconnected.",
        "indexes" => "Make those again that a report of yours needs; each one makes imports slower.",
        "grants" => "Nobody but the lanes' roles reads or writes the tables now. Grant a reader what it needs again.",
        "views" => "Lanegate's views of these names have the columns that docs/scoring.md describes.",
        _ => "",
    }
}
