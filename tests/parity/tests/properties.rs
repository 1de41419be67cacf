//! What holds whatever a file or a cell contains: nothing panics, findings point inside of the sheet, and what is clean stays
//! clean when it is checked again as a batch. The cases look random and are the same in every run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lanegate_check::{Checked, Kind, Settings, ValueType, check, match_headers, recheck, recognise};
use lanegate_hostile::damage::{Dice, change, noise};
use lanegate_hostile::honest;
use lanegate_kinds::all;
use lanegate_parity::{say, test};
use lanegate_reader::open;
use lanegate_sheet::{Cell, DateSystem, Sheet, parse_cell_name};
use lanegate_wire::{DateOrder, Filter};

/// Cases of each property; fewer where the program is not optimised.
const FILES: u64 = if cfg!(debug_assertions) { 1_500 } else { 10_000 };
const SHEETS: u64 = if cfg!(debug_assertions) { 300 } else { 2_000 };

const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{a0}",
    "\0",
    "\u{200b}",
    "\u{feff}x",
    "\u{202e}abc",
    "e\u{301}",
    "\u{1F600}",
    "\u{FFFD}",
    "=1+1",
    "@x",
    "-",
    "+49",
    "Total",
    "n/a",
    "NULL",
    "0",
    "-1",
    "1e400",
    "99999999999999999999",
    "0049",
    "1.000,50",
    "true",
    "{6F9619FF-8B86-4D01-B42D-00CF4FC964FF}",
    "6f9619ff",
    "2025-02-30",
    "2025-13-01",
    "30/02/2025",
    "03/04/2025",
    "13/04/25",
    "1 May 2025",
    "May",
    "45778",
    "0000-00-00",
    "2025-05-01T25:61",
    "a@b",
    "a@@b.c",
    "name@example.com",
    "linkedin.com/in/",
    "https://evil.com/linkedin.com/in/x",
    "http://de.linkedin.com/in/\u{fc}",
    "Follow-up",
    "no show",
    "Engaged ",
    "engaged",
    "\"",
    "'",
    "a\r\nb",
    "<b>",
    "&amp;",
    "\u{130}",
    "\u{df}",
    "\u{0431}\u{0440}",
    "\u{05d0}\u{05d1}",
    "firm_name",
];

const NUMBERS: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    59.0,
    60.0,
    61.0,
    360.0,
    45_778.0,
    45_778.75,
    45_778.999_999,
    2_958_465.0,
    2_958_466.0,
    1e10,
    9.0e15,
    1e300,
    -1e300,
    1e-300,
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

/// Puts a cell of any sort at a place.
fn put_any(sheet: &mut Sheet, row: u32, column: u32, dice: &mut Dice) {
    let text = TEXTS[dice.below(TEXTS.len())];
    let number = NUMBERS[dice.below(NUMBERS.len())];
    let long: String;
    let cell = match dice.below(16) {
        0..=6 => Cell::Text(text),
        7 => {
            long = text.repeat(dice.below(400)) + &"x".repeat(dice.below(3_000));
            Cell::Text(&long)
        }
        8 => {
            let letter = || char::from_u32(dice.roll() as u32 % 0x11_0000).unwrap_or('\u{FFFD}');
            long = std::iter::repeat_with(letter).take(12).collect();
            Cell::Text(&long)
        }
        9 => Cell::Number(number),
        10 | 11 => Cell::Date(number),
        12 => Cell::Duration(number),
        13 => Cell::IsoDate(text),
        14 => [Cell::Bool(true), Cell::Error("#SPILL!"), Cell::NoResult][dice.below(3)],
        _ => Cell::Blank,
    };
    sheet.set(row, column, cell).unwrap();
}

/// A value that passes in the column.
fn put_good(sheet: &mut Sheet, row: u32, at: u32, value: &ValueType, good: &str, dice: &mut Dice) {
    let own: String;
    let cell = match value {
        ValueType::List(values) => Cell::Text(values[dice.below(values.len())].name),
        ValueType::Uuid => {
            own = format!("6f9619ff-8b86-4d01-b42d-{:012x}", dice.below(30));
            Cell::Text(&own)
        }
        ValueType::PastDate => Cell::Date((45_000 + dice.below(700)) as f64),
        ValueType::Ordinal => Cell::Number((1 + dice.below(5)) as f64),
        ValueType::Text { .. } => {
            own = format!("{good} {}", dice.below(40));
            Cell::Text(&own)
        }
        ValueType::Email | ValueType::LinkedIn => Cell::Text(good),
    };
    sheet.set(row, at, cell).unwrap();
}

/// A sheet of the kind, with headers in some row, columns left out, added and out of order, and cells of every sort.
fn sheet_of(kind: &Kind, dice: &mut Dice) -> (Sheet, u32) {
    let system = if dice.below(5) == 0 { DateSystem::Y1904 } else { DateSystem::Y1900 };
    let mut sheet = Sheet::new("Data", system);
    let header_row = [0, 0, 0, 1, 7][dice.below(5)];
    (0..header_row)
        .filter(|_| dice.roll() & 1 == 0)
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|row| put_any(&mut sheet, row, 0, dice));
    let wild = dice.below(10).saturating_sub(4);
    let shift = dice.below(kind.columns.len());
    let mut at = 0;
    for place in 0..kind.columns.len() {
        let column = &kind.columns[(place + shift) % kind.columns.len()];
        if dice.below(12) == 0 {
            at += dice.below(3) as u32;
        }
        if dice.below(15) < wild / 4 {
            continue;
        }
        sheet.set(header_row, at, Cell::Text(column.name)).unwrap();
        for row in header_row + 1..header_row + 25 {
            if dice.below(20) < wild {
                put_any(&mut sheet, row, at, dice);
            } else if dice.below(40) > 0 {
                put_good(&mut sheet, row, at, &column.value, column.good, dice);
            }
        }
        at += 1;
    }
    if dice.below(8) == 0 {
        put_any(&mut sheet, header_row, at + 1, dice);
        put_any(&mut sheet, header_row + 3, at + 1, dice);
    }
    (sheet, header_row)
}

/// Findings name a row and a cell that the sheet has.
fn assert_inside(checked: &Checked, sheet: &Sheet) {
    for finding in checked.findings(sheet, 0, u32::MAX, &Filter::default()) {
        let cell = finding.cell.as_deref().map(|cell| parse_cell_name(cell).unwrap_or_else(|| panic!("{finding:?}")));
        let (row, column) = cell.unwrap_or((finding.row.map_or(0, |row| row - 1), 0));
        assert!(row < sheet.row_count().max(1) && column < sheet.column_count().max(1), "{finding:?}");
        assert!(cell.is_none() || finding.row.is_none_or(|of| of == row + 1), "{finding:?}");
        assert!(!finding.message.is_empty() && finding.message.len() < 2_000, "{finding:?}");
    }
}

#[test]
fn any_bytes_are_read_or_refused() {
    let honest = honest();
    let (mut read, mut refused) = (0, 0);
    for case in 0..FILES {
        let mut dice = Dice::new(case);
        let (name, mut bytes) = honest[dice.below(honest.len())].clone();
        if dice.below(20) == 0 {
            bytes = noise(case, dice.below(5_000));
        } else {
            change(&mut bytes, &mut dice);
        }
        let outcome = open(bytes, name).and_then(|mut book| {
            let last = book.sheets().len() - 1;
            book.preview(0, 50)?;
            book.read(last, &mut |_| {})
        });
        match outcome {
            Ok(_) => read += 1,
            Err(why) => {
                assert!(!why.message.is_empty() && !why.hint.is_empty());
                refused += 1;
            }
        }
    }
    say(&format!("{read} changed files were read, {refused} refused"));
    assert!(read > 0 && refused > 0);
}

#[test]
fn any_cells_are_checked_and_what_is_clean_stays_clean() {
    let (mut clean, mut blocked, mut findings) = (0, 0, 0);
    for case in 0..SHEETS {
        let mut dice = Dice::new(case);
        let kind = all()[dice.below(all().len())];
        let (sheet, header_row) = sheet_of(kind, &mut dice);
        let _ = recognise(all(), &sheet);
        let date_order = [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy), Some(DateOrder::Ymd)][dice.below(4)];
        let settings = Settings { date_order, ..Settings::on(today()) };
        let checked = check(kind, &sheet, match_headers(kind, &sheet, header_row), settings, &mut |_| {});
        assert_inside(&checked, &sheet);
        let counts = checked.counts();
        findings += counts.error + counts.warning + counts.info;
        let starts = checked.batch_starts();
        let mut rows = 0;
        for (number, &from) in starts.iter().enumerate() {
            let before = starts.get(number + 1).copied().unwrap_or(u32::MAX);
            let batch = checked.batch(&sheet, from, before);
            rows += batch.rows.len() as u32;
            if let Err(found) = recheck(kind, &batch, today()) {
                panic!("case {case}: {} is not clean any more: {:#?}", kind.name, &found[..found.len().min(3)]);
            }
        }
        assert_eq!(rows, checked.clean(), "case {case}");
        clean += rows;
        blocked += checked.blocked();
    }
    say(&format!("{SHEETS} sheets: {clean} clean rows, {blocked} blocked, {findings} findings"));
    assert!(clean > 100 && blocked > 100 && findings > 100);
}
