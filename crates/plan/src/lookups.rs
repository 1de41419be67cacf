//! Which stored records a chunk of rows needs.

use uuid::Uuid;

/// What has to be looked up for a chunk of rows. Each list is sorted and names everything once; it is at most as long as the
/// chunk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lookups {
    /// Facts by their keys.
    pub keys: Vec<String>,
    /// All facts of these days.
    pub days: Vec<Day>,
    /// Master records by ID; or, for a kind of facts, the IDs that it refers to.
    pub ids: Vec<Uuid>,
    /// Master records by each of their keys, from strong to weak.
    pub master_keys: Vec<Vec<String>>,
}

/// A day of which facts are numbered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The values of the columns that are the same for all facts of the day ([`lanegate_check::Numbering::day`]).
    pub values: Vec<String>,
    /// The beginning of its facts' keys. Those with another number of these values are to be found by it, too.
    pub prefix: String,
}

impl Lookups {
    /// Sorts the lists, and removes what is there twice.
    pub(crate) fn tidied(mut self) -> Self {
        tidy(&mut self.keys);
        tidy(&mut self.days);
        tidy(&mut self.ids);
        self.master_keys.iter_mut().for_each(tidy);
        self
    }

    /// Returns true if nothing is needed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
            && self.days.is_empty()
            && self.ids.is_empty()
            && self.master_keys.iter().all(Vec::is_empty)
    }
}

fn tidy<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
