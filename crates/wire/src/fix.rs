//! Corrections: what a person has said about a file, beside what stands in it. The file itself is never changed.

mod said;

use serde::{Deserialize, Serialize};

use crate::DateOrder;

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
    /// A row that was left out is imported after all.
    TakeIn {
        /// The row as Excel numbers it.
        row: u32,
    },
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
        DateOrder { column: String, order: DateOrder },
        DateCells { column: String, swapped: bool },
        LeaveOut { row: u32 },
        TakeIn { row: u32 },
    }

    impl From<Derived> for Fix {
        fn from(derived: Derived) -> Self {
            match derived {
                Derived::SetCell { cell, value } => Self::SetCell { cell, value },
                Derived::MapValue { column, from, to } => Self::MapValue { column, from, to },
                Derived::MapColumn { letters, column } => Self::MapColumn { letters, column },
                Derived::MapColumns { columns } => Self::MapColumns { columns },
                Derived::DateOrder { column, order } => Self::DateOrder { column, order },
                Derived::DateCells { column, swapped } => Self::DateCells { column, swapped },
                Derived::LeaveOut { row } => Self::LeaveOut { row },
                Derived::TakeIn { row } => Self::TakeIn { row },
            }
        }
    }

    #[test]
    fn corrections_are_read_as_serde_would_read_them() {
        const SORTS: [&str; 9] = [
            "set_cell",
            "map_value",
            "map_column",
            "map_columns",
            "date_order",
            "date_cells",
            "leave_out",
            "take_in",
            "guess",
        ];
        const FIELDS: [&str; 10] =
            ["cell", "value", "column", "columns", "from", "to", "letters", "order", "swapped", "row"];
        let mut read = 0;
        for sort in SORTS {
            // Every choice of fields, all as they should be but for one of another sort.
            for chosen in 0..1_u32 << FIELDS.len() {
                for odd in ["", "null", "7", "\"x\"", "-1", "\"dmy\"", "false", "[]", "[{}]"] {
                    for odd_at in 0..if odd.is_empty() { 1 } else { FIELDS.len() } {
                        let fields = FIELDS.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                        let fields = fields.map(|(at, name)| match *name {
                            _ if !odd.is_empty() && at == odd_at => format!(",\"{name}\":{odd}"),
                            "order" => ",\"order\":\"mdy\"".to_owned(),
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
