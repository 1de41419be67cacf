//! Old Excel's stream of records: offsets, counts and lengths that lie, and formulas of garbage.

use crate::Expect::{NothingWrong, Refused};
use crate::bytes::{numbers, words};
use crate::ole::holding;
use crate::{DATA, HEAD, Hostile, told};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [words(&[kind, data.len() as u16]), data.to_vec()].concat()
}

/// A text of one byte a character.
fn text(text: &str) -> Vec<u8> {
    [words(&[text.len() as u16]), vec![0], text.into()].concat()
}

fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    record(kind, &[words(&[row, column, 0]), value.to_vec()].concat())
}

fn row(number: u16, texts: [&str; 3]) -> Vec<u8> {
    (0..).zip(texts).flat_map(|(column, value)| cell(0x0204, number, column, &text(value))).collect()
}

fn table() -> Vec<u8> {
    [row(0, HEAD), row(1, DATA)].concat()
}

/// A stream: global records, how many times the sheet is named and where it is said to be off by, its records.
fn stream(globals: &[u8], names: usize, off: u32, cells: &[u8]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let bound = |offset: u32| record(0x0085, &[numbers(&[offset]), vec![0, 0, 8, 0], b"Partners".to_vec()].concat());
    let offset = begin(5).len() + globals.len() + bound(0).len() * names + 4;
    let bounds = bound((offset as u32).wrapping_add(off)).repeat(names);
    [begin(5), globals.to_vec(), bounds, record(0x000A, &[]), begin(0x10), cells.to_vec(), record(0x000A, &[])].concat()
}

fn with(globals: &[u8], more: &[u8]) -> Vec<u8> {
    holding("Workbook", &stream(globals, 1, 0, &[table(), more.to_vec()].concat()))
}

pub(crate) fn honest() -> Vec<u8> {
    with(&[], &[])
}

/// Shared texts of this number, of which there are two.
fn shared(declared: u32) -> Vec<u8> {
    record(0x00FC, &[numbers(&[declared, declared]), text("zero"), text("one")].concat())
}

/// A row below the table whose first cell is this record.
fn third(first: &[u8]) -> Vec<u8> {
    [first, &cell(0x0204, 2, 1, &text("Bo Berg")), &cell(0x0204, 2, 2, &text("Event"))].concat()
}

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("old-honest", "honest.xls", |_| honest(), told(&[])),
    Hostile::one(
        "old-sheet-in-the-middle-of-nothing",
        "offset.xls",
        |_| holding("Workbook", &stream(&[], 1, 3, &table())),
        Refused("damaged"),
    ),
    Hostile::one(
        "old-sheet-behind-the-end",
        "offset.xls",
        |_| holding("Workbook", &stream(&[], 1, 0xFFFF_0000, &table())),
        Refused("damaged"),
    ),
    Hostile::one(
        "old-formula-of-garbage",
        "formula.xls",
        |_| {
            let formula = |column: u16, value: [u8; 8]| {
                cell(6, 2, column, &[&value[..], &[0; 6], &words(&[0xFFFF]), &[0xEE; 40]].concat())
            };
            with(
                &[],
                &third(
                    &[
                        formula(0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
                        record(0x0207, &text("Quay")),
                        formula(3, 1.5_f64.to_le_bytes()),
                        formula(4, [2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]),
                    ]
                    .concat(),
                ),
            )
        },
        crate::Expect::Read { firms: &["Harbor", "Quay"], codes: &[] },
    ),
    Hostile::one(
        "old-formula-whose-text-never-comes",
        "formula.xls",
        |_| with(&[], &third(&cell(6, 2, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]))),
        told(&["no_result"]),
    ),
    Hostile::one(
        "old-dimensions-of-everything",
        "dimensions.xls",
        |_| holding("Workbook", &stream(&[], 1, 0, &[record(0x0200, &[0xFF; 14]), table()].concat())),
        told(&["blank_range"]),
    ),
    Hostile::one(
        "old-dimensions-turned-round",
        "dimensions.xls",
        |_| {
            let range = [numbers(&[9, 2]), words(&[7, 1, 0])].concat();
            holding("Workbook", &stream(&[], 1, 0, &[record(0x0200, &range), table()].concat()))
        },
        told(&[]),
    ),
    Hostile::one(
        "old-code-page-that-lies",
        "codepage.xls",
        |_| {
            let wide = [words(&[4]), vec![1], crate::bytes::utf16("K\u{f6}ln")].concat();
            with(&record(0x0042, &words(&[1_252])), &third(&cell(0x0204, 2, 0, &wide)))
        },
        crate::Expect::Read { firms: &["Harbor", "K\u{f6}ln"], codes: &[] },
    ),
    Hostile::one(
        "old-shared-texts-promised-by-billions",
        "count.xls",
        |_| with(&shared(u32::MAX), &third(&cell(0x00FD, 2, 0, &numbers(&[1])))),
        crate::Expect::Read { firms: &["Harbor", "one"], codes: &[] },
    ),
    Hostile::one(
        "old-shared-text-past-the-last",
        "index.xls",
        |_| with(&shared(2), &third(&cell(0x00FD, 2, 0, &numbers(&[2])))),
        told(&["error_value"]),
    ),
    Hostile::one(
        "old-shared-text-of-the-last-number",
        "index.xls",
        |_| with(&shared(2), &third(&cell(0x00FD, 2, 0, &numbers(&[u32::MAX])))),
        told(&["error_value"]),
    ),
    Hostile::one(
        "old-texts-longer-than-their-records",
        "long.xls",
        |_| {
            let endless = [words(&[0xFFFF]), vec![0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]].concat();
            with(&[], &third(&cell(0x0204, 2, 0, &endless)))
        },
        told(&["error_value"]),
    ),
    Hostile::one(
        "old-records-too-short",
        "short.xls",
        |_| {
            with(
                &[],
                &[
                    record(0x0203, &[1]),
                    record(0x00BD, &[0; 3]),
                    cell(0x0203, 3, 0, &[1, 2]),
                    record(0x00E5, &[9]),
                    record(0x0208, &[]),
                ]
                .concat(),
            )
        },
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "old-continued-without-end",
        "continued.xls",
        |_| with(&[shared(9), record(0x003C, &[]).repeat(500_000)].concat(), &[]),
        told(&[]),
    ),
    Hostile::one(
        "old-sheets-without-end",
        "sheets.xls",
        |_| holding("Workbook", &stream(&[], 40_000, 0, &table())),
        Refused("too_large"),
    ),
    Hostile::one(
        "old-names-of-one-large-sheet",
        "sheets.xls",
        |_| {
            let blanks = cell(0x0201, 9, 9, &[]).repeat(300_000);
            holding("Workbook", &stream(&[], 5_000, 0, &[blanks, table()].concat()))
        },
        // The first names are looked at, the others are over the budget and told.
        told(&["unreadable_sheet"]),
    )
    .heavy(),
    Hostile::one(
        "old-charts-in-charts",
        "nested.xls",
        |_| with(&[], &record(0x0809, &words(&[0x0600, 0x20])).repeat(200_000)),
        Refused("damaged"),
    ),
    Hostile::one(
        "old-nothing-but-an-end",
        "end.xls",
        |_| holding("Workbook", &record(0x000A, &[])),
        Refused("damaged"),
    ),
    Hostile::one("old-with-a-password", "locked.xls", |_| with(&record(0x002F, &[0; 6]), &[]), Refused("encrypted")),
    Hostile::one(
        "old-locked-again-and-again",
        "locked.xls",
        |variant| {
            let lock = if variant == 0 { words(&[0, 0x9A0A]) } else { words(&[0, 0, 0x9A0A]) };
            with(&record(0x002F, &lock).repeat(20_000), &[])
        },
        NothingWrong,
    )
    .variants(2),
    Hostile::one("old-excel-4", "excel4.xls", |_| record(0x0409, &[0, 0, 16, 0, 0, 0]), Refused("legacy_excel")),
    Hostile::one(
        "old-excel-4-in-a-compound-file",
        "excel4.xls",
        |_| holding("Workbook", &record(0x0409, &[0, 0, 16, 0])),
        Refused("legacy_excel"),
    ),
    Hostile::one(
        "old-numbers-that-are-none",
        "numbers.xls",
        |_| {
            with(
                &[],
                &third(
                    &[cell(0x0203, 2, 0, &f64::NAN.to_le_bytes()), cell(0x0203, 2, 3, &f64::INFINITY.to_le_bytes())]
                        .concat(),
                ),
            )
        },
        told(&["error_value"]),
    ),
    Hostile::one(
        "old-lone-surrogates",
        "surrogates.xls",
        |_| with(&[], &third(&cell(0x0204, 2, 0, &[words(&[2]), vec![1], words(&[0xD800, 0x61])].concat()))),
        NothingWrong,
    ),
];
