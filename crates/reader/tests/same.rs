//! The same file gives the same sheets every time: standard hash maps have another order in each run, and two of one run have two orders.
//! Files made by hand, those of hostile classes, and real ones, where the machine has them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod real_files;

use std::fmt::Write as _;

use lanegate_reader::{Sheet, open};

/// All that a file comes to, in words.
fn dumped(bytes: &[u8]) -> String {
    let mut words = String::new();
    let mut book = match open(bytes.to_vec(), "file") {
        Ok(book) => book,
        Err(refused) => return format!("{refused:?}"),
    };
    writeln!(words, "{} {:?}", book.format(), book.sheets()).unwrap();
    for index in 0..book.sheets().len().min(20) {
        for read in [book.preview(index, 20), book.read(index, &mut |_| {})] {
            match read {
                Ok(sheet) => dump(&sheet, &mut words),
                Err(refused) => writeln!(words, "{refused:?}").unwrap(),
            }
        }
    }
    words
}

fn dump(sheet: &Sheet, words: &mut String) {
    writeln!(words, "{} {:?} {:?}", sheet.name(), sheet.date_system(), sheet.hazards).unwrap();
    for (rows, columns) in sheet.pieces() {
        for row in rows.filter(|&row| !sheet.is_row_blank(row)).take(300) {
            for &column in columns.iter().take(50) {
                let (cell, link) = (sheet.cell(row, column), sheet.link_at(row, column));
                writeln!(words, "{row} {column} {cell:?} {link:?} {}", sheet.is_row_hidden(row)).unwrap();
            }
        }
    }
}

#[test]
fn hostile_files_come_to_the_same_each_time() {
    let mut files = 0;
    for hostile in lanegate_hostile::all().filter(|hostile| !hostile.heavy) {
        let bytes = (hostile.make)(0);
        if bytes.len() < 1 << 18 {
            assert!(dumped(&bytes) == dumped(&bytes), "{}", hostile.name);
            files += 1;
        }
    }
    assert!(files > 100, "{files}");
}

#[test]
fn real_files_come_to_the_same_each_time() {
    let Some(folder) = real_files::folder("real_files_come_to_the_same_each_time") else { return };
    for name in real_files::names(&folder) {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        assert!(dumped(&bytes) == dumped(&bytes), "{name}");
    }
}
