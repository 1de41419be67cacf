//! Cells of a copy hold what the file's cells held, however they look.

use chrono::NaiveDate;
use lanegate_check::{Settings, check, match_headers};
use lanegate_parity::test;
use lanegate_sheet::{Cell, DateSystem, Sheet};
use lanegate_wire::Stamp;

const HEADERS: [&str; 5] = ["meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "Something else"];

/// The copy of a sheet with these cells in a matched column and in one that is not imported, read again.
fn copied(dates: DateSystem, cells: &[Cell<'_>]) -> Sheet {
    let mut sheet = Sheet::new("A/B: 'cells'", dates);
    for (column, header) in (0..).zip(HEADERS) {
        sheet.set(0, column, Cell::Text(header)).unwrap();
    }
    for (row, cell) in (1..).zip(cells) {
        for column in [0, 3, 4] {
            sheet.set(row, column, *cell).unwrap();
        }
    }
    let kind = lanegate_kinds::named("appointment_history").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let settings = Settings::on(today);
    let checked = check(kind, &sheet, match_headers(kind, &sheet, 0), settings, &mut |_| {});
    let copy = lanegate_workbook::annotate(&sheet, &checked, Stamp::default()).unwrap();
    let mut book = lanegate_reader::open(copy, "copy.xlsx").unwrap();
    assert_eq!(book.sheets()[0].name, "A_B_ 'cells");
    book.read(0, &mut |_| {}).unwrap()
}

fn each_comes_back(dates: DateSystem, cells: &[(Cell<'_>, Cell<'_>)]) {
    let held: Vec<Cell<'_>> = cells.iter().map(|(held, _)| *held).collect();
    let copy = copied(dates, &held);
    for (row, (held, expected)) in (1..).zip(cells) {
        for column in [0, 3, 4] {
            assert_eq!(copy.cell(row, column), *expected, "{held:?} in column {column}");
        }
    }
}

#[test]
fn text_stays_text() {
    let texts = [
        "=1+1",
        "=HYPERLINK(\"https://example.com\",\"x\")",
        "+49 30 1234",
        "-1",
        "@SUM(A1)",
        "00123",
        "1e5",
        "3.14",
        "TRUE",
        "2025-05-01",
        "03/04/2025",
        "https://example.com/?a=b&c=d",
        "mailto:x@example.com",
        "'quoted",
        "  spaced  ",
        "two\nlines",
        "a\r\nb\tc",
        "_x0041_",
        "<r><t>x</t></r>",
        "<r></t></si></sst></r>",
        "&amp; <b>",
        "]]>",
        "\u{7}\u{0}\u{1f}",
        "\u{feff}\u{200b}",
        "\u{ffff}\u{fffe}",
        "שלום 😀 e\u{301}",
        "#N/A",
    ];
    let cells: Vec<_> = texts.iter().map(|text| (Cell::Text(text), Cell::Text(text))).collect();
    each_comes_back(DateSystem::Y1900, &cells);
}

#[test]
fn numbers_dates_and_the_rest_stay_what_they_are() {
    let same = [
        Cell::Blank,
        Cell::Number(0.1),
        Cell::Number(-0.0),
        Cell::Number(1e300),
        Cell::Number(45_778.0),
        Cell::Number(123_456_789_012_345.68),
        Cell::Date(45_778.0),
        Cell::Date(45_778.604_166_666_664),
        Cell::Date(0.5),
        Cell::Date(60.0),
        Cell::Date(-1.0),
        Cell::Date(2_958_466.0),
        Cell::Duration(1.25),
        Cell::Bool(true),
        Cell::Bool(false),
        Cell::Error("#N/A"),
        Cell::Error("#REF!"),
        Cell::Error("#DIV/0!"),
    ];
    let mut cells: Vec<_> = same.map(|cell| (cell, cell)).into();
    // Excel's form has no place for these; what stands for them is as wrong as they are.
    cells.push((Cell::Error("#SPILL!"), Cell::Error("#N/A")));
    cells.push((Cell::NoResult, Cell::Error("#N/A")));
    cells.push((Cell::IsoDate("2025-05-01"), Cell::Date(45_778.0)));
    cells.push((Cell::IsoDate("1899-12-31"), Cell::Text("1899-12-31")));
    each_comes_back(DateSystem::Y1900, &cells);
}

#[test]
fn dates_of_1904_are_the_same_days() {
    let cells = [
        (Cell::Date(44_316.0), Cell::Date(45_778.0)),
        (Cell::Date(0.0), Cell::Date(1_462.0)),
        (Cell::Date(-1.0), Cell::Date(-1.0)),
        (Cell::Duration(0.5), Cell::Duration(0.5)),
        (Cell::Number(44_316.0), Cell::Number(44_316.0)),
    ];
    each_comes_back(DateSystem::Y1904, &cells);
}

#[test]
fn a_text_beyond_excels_limit_is_cut_and_told() {
    let long = "x".repeat(40_000);
    let copy = copied(DateSystem::Y1900, &[Cell::Text(&long)]);
    let Cell::Text(text) = copy.cell(1, 3) else { panic!("a text") };
    assert_eq!(text, "x".repeat(32_766) + "…");
}
