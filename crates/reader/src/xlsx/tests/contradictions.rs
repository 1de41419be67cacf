//! Workbooks that contradict themselves, or contain elements of other namespaces.

use lanegate_sheet::{Cell, HazardKind};
use lanegate_wire::Unreadable;

use super::{by_hand, pack, read, rows};
use crate::hazards::tests::hazards;
use crate::{Book, open};

#[test]
fn a_place_that_cannot_be_read_is_refused() {
    for rows in [
        "<row><c r='0'><v>1</v></c></row>",
        "<row><c r='A1'><v>1</v></c><c r='nonsense'><v>2</v></c></row>",
        "<row><c r='A0'><v>1</v></c></row>",
        "<row r='x'><c><v>1</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></c></row><row r=\"-2\"><c><v>1</v></c></row>",
    ] {
        let refused = read(by_hand(&format!("<sheetData>{rows}</sheetData>"), "", "")).unwrap_err();
        assert_eq!(refused.code, "damaged", "{rows}");
        assert!(refused.message.contains("a place that can't be read"), "{refused}");
    }
    // A cell without a reference comes after the one before.
    let sheet = rows("<row><c><v>1</v></c><c r=''><v>2</v></c></row><row r=' 2 '><c r=' b2 '><v>3</v></c></row>");
    assert_eq!((sheet.cell(0, 1), sheet.cell(1, 1)), (Cell::Number(2.0), Cell::Number(3.0)));
}

#[test]
fn two_values_in_a_cell_are_told_and_one_is_read_wherever_it_stands() {
    let broken = Cell::Error("#BROKEN!");
    for (cell, expected) in [
        ("<c><v>36</v><v>0</v></c>", broken),
        ("<c t='s'><v>0</v><v>1</v></c>", broken),
        ("<c t='str'><v>a</v><is><t>b</t></is></c>", broken),
        ("<c t='inlineStr'><is><t>a</t></is><is><t>b</t></is></c>", broken),
        ("<c><v>1</v><v>2</v><v>2</v></c>", broken),
        ("<c><v>36</v><v>36</v></c>", Cell::Number(36.0)),
        ("<c><v>36</v><v/></c>", Cell::Number(36.0)),
        ("<c t='inlineStr'><is><t>a</t></is><v>a</v></c>", Cell::Text("a")),
        ("<c t='inlineStr'><v>SaaS</v></c>", Cell::Text("SaaS")),
        ("<c t='str'><is><t>Saa</t></is></c>", Cell::Text("Saa")),
        ("<c t='s'><is><r><t>rich </t></r><r><t>text</t></r></is></c>", Cell::Text("rich text")),
        ("<c><is><t>1</t></is></c>", Cell::Text("1")),
        ("<c t='inlineStr'><t>a</t></c>", Cell::Text("a")),
        ("<c t='inlineStr'><r><t>a</t></r><r><t>b</t></r></c>", Cell::Text("ab")),
        ("<c><t>a</t></c>", Cell::Text("a")),
        ("<c t='inlineStr'><v>36</v><t>0</t></c>", broken),
        ("<c t='inlineStr'><is><t>a</t><rPh><t>b</t></rPh></is></c>", Cell::Text("a")),
    ] {
        let sheet = rows(&format!("<row>{cell}<c><v>1</v></c></row>"));
        assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (expected, Cell::Number(1.0)), "{cell}");
        let told = if expected == broken { vec![(HazardKind::BrokenCell, Some((0, 0)), 1)] } else { vec![] };
        assert_eq!(hazards(&sheet), told, "{cell}");
    }
}

#[test]
fn a_cell_that_is_stated_twice_and_otherwise_is_told() {
    let broken = Cell::Error("#BROKEN!");
    let a1 = |inner: &str| format!("<c r='A1' {inner}</c>");
    for (cells, expected) in [
        (a1("><v>36</v>") + &a1("><v>0</v>"), broken),
        (a1("t='s'><v>0</v>") + &a1("t='s'><v>1</v>"), broken),
        (a1("><v>1</v>") + &a1("><v>2</v>") + &a1("><v>2</v>"), broken),
        (a1("><v>1</v>") + "</row><row r='1'>" + &a1("t='b'><v>1</v>"), broken),
        (a1("><v>36</v>") + &a1("><v>36</v>"), Cell::Number(36.0)),
        (a1("t='s'><v>1</v>") + &a1("t='str'><v>one</v>"), Cell::Text("one")),
        (a1("><v>36</v>") + &a1(">"), Cell::Number(36.0)),
    ] {
        let sheet = rows(&format!("<row r='1'>{cells}<c r='B1'><v>1</v></c></row>"));
        assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (expected, Cell::Number(1.0)), "{cells}");
        assert_eq!(
            hazards(&sheet).iter().map(|hazard| hazard.1).collect::<Vec<_>>(),
            vec![Some((0, 0)); usize::from(expected == broken)]
        );
    }
}

#[test]
fn two_tables_of_rows_are_refused() {
    let rows = "<sheetData><row><c><v>1</v></c></row></sheetData>";
    assert_eq!(read(by_hand(&rows.repeat(2), "", "")).unwrap_err().code, "damaged");
}

#[test]
fn rows_and_cells_of_other_namespaces_are_none() {
    let sheet = read(by_hand(
        "<sheetData xmlns:e='urn:e'><row r='1'><c><v>1</v></c><e:c><e:v>2</e:v></e:c><c><e:v>7</e:v><v>3</v></c></row>\
         <e:row r='2'><c><v>4</v></c></e:row><row xmlns='urn:e' r='3'><c><v>5</v></c></row></sheetData>",
        "",
        "",
    ))
    .unwrap();
    assert_eq!((sheet.row_count(), sheet.cell(0, 0), sheet.cell(0, 1)), (1, Cell::Number(1.0), Cell::Number(3.0)));
    let texts =
        "<si><t>zero</t></si><e:si xmlns:e='urn:e'><t>no</t></e:si><si><e:t xmlns:e='urn:e'>no</e:t><t>one</t></si>";
    let sheet = read(by_hand("<sheetData><row><c t='s'><v>1</v></c></row></sheetData>", texts, "")).unwrap();
    assert_eq!(sheet.cell(0, 0), Cell::Text("one"));
}

/// A workbook of these sheets and relationships, with three sheet parts that hold their number.
fn related(
    sheets: &str,
    relations: &[(&str, &str, &str)],
    of_package: &[(&str, &str, &str)],
) -> Result<Book, Unreadable> {
    let list = |relations: &[(&str, &str, &str)]| {
        let each = relations
            .iter()
            .map(|(id, kind, target)| format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}'/>"));
        format!("<Relationships>{}</Relationships>", each.collect::<String>())
    };
    let sheet =
        |number: u32| format!("<worksheet><sheetData><row><c><v>{number}</v></c></row></sheetData></worksheet>");
    let workbook = format!("<workbook><sheets>{sheets}</sheets></workbook>");
    let bytes = pack(&[
        ("_rels/.rels", &list(of_package)),
        ("xl/_rels/workbook.xml.rels", &list(relations)),
        ("xl/workbook.xml", &workbook),
        ("xl/other.xml", &workbook),
        ("xl/worksheets/sheet1.xml", &sheet(1)),
        ("xl/worksheets/sheet2.xml", &sheet(2)),
        ("xl/worksheets/sheet3.xml", &sheet(3)),
    ]);
    open(bytes, "x")
}

#[test]
fn relationships_that_contradict_each_other_are_refused() {
    const MAIN: [(&str, &str, &str); 1] = [("a", "officeDocument", "xl/workbook.xml")];
    let sheet = "<sheet name='Data' r:id='r1'/>";
    let first = ("r1", "worksheet", "worksheets/sheet1.xml");
    for (relations, package) in [
        (vec![first, ("r1", "worksheet", "worksheets/sheet2.xml")], MAIN.to_vec()),
        (vec![first, ("r1", "styles", "worksheets/sheet1.xml")], MAIN.to_vec()),
        (vec![first, ("r2", "sharedStrings", "a.xml"), ("r3", "sharedStrings", "b.xml")], MAIN.to_vec()),
        (vec![first, ("r2", "styles", "a.xml"), ("r3", "styles", "b.xml")], MAIN.to_vec()),
        (vec![first], vec![MAIN[0], ("b", "officeDocument", "xl/other.xml")]),
        (vec![first], vec![MAIN[0], ("a", "officeDocument", "xl/other.xml")]),
    ] {
        assert_eq!(related(sheet, &relations, &package).unwrap_err().code, "damaged", "{relations:?} {package:?}");
    }
    // The same said twice is no contradiction.
    let twice = [first, first, ("r2", "styles", "a.xml"), ("r3", "styles", "a.xml")];
    assert_eq!(related(sheet, &twice, &MAIN).unwrap().sheets().len(), 1);
}

#[test]
fn a_sheet_without_a_relationship_gets_no_other_ones_data() {
    let main = [("a", "officeDocument", "xl/workbook.xml")];
    let relations = [("r1", "worksheet", "worksheets/sheet1.xml"), ("r3", "worksheet", "worksheets/sheet3.xml")];
    let sheets = "<sheet name='One' r:id='r1'/><sheet name='Module' r:id=''/><sheet name='Macro'/>\
                  <sheet name='Lost' r:id='r2'/><sheet name='Three' r:id='r3'/>";
    let mut book = related(sheets, &relations, &main).unwrap();
    let names: Vec<_> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    assert_eq!(names, ["One", "Lost", "Three"]);
    assert_eq!(book.read(1, &mut |_| {}).unwrap_err().code, "damaged");
    assert_eq!(book.read(2, &mut |_| {}).unwrap().cell(0, 0), Cell::Number(3.0));
    // Where a program wrote no relationships at all, the parts are numbered.
    let mut book = related(sheets, &[], &main).unwrap();
    assert_eq!(book.read(1, &mut |_| {}).unwrap().cell(0, 0), Cell::Number(2.0));
}

#[test]
fn a_part_that_is_there_twice_is_refused() {
    let twice = |first: &str, second: &str| {
        let relation = |kind: &str, target: &str| {
            format!("<Relationships><Relationship Id='r1' Type='x/{kind}' Target='{target}'/></Relationships>")
        };
        let sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
        let bytes = pack(&[
            ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
            ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
            ("xl/workbook.xml", "<workbook><sheets><sheet name='Data' r:id='r1'/></sheets></workbook>"),
            (first, sheet),
            (second, sheet),
        ]);
        open(bytes, "x").and_then(|mut book| book.read(0, &mut |_| {})).map(|_| ()).map_err(|refused| refused.code)
    };
    assert_eq!(twice("xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml"), Err("damaged".to_owned()));
    assert_eq!(twice("xl/worksheets/sheet1.xml", "/xl\\worksheets\\sheet1.xml"), Err("damaged".to_owned()));
    assert_eq!(twice("xl/worksheets/sheet1.xml", "xl/media/a.xml"), Ok(()));
}
