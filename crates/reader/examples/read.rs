//! Reads the sheets of a file and says what it took: `cargo run --release --example read -- [--second] FILE`.
//! With `--second` only the second reader reads, so that the two can be timed.

#![expect(clippy::unwrap_used, reason = "a tool for the people who work on the reader")]

use std::time::Instant;

fn main() {
    let second = std::env::args().any(|argument| argument == "--second");
    let name = std::env::args().skip(1).find(|argument| argument != "--second").unwrap_or_default();
    let bytes = std::fs::read(&name).unwrap();
    let started = Instant::now();
    let opened =
        if second { lanegate_reader::open_second(bytes, "asked for") } else { lanegate_reader::open(bytes, &name) };
    let mut book = match opened {
        Ok(book) => book,
        Err(refused) => return println!("{refused:?} after {:?}", started.elapsed()),
    };
    println!("{}, {} sheets, opened after {:?}", book.format(), book.sheets().len(), started.elapsed());
    for index in 0..book.sheets().len() {
        let started = Instant::now();
        let rows = book.preview(index, 30).map(|sheet| sheet.row_count());
        println!("sheet {index}: {rows:?} rows previewed in {:?}", started.elapsed());
        let started = Instant::now();
        match book.read(index, &mut |_| {}) {
            Ok(sheet) => {
                let (rows, columns) = (sheet.row_count(), sheet.column_count());
                println!("sheet {index}: {rows} rows, {columns} columns, read in {:?}", started.elapsed());
                sheet.hazards.iter().for_each(|hazard| println!("  {hazard:?}"));
            }
            Err(refused) => println!("sheet {index}: {refused:?} after {:?}", started.elapsed()),
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
}
