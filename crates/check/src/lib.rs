//! The check: what a template's columns are, and whether a sheet's rows are right.
//!
//! Columns, kinds and finding codes are declared as constant data. [`check`] turns a kind and a sheet into
//! [`Checked`]: which rows are clean, which findings there are, and the clean rows as typed batches. It never
//! fails and never panics on data. [`recheck`] is the same check for rows that arrive as JSON.
//!
//! Knows no file format, no clock ("today" is an argument) and no database.

mod added_columns;
mod alternate_columns;
mod apostrophes;
mod candidate;
mod cell_evidence;
mod check;
mod checked;
pub mod codes;
mod column;
mod combined;
mod confirmed_headers;
mod damage;
mod date_hint;
mod date_order;
mod declaration;
mod disjoint_sets;
mod duplicate_columns;
mod escapes;
mod fact;
mod file_findings;
mod header_names;
mod header_text;
mod headers;
mod identity;
mod key_index;
mod kind;
mod looks;
mod lookup;
mod master;
mod nested_tables;
mod nfc;
mod non_data_rows;
mod other_headers;
mod other_values;
mod overlay;
mod parse;
mod ragged_rows;
mod read_back;
mod recheck;
mod recognition;
mod reference;
mod remark;
mod row;
mod row_reader;
mod said;
mod same;
mod shifted_headers;
mod split_rows;
mod stored_row;
mod suggestion;
mod table_beside;
mod text;
mod text_change;

pub use added_columns::add_columns;
pub use candidate::Candidate;
pub use check::{Settings, check};
pub use checked::{Checked, SuggestedFixes};
pub use codes::{CODES, Code, explain};
pub use column::{Column, ListValue, Required, ValueType};
pub use combined::{CombinedBefore, MAX_PARTS, combined_text};
pub use fact::{Fact, Key, Numbering, Reference, anonymous_key};
pub use header_text::header_key;
pub use headers::{FileColumn, Mapping, match_headers};
pub use identity::{Group, Identity, Verdict};
pub use kind::{Kind, RowNote, RowRule};
pub use lookup::{LookupList, Lookups, NoList};
pub use master::{MOST_KEYS, Master, MasterKey, MasterKeys, same_by, stronger_keys};
pub use parse::{Context, Note, Proposal, Typed, cell_text, is_formula_start, is_placeholder, parse};
pub use recheck::recheck;
pub use recognition::{first_row, recognise};
pub use reference::ReferenceCopy;
pub use row::TypedRow;
pub use same::{agree, differing};
pub use shifted_headers::Shift;
pub use stored_row::{StoredRow, stored_row};
pub use text::{collapsed, key_text};
