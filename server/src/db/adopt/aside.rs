//! Moves the old tables out of the way, and drops them when their rows stand in the new ones.
//!
//! Everything happens in the adoption's one transaction: until its end, others see the tables as they were.

use std::collections::BTreeSet;

use sqlx::PgConnection;

use super::report::Remark;
use super::sql::run;
use super::survey::Survey;
use super::tables::{LISTS, TABLES, Table, VIEWS};
use crate::db::DbError;
use crate::db::roles::{RoleNames, quoted};

/// Where the old tables of a schema stand for the time being. One for each schema: names of indexes may be the same.
fn aside(schema: &str) -> String {
    quoted(&format!("lanegate_before_{schema}"))
}

/// The old table's name while it is aside.
pub(super) fn old_name(table: &Table) -> String {
    format!("{}.{}", aside(table.schema), quoted(table.name))
}

fn schemas() -> BTreeSet<&'static str> {
    TABLES.iter().map(|table| table.schema).collect()
}

/// Waits for whoever works with the tables, and keeps others from them until the transaction ends.
pub(super) async fn lock(connection: &mut PgConnection) -> Result<(), DbError> {
    let tables = TABLES.each_ref().map(Table::sql_name).join(", ");
    let locked = run(connection, format!("LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")).await;
    locked.map_err(|error| if matches!(error, DbError::Busy(_)) { DbError::TablesInUse } else { error })
}

/// Hands schemas and tables to the owner's role, and moves the tables aside. Says what was done about the schemas.
pub(super) async fn move_away(
    connection: &mut PgConnection,
    names: &RoleNames,
    survey: &Survey,
) -> Result<Vec<Remark>, DbError> {
    let owner = quoted(&names.owner());
    let mut sql = String::new();
    for (schema, view) in VIEWS {
        sql.push_str(&format!("DROP VIEW IF EXISTS {}.{};\n", quoted(schema), quoted(view)));
    }
    for table in &TABLES {
        sql.push_str(&drop_triggers(table));
    }
    for function in &survey.trigger_functions {
        // As PostgreSQL itself wrote it: quoted where it must be.
        sql.push_str(&format!("DROP FUNCTION {function};\n"));
    }
    let mut shared = Vec::new();
    for schema in schemas() {
        let name = quoted(schema);
        if survey.others.iter().any(|(its, _)| its == schema) {
            // Its owner keeps it. What every role may make in it could be used against the lanes.
            sql.push_str(&format!(
                "GRANT USAGE, CREATE ON SCHEMA {name} TO {owner} WITH GRANT OPTION;\n\
                 REVOKE CREATE ON SCHEMA {name} FROM PUBLIC;\n"
            ));
            shared.push(schema.to_owned());
        } else {
            sql.push_str(&revoke_all(schema));
            sql.push_str(&format!("ALTER SCHEMA {name} OWNER TO {owner};\n"));
        }
    }
    for table in &TABLES {
        sql.push_str(&format!("ALTER TABLE {} OWNER TO {owner};\n", table.sql_name()));
    }
    for (schema, list, _) in LISTS {
        sql.push_str(&format!("ALTER TYPE {}.{} OWNER TO {owner};\n", quoted(schema), quoted(list)));
    }
    sql.push_str(&format!("SET LOCAL ROLE {owner};\n"));
    for schema in schemas() {
        sql.push_str(&format!("CREATE SCHEMA {};\n", aside(schema)));
    }
    for table in &TABLES {
        sql.push_str(&format!("ALTER TABLE {} SET SCHEMA {};\n", table.sql_name(), aside(table.schema)));
    }
    for (schema, list, _) in LISTS {
        sql.push_str(&format!("ALTER TYPE {}.{} SET SCHEMA {};\n", quoted(schema), quoted(list), aside(schema)));
    }
    run(connection, sql).await?;
    let left = survey.others.iter().map(|(_, what)| what.clone()).collect();
    Ok([
        Remark::of(
            "schemas_shared",
            "Schemas that hold other things, and so keep their owner",
            "Whoever owns a schema can drop what is in it. Move the other things away, then: ALTER SCHEMA … OWNER TO \
             the owner's role.",
            shared,
        ),
        Remark::of(
            "left_alone",
            "What else stands in these schemas, and was left alone",
            "Lanegate does not use it. What spoke to the old tables is no longer allowed to.",
            left,
        ),
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn drop_triggers(table: &Table) -> String {
    format!(
        "DO $do$ DECLARE its record; BEGIN\n  FOR its IN SELECT tgname FROM pg_catalog.pg_trigger WHERE NOT tgisinternal \
         AND tgrelid = '{name}'::regclass LOOP\n    EXECUTE format('DROP TRIGGER %I ON {name}', its.tgname);\n  END \
         LOOP;\nEND $do$;\n",
        name = table.sql_name()
    )
}

fn revoke_all(schema: &str) -> String {
    format!(
        "DO $do$ DECLARE its record; BEGIN\n  FOR its IN SELECT DISTINCT a.grantee FROM pg_catalog.pg_namespace n, \
         pg_catalog.aclexplode(n.nspacl) a WHERE n.nspname = '{schema}' AND a.grantee <> n.nspowner LOOP\n    EXECUTE \
         format('REVOKE ALL ON SCHEMA {name} FROM %s CASCADE', CASE its.grantee WHEN 0 THEN 'PUBLIC' ELSE \
         its.grantee::regrole::text END);\n  END LOOP;\nEND $do$;\n",
        name = quoted(schema)
    )
}

/// Drops the old tables, whose rows stand in the new ones by now.
pub(super) async fn drop_old(connection: &mut PgConnection) -> Result<(), DbError> {
    let mut sql = String::new();
    for table in TABLES.iter().rev() {
        sql.push_str(&format!("DROP TABLE {};\n", old_name(table)));
    }
    for (schema, list, _) in LISTS {
        sql.push_str(&format!("DROP TYPE {}.{};\n", aside(schema), quoted(list)));
    }
    for schema in schemas() {
        sql.push_str(&format!("DROP SCHEMA {};\n", aside(schema)));
    }
    run(connection, sql).await
}
