//! The headers by which the columns of a kind are known.

use std::collections::{BTreeMap, BTreeSet};

use lanegate_wire::HowMatched;

use crate::Kind;
use crate::header_text::{self, HeaderText, header_key};

/// The names by which the columns of a kind are known, for comparison.
#[derive(Debug)]
pub(crate) struct Names {
    kind: &'static Kind,
    by_key: BTreeMap<String, (usize, HowMatched)>,
    /// Headers that can mean a column, each with its rank among those of the column.
    maybe: BTreeMap<String, (usize, usize)>,
    signs: BTreeSet<String>,
    objects: Vec<String>,
}

impl Names {
    pub fn of(kind: &'static Kind) -> Self {
        let mut by_key = BTreeMap::new();
        for (at, column) in kind.columns.iter().enumerate() {
            by_key.extend(column.aliases.iter().map(|alias| (header_key(alias), (at, HowMatched::Alias))));
        }
        by_key.extend(kind.columns.iter().enumerate().map(|(at, one)| (header_key(one.name), (at, HowMatched::Exact))));
        let columns = kind.columns.iter().enumerate();
        let maybe =
            columns.flat_map(|(at, column)| (0..).zip(column.maybe).map(move |(rank, name)| (name, (at, rank))));
        let maybe = maybe.map(|(name, found)| (header_key(name), found)).collect();
        let signs = kind.signs.iter().map(|sign| header_key(sign)).collect();
        Self { kind, by_key, maybe, signs, objects: kind.objects.iter().map(|object| header_key(object)).collect() }
    }

    /// Returns true for a header of a column that isn't imported, but that files of this kind often have.
    pub fn is_sign(&self, header: &HeaderText) -> bool {
        self.signs.contains(header.whole())
    }

    /// The column that a header can mean, and its rank among the headers that can mean this column.
    pub fn maybe(&self, header: &HeaderText) -> Option<(usize, usize)> {
        let found = || self.maybe.get(header.whole()).copied();
        found().or_else(|| self.maybe(self.of_row(header)?))
    }

    /// Returns true if a header names a column or can mean one.
    pub fn knows(&self, header: &HeaderText) -> bool {
        self.named(header).is_some() || self.maybe(header).is_some()
    }

    /// The header of a field of the row itself, without the word for what a row is: `Name` of `Person - Name`.
    fn of_row<'h>(&self, header: &'h HeaderText) -> Option<&'h HeaderText> {
        let (object, field) = header.of_object()?;
        self.objects.iter().any(|known| known == object).then_some(field)
    }

    /// The column that a header names.
    pub fn named(&self, header: &HeaderText) -> Option<(usize, HowMatched)> {
        let of_whole = self.by_key.get(header.whole()).copied();
        let of_name = || {
            let found = self.by_key.get(header.name()?).copied();
            found.filter(|&(column, _)| header.hints_fit(&self.kind.columns[column]) || self.is_of_row(header.hints()))
        };
        let of_field = || self.named(self.of_row(header)?).map(|(column, _)| (column, HowMatched::Alias));
        of_whole.or_else(of_name).or_else(of_field)
    }

    /// Returns true if the words beside a name say that it is looked up in the row's own record: `Email (from Partner)`.
    fn is_of_row(&self, hints: &[String]) -> bool {
        hints.split_first().is_some_and(|(from, object)| from == "from" && self.objects.contains(&object.concat()))
    }

    /// The column that a header names as a further one of its sort: `Email 2`, `Second email`, `Personal email`, `Email (home)`.
    pub fn further(&self, header: &str) -> Option<usize> {
        let text = HeaderText::new(header);
        let column_of = |name: &str| self.by_key.get(name).map(|(column, _)| *column);
        if let Some(name) = text.name()
            && !text.hints().is_empty()
            && text.hints().iter().all(|word| FURTHER.contains(&word.as_str()))
            && let Some(column) = column_of(name)
        {
            return Some(column);
        }
        let header = crate::text::key_text(header);
        let without = header.trim_end_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
        let words = header_text::words(without);
        let ordinal = words.first().is_some_and(|word| FURTHER.contains(&word.as_str()));
        let name = if ordinal { words[1..].concat() } else { header_key(without) };
        let numbered = without.len() < header.len() && header.ends_with(|c: char| c.is_ascii_digit() || c == ')');
        column_of(&name).filter(|_| ordinal || numbered)
    }
}

/// Words before the name of a further column of one sort.
const FURTHER: [&str; 12] = [
    "second",
    "third",
    "other",
    "another",
    "alternate",
    "alternative",
    "additional",
    "secondary",
    "2nd",
    "personal",
    "private",
    "home",
];
