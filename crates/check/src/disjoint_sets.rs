//! A partition of places into connected sets (union-find).

use std::collections::BTreeMap;

pub(crate) struct DisjointSets {
    parents: Vec<usize>,
}

impl DisjointSets {
    /// So many places, each in a set of its own.
    pub fn new(places: usize) -> Self {
        Self { parents: (0..places).collect() }
    }

    /// Joins the sets of some places.
    pub fn join(&mut self, places: &[usize]) {
        for pair in places.windows(2) {
            let (a, b) = (self.root(pair[0]), self.root(pair[1]));
            // The smaller place is the root, so that a set is named by its first place.
            self.parents[a.max(b)] = a.min(b);
        }
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.parents[place] != place {
            self.parents[place] = self.parents[self.parents[place]];
            place = self.parents[place];
        }
        place
    }

    /// The sets of more than one place, each ascending.
    pub fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.parents.len() {
            groups.entry(self.root(place)).or_default().push(place);
        }
        groups.into_values().filter(|places| places.len() > 1).collect()
    }
}
