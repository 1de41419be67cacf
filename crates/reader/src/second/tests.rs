//! What the second reader is for, and that nothing it is known for gets out of it.

use std::io::Read as _;

use calamine::Reader as _;
use lanegate_sheet::{Cell, DateSystem, HazardKind, MAX_COLUMNS, Sheet, cell_name};
use lanegate_wire::Unreadable;

use super::sound::is_sound;
use crate::package::{Bytes, Package};
use crate::xlsb::tests::{cell, numbers, record, row, text};
use crate::xlsx::tests::{pack_bytes, workbook};
use crate::{Visibility, open, open_second};

/// The workbook with one part changed.
fn changed(bytes: &[u8], part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut found = false;
    let parts: Vec<(String, Vec<u8>)> = (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            let name = file.name().unwrap().to_string();
            if name == part {
                found = true;
                content = change(content);
            }
            (name, content)
        })
        .collect();
    assert!(found, "{part}");
    let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    pack_bytes(&parts)
}

/// A part with the end of a longer, earlier one behind it.
fn with_leftovers(bytes: &[u8], part: &str) -> Vec<u8> {
    changed(bytes, part, |mut content| {
        content.extend(b"</t></si>");
        content
    })
}

fn read(bytes: Vec<u8>) -> Result<Sheet, Unreadable> {
    open(bytes, "appointments.xlsx").and_then(|mut book| book.read(0, &mut |_| {}))
}

fn assert_same_cells(ours: &Sheet, theirs: &Sheet) {
    assert_eq!((ours.name(), ours.row_count()), (theirs.name(), theirs.row_count()));
    for (row, column) in (0..ours.row_count()).flat_map(|row| (0..MAX_COLUMNS).map(move |column| (row, column))) {
        assert_eq!(ours.cell(row, column), theirs.cell(row, column), "{}", cell_name(row, column));
    }
}

/// The kind and detail of a sheet's hazards.
fn hazards(sheet: &Sheet) -> Vec<(HazardKind, &str)> {
    sheet.hazards.iter().map(|hazard| (hazard.kind, hazard.detail.as_str())).collect()
}

#[test]
fn the_second_reader_gives_the_same_cells() {
    let whole = workbook();
    let in_1904 = changed(&whole, "xl/workbook.xml", |content| {
        String::from_utf8(content).unwrap().replace("<workbookPr", "<workbookPr date1904=\"1\"").into_bytes()
    });
    for (bytes, dates) in [(whole, DateSystem::Y1900), (in_1904, DateSystem::Y1904)] {
        let ours = read(bytes.clone()).unwrap();
        assert_eq!((ours.cell(1, 0), ours.cell(2, 2)), (Cell::Date(45_778.0), Cell::Error("#DIV/0!")));
        let mut second = open_second(bytes, "asked for").unwrap();
        let theirs = second.read(0, &mut |_| {}).unwrap();
        assert_eq!((ours.date_system(), theirs.date_system()), (dates, dates));
        assert_same_cells(&ours, &theirs);
        let told = [(HazardKind::HiddenSheet, "Old"), (HazardKind::SecondReader, "asked for")];
        assert!(hazards(&theirs).ends_with(&told), "{:?}", theirs.hazards);
        assert_eq!(second.preview(0, 2).unwrap().row_count(), 2);
    }
}

#[test]
fn leftovers_behind_a_part_are_forgiven_and_told() {
    let whole = workbook();
    let ours = read(whole.clone()).unwrap();
    let why = "its content breaks off or contradicts itself";
    for part in ["_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/sharedStrings.xml"] {
        let mut book = open(with_leftovers(&whole, part), "x.xlsx").unwrap();
        let names: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
        assert_eq!(names, [("Meetings & more", Visibility::Visible), ("Old", Visibility::Hidden)], "{part}");
        assert_eq!(book.format(), "xlsx");
        let mut told = 0;
        let theirs = book.read(0, &mut |rows| told = rows).unwrap();
        assert_same_cells(&ours, &theirs);
        assert_eq!(told, 3);
        assert_eq!(hazards(&theirs), [(HazardKind::HiddenSheet, "Old"), (HazardKind::SecondReader, why)], "{part}");
    }
}

#[test]
fn what_could_end_the_process_or_mislead_is_never_tried() {
    let whole = with_leftovers(&workbook(), "xl/workbook.xml");
    let liar = changed(&whole, "xl/sharedStrings.xml", |content| {
        let content = String::from_utf8(content).unwrap();
        assert!(content.contains("uniqueCount=\""));
        content.replace("uniqueCount=\"", "uniqueCount=\"40000000000").into_bytes()
    });
    let bloated = changed(&whole, "xl/styles.xml", |mut content| {
        content.extend(vec![b' '; 5 << 20]);
        content
    });
    // One bit of one checksum, as the directory at the archive's end states it.
    let mut flipped = whole.clone();
    let name = b"xl/sharedStrings.xml";
    let entry = flipped.windows(name.len()).rposition(|window| window == name).unwrap() - 46;
    assert_eq!(&flipped[entry..entry + 4], b"PK\x01\x02");
    flipped[entry + 16] ^= 1;
    // And one that says less than the part unfolds to.
    let mut shrunk = whole.clone();
    shrunk[entry + 24] -= 1;
    assert!(is_sound(&mut Package::open(Bytes::new(whole.clone())).unwrap()));
    assert!(read(whole.clone()).is_ok());
    // Calamine takes it for text 0.
    let astray = changed(&whole, "xl/worksheets/sheet1.xml", |content| {
        let content = String::from_utf8(content).unwrap();
        assert!(content.contains("t=\"s\"><v>1</v>"));
        content.replace("t=\"s\"><v>1</v>", "t=\"s\"><v>-1</v>").into_bytes()
    });
    for (what, bytes) in
        [("astray", astray), ("liar", liar), ("bloated", bloated), ("flipped", flipped), ("shrunk", shrunk)]
    {
        assert!(!is_sound(&mut Package::open(Bytes::new(bytes.clone())).unwrap()), "{what}");
        assert_eq!(read(bytes).unwrap_err().code, "damaged", "{what}");
    }
}

/// A binary workbook of one sheet of these records; with another sheet's relationship, and leftovers where told to.
fn binary(rows: &[Vec<u8>], other: &str, leftovers: &str) -> Vec<u8> {
    let sheet = |id: &str, name: &str| record(0x009C, &[numbers(&[0, 1]), text(id), text(name)].concat());
    let main = [sheet("r1", "Data"), sheet(other, "More"), record(0x0090, &[]), record(0x0084, &[])].concat();
    let relations = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id='r1' Type='x/{kind}' Target='{target}'/></Relationships>")
    };
    pack_bytes(&[
        ("_rels/.rels", (relations("officeDocument", "xl/workbook.bin") + leftovers).as_bytes()),
        ("xl/_rels/workbook.bin.rels", relations("worksheet", "worksheets/sheet1.bin").as_bytes()),
        ("xl/workbook.bin", &main),
        ("xl/worksheets/sheet1.bin", &rows.concat()),
    ])
}

const LEFTOVERS: &str = "</Relationships>";

/// A binary sheet of one row.
fn binary_rows(dimension: &[u8], cells: Vec<u8>) -> [Vec<u8>; 5] {
    [record(0x0094, dimension), record(0x0091, &[]), row(0, false), cells, record(0x0092, &[])]
}

#[test]
fn binary_workbooks_are_rescued_unless_cells_would_be_lost() {
    let known = [
        cell(2, 0, 0, &((45_778_u32 << 2) | 2).to_le_bytes()),
        cell(3, 1, 0, &[0x2B]),
        cell(4, 2, 0, &[1]),
        cell(5, 3, 0, &1.5_f64.to_le_bytes()),
        cell(6, 4, 0, &text("in")),
    ];
    let rows = binary_rows(&[0; 16], known.concat());
    let ours = read(binary(&rows, "r1", "")).unwrap();
    assert_eq!(ours.cell(0, 1), Cell::Error("#GETTING_DATA"));
    let theirs = read(binary(&rows, "r1", LEFTOVERS)).unwrap();
    assert_same_cells(&ours, &theirs);
    assert_eq!(theirs.hazards.last().unwrap().kind, HazardKind::SecondReader);
    for lost in [cell(0x0B, 0, 0, &[0x17]), cell(0x3E, 0, 0, &[vec![0], text("rich")].concat()), cell(5, 0, 0, &[1])] {
        let rows = binary_rows(&[0; 16], lost);
        assert!(read(binary(&rows, "r1", "")).is_ok());
        assert_eq!(read(binary(&rows, "r1", LEFTOVERS)).unwrap_err().code, "damaged");
    }
}

#[test]
fn what_panics_in_calamine_is_never_tried() {
    let fine = || cell(4, 0, 0, &[1]);
    for (what, other, rows) in [
        ("relationship", "r9", binary_rows(&[0; 16], fine())),
        ("text", "r1", binary_rows(&[0; 16], cell(7, 0, 0, &9_u32.to_le_bytes()))),
        ("dimension", "r1", binary_rows(&[], fine())),
    ] {
        let bytes = binary(&rows, other, LEFTOVERS);
        assert!(!is_sound(&mut Package::open(Bytes::new(bytes.clone())).unwrap()), "{what}");
        // If this one passes one day, calamine has become better, and the look before it can go.
        let panics = std::panic::catch_unwind(|| {
            let mut book = calamine::Xlsb::new(std::io::Cursor::new(bytes.clone())).unwrap();
            let _ = book.worksheet_cells_reader("Data").unwrap().next_cell();
        });
        assert!(panics.is_err(), "{what}");
        assert_eq!(read(bytes).unwrap_err().code, "damaged", "{what}");
        // Our own reader has no other fault to find.
        assert!(read(binary(&rows, other, "")).is_ok(), "{what}");
    }
}

#[test]
fn names_of_cells_that_overflow_are_never_tried() {
    let whole = with_leftovers(&workbook(), "xl/workbook.xml");
    for (from, to) in [
        ("<c r=\"B2\"", "<c r=\"A4294967298\""),
        ("<c r=\"B2\"", "<c r=\"FXSHRXY2\""),
        ("<row r=\"2\"", "<row r=\"4294967298\""),
        ("<dimension ref=\"A1", "<dimension ref=\"B9:A1"),
    ] {
        let astray = changed(&whole, "xl/worksheets/sheet1.xml", |content| {
            let content = String::from_utf8(content).unwrap();
            assert!(content.contains(from), "{from}");
            content.replace(from, to).into_bytes()
        });
        assert_eq!(read(astray).unwrap_err().code, "damaged", "{to}");
    }
}
