//! Real files from public test suites, where the machine has them: none may panic, and the cells of the first
//! sheet must be what a second reader sees.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod real_files;

use std::collections::BTreeMap;

use lanegate_reader::{Book, Sheet, Visibility, open, open_second};
use lanegate_sheet::{Cell, DateSystem};

/// Files whose cells differ from the second reader's, how many, and why. A file that agrees must not stand here.
const DIFFERENCES: &[(&str, usize, &str)] = &[
    ("tests/date_1904.xls", 1, "elapsed time, [h]:mm: the second reader makes a date of it"),
    ("has_x000D_inline.xlsx", 1, "_x000D_ is Excel's way to write a carriage return; the second reader leaves it"),
    ("tests/issues.xlsb", 1, "a date by its format; the second reader knows no formats"),
    ("dates-leap-year-1900-xls.xls", 1, "29 February 1900 never was; the second reader makes it the 28th"),
    ("sheet_with_number_columns_repeated.ods", 5, "white space around paragraphs is no text; boolean-value 1 is true"),
    ("sheet_with_number_rows_repeated.ods", 2, "white space around paragraphs is no text"),
    (
        "sheet_with_undefined_value_type.ods",
        3,
        "white space around paragraphs is no text; a cell without type has its text",
    ),
    ("two_sheets_with_no_settings_xml_file.ods", 6, "white space around paragraphs is no text"),
    ("sheet_with_dates_and_times.xlsx", 3, "ISO times are kept as written, without seconds or with parts of one"),
    ("XLSX/explicitdate.xlsx", 2, "ISO times are kept as written, with parts of a second"),
    ("HiddenMergeCellsTest.xlsx", 2, "values beneath merged cells are there; the second reader leaves them out"),
    (
        "embed_image05.xlsx",
        1,
        "a formula's 0 that nobody calculated, in a workbook that wants to be; the second reader takes it",
    ),
    ("date_1904_02.xlsx", 1, "serial 0 is 1 January 1904 in that system; the second reader makes it midnight"),
];

/// Workbooks of which calamine makes other cells than our own reader, how many, and why. A workbook on which both agree
/// must not stand here. That a formula without a result is blank for calamine is no difference.
const CALAMINE_DIFFERS: &[(&str, usize, &str)] = &[
    ("XLSX/issue.2246a.xlsx", 5, "white space around shared strings that do not ask to preserve it: calamine trims it"),
    ("embed_image05.xlsx", 1, "a formula's 0 that nobody calculated: calamine takes it"),
];

/// The second reader notes no rows from here on.
const NOTED_ROWS: u32 = 300;

/// A cell in the second reader's notation.
fn noted(cell: Cell<'_>, dates: DateSystem) -> Option<String> {
    Some(match cell {
        Cell::Blank | Cell::NoResult => return None,
        Cell::Text(text) => format!("s:{text}"),
        Cell::Number(number) => format!("n:{number}"),
        Cell::Bool(truth) => format!("b:{}", u8::from(truth)),
        Cell::Error(error) => format!("e:{error}"),
        Cell::Duration(days) => format!("td:{}", (days * 86_400.0).round()),
        Cell::IsoDate(text) => format!("d:{text}"),
        Cell::Date(serial) => {
            let seconds = (serial.fract() * 86_400.0).round() as u32;
            let time = format!("{:02}:{:02}:{:02}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
            match dates.date(serial) {
                Ok(day) => format!("d:{}T{time}", day.date),
                Err(_) if (0.0..1.0).contains(&serial) => format!("t:{time}"),
                Err(_) => format!("n:{serial}"),
            }
        }
    })
}

fn same(ours: &str, theirs: &str) -> bool {
    if ours == theirs {
        return true;
    }
    match (ours.split_once(':'), theirs.split_once(':')) {
        (Some(("n", a)), Some(("n", b))) => {
            let (a, b): (f64, f64) = (a.parse().unwrap(), b.parse().unwrap());
            // The second reader notes nine digits.
            (a - b).abs() <= 1e-8 * a.abs().max(b.abs())
        }
        // ODS and ISO cells may state a date without a time, or a time alone, to parts of a second.
        (Some(("d", a)), Some(("d" | "t", b))) => a.trim_end_matches("T00:00:00") == b.trim_end_matches("T00:00:00"),
        // A time of day without a day.
        (Some(("t", a)), Some(("d", b))) => b.strip_prefix("1899-12-31T") == Some(a),
        (Some(("td", a)), Some(("t", b))) => {
            let seconds: u32 = a.parse().unwrap();
            b == format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
        }
        // The second reader notes errors as texts.
        (Some(("e", a)), Some(("s", b))) => a == b,
        _ => false,
    }
}

/// What differs, as `place: ours | theirs`.
fn differences(sheet: &Sheet, theirs: &BTreeMap<(u32, u32), String>) -> Vec<String> {
    let mut places: Vec<(u32, u32)> = theirs.keys().copied().collect();
    for row in 0..sheet.row_count().min(NOTED_ROWS) {
        places.extend((0..sheet.column_count()).map(|column| (row, column)));
    }
    places.sort_unstable();
    places.dedup();
    let mut differ = Vec::new();
    for (row, column) in places {
        let ours = noted(sheet.cell(row, column), sheet.date_system());
        let theirs = theirs.get(&(row, column));
        let agree = match (&ours, theirs) {
            (Some(ours), Some(theirs)) => same(ours, theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        };
        if !agree {
            differ.push(format!("{}: {ours:?} | {theirs:?}", lanegate_sheet::cell_name(row, column)));
        }
    }
    differ
}

#[test]
fn no_real_file_panics() {
    let Some(folder) = real_files::folder("no_real_file_panics") else { return };
    for name in real_files::names(&folder) {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        let started = std::time::Instant::now();
        match open(bytes, &name) {
            Ok(mut book) => {
                for sheet in 0..book.sheets().len() {
                    let preview = book.preview(sheet, 20).map(|sheet| sheet.row_count() <= 20);
                    assert_ne!(preview, Ok(false), "{name}: a preview with more rows than asked for");
                    if let Err(refused) = book.read(sheet, &mut |_| {}) {
                        println!("{name}: sheet {sheet}: {refused}");
                    }
                }
            }
            Err(refused) => println!("{name}: {refused}"),
        }
        assert!(started.elapsed().as_secs() < 10, "{name} takes too long");
    }
}

#[test]
fn no_broken_real_file_panics() {
    let Some(folder) = real_files::folder("no_broken_real_file_panics") else { return };
    // Places and values that look random and are the same in every run.
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let (mut read, mut refused, mut rescued) = (0, 0, 0);
    for name in real_files::names(&folder) {
        let whole = std::fs::read(folder.join(&name)).unwrap();
        if whole.is_empty() || whole.len() > 60_000 {
            continue;
        }
        for round in 0..12 {
            let mut bytes = whole.clone();
            if round < 3 {
                bytes.truncate(next() % whole.len());
            } else {
                for _ in 0..round {
                    bytes[next() % whole.len()] = [0, 1, 0x7F, 0x80, 0xFF, next() as u8][next() % 6];
                }
            }
            // No panic of calamine gets out of the second reader either.
            rescued +=
                usize::from(open_second(bytes.clone(), "").and_then(|mut book| book.read(0, &mut |_| {})).is_ok());
            match open(bytes, &name).and_then(|mut book| book.read(0, &mut |_| {})) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
    }
    println!("{read} broken files were read all the same, {refused} refused; the second reader alone reads {rescued}");
    assert!(read > 0 && refused > 0);
}

#[test]
fn the_first_sheet_is_what_a_second_reader_sees() {
    let Some(folder) = real_files::folder("the_first_sheet_is_what_a_second_reader_sees") else { return };
    let cells = std::fs::read_to_string(folder.join("cells.jsonl")).unwrap();
    let mut faults = Vec::new();
    let mut agreed = 0;
    for line in cells.lines() {
        let reference: serde_json::Value = serde_json::from_str(line).unwrap();
        let path = reference["path"].as_str().unwrap();
        let theirs: BTreeMap<(u32, u32), String> = reference["cells"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(place, value)| {
                let (row, column) = place.split_once(',').unwrap();
                let place = (row.parse::<u32>().unwrap() - 1, column.parse::<u32>().unwrap() - 1);
                (place, value.as_str().unwrap().to_owned())
            })
            .collect();
        let bytes = std::fs::read(folder.join(path)).unwrap();
        let first = reference["first"].as_str().unwrap_or_default();
        let read = open(bytes, path).and_then(|mut book| {
            let index = book.sheets().iter().position(|sheet| sheet.name == first).unwrap_or(0);
            book.read(index, &mut |_| {})
        });
        let expected = DIFFERENCES.iter().find(|(name, ..)| path.ends_with(name));
        match read {
            Ok(sheet) => {
                let differ = differences(&sheet, &theirs);
                match expected {
                    None if differ.is_empty() => agreed += 1,
                    Some((_, count, why)) if differ.len() == *count => println!("{path}: {count} cells differ: {why}"),
                    _ => {
                        let some = &differ[..differ.len().min(6)];
                        faults.push(format!("{path}: {} cells differ: {some:#?}", differ.len()));
                    }
                }
            }
            Err(refused) => faults.push(format!("{path}: refused: {refused}")),
        }
    }
    println!("{agreed} files agree");
    assert!(agreed > 0 && faults.is_empty(), "{}", faults.join("\n"));
}

/// The sheet that a person sees first.
fn first_visible(book: &mut Book) -> Option<Sheet> {
    let index = book.sheets().iter().position(|sheet| sheet.visibility == Visibility::Visible)?;
    book.read(index, &mut |_| {}).ok()
}

#[test]
fn calamine_sees_the_same_cells() {
    let Some(folder) = real_files::folder("calamine_sees_the_same_cells") else { return };
    let (mut agreed, mut faults) = (0, Vec::new());
    for name in real_files::names(&folder) {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        let Ok(mut ours) = open(bytes.clone(), &name) else { continue };
        if !matches!(ours.format(), "xlsx" | "xlsb") {
            continue;
        }
        let Some(ours) = first_visible(&mut ours) else { continue };
        let theirs = open_second(bytes, "compared").ok().and_then(|mut book| first_visible(&mut book));
        let Some(theirs) = theirs else {
            println!("{name}: calamine does not read it");
            continue;
        };
        let mut differ = Vec::new();
        if (ours.name(), ours.date_system()) != (theirs.name(), theirs.date_system()) {
            differ.push(format!("{} | {}", ours.name(), theirs.name()));
        }
        let columns = ours.column_count().max(theirs.column_count());
        let rows = 0..ours.row_count().max(theirs.row_count());
        for row in rows.filter(|&row| !ours.is_row_blank(row) || !theirs.is_row_blank(row)) {
            for column in 0..columns {
                let (a, b) = (ours.cell(row, column), theirs.cell(row, column));
                if a != b && (a, b) != (Cell::NoResult, Cell::Blank) {
                    differ.push(format!("{}: {a:?} | {b:?}", lanegate_sheet::cell_name(row, column)));
                }
            }
        }
        match CALAMINE_DIFFERS.iter().find(|(known, ..)| name.ends_with(known)) {
            None if differ.is_empty() => agreed += 1,
            Some((_, count, why)) if differ.len() == *count => println!("{name}: {count} cells differ: {why}"),
            _ => faults.push(format!("{name}: {} cells differ: {:#?}", differ.len(), &differ[..differ.len().min(6)])),
        }
    }
    println!("{agreed} workbooks agree");
    assert!(agreed > 0 && faults.is_empty(), "{}", faults.join("\n"));
}
