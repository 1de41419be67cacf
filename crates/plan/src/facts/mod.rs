//! Facts: each row has one key, and what is stored is never changed.

mod fates;
mod key_groups;
mod matching;
mod numbers;
mod row_key;
mod scan;
mod stored_index;

pub(crate) use fates::Fates;
pub(crate) use matching::Matching;
pub(crate) use row_key::RowKey;
pub(crate) use scan::Scan;
