//! Workbooks of binary records: numbers that lead nowhere and records that are too short.

use crate::Expect::{NothingWrong, Refused};
use crate::bytes::{numbers, utf16, words};
use crate::xlsx::relations;
use crate::zip::{Entry, archive};
use crate::{DATA, HEAD, Hostile, told};

/// A record: its number, its length, its data.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = if kind < 0x80 { vec![kind as u8] } else { vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8] };
    let mut length = data.len();
    while length > 0x7F {
        record.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    record.push(length as u8);
    record.extend(data);
    record
}

fn text(text: &str) -> Vec<u8> {
    [numbers(&[text.encode_utf16().count() as u32]), utf16(text)].concat()
}

fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[numbers(&[column, 0]), value.to_vec()].concat())
}

fn row(number: u32, texts: [&str; 3]) -> Vec<u8> {
    let cells = (0..).zip(texts).flat_map(|(column, value)| cell(6, column, &text(value)));
    [record(0, &[numbers(&[number, 0]), vec![0; 4]].concat()), cells.collect()].concat()
}

fn table() -> Vec<u8> {
    [row(0, HEAD), row(1, DATA)].concat()
}

/// A sheet part: its dimension, its rows.
fn sheet(dimension: &[u8], rows: &[u8]) -> Vec<u8> {
    [
        record(0x0081, &[]),
        record(0x0094, dimension),
        record(0x0091, &[]),
        rows.to_vec(),
        record(0x0092, &[]),
        record(0x0082, &[]),
    ]
    .concat()
}

fn bundle(id: &str) -> Vec<u8> {
    record(0x009C, &[numbers(&[0, 1]), text(id), text("Partners")].concat())
}

fn workbook(bundles: &[u8]) -> Vec<u8> {
    [record(0x0083, &[]), record(0x008F, &[]), bundles.to_vec(), record(0x0090, &[]), record(0x0084, &[])].concat()
}

fn archived(main: &[u8], sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    archive(&[
        Entry::new("_rels/.rels", &relations(&[("r1", "officeDocument", "xl/workbook.bin")])),
        Entry::new(
            "xl/_rels/workbook.bin.rels",
            &relations(&[("r1", "worksheet", "worksheets/sheet1.bin"), ("r2", "sharedStrings", "sharedStrings.bin")]),
        ),
        Entry::new("xl/workbook.bin", main),
        Entry::new("xl/worksheets/sheet1.bin", sheet),
        Entry::new("xl/sharedStrings.bin", strings),
    ])
}

/// A workbook with these cells in a row below the table.
fn cells(cells: &[Vec<u8>]) -> Vec<u8> {
    let rows = [table(), row(2, ["", "Bo Berg", "Event"]), cells.concat()].concat();
    archived(&workbook(&bundle("r1")), &sheet(&[0; 16], &rows), &strings(1, &text("zero")))
}

fn strings(count: u32, one: &[u8]) -> Vec<u8> {
    [record(0x009F, &numbers(&[count, count])), record(0x0013, &[&[0], one].concat()), record(0x00A0, &[])].concat()
}

pub(crate) fn honest() -> Vec<u8> {
    archived(&workbook(&bundle("r1")), &sheet(&[0; 16], &table()), &strings(1, &text("zero")))
}

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("binary-honest", "honest.xlsb", |_| honest(), told(&[])),
    Hostile::one(
        "binary-unknown-relationship",
        "relation.xlsb",
        |_| {
            archived(
                &workbook(&[bundle("r77"), bundle("r1")].concat()),
                &sheet(&[0; 16], &table()),
                &strings(1, &text("zero")),
            )
        },
        told(&[]),
    ),
    Hostile::one(
        "binary-relationship-without-end",
        "relation.xlsb",
        |_| {
            let endless = record(0x009C, &[numbers(&[0, 1, 0x7FFF_FFFF]), utf16("r1")].concat());
            archived(
                &workbook(&[endless, bundle("r1")].concat()),
                &sheet(&[0; 16], &table()),
                &strings(1, &text("zero")),
            )
        },
        told(&[]),
    ),
    Hostile::one(
        "binary-records-too-short",
        "short.xlsb",
        |_| cells(&[cell(2, 0, &[1]), cell(5, 3, &[1, 2]), cell(6, 4, &[9, 0]), record(5, &[1]), record(7, &[])]),
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "binary-text-number-past-the-last",
        "index.xlsb",
        |_| cells(&[cell(7, 0, &numbers(&[1]))]),
        told(&["error_value"]),
    ),
    Hostile::one(
        "binary-text-number-huge",
        "index.xlsb",
        |_| cells(&[cell(7, 0, &numbers(&[u32::MAX]))]),
        told(&["error_value"]),
    ),
    Hostile::one(
        "binary-text-longer-than-its-record",
        "long.xlsb",
        |_| cells(&[cell(6, 0, &numbers(&[0x7FFF_FFFF]))]),
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "binary-text-of-overflowing-length",
        "long.xlsb",
        |_| cells(&[cell(6, 0, &numbers(&[0xFFFF_FFFE]))]),
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "binary-strings-promised-by-billions",
        "count.xlsb",
        |_| archived(&workbook(&bundle("r1")), &sheet(&[0; 16], &table()), &strings(u32::MAX, &text("zero"))),
        told(&[]),
    ),
    Hostile::one(
        "binary-dimension-too-short",
        "dimension.xlsb",
        |_| archived(&workbook(&bundle("r1")), &sheet(&[], &table()), &strings(0, &text(""))),
        told(&[]),
    ),
    Hostile::one(
        "binary-dimension-of-everything",
        "dimension.xlsb",
        |_| {
            archived(
                &workbook(&bundle("r1")),
                &sheet(&numbers(&[0, u32::MAX, 0, u32::MAX]), &table()),
                &strings(0, &text("")),
            )
        },
        told(&["blank_range"]),
    ),
    Hostile::one(
        "binary-row-past-the-last",
        "row.xlsb",
        |_| {
            let rows = [row(0, HEAD), row(0x0010_0001, ["Lost", "x", "y"]), row(1, DATA)].concat();
            archived(&workbook(&bundle("r1")), &sheet(&[0; 16], &rows), &strings(0, &text("")))
        },
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "binary-row-without-a-number",
        "row.xlsb",
        |_| {
            let rows = [row(0, HEAD), record(0, &[1]), row(1, DATA)].concat();
            archived(&workbook(&bundle("r1")), &sheet(&[0; 16], &rows), &strings(0, &text("")))
        },
        told(&[]),
    ),
    Hostile::one(
        "binary-far-corners",
        "corners.xlsb",
        |_| {
            let rows =
                [table(), row(1_048_575, ["x", "y", "z"]), cell(4, 16_383, &[1]), cell(4, u32::MAX, &[1])].concat();
            archived(&workbook(&bundle("r1")), &sheet(&[0; 16], &rows), &strings(0, &text("")))
        },
        crate::Expect::Read { firms: &["Harbor", "x"], codes: &["broken_cell"] },
    ),
    Hostile::one(
        "binary-record-of-all-the-rest",
        "record.xlsb",
        |_| {
            let sheet = [sheet(&[0; 16], &table()), vec![0x06, 0xFF, 0xFF, 0xFF, 0x7F]].concat();
            archived(&workbook(&bundle("r1")), &sheet, &strings(0, &text("")))
        },
        told(&[]),
    ),
    Hostile::one(
        "binary-rows-that-break-off",
        "cut.xlsb",
        |_| {
            let mut sheet = sheet(&[0; 16], &table());
            sheet.truncate(sheet.len() - 9);
            archived(&workbook(&bundle("r1")), &sheet, &strings(0, &text("")))
        },
        Refused("damaged"),
    ),
    Hostile::one(
        "binary-errors-of-no-name",
        "errors.xlsb",
        |_| cells(&[cell(3, 0, &[0xEE]), cell(11, 3, &[0x2B])]),
        told(&["error_value"]),
    ),
    Hostile::one(
        "binary-formulas-of-garbage",
        "formula.xlsb",
        |_| {
            let names = record(0x0027, &[vec![0; 9], text("x"), numbers(&[0xFFFF]), vec![0xEE; 40]].concat());
            let formula =
                cell(9, 3, &[&1.5_f64.to_le_bytes()[..], &[0; 2], &numbers(&[u32::MAX]), &[0xFE; 30]].concat());
            let main = [workbook(&bundle("r1")), names].concat();
            archived(&main, &sheet(&[0; 16], &[table(), formula].concat()), &strings(0, &text("")))
        },
        told(&[]),
    ),
    Hostile::one(
        "binary-sheets-without-end",
        "sheets.xlsb",
        |_| archived(&workbook(&bundle("r1").repeat(100_000)), &sheet(&[0; 16], &table()), &strings(0, &text(""))),
        Refused("too_large"),
    ),
    Hostile::one(
        "binary-lone-surrogates",
        "surrogates.xlsb",
        |_| cells(&[cell(6, 0, &[numbers(&[3]), words(&[0xD800, 0x61, 0xDC00])].concat())]),
        NothingWrong,
    ),
];
