//! Whole workbooks, built record by record.

use lanegate_sheet::{Cell, HazardKind, Sheet};

use crate::xlsx::tests::pack_bytes;
use crate::{Visibility, open};

/// One record.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = if kind < 0x80 { vec![kind as u8] } else { vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8] };
    record.push((data.len() & 0x7F) as u8 | if data.len() > 0x7F { 0x80 } else { 0 });
    if data.len() > 0x7F {
        record.push((data.len() >> 7) as u8);
    }
    record.extend(data);
    record
}

pub(crate) fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), units.iter().flat_map(|unit| unit.to_le_bytes()).collect()].concat()
}

pub(crate) fn cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[numbers(&[column, style]), value.to_vec()].concat())
}

pub(crate) fn row(number: u32, hidden: bool) -> Vec<u8> {
    record(0, &[&numbers(&[number, 0])[..], &[0, 0, 0, if hidden { 0x10 } else { 0 }]].concat())
}

fn workbook(cells: &[Vec<u8>], after: &[Vec<u8>]) -> Vec<u8> {
    let relations = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id='r1' Type='x/{kind}' Target='{target}'/></Relationships>")
    };
    let sheet =
        |state: u32, id: &str, name: &str| record(0x009C, &[numbers(&[state, 1]), text(id), text(name)].concat());
    let main = [sheet(2, "r1", "Daten"), sheet(0, "", "Module")].concat();
    let style = |format: u16| record(0x002F, &[&[0, 0][..], &format.to_le_bytes(), &[0; 12]].concat());
    let styles = [record(0x0269, &[]), style(0), style(14), record(0x026A, &[])].concat();
    let strings = record(0x0013, &[vec![0], text("K\u{f6}ln")].concat());
    let rows = [record(0x0091, &[]), cells.concat(), record(0x0092, &[]), after.concat()].concat();
    pack_bytes(&[
        ("_rels/.rels", relations("officeDocument", "xl/workbook.bin").as_bytes()),
        ("xl/_rels/workbook.bin.rels", relations("worksheet", "sheet1.bin").as_bytes()),
        ("xl/workbook.bin", &main),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &strings),
        ("xl/sheet1.bin", &rows),
        (
            "xl/_rels/sheet1.bin.rels",
            b"<Relationships><Relationship Id='l1' Type='x/hyperlink' Target='https://a.example' TargetMode='External'/></Relationships>",
        ),
    ])
}

fn read(cells: &[Vec<u8>], after: &[Vec<u8>]) -> Sheet {
    let mut book = open(workbook(cells, after), "x.xlsb").unwrap();
    let sheets: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
    assert_eq!((book.format(), sheets), ("xlsb", vec![("Daten", Visibility::VeryHidden)]));
    book.read(0, &mut |_| {}).unwrap()
}

#[test]
fn hidden_columns_are_known() {
    let columns =
        |first, last, width, flags: u8| record(0x003C, &[&numbers(&[first, last, width, 0])[..], &[flags, 0]].concat());
    let cells = [columns(0, 0, 900, 0), columns(2, 3, 900, 1), columns(5, 5, 0, 0), record(0x003C, &[1])];
    let sheet = read(&cells, &[]);
    let hidden: Vec<_> = (0..8).filter(|&column| sheet.is_column_hidden(column)).collect();
    assert_eq!(hidden, [2, 3, 5]);
}

#[test]
fn every_kind_of_cell_is_read() {
    let sheet = read(
        &[
            row(2, true),
            cell(2, 0, 1, &((45_778_u32 << 2) | 2).to_le_bytes()),
            cell(3, 1, 0, &[0x17]),
            cell(4, 2, 0, &[1]),
            cell(5, 3, 0, &1.5_f64.to_le_bytes()),
            cell(6, 4, 0, &text("in")),
            cell(7, 5, 0, &0_u32.to_le_bytes()),
            cell(8, 6, 0, &[text("res"), vec![9; 4]].concat()),
            cell(9, 7, 1, &2.0_f64.to_le_bytes()),
            cell(10, 8, 0, &[0, 1]),
            cell(11, 9, 0, &[0xEE]),
            cell(0x3E, 10, 0, &[vec![0], text("rich")].concat()),
            cell(1, 11, 0, &[]),
        ],
        &[record(0x00B0, &numbers(&[0, 1, 0, 2]))],
    );
    let found: Vec<_> = (0..12).map(|column| sheet.cell(2, column)).collect();
    assert_eq!(
        found,
        [
            Cell::Date(45_778.0),
            Cell::Error("#REF!"),
            Cell::Bool(true),
            Cell::Number(1.5),
            Cell::Text("in"),
            Cell::Text("K\u{f6}ln"),
            Cell::Text("res"),
            Cell::Date(2.0),
            Cell::Bool(false),
            Cell::Error("#ERROR 238"),
            Cell::Text("rich"),
            Cell::Blank,
        ]
    );
    let hazards: Vec<_> = sheet.hazards.iter().map(|hazard| (hazard.kind, hazard.place)).collect();
    assert_eq!(hazards, [(HazardKind::HiddenRows, Some((2, 0))), (HazardKind::MergedCells, Some((0, 0)))]);
}

#[test]
fn cells_that_leave_their_column_out_stand_to_the_right_of_the_one_before() {
    let short = |kind: u16, style: u32, value: &[u8]| record(kind, &[&numbers(&[style])[..], value].concat());
    let sheet = read(
        &[
            row(0, false),
            short(0x11, 0, &text("first")),
            cell(6, 2, 0, &text("third")),
            short(0x0D, 1, &((45_778_u32 << 2) | 2).to_le_bytes()),
            short(0x0C, 0, &[]),
            short(0x0E, 0, &[0x17]),
            short(0x0F, 0, &[1]),
            cell(1, 7, 0, &[]),
            short(0x10, 1, &2.0_f64.to_le_bytes()),
            short(0x12, 0, &0_u32.to_le_bytes()),
            row(1, false),
            short(0x0F, 0, &[0]),
            short(0x10, 0, &[1]),
        ],
        &[],
    );
    let found: Vec<_> = (0..10).map(|column| sheet.cell(0, column)).collect();
    assert_eq!(
        found,
        [
            Cell::Text("first"),
            Cell::Blank,
            Cell::Text("third"),
            Cell::Date(45_778.0),
            Cell::Blank,
            Cell::Error("#REF!"),
            Cell::Bool(true),
            Cell::Blank,
            Cell::Date(2.0),
            Cell::Text("K\u{f6}ln"),
        ]
    );
    assert_eq!((sheet.cell(1, 0), sheet.cell(1, 1)), (Cell::Bool(false), Cell::Error("#BROKEN!")));
}

#[test]
fn short_records_and_unknown_texts_are_told() {
    let sheet = read(&[row(0, false), cell(7, 0, 0, &9_u32.to_le_bytes()), cell(5, 1, 0, &[1]), record(5, &[1])], &[]);
    assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (Cell::Error("#BROKEN!"), Cell::Error("#BROKEN!")));
    assert_eq!(sheet.hazards.iter().map(|hazard| hazard.count).collect::<Vec<_>>(), [3]);
    let outside = read(&[row(2_000_000, true), cell(4, 0, 0, &[1])], &[]);
    let kinds: Vec<_> = outside.hazards.iter().map(|hazard| hazard.kind).collect();
    assert_eq!((outside.row_count(), kinds), (0, vec![HazardKind::BlankRange, HazardKind::BrokenCell]));
    // A row that does not say which it is hides none of the rows after it.
    let after = read(&[record(0, &[1]), cell(4, 0, 0, &[1]), row(1, false), cell(4, 0, 0, &[1])], &[]);
    assert_eq!(after.cell(1, 0), Cell::Bool(true));
}

#[test]
fn addresses_behind_cells_are_read() {
    let link = |range: [u32; 4], id: &str| record(0x01EE, &[numbers(&range), text(id), text("")].concat());
    let after = [
        record(0x00B0, &numbers(&[0, 1, 5, 6])),
        record(0x00B2, &[]),
        link([0, 1, 0, 0], "l1"),
        link([2, 2, 0, 0], "none"),
        record(0x01DC, &[]),
        link([3, 3, 0, 0], "l1"),
    ];
    let sheet = read(&[row(0, false), cell(6, 0, 0, &text("A"))], &after);
    let found: Vec<_> = (0..4).map(|row| sheet.link_at(row, 0)).collect();
    assert_eq!(found, [Some("https://a.example"), Some("https://a.example"), None, None]);
    assert_eq!(sheet.hazards[0].kind, HazardKind::MergedCells);
}

#[test]
fn addresses_in_formulas_are_read() {
    let string = |text: &str| {
        [
            &[0x17][..],
            &(text.len() as u16).to_le_bytes(),
            &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        ]
        .concat()
    };
    let tokens = [string("mailto:a@b.example"), string("A"), vec![0x42, 2, 0x67, 1]].concat();
    let formula =
        |tokens: &[u8]| [text("A"), vec![0, 0], (tokens.len() as u32).to_le_bytes().to_vec(), tokens.to_vec()].concat();
    let sheet = read(
        &[
            row(0, false),
            cell(8, 0, 0, &formula(&tokens)),
            cell(8, 1, 0, &formula(&[0x17, 9])),
            cell(8, 2, 0, &text("A")),
        ],
        &[],
    );
    assert_eq!([0, 1, 2].map(|column| sheet.link_at(0, column)), [Some("mailto:a@b.example"), None, None]);
    assert_eq!((sheet.cell(0, 0), sheet.cell(0, 2)), (Cell::Text("A"), Cell::Text("A")));
}

#[test]
fn filters_are_told_with_their_range() {
    let cells = [row(0, false), cell(4, 0, 0, &[1]), row(1, true), cell(4, 0, 0, &[1]), row(2, false)];
    let filter = |inner: &[u8]| [record(0x00A1, &numbers(&[0, 2, 0, 3])), inner.to_vec(), record(0x00A2, &[])].concat();
    let told = |filter: Vec<u8>| read(&cells, &[filter]).hazards.last().unwrap().clone();
    let set = told(filter(&record(0x00A3, &[0; 8])));
    assert_eq!((set.kind, set.count, set.detail.as_str()), (HazardKind::FilteredRows, 1, "A1:D3"));
    assert_eq!(told(filter(&[])).kind, HazardKind::HiddenRows);
}
