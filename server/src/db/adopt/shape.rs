//! Whether the tables that are there have the shape they must have: every difference is told.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{PgConnection, Row as _};

use super::form::Found;
use super::sql::{ask, owned};
use super::tables::{TABLES, Table};
use crate::db::DbError;

/// The columns that are there, by table (`schema.name`).
pub(super) type Columns = BTreeMap<String, Vec<Found>>;

/// The columns of a table, of those that are there.
pub(super) fn of<'c>(columns: &'c Columns, table: &Table) -> &'c [Found] {
    columns.get(&table.title()).map_or(&[], Vec::as_slice)
}

/// Looks at the tables that are there: their columns, and how they differ from what must be there.
pub(super) async fn look(connection: &mut PgConnection) -> Result<(Columns, Vec<String>), DbError> {
    let (schemas, names) = (TABLES.map(|table| table.schema), TABLES.map(|table| table.name));
    let sql = include_str!("../../../sql/adopt/columns.sql");
    let rows = ask(sql).bind(owned(&schemas)).bind(owned(&names)).fetch_all(connection).await?;
    let (mut columns, mut odd) = (Columns::new(), BTreeSet::new());
    for row in rows {
        let table: String = row.try_get("table_name")?;
        if !row.try_get::<bool, _>("plain")? {
            odd.insert(format!("{table} is no table by itself (a view, or one of several parts)"));
        }
        let of_table = columns.entry(table).or_default();
        let Some(name) = row.try_get("column_name")? else { continue };
        let list_name: Option<String> = row.try_get("list_name")?;
        let values: Option<Vec<String>> = row.try_get("list_values")?;
        let list = list_name.map(|name| (name, values.unwrap_or_default()));
        of_table.push(Found { name, type_name: row.try_get("type_name")?, list });
    }
    let differences = odd.into_iter().chain(TABLES.iter().flat_map(|table| differences(table, &columns))).collect();
    Ok((columns, differences))
}

fn differences(table: &Table, columns: &Columns) -> Vec<String> {
    let title = table.title();
    if !columns.contains_key(&title) {
        return vec![format!("{title} is not there")];
    }
    let found = of(columns, table);
    let named = |name: &str| found.iter().find(|column| column.name == name);
    let needed = table.columns.iter().filter_map(|column| match named(column.name) {
        None => Some(format!("{title} has no column {}; expected {}", column.name, column.form.words())),
        Some(found) => column.form.difference(found).map(|difference| format!("{title}.{} {difference}", column.name)),
    });
    let taken = table.added.iter().filter(|name| named(name).is_some());
    let taken =
        taken.map(|name| format!("{title}.{name} is there, and Lanegate gives that name to a column of its own"));
    needed.chain(taken).collect()
}
