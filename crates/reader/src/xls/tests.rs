//! Whole workbooks, built record by record.

use lanegate_sheet::{Cell, DateSystem, HazardKind, Sheet};

use crate::hazards::tests::hazards;
use crate::ole::tests::holding;
use crate::{Visibility, open};

/// One record.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// Numbers as the format stores them, end to end.
fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

pub(crate) fn cell(kind: u16, row: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
    record(kind, &[&words(&[row, column, style])[..], value].concat())
}

/// A text of one byte a character, as a record holds it.
pub(crate) fn text_of(text: &str) -> Vec<u8> {
    [&words(&[text.len() as u16])[..], &[0], text.as_bytes()].concat()
}

/// A workbook of one sheet, its global records and its cell records given.
pub(crate) fn workbook(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let globals = globals.concat();
    let bound = |offset: usize| {
        record(0x0085, &[&(offset as u32).to_le_bytes()[..], &[1, 0, 4, 1], &words(&[0x44, 0x61, 0x74, 0xE4])].concat())
    };
    let offset = begin(5).len() + globals.len() + bound(0).len() + 4;
    let parts =
        [begin(5), globals, bound(offset), record(0x000A, &[]), begin(0x10), cells.concat(), record(0x000A, &[])];
    parts.concat()
}

fn read(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Sheet {
    let mut book = open(holding("Workbook", &workbook(globals, cells)), "old.xls").unwrap();
    assert_eq!((book.format(), book.sheets()[0].visibility), ("xls", Visibility::Hidden));
    book.read(0, &mut |_| {}).unwrap()
}

/// Global records that make style 1 a date, style 2 elapsed time, and hold three shared texts.
fn globals() -> Vec<Vec<u8>> {
    let code: Vec<u8> = [&words(&[200, 4])[..], &[0], b"[h]:"].concat();
    let texts =
        [&3_u32.to_le_bytes()[..], &3_u32.to_le_bytes(), &words(&[3]), &[0], b"one", &words(&[4]), &[1]].concat();
    // The second text is cut between two records, and goes on with one byte a character; the third is rich.
    let first_half = words(&[0x4B, 0xF6]);
    let second_half = [&[0][..], b"ln", &words(&[2]), &[8, 1, 0], b"hi", &[9; 4]].concat();
    vec![
        record(0x041E, &code),
        record(0x00E0, &words(&[0, 0])),
        record(0x00E0, &words(&[0, 14])),
        record(0x00E0, &words(&[0, 200])),
        record(0x00FC, &[texts, first_half].concat()),
        record(0x003C, &second_half),
    ]
}

#[test]
fn every_kind_of_cell_is_read() {
    let text = [&words(&[2])[..], &[0], b"in"].concat();
    let sheet = read(
        &globals(),
        &[
            cell(0x0203, 0, 0, 0, &360.5_f64.to_le_bytes()),
            cell(0x027E, 0, 1, 1, &((45_778_u32 << 2) | 2).to_le_bytes()),
            cell(0x0203, 0, 2, 2, &1.25_f64.to_le_bytes()),
            cell(0x00FD, 1, 0, 0, &0_u32.to_le_bytes()),
            cell(0x00FD, 1, 1, 0, &1_u32.to_le_bytes()),
            cell(0x00FD, 1, 2, 0, &2_u32.to_le_bytes()),
            cell(0x0205, 2, 0, 0, &[1, 0]),
            cell(0x0205, 2, 1, 0, &[0x2A, 1]),
            cell(0x0204, 2, 2, 0, &text),
            // Two packed numbers in one record.
            record(0x00BD, &words(&[3, 0, 0, (7 << 2) | 2, 0, 1, (8 << 2) | 2, 0, 1])),
        ],
    );
    assert_eq!(sheet.name(), "Dat\u{e4}");
    let row = |row| [0, 1, 2].map(|column| sheet.cell(row, column));
    assert_eq!(row(0), [Cell::Number(360.5), Cell::Date(45_778.0), Cell::Duration(1.25)]);
    assert_eq!(row(1), [Cell::Text("one"), Cell::Text("K\u{f6}ln"), Cell::Text("hi")]);
    assert_eq!(row(2), [Cell::Bool(true), Cell::Error("#N/A"), Cell::Text("in")]);
    assert_eq!(row(3), [Cell::Number(7.0), Cell::Date(8.0), Cell::Blank]);
    assert_eq!(hazards(&sheet), []);
}

#[test]
fn formulas_give_their_stored_results() {
    let result = |column, value: [u8; 8]| cell(0x0006, 0, column, 0, &[&value[..], &[0; 6], &[0xEE; 9]].concat());
    let text = record(0x0207, &[&words(&[2])[..], &[0], b"ab"].concat());
    let sheet = read(
        &[record(0x01C1, &[0xC1, 1, 0, 0, 0, 0, 0, 1])],
        &[
            result(0, 2.0_f64.to_le_bytes()),
            result(1, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            text,
            result(2, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
            result(3, [2, 0, 7, 0, 0, 0, 0xFF, 0xFF]),
            result(4, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            result(5, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        ],
    );
    let found: Vec<_> = (0..6).map(|column| sheet.cell(0, column)).collect();
    let expected =
        [Cell::Number(2.0), Cell::Text("ab"), Cell::Bool(true), Cell::Error("#DIV/0!"), Cell::Blank, Cell::NoResult];
    assert_eq!(found, expected);
    assert_eq!(hazards(&sheet), [(HazardKind::FormulaWithoutResult, Some((0, 5)), 1)]);
}

#[test]
fn what_only_fills_the_place_of_a_result_is_none() {
    let result = |column, value: [u8; 8], flags: u16| {
        cell(0x0006, 0, column, 0, &[&value[..], &flags.to_le_bytes(), &[0; 4], &[0xEE; 9]].concat())
    };
    let cells = [
        result(0, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF], 0),
        result(1, 0.0_f64.to_le_bytes(), 2),
        result(2, 0.0_f64.to_le_bytes(), 0),
        result(3, 1.0_f64.to_le_bytes(), 2),
        result(4, [1, 0, 0, 0, 0, 0, 0xFF, 0xFF], 2),
    ];
    let [number, truth] = [Cell::Number, |_| Cell::Bool(false)];
    let found = |workbook: &[u8]| {
        let mut book = open(holding("Workbook", workbook), "old.xls").unwrap();
        let sheet = book.read(0, &mut |_| {}).unwrap();
        assert_eq!([2, 3, 4].map(|column| sheet.cell(0, column)), [number(0.0), number(1.0), truth(0.0)]);
        [0, 1].map(|column| sheet.cell(0, column) == Cell::NoResult)
    };
    let unnamed = workbook(&[], &cells);
    assert_eq!(found(&unnamed), [true, true]);
    // Versions of Excel that the file has been through.
    let mut excel_97 = unnamed;
    excel_97[12] = 0x41;
    assert_eq!(found(&excel_97), [false, true]);
    // The version of the calculation.
    assert_eq!(found(&workbook(&[record(0x01C1, &[0; 8])], &cells)), [false, false]);
}

#[test]
fn a_text_that_goes_on_in_the_next_record_is_read_whole_or_told() {
    let texts = |pieces: &[&[u8]]| {
        let mut records = vec![record(0x00FC, &[&[9; 8][..], pieces[0]].concat())];
        records.extend(pieces[1..].iter().map(|piece| record(0x003C, piece)));
        let cells: Vec<_> = (0..3).map(|number| cell(0x00FD, 0, number, 0, &u32::from(number).to_le_bytes())).collect();
        let sheet = read(&records, &cells);
        (0..3).map(|column| format!("{:?}", sheet.cell(0, column))).collect::<Vec<_>>().join(" ")
    };
    let text = |text: &str| [&words(&[text.len() as u16])[..], &[0], text.as_bytes()].concat();
    let (one, whole) = (text("one"), "Text(\"one\") Text(\"Holding\") Text(\"two\")");
    let (header, two) = (&text("Holding")[..3], text("two"));
    let after = |piece: &[u8]| [piece, &two].concat();
    // Nothing but the flags; several such records; the characters in other records than their header; a cut within; two bytes from there on.
    assert_eq!(texts(&[&[&one, header].concat(), &[0], &after(b"\0Holding")]), whole);
    assert_eq!(texts(&[&[&one, header, b"Hol"].concat(), &[0], &[1], &after(b"\0ding")]), whole);
    assert_eq!(texts(&[&[&one, header].concat(), &after(b"\0Holding")]), whole);
    assert_eq!(texts(&[&[&one, header, b"Hold"].concat(), &after(b"\x01i\0n\0g\0")]), whole);
    assert_eq!(texts(&[&one, &[header, &b"Holding"[..], &two].concat()]), whole);
    // Counts of formatting and of phonetics, cut from each other.
    let rich = [&words(&[7])[..], &[0x0C, 1, 0]].concat();
    assert_eq!(
        texts(&[&[&one, &rich[..]].concat(), &[&[5, 0, 0, 0][..], b"Holding", &[7; 6]].concat(), &after(&[7; 3])]),
        whole
    );
    // Half of a character, and the end of all records.
    let broken = "Text(\"one\") Error(\"#BROKEN!\") Error(\"#BROKEN!\")";
    assert_eq!(texts(&[&[&one, &words(&[7])[..], &[1, b'H', 0, b'o']].concat(), &after(b"\0lding")]), broken);
    assert_eq!(texts(&[&[&one, header, b"Hold"].concat(), &[0]]), broken);
}

#[test]
fn results_and_records_of_no_kind_are_told() {
    let sheet = read(
        &[record(0x01C1, &[0; 8])],
        &[
            cell(0x0006, 0, 0, 0, &[4, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]),
            cell(0x0205, 0, 1, 0, &[1]),
            cell(0x0205, 0, 2, 0, &[1, 9]),
            cell(0x0205, 0, 3, 0, &[1, 0]),
        ],
    );
    let found = [0, 1, 2, 3].map(|column| sheet.cell(0, column));
    let broken = Cell::Error("#BROKEN!");
    assert_eq!(found, [broken, broken, broken, Cell::Bool(true)]);
    assert_eq!(hazards(&sheet), [(HazardKind::BrokenCell, Some((0, 0)), 3)]);
    let twice = workbook(&[globals(), globals()].concat(), &[]);
    assert_eq!(open(holding("Workbook", &twice), "x").unwrap_err().code, "damaged");
}

#[test]
fn shared_texts_are_read_beyond_the_number_that_they_declare() {
    let texts = [&[0; 8][..], &words(&[1]), &[0, b'a'], &words(&[1]), &[0, b'b']].concat();
    let sheet = read(&[record(0x00FC, &texts)], &[cell(0x00FD, 0, 0, 0, &1_u32.to_le_bytes())]);
    assert_eq!((sheet.cell(0, 0), hazards(&sheet).len()), (Cell::Text("b"), 0));
}

#[test]
fn formulas_with_the_numbers_of_excel_3_and_4_are_read() {
    let text = record(0x0207, &[&words(&[2])[..], &[0], b"ab"].concat());
    let sheet = read(
        &[],
        &[
            cell(0x0406, 0, 0, 0, &[&77.0_f64.to_le_bytes()[..], &[0; 4]].concat()),
            cell(0x0206, 0, 1, 0, &[&[0, 0, 0, 0, 0, 0, 0xFF, 0xFF][..], &[0; 4]].concat()),
            text,
            cell(0x0406, 0, 2, 0, &[&[0, 0, 0, 0, 0, 0, 0xFF, 0xFF][..], &[0; 4]].concat()),
            record(0x0207, &words(&[50, 0x6101])),
        ],
    );
    let found = [0, 1, 2].map(|column| sheet.cell(0, column));
    assert_eq!(found, [Cell::Number(77.0), Cell::Text("ab"), Cell::Error("#BROKEN!")]);
    assert_eq!(hazards(&sheet), [(HazardKind::BrokenCell, Some((0, 2)), 1)]);
}

#[test]
fn addresses_behind_cells_are_read() {
    let wide = |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let counted = |text: &str| [&(text.len() as u32 + 1).to_le_bytes()[..], &wide(text)].concat();
    let address = [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0, 0xAA, 0, 0x4B, 0xA9, 0x0B];
    let link = |row: u16, flags: u32, rest: &[u8]| {
        let range = words(&[row, row, 0, 0]);
        record(0x01B8, &[&range[..], &[0; 16], &2_u32.to_le_bytes(), &flags.to_le_bytes(), rest].concat())
    };
    let moniker = |target: &str| {
        let text = wide(target);
        [&address[..], &(text.len() as u32).to_le_bytes(), &text].concat()
    };
    let formula = |tokens: &[u8]| {
        let rest = [&[0; 8][..], &words(&[0, 0, 0, tokens.len() as u16]), tokens].concat();
        cell(0x0006, 5, 0, 0, &rest)
    };
    let tokens = [&[0x17, 9, 0][..], b"mailto:a@", &[0x17, 1, 0, b'A', 0x42, 2, 0x67, 1]].concat();
    let sheet = read(
        &[],
        &[
            formula(&tokens),
            link(0, 0x17, &[counted("Ann"), moniker("https://a.example")].concat()),
            link(1, 0x03, &moniker("mailto:b@b.example")),
            link(2, 0x08, &counted("Sheet1!A1")),
            link(3, 0x103, &counted("\\\\server\\x")),
            link(4, 0x03, &[0; 40]),
            link(6, 0x17, &[0xFF; 9]),
        ],
    );
    let found: Vec<_> = (0..7).map(|row| sheet.link_at(row, 0)).collect();
    let (first, second, third) = (Some("https://a.example"), Some("mailto:b@b.example"), Some("\\\\server\\x"));
    assert_eq!(found, [first, second, None, third, None, Some("mailto:a@"), None]);
}

/// A workbook of Excel 5 with a code page, or none, and one text.
fn of_excel_5(page: Option<u16>, text: &[u8]) -> Sheet {
    let begin = |kind: u16| record(0x0809, &words(&[0x0500, kind, 0, 0]));
    let page = page.map_or(Vec::new(), |page| record(0x0042, &words(&[page])));
    let offset = begin(5).len() + page.len() + 12 + 4;
    let bound = record(0x0085, &[&(offset as u32).to_le_bytes()[..], &[0, 0, 1, b'S']].concat());
    let cells = cell(0x0204, 0, 0, 0, &[&words(&[text.len() as u16])[..], text].concat());
    let stream = [begin(5), page, bound, record(0x000A, &[]), begin(0x10), cells, record(0x000A, &[])].concat();
    open(holding("Book", &stream), "old.xls").unwrap().read(0, &mut |_| {}).unwrap()
}

#[test]
fn texts_of_excel_5_are_read_in_their_code_page_or_the_guess_is_told() {
    for (page, bytes, expected) in [
        (1_252, &b"K\xF6ln"[..], "K\u{f6}ln"),
        (1_251, b"\xC0\xED\xED\xE0", "\u{410}\u{43d}\u{43d}\u{430}"),
        (10_000, b"K\x9Aln", "K\u{f6}ln"),
        (10_029, b"\xFC\x97d\x90", "\u{141}\u{f3}d\u{17a}"),
        (10_007, b"\x80\xE0", "\u{410}\u{430}"),
        (437, b"K\x94ln", "K\u{f6}ln"),
        (852, b"\x9D", "\u{141}"),
        (932, b"\x93\x8C", "\u{6771}"),
    ] {
        let sheet = of_excel_5(Some(page), bytes);
        assert_eq!((sheet.cell(0, 0), hazards(&sheet).len()), (Cell::Text(expected), 0), "{page}");
    }
    for page in [None, Some(9_999), Some(1_200)] {
        let sheet = of_excel_5(page, b"K\xF6ln");
        assert_eq!(sheet.cell(0, 0), Cell::Text("K\u{f6}ln"));
        assert_eq!(hazards(&sheet), [(HazardKind::GuessedEncoding, None, 1)], "{page:?}");
        assert_eq!(hazards(&of_excel_5(page, b"Alpha")), []);
    }
}

#[test]
fn what_excel_hides_is_told() {
    let number = |row| cell(0x0203, row, 0, 0, &1.0_f64.to_le_bytes());
    let hidden = record(0x0208, &words(&[1, 0, 1, 0, 0, 0, 0x20, 0]));
    let merged = record(0x00E5, &words(&[1, 0, 1, 0, 2]));
    let sheet = read(&[record(0x0022, &words(&[1]))], &[hidden, number(0), number(1), merged]);
    assert_eq!(sheet.date_system(), DateSystem::Y1904);
    assert_eq!(
        hazards(&sheet),
        [
            (HazardKind::HiddenRows, Some((1, 0)), 1),
            (HazardKind::Dates1904, None, 1),
            (HazardKind::MergedCells, Some((0, 0)), 1)
        ]
    );
}

#[test]
fn hidden_columns_are_known() {
    let columns = |first, last, width, flags| record(0x007D, &words(&[first, last, width, 0, flags, 0]));
    let cells = [columns(0, 0, 900, 0), columns(2, 3, 900, 1), columns(5, 5, 0, 0), record(0x007D, &[1])];
    let sheet = read(&[], &cells);
    let hidden: Vec<_> = (0..8).filter(|&column| sheet.is_column_hidden(column)).collect();
    assert_eq!(hidden, [2, 3, 5]);
}

#[test]
fn lies_and_garbage_are_told_or_refused() {
    // A code page other than Unicode, dimensions of everything, a text that the file does not hold, short records.
    let sheet = read(
        &[globals().concat(), record(0x0042, &words(&[1_252]))],
        &[
            record(0x0200, &[0xFF; 14]),
            cell(0x00FD, 0, 0, 0, &u32::MAX.to_le_bytes()),
            cell(0x00FD, 0, 1, 0, &1_u32.to_le_bytes()),
            cell(0x0203, 0, 2, 0, &[1, 2]),
            record(0x0203, &[1]),
            record(0x00BD, &[0; 3]),
            cell(0x0203, 0, 3, 999, &f64::NAN.to_le_bytes()),
        ],
    );
    assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (Cell::Error("#BROKEN!"), Cell::Text("K\u{f6}ln")));
    let expected = [(HazardKind::BlankRange, Some((0, 3)), 1), (HazardKind::BrokenCell, Some((0, 0)), 5)];
    assert_eq!(hazards(&sheet), expected);

    let code = |stream: &[u8]| {
        let read = open(holding("Workbook", stream), "x").and_then(|mut book| book.read(0, &mut |_| {}));
        read.err().map(|refused| refused.code)
    };
    let whole = workbook(&globals(), &[]);
    assert_eq!(code(&whole), None);
    assert_eq!(code(&whole[..whole.len() - 4]).as_deref(), Some("damaged"));
    assert_eq!(code(&workbook(&[record(0x002F, &[0; 6])], &[])).as_deref(), Some("encrypted"));
    assert_eq!(code(&record(0x0409, &[0; 6])).as_deref(), Some("legacy_excel"));
    assert_eq!(code(&[0; 10]).as_deref(), Some("damaged"));
    // No place in the stream may end in a panic, whatever a byte there is changed to.
    for at in 0..whole.len() {
        for value in [0, 1, 0x7F, 0xFF] {
            let mut changed = whole.clone();
            changed[at] = value;
            let _ = code(&changed);
        }
    }
}

#[test]
fn other_old_documents_are_named() {
    let refused = open(holding("WordDocument", b"x"), "x").unwrap_err();
    assert!(refused.code == "not_a_spreadsheet" && refused.message.contains("Word"), "{refused}");
    assert_eq!(open(holding("EncryptedPackage", b"x"), "x").unwrap_err().code, "encrypted");
}

#[test]
fn filters_are_told_with_their_range() {
    let number = |row: u16| cell(0x0203, row, 0, 0, &1.0_f64.to_le_bytes());
    let hidden = |row: u16| record(0x0208, &words(&[row, 0, 1, 0, 0, 0, 0x20, 0]));
    // Excel's own name for a filter's range: its number 13, of sheet 1, and one range as its formula.
    let name =
        [&words(&[0x20])[..], &[0, 1], &words(&[11, 0, 1, 0, 0]), &[0, 13, 0x3B], &words(&[0, 0, 3, 0, 2])].concat();
    let cells = [record(0x009B, &[]), hidden(1), hidden(9), number(0), number(1), number(2), number(9)];
    let filtered = |globals: &[Vec<u8>]| -> Vec<String> {
        let sheet = read(globals, &cells);
        assert_eq!(sheet.hazards[0].kind, HazardKind::HiddenRows);
        let filters = sheet.hazards.iter().filter(|hazard| hazard.kind == HazardKind::FilteredRows);
        filters.map(|hazard| format!("{} {}", hazard.count, hazard.detail)).collect()
    };
    assert_eq!(filtered(&[record(0x0018, &name)]), ["1 A1:C4"]);
    assert_eq!(filtered(&[]), ["2 A1:XFD1048576"]);
}

#[test]
fn more_sheets_than_a_workbook_may_have_are_refused() {
    let bound = record(0x0085, &[&[0; 4][..], &[0, 0, 1, 0, b'x']].concat());
    let many = workbook(&vec![bound; 10_000], &[]);
    assert_eq!(open(holding("Workbook", &many), "x").unwrap_err().code, "too_large");
}
