//! The statements that look stored records up, made from what kinds declare. Each is made once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use lanegate_check::{Fact, Identity, Kind, Master, Numbering, Reference, ValueType};

/// Which of some imports are retracted. $1 the imports
pub(super) const RETRACTED: &str = include_str!("../../../sql/import/retracted.sql");

/// A kind's statements.
pub(super) enum Statements {
    Fact(FactStatements),
    Master(MasterStatements),
}

/// Each gives `key`, `values` (texts, in the order of [`compared_columns`]), and `import`.
pub(super) struct FactStatements {
    /// $1 keys
    pub(super) by_key: String,
    /// One array for each column that all facts of a day share, and then the beginnings of the days' keys.
    pub(super) by_day: Option<String>,
    /// The `id` of each of $1 that exists.
    pub(super) references: Option<String>,
}

pub(super) struct MasterStatements {
    /// Gives `id`, `values` (texts, in the order of the kind's columns), `keys`, and `import`.
    /// $1 IDs, and then an array for each key
    pub(super) by_keys: String,
    /// How many keys there are.
    pub(super) keys: usize,
}

static ALL: LazyLock<BTreeMap<&'static str, Statements>> =
    LazyLock::new(|| lanegate_kinds::all().iter().map(|kind| (kind.name, of(kind))).collect());

/// The statements of a kind, if it is in the list of kinds.
pub(super) fn of_kind(kind: &Kind) -> Option<&'static Statements> {
    ALL.get(kind.name)
}

fn of(kind: &Kind) -> Statements {
    match &kind.identity {
        Identity::Fact(fact) => Statements::Fact(FactStatements {
            by_key: by_key(kind, fact),
            by_day: fact.numbering.as_ref().map(|numbering| by_day(kind, fact, numbering)),
            references: fact.reference.as_ref().and_then(|reference| references(kind, reference)),
        }),
        Identity::Master(master) => {
            Statements::Master(MasterStatements { by_keys: by_keys(kind, master), keys: master.keys.len() })
        }
    }
}

/// The columns of a stored fact that the planner compares, by their places.
pub(super) fn compared_columns(fact: &Fact) -> Vec<usize> {
    let day = fact.numbering.as_ref().map(|numbering| numbering.day).unwrap_or_default();
    fact.equality.iter().chain(day).copied().collect()
}

fn by_key(kind: &Kind, fact: &Fact) -> String {
    format!("{} WHERE f.{} = ANY ($1::text[])", selected(kind, fact), fact.key_column)
}

/// The facts of each day by their columns, and those whose keys, from before Lanegate, name another day than their columns.
fn by_day(kind: &Kind, fact: &Fact, numbering: &Numbering) -> String {
    let (mut arrays, mut names, mut same) = (Vec::new(), Vec::new(), Vec::new());
    for (n, &column) in numbering.day.iter().enumerate() {
        let column = &kind.columns[column];
        arrays.push(format!("${}::text[]", n + 1));
        names.push(format!("day_{n}"));
        same.push(format!("f.{} = d.day_{n}::{}", column.name, sql_type(&column.value)));
    }
    arrays.push(format!("${}::text[]", numbering.day.len() + 1));
    let (arrays, names, same) = (arrays.join(", "), names.join(", "), same.join(" AND "));
    let (selected, key) = (selected(kind, fact), fact.key_column);
    format!(
        "{selected} JOIN unnest({arrays}) AS d ({names}, prefix) ON {same}
         UNION ALL
         {selected} JOIN unnest({arrays}) AS d ({names}, prefix)
                      ON f.{key} >= d.prefix AND f.{key} < left(d.prefix, -1) || '}}'
          WHERE NOT ({same})"
    )
}

/// The beginning of a statement that gives facts.
fn selected(kind: &Kind, fact: &Fact) -> String {
    let values: Vec<String> = compared_columns(fact).into_iter().map(|column| as_checked(kind, column)).collect();
    format!(
        "SELECT f.{} AS key, ARRAY[{}]::text[] AS \"values\", f.metadata ->> 'import' AS import FROM {}.{} AS f",
        fact.key_column,
        values.join(", "),
        kind.lane,
        kind.table
    )
}

/// A column as text. A text from before Lanegate has the form that the check gives it beside itself.
fn as_checked(kind: &Kind, column: usize) -> String {
    let column = &kind.columns[column];
    match column.value {
        ValueType::Text { .. } => format!("coalesce(f.metadata #>> '{{as_checked,{0}}}', f.{0})", column.name),
        _ => format!("f.{}::text", column.name),
    }
}

/// The type of a column that is compared with arguments.
fn sql_type(value: &ValueType) -> &'static str {
    match value {
        ValueType::Uuid => "uuid",
        ValueType::PastDate => "date",
        ValueType::Ordinal => "bigint",
        ValueType::Text { .. } | ValueType::List(_) | ValueType::Email | ValueType::LinkedIn => "text",
    }
}

fn references(kind: &Kind, reference: &Reference) -> Option<String> {
    let column = kind.columns[kind.reference_column?].name;
    Some(format!(
        "SELECT r.{column} AS id FROM {}.{} AS r WHERE r.{column} = ANY ($1::uuid[])",
        kind.lane, reference.table
    ))
}

fn by_keys(kind: &Kind, master: &Master) -> String {
    let values: Vec<String> = kind.columns.iter().map(|column| format!("m.{}::text", column.name)).collect();
    let keys: Vec<String> = master.keys.iter().map(|key| format!("m.{}", key.name)).collect();
    let id = kind.columns[master.id].name;
    let mut sql = format!(
        "SELECT m.{id} AS id, ARRAY[{}]::text[] AS \"values\", ARRAY[{}]::text[] AS keys, m.metadata ->> 'import' AS import
           FROM {}.{} AS m
          WHERE m.{id} = ANY ($1::uuid[])",
        values.join(", "),
        keys.join(", "),
        kind.lane,
        kind.table
    );
    for (key, argument) in keys.iter().zip(2..) {
        let _ = write!(sql, " OR {key} = ANY (${argument}::text[])");
    }
    sql
}
