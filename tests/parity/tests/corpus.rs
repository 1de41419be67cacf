//! Real files from public test suites, where the machine has them beside the project: each cell of each sheet is the same
//! natively and in WebAssembly, and none takes longer or more memory than it may.
//!
//! The files are no part of the project. What is kept of each is a digest of what was read, in `corpus-digests.txt`; after a
//! wanted change `LANEGATE_BLESS=1 cargo test -p lanegate-parity --test corpus` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use lanegate_parity::{CORPUS, exists, forget_memory, megabytes, not_run, read, say, test, worked};
use lanegate_reader::open;
use lanegate_wire::sha256_hex;

const DIGESTS: &str = "tests/parity/corpus-digests.txt";
const SECONDS: f64 = if cfg!(debug_assertions) { 60.0 } else { 10.0 };
const MEGABYTES: u64 = 1_000;

/// All that was read of a file, in words.
fn all_of(name: &str, bytes: Vec<u8>) -> String {
    let mut book = match open(bytes, name) {
        Ok(book) => book,
        Err(refused) => return format!("{refused:?}"),
    };
    let mut words = book.format().to_owned();
    for (number, info) in book.sheets().to_vec().iter().enumerate() {
        write!(words, "\n{info:?} ").unwrap();
        match book.read(number, &mut |_| {}) {
            Err(refused) => write!(words, "{refused:?}").unwrap(),
            Ok(sheet) => {
                writeln!(words, "{:?} {:?}", sheet.date_system(), sheet.hazards).unwrap();
                for row in (0..sheet.row_count()).filter(|&row| !sheet.is_row_blank(row) || sheet.is_row_hidden(row)) {
                    write!(words, "{row} {} ", sheet.is_row_hidden(row)).unwrap();
                    (0..sheet.column_count())
                        .for_each(|column| write!(words, "{:?} ", sheet.cell(row, column)).unwrap());
                }
            }
        }
    }
    words
}

#[test]
fn real_files_are_read_alike_everywhere() {
    if !exists(&format!("{CORPUS}/manifest.tsv")) {
        not_run("real_files_are_read_alike_everywhere", &format!("there is no folder of real files at {CORPUS}"));
        return;
    }
    let manifest = String::from_utf8(read(&format!("{CORPUS}/manifest.tsv"))).unwrap();
    let (mut now, mut wrong) = (String::new(), Vec::new());
    for name in manifest.lines().skip(1).filter_map(|line| line.split('\t').next()) {
        let bytes = read(&format!("{CORPUS}/{name}"));
        forget_memory();
        let start = worked();
        let words = all_of(name, bytes);
        let (took, held) = (worked() - start, megabytes());
        if took > SECONDS || held > MEGABYTES {
            wrong.push(format!("{name}: {took:.1} s, {held} MB"));
        }
        writeln!(now, "{} {name}", &sha256_hex(words.as_bytes())[..16]).unwrap();
    }
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("LANEGATE_BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus-digests.txt"), &now).unwrap();
    }
    let before = String::from_utf8(read(DIGESTS)).unwrap();
    wrong.extend(now.lines().filter(|line| !before.contains(line)).map(|line| format!("{line}: another digest")));
    assert!(now.lines().count() > 0);
    assert_eq!(now.lines().count(), before.lines().count());
    say(&format!("{} real files", now.lines().count()));
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
