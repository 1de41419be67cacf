//! Packs what Unicode's normal form C needs of unicode-normalization's tables: those are made to be searched as they lie, in ten times the
//! room, and the page's worker is as large as what lies in it. `src/nfc/tables.rs` unpacks it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::{env, fs, io};

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

/// Syllables of Hangul are taken apart and put together by arithmetic.
const HANGUL: std::ops::RangeInclusive<char> = '가'..='힣';

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(folder.join("nfc.bin"), packed())
}

/// Numbers, low bits first, seven a byte. First runs of marks: characters from the last run, length, class. Then, each in a list of its own,
/// since like beside like is pressed best: characters that can be taken apart (steps from one to the next), how (0: into a pair that is put
/// together again; else the number of parts), their first parts (steps) and their other parts (steps).
fn packed() -> Vec<u8> {
    let mut apart: BTreeMap<char, (bool, Vec<char>)> = BTreeMap::new();
    for c in ('\u{80}'..=char::MAX).filter(|c| !HANGUL.contains(c)) {
        let mut parts = Vec::new();
        decompose_canonical(c, |part| parts.push(part));
        if parts == [c] {
            continue;
        }
        let pair = parts.split_last().and_then(|(last, before)| {
            let whole = before.iter().copied().map(Some).reduce(|one, other| compose(one?, other?))??;
            (compose(whole, *last)? == c).then(|| vec![whole, *last])
        });
        apart.insert(c, pair.map_or((false, parts), |pair| (true, pair)));
    }
    let joining: BTreeSet<char> = apart.values().filter(|(pair, _)| *pair).map(|(_, parts)| parts[1]).collect();

    // Characters that begin something new but join what stands before them count as marks of class 0.
    let is_jamo = |c: &char| ('\u{1161}'..='\u{1175}').contains(c) || ('\u{11A8}'..='\u{11C2}').contains(c);
    let is_mark = |c: &char| canonical_combining_class(*c) > 0 || joining.contains(c) || is_jamo(c);
    let mut runs: Vec<(u32, u32, u8)> = Vec::new();
    for c in ('\0'..=char::MAX).filter(is_mark) {
        let class = canonical_combining_class(c);
        match runs.last_mut().filter(|run| run.2 == class && run.0 + run.1 == u32::from(c)) {
            Some(run) => run.1 += 1,
            None => runs.push((u32::from(c), 1, class)),
        }
    }

    let mut bytes = Vec::new();
    put(&mut bytes, runs.len() as u32);
    let mut end = 0;
    for (start, length, class) in runs {
        put(&mut bytes, start - end);
        put(&mut bytes, length);
        put(&mut bytes, class.into());
        end = start + length;
    }
    put(&mut bytes, apart.len() as u32);
    steps(&mut bytes, apart.keys().copied());
    for (pair, parts) in apart.values() {
        put(&mut bytes, if *pair { 0 } else { parts.len() as u32 });
    }
    steps(&mut bytes, apart.values().map(|(_, parts)| parts[0]));
    steps(&mut bytes, apart.values().flat_map(|(_, parts)| parts[1..].iter().copied()));
    bytes
}

/// Characters as steps from one to the next, the lowest bit saying whether back.
fn steps(bytes: &mut Vec<u8>, characters: impl Iterator<Item = char>) {
    let mut last = 0;
    for c in characters.map(u32::from) {
        put(bytes, c.abs_diff(last) << 1 | u32::from(c < last));
        last = c;
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
