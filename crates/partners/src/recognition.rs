//! How a partner is recognised: by id, e-mail, LinkedIn profile, firm and contact, from strong to weak.
//!
//! A weaker key is ignored for two rows that both state e-mail or LinkedIn and differ in it. A given id never hides the other keys.

use std::collections::BTreeMap;

use lanegate_check::{Group, TypedRow, Verdict, key_text};

use crate::keys::{email_key, linkedin_key, name_key};
use crate::places::{ALL, CONTACT, EMAIL, FIRM, ID, LINKEDIN};

/// What the database matches a partner by, beside its id.
pub(crate) fn stored_keys(row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
    let keys = Keys::of(row);
    let named = [("email_key", keys.email), ("linkedin_key", keys.linkedin), ("name_key", keys.name)];
    named.into_iter().filter_map(|(name, key)| Some((name, key?))).collect()
}

/// What connects rows of a file.
pub(crate) fn links(row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
    let mut links = stored_keys(row);
    links.extend(row.text(ID).map(|id| ("id", id)));
    links
}

/// A row's keys.
struct Keys {
    id: Option<String>,
    email: Option<String>,
    linkedin: Option<String>,
    name: Option<String>,
}

impl Keys {
    fn of(row: &TypedRow<'_>) -> Self {
        let name = row.text(FIRM).zip(row.text(CONTACT));
        Self {
            id: row.text(ID),
            email: row.text(EMAIL).map(email_key),
            linkedin: row.text(LINKEDIN).and_then(|address| linkedin_key(&address)),
            name: name.map(|(firm, contact)| name_key(&firm, &contact)),
        }
    }
}

/// Groups the rows that are one partner. Linear in the rows: keys are compared by bucket, never pair by pair.
pub(crate) fn group(rows: &[(u32, TypedRow<'_>)]) -> Vec<Group> {
    let keys: Vec<Keys> = rows.iter().map(|(_, row)| Keys::of(row)).collect();
    let mut parts = Parts::new(rows.len());
    for places in buckets(&keys, |key| key.id.as_deref()).chain(buckets(&keys, |key| key.email.as_deref())) {
        parts.join(&places);
    }
    for places in buckets(&keys, |key| key.linkedin.as_deref()) {
        // Two different addresses keep rows of one profile apart, unless a row without an address could be either.
        if places.iter().any(|&place| keys[place].email.is_none()) {
            parts.join(&places);
        }
    }
    for places in buckets(&keys, |key| key.name.as_deref()) {
        join_by_name(&keys, &places, &mut parts);
    }
    parts.groups().into_iter().map(|places| judged(rows, &places)).collect()
}

/// Rows of one name are one partner unless e-mail or LinkedIn tells them apart. Rows that share an address or a profile are joined already;
/// what remains is rows that state neither, and rows that state one of the two beside rows that state the other.
fn join_by_name(keys: &[Keys], places: &[usize], parts: &mut Parts) {
    let says = |place: usize| (keys[place].email.is_some(), keys[place].linkedin.is_some());
    if places.iter().any(|&place| says(place) == (false, false)) {
        return parts.join(places);
    }
    let only: Vec<usize> = places.iter().copied().filter(|&place| says(place) != (true, true)).collect();
    let both_sorts = only.iter().any(|&place| says(place).0) && only.iter().any(|&place| says(place).1);
    if both_sorts {
        parts.join(&only);
    }
}

fn buckets<'k>(keys: &'k [Keys], key: impl Fn(&'k Keys) -> Option<&'k str>) -> impl Iterator<Item = Vec<usize>> {
    let mut buckets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, keys) in keys.iter().enumerate() {
        if let Some(key) = key(keys) {
            buckets.entry(key).or_default().push(place);
        }
    }
    buckets.into_values().filter(|places| places.len() > 1)
}

fn judged(rows: &[(u32, TypedRow<'_>)], places: &[usize]) -> Group {
    // What the rows together state: each one must agree with what was stated before it.
    let mut stated = rows[places[0]].1.clone();
    let all_agree = places.iter().all(|&place| {
        let agrees = agree(&stated, &rows[place].1);
        stated.fill_from(&rows[place].1);
        agrees
    });
    let verdict = if all_agree { Verdict::Agree } else { Verdict::Contradict };
    Group { rows: places.iter().map(|&place| rows[place].0).collect(), verdict }
}

fn agree(one: &TypedRow<'_>, other: &TypedRow<'_>) -> bool {
    ALL.iter().all(|&column| agrees(column, one, other))
}

/// Equal where both state a value. The case and spacing of names don't matter, nor does the way in which one e-mail address or one
/// profile is written.
pub fn agrees(column: usize, one: &TypedRow<'_>, other: &TypedRow<'_>) -> bool {
    let (Some(a), Some(b)) = (one.get(column), other.get(column)) else { return true };
    let same = |key: fn(&str) -> Option<String>| {
        let (a, b) = (key(&a.to_text()), key(&b.to_text()));
        a.is_some() && a == b
    };
    a == b
        || match column {
            FIRM | CONTACT => same(|name| Some(key_text(name))),
            EMAIL => same(|address| Some(email_key(address.to_owned()))),
            LINKEDIN => same(linkedin_key),
            _ => false,
        }
}

/// A partition of places into connected parts (union-find).
struct Parts {
    parents: Vec<usize>,
}

impl Parts {
    fn new(places: usize) -> Self {
        Self { parents: (0..places).collect() }
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.parents[place] != place {
            self.parents[place] = self.parents[self.parents[place]];
            place = self.parents[place];
        }
        place
    }

    fn join(&mut self, places: &[usize]) {
        for pair in places.windows(2) {
            let (a, b) = (self.root(pair[0]), self.root(pair[1]));
            // The smaller place is the root, so that a part is named by its first row.
            self.parents[a.max(b)] = a.min(b);
        }
    }

    /// The parts of more than one place, each ascending.
    fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.parents.len() {
            groups.entry(self.root(place)).or_default().push(place);
        }
        groups.into_values().filter(|places| places.len() > 1).collect()
    }
}
