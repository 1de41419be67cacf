//! IDs that are looked up in a list by the names, e-mail addresses, or domains of the file. Equal values get the ID; several IDs of one
//! value, and values that are only similar, are a person's choice.

mod column;
mod hosts;
mod index;
mod keys;
mod list;
mod notes;
mod suggest;
mod summary;

use std::sync::Arc;

use lanegate_sheet::{Sheet, column_letters};
use lanegate_wire::{Combining, Fix, ListColumns};
use uuid::Uuid;

use self::index::{Index, Match};
use self::keys::parent_domains;
use crate::ValueType;
use crate::added_columns::AddedColumn;
use crate::combined::Combination;

pub use self::list::{LookupList, NoList};

/// The values that are looked up are read as texts.
const TEXT: ValueType = ValueType::Text { max: 0, lines: false, usual: &[], person: false };

/// The lookups of a checked file.
#[derive(Debug, Clone, Default)]
pub struct Lookups(Arc<[Lookup]>);

/// A template column whose IDs are looked up.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// The added column of the sheet.
    pub at: u32,
    /// The template column's position in the kind.
    pub place: usize,
    parts: Vec<u32>,
    /// The values that are looked up, out of the parts.
    values: Combination,
    keep: Option<u32>,
    /// What a person said of the list.
    pub named: ListColumns,
    /// The list; `None` if it isn't available, or lacks one of the columns.
    source: Option<Source>,
    /// The list is available, but lacks this column.
    pub lacking: Option<String>,
}

/// A list and the index of its chosen columns.
#[derive(Debug)]
struct Source {
    list: Arc<LookupList>,
    index: Index,
}

/// What a list says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    /// There is no value.
    Blank,
    /// The one ID.
    Found(Uuid),
    /// It isn't in the list. The value as it is shown.
    NotFound(String),
    /// It has several IDs, or the list has similar values.
    Ambiguous(String),
}

impl Lookups {
    pub(crate) fn new(lookups: Vec<Lookup>) -> Self {
        Self(lookups.into())
    }

    /// The lookup that fills a column of the sheet.
    pub(crate) fn at(&self, at: u32) -> Option<&Lookup> {
        self.0.iter().find(|lookup| lookup.at == at)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Lookup> {
        self.0.iter()
    }
}

impl Lookup {
    pub(crate) fn new(
        column: &AddedColumn,
        keep: Option<u32>,
        named: &ListColumns,
        (sheet, header_row): (&Sheet, u32),
        lists: &[Arc<LookupList>],
    ) -> Self {
        // Of several with the same name, the one that was given last.
        let list = lists.iter().rev().find(|list| list.is_meant(named));
        let wanted = [&named.matching, &named.ids];
        let lacking = list.and_then(|list| wanted.into_iter().find(|name| list.column(name).is_none()).cloned());
        let source = list.and_then(|list| {
            let [matching, ids] = wanted.map(|name| list.column(name).map(|column| column.at));
            Some(Source { list: Arc::clone(list), index: Index::new(list, matching?, ids?) })
        });
        let AddedColumn { at, place, parts, .. } = column;
        let values = Combination::new(TEXT, sheet, header_row, parts, Combining::Join);
        Self { at: *at, place: *place, parts: parts.clone(), values, keep, named: named.clone(), source, lacking }
    }

    /// The correction that imports the file's own column again, or none.
    pub(crate) fn undoing(&self, column: &str) -> Fix {
        let at = self.keep.unwrap_or(self.at);
        Fix::MapColumn { letters: column_letters(at), column: self.keep.map(|_| column.to_owned()) }
    }

    /// Returns true if nothing can be looked up.
    pub(crate) const fn is_missing(&self) -> bool {
        self.source.is_none()
    }
}

impl Source {
    fn answer(&self, value: &str) -> Answer {
        let Some(sought) = self.index.comparison.sought(value) else { return Answer::Blank };
        match self.exact(sought.key.as_deref()).as_slice() {
            [one] => Answer::Found(one.id),
            [] if self.similar(value, sought.key.as_deref()).is_empty() => Answer::NotFound(sought.shown),
            _ => Answer::Ambiguous(sought.shown),
        }
    }

    fn exact(&self, key: Option<&str>) -> Vec<Match> {
        key.map(|key| self.index.exact(&self.list, key)).unwrap_or_default()
    }

    /// What the list has instead of a value: the same name with another legal form, or the nearest domain above a domain.
    fn similar(&self, value: &str, key: Option<&str>) -> Vec<Match> {
        if let Some(similar) = self.index.comparison.similar_key(value) {
            return self.index.similar(&self.list, &similar);
        }
        let mut parents = parent_domains(key.unwrap_or_default()).map(|parent| self.exact(Some(parent)));
        parents.find(|found| !found.is_empty()).unwrap_or_default()
    }
}
