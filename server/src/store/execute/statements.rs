//! The statements that write a kind's records, made from what it declares. Each is made once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use lanegate_check::{Fact, Identity, Kind, Master};

/// A kind's statements.
pub(in crate::store) enum Statements {
    Fact(FactStatements),
    Master(MasterStatements),
}

pub(in crate::store) struct FactStatements {
    /// `COPY … FROM STDIN`: the key, the columns ([`stored_columns`]), and the metadata.
    pub(in crate::store) insert: String,
}

pub(in crate::store) struct MasterStatements {
    /// `COPY … FROM STDIN`: the columns, the keys, and the metadata.
    pub(super) create: String,
    /// Updates records, and keeps what each was before.
    /// $1 import, $2 sheet; for each record: $3 its ID, $4 the row, $5 the columns and keys that change, as an object
    pub(super) update: String,
    /// Gives what an import changed of records, with the records as they stand now.
    /// $1 import, $2 the last row of the page before, $3 how many
    pub(in crate::store) changed: String,
    /// Puts values into records. For each: $1 its ID, $2 the columns and keys, as an object
    pub(in crate::store) put: String,
}

static ALL: LazyLock<BTreeMap<&'static str, Statements>> =
    LazyLock::new(|| lanegate_kinds::all().iter().map(|kind| (kind.name, of(kind))).collect());

/// The statements of a kind, if it is in the list of kinds.
pub(in crate::store) fn of_kind(kind: &Kind) -> Option<&'static Statements> {
    ALL.get(kind.name)
}

fn of(kind: &Kind) -> Statements {
    match &kind.identity {
        Identity::Fact(fact) => Statements::Fact(FactStatements { insert: insert_fact(kind, fact) }),
        Identity::Master(master) => Statements::Master(master_statements(kind, master)),
    }
}

/// The columns of a kind that its table has, by their places. The number of a fact is part of its key.
pub(super) fn stored_columns(kind: &Kind) -> Vec<usize> {
    let number = match &kind.identity {
        Identity::Fact(fact) => fact.numbering.as_ref().map(|numbering| numbering.number),
        Identity::Master(_) => None,
    };
    (0..kind.columns.len()).filter(|place| Some(*place) != number).collect()
}

fn stored_names(kind: &Kind) -> Vec<&'static str> {
    stored_columns(kind).into_iter().map(|place| kind.columns[place].name).collect()
}

fn insert_fact(kind: &Kind, fact: &Fact) -> String {
    let columns = stored_names(kind).join(", ");
    format!("COPY {}.{} ({}, {columns}, metadata) FROM STDIN (FORMAT csv)", kind.lane, kind.table, fact.key_column)
}

fn master_statements(kind: &Kind, master: &Master) -> MasterStatements {
    let table = format!("{}.{}", kind.lane, kind.table);
    let id = kind.columns[master.id].name;
    let keys = || master.keys.iter().map(|key| key.name);
    let all: Vec<&str> = stored_names(kind).into_iter().chain(keys()).collect();
    // The ID never changes.
    let changing: Vec<&str> = all.iter().copied().filter(|name| *name != id).collect();
    let set = changing.join(", ");
    let given: Vec<String> = changing.iter().map(|name| format!("p.{name}")).collect();
    let given = given.join(", ");
    MasterStatements {
        create: format!("COPY {table} ({}, metadata) FROM STDIN (FORMAT csv)", all.join(", ")),
        update: format!(
            "WITH given AS (
                 SELECT g.record_id, g.sheet_row, g.after
                   FROM unnest($3::uuid[], $4::int[], $5::jsonb[]) AS g (record_id, sheet_row, after)
             ), changed AS (
                 SELECT g.record_id, g.sheet_row, jsonb_object_agg(n.name, r.record -> n.name) AS before,
                        jsonb_object_agg(n.name, n.value) AS after
                   FROM given AS g
                   JOIN {table} AS m ON m.{id} = g.record_id
                  CROSS JOIN LATERAL (SELECT to_jsonb(m) AS record) AS r
                  CROSS JOIN LATERAL jsonb_each(g.after) AS n (name, value)
                  WHERE n.value IS DISTINCT FROM r.record -> n.name
                  GROUP BY g.record_id, g.sheet_row
             ), kept AS (
                 INSERT INTO import_change (import_id, sheet_row, record_id, before, after)
                 SELECT $1, c.sheet_row, c.record_id, c.before, c.after FROM changed AS c
             )
             UPDATE {table} AS m
                SET ({set}) = (SELECT {given} FROM jsonb_populate_record(m, g.after) AS p),
                    metadata = m.metadata || jsonb_build_object('updated_by', jsonb_build_object(
                        'import', $1, 'sheet', $2::text, 'row', g.sheet_row))
               FROM given AS g
              WHERE m.{id} = g.record_id"
        ),
        changed: format!(
            "SELECT c.sheet_row, c.record_id, c.before, c.after, c.put_back, to_jsonb(m) AS stands
               FROM import_change AS c
               LEFT JOIN {table} AS m ON m.{id} = c.record_id
              WHERE c.import_id = $1 AND c.sheet_row > $2
              ORDER BY c.sheet_row
              LIMIT $3"
        ),
        put: format!(
            "UPDATE {table} AS m
                SET ({set}) = (SELECT {given} FROM jsonb_populate_record(m, g.put) AS p)
               FROM unnest($1::uuid[], $2::jsonb[]) AS g (record_id, put)
              WHERE m.{id} = g.record_id"
        ),
    }
}
