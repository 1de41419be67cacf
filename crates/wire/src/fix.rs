//! Corrections: what a person has said about a file, beside what stands in it. The file itself is never changed.

mod said;

use serde::{Deserialize, Serialize};

use crate::{DateOrder, ListColumns};

/// One correction. The last one wins; docs/contract.md has the order in which they apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "fix", rename_all = "snake_case", deny_unknown_fields, try_from = "said::Said")]
pub enum Fix {
    /// A cell counts as if this text were typed in it; an empty text blanks it.
    SetCell {
        /// The cell as Excel names it, `B417`.
        cell: String,
        /// What counts in its place.
        value: String,
    },
    /// Every cell of a column that holds one value counts as another one.
    MapValue {
        /// The template column's name.
        column: String,
        /// The value that the cells contain, or count as by then; case and spacing don't matter. Empty: blank cells.
        from: String,
        /// What counts in its place.
        to: String,
    },
    /// A column of the file is a column of the template, or none.
    MapColumn {
        /// The file's column as Excel names it, `C`.
        letters: String,
        /// The template column's name; absent: the column is not imported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        column: Option<String>,
    },
    /// Several columns of the file are columns of the template, or none: the same as one after the other, in one step.
    MapColumns {
        /// The columns.
        columns: Vec<ColumnChoice>,
    },
    /// A column of the template is made of columns of the file. The result is an added column to the right of the file's.
    Combine {
        /// The template column's name.
        column: String,
        /// The file's columns as Excel names them, in the order in which they are read.
        parts: Vec<String>,
        /// How their values become one.
        how: Combining,
    },
    /// The IDs of a template column are looked up in a list. The result is an added column to the right of the file's.
    Lookup {
        /// The template column's name.
        column: String,
        /// The file's columns whose values are looked up, as Excel names them. Several are joined with a blank first.
        parts: Vec<String>,
        /// The file's column whose valid IDs stay, as Excel names it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keep: Option<String>,
        /// The list.
        list: ListColumns,
    },
    /// The order of a column's text dates.
    DateOrder {
        /// The template column's name.
        column: String,
        /// The order.
        order: DateOrder,
    },
    /// Says that day and month of a column's date cells are swapped, as Excel leaves them when it opens dates of another order, or that
    /// they are right.
    DateCells {
        /// The template column's name.
        column: String,
        /// They are, so that the other day counts; or they are right as they are.
        swapped: bool,
    },
    /// A row is not imported.
    LeaveOut {
        /// The row as Excel numbers it.
        row: u32,
    },
    /// Rows whose cell in a column contains a value are not imported.
    LeaveOutWhere {
        /// The file's column as Excel names it, `C`.
        letters: String,
        /// The value; case and spacing don't matter. Empty: blank cells.
        value: String,
    },
    /// Rows that are no data (totals, notes, headers that come again, and the like) are not imported.
    LeaveOutNonData {},
    /// A row that was left out is imported after all.
    TakeIn {
        /// The row as Excel numbers it.
        row: u32,
    },
}

/// How the values of several cells become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Combining {
    /// One after the other, with a blank between them: `Ann` and `Lee` give `Ann Lee`.
    Join,
    /// The first that is filled.
    FirstFilled,
    /// The name before an e-mail address: `Ann Lee <ann@example.com>` gives `Ann Lee`.
    Name,
    /// The first e-mail address: `Ann Lee <ann@example.com>` gives `ann@example.com`.
    Address,
}

/// A column of the file that is a column of the template, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// The file's column as Excel names it, `C`.
    pub letters: String,
    /// The template column's name; absent: the column is not imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// Corrections as they are kept in a file, for `lanegate check --fix`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// The digest of the file that they were made for; where it is given, they are refused for another file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The corrections, in the order in which they were made.
    pub fixes: Vec<Fix>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read as serde's own derivation reads it.
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "fix", rename_all = "snake_case", deny_unknown_fields)]
    enum Derived {
        SetCell { cell: String, value: String },
        MapValue { column: String, from: String, to: String },
        MapColumn { letters: String, column: Option<String> },
        MapColumns { columns: Vec<ColumnChoice> },
        Combine { column: String, parts: Vec<String>, how: Combining },
        Lookup { column: String, parts: Vec<String>, keep: Option<String>, list: ListColumns },
        DateOrder { column: String, order: DateOrder },
        DateCells { column: String, swapped: bool },
        LeaveOut { row: u32 },
        LeaveOutWhere { letters: String, value: String },
        LeaveOutNonData {},
        TakeIn { row: u32 },
    }

    impl From<Derived> for Fix {
        fn from(derived: Derived) -> Self {
            match derived {
                Derived::SetCell { cell, value } => Self::SetCell { cell, value },
                Derived::MapValue { column, from, to } => Self::MapValue { column, from, to },
                Derived::MapColumn { letters, column } => Self::MapColumn { letters, column },
                Derived::MapColumns { columns } => Self::MapColumns { columns },
                Derived::Combine { column, parts, how } => Self::Combine { column, parts, how },
                Derived::Lookup { column, parts, keep, list } => Self::Lookup { column, parts, keep, list },
                Derived::DateOrder { column, order } => Self::DateOrder { column, order },
                Derived::DateCells { column, swapped } => Self::DateCells { column, swapped },
                Derived::LeaveOut { row } => Self::LeaveOut { row },
                Derived::LeaveOutWhere { letters, value } => Self::LeaveOutWhere { letters, value },
                Derived::LeaveOutNonData {} => Self::LeaveOutNonData {},
                Derived::TakeIn { row } => Self::TakeIn { row },
            }
        }
    }

    #[test]
    fn corrections_are_read_as_serde_would_read_them() {
        const SORTS: [&str; 13] = [
            "set_cell",
            "map_value",
            "map_column",
            "map_columns",
            "combine",
            "lookup",
            "date_order",
            "date_cells",
            "leave_out",
            "leave_out_where",
            "leave_out_non_data",
            "take_in",
            "guess",
        ];
        const FIELDS: [&str; 14] = [
            "cell", "value", "column", "columns", "from", "to", "letters", "parts", "how", "keep", "list", "order",
            "swapped", "row",
        ];
        // No sort has more than four.
        const MOST: u32 = 6;
        let mut read = 0;
        for sort in SORTS {
            // Every choice of fields, all as they should be but for one of another sort.
            for chosen in (0..1_u32 << FIELDS.len()).filter(|chosen| chosen.count_ones() <= MOST) {
                for odd in ["", "null", "7", "\"x\"", "-1", "\"dmy\"", "false", "[]", "[{}]"] {
                    for odd_at in 0..if odd.is_empty() { 1 } else { FIELDS.len() } {
                        let fields = FIELDS.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                        let fields = fields.map(|(at, name)| match *name {
                            _ if !odd.is_empty() && at == odd_at => format!(",\"{name}\":{odd}"),
                            "order" => ",\"order\":\"mdy\"".to_owned(),
                            "how" => ",\"how\":\"join\"".to_owned(),
                            "parts" => ",\"parts\":[\"A\",\"B\"]".to_owned(),
                            "list" => ",\"list\":{\"file\":\"a.csv\",\"matching\":\"Name\",\"ids\":\"ID\"}".to_owned(),
                            "row" => ",\"row\":3".to_owned(),
                            "swapped" => ",\"swapped\":true".to_owned(),
                            "columns" => {
                                ",\"columns\":[{\"letters\":\"A\",\"column\":\"email\"},{\"letters\":\"B\"}]".to_owned()
                            }
                            _ => format!(",\"{name}\":\"text\""),
                        });
                        let json = format!("{{\"fix\":\"{sort}\"{}}}", fields.collect::<String>());
                        let derived = serde_json::from_str::<Derived>(&json).ok().map(Fix::from);
                        let ours = serde_json::from_str::<Fix>(&json).ok();
                        assert_eq!(ours, derived, "{json}");
                        read += u32::from(ours.is_some());
                    }
                }
            }
        }
        assert!(read > 100, "{read}");
        for none in ["null", "{}", "{\"fix\":null}", "{\"fix\":\"take_in\",\"row\":1,\"row\":2}", "[]", "\"take_in\""] {
            assert!(serde_json::from_str::<Fix>(none).is_err(), "{none}");
        }
    }
}
