//! Master records: a row is recognized by any of several keys, and updates the record that it finds.

mod fates;
mod matching;
mod rivals;
mod row_keys;
mod scan;
mod stored_index;

pub(crate) use fates::Fates;
pub(crate) use matching::Matching;
pub(crate) use row_keys::RowKeys;
pub(crate) use scan::Scan;
