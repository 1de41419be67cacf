//! Sorting short lists. The standard library's sort is compiled anew for every type that is sorted, some five kilobytes of program each
//! time, to be quick with millions of entries. Lists of a few dozen (headers, candidates, groups of findings) share one here; what grows with
//! the rows of a file is sorted by the standard library's. (Collecting into a `BTreeMap` or `BTreeSet` sorts, too, before it builds; `extend` inserts.)

use std::cmp::Ordering;

/// Sorts a short list. Equal entries stay in their order.
pub fn sort_short_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let places = order(list.len(), &mut |one, other| compare(&list[one], &list[other]));
    put_in_order(list, places);
}

/// Sorts a short list by a key. Entries of equal keys stay in their order.
pub fn sort_short_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_short_by(list, |one, other| key(one).cmp(&key(other)));
}

/// The places of a list's entries in the order that `compare` gives them. Not generic, so that it is compiled once.
#[inline(never)]
fn order(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|&one, &other| compare(one, other));
    places
}

/// Moves to each place the entry that stood at the place given for it.
fn put_in_order<T>(list: &mut [T], mut places: Vec<usize>) {
    for at in 0..places.len() {
        let mut from = places[at];
        // What stood before `at` has been moved on, to where its own place says.
        while from < at {
            from = places[from];
        }
        places[at] = from;
        list.swap(at, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_as_the_standard_library_sorts_them() {
        // A generator of its own keeps the lists the same on every run.
        let mut state = 1_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        for round in 0..2_000 {
            let length = random() % if round % 50 == 0 { 2_000 } else { 40 };
            let keys = 1 + random() % 30;
            let mut list: Vec<(usize, usize)> = (0..length).map(|number| (random() % keys, number)).collect();
            let mut expected = list.clone();
            expected.sort_by_key(|entry| entry.0);
            sort_short_by_key(&mut list, |entry| entry.0);
            assert_eq!(list, expected);
        }
    }

    #[test]
    fn keys_may_be_of_any_type_and_entries_need_not_be_copied() {
        let mut names = ["b", "a", "c", "a"].map(str::to_owned);
        sort_short_by_key(&mut names, |name| std::cmp::Reverse(name.len() + usize::from(name == "c")));
        assert_eq!(names, ["c", "b", "a", "a"]);
        sort_short_by(&mut names, Ord::cmp);
        assert_eq!(names, ["a", "a", "b", "c"]);
    }
}
