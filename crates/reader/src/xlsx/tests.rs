//! Whole workbooks: written by a library as Excel would, and by hand where Excel would not.

use std::io::Write as _;

use lanegate_sheet::{Cell, DateSystem, HazardKind, Sheet};
use lanegate_wire::Unreadable;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::hazards::tests::hazards;
use crate::{Book, Visibility, open};

/// A workbook by hand: its sheet's XML, its shared strings, and the workbook's properties.
fn by_hand(sheet: &str, strings: &str, properties: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"{target}\"/>"
        )
    };
    let relations = |inner: String| format!("<Relationships>{inner}</Relationships>");
    pack(&[
        ("_rels/.rels", &relations(relation("a", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(
                relation("r1", "worksheet", "worksheets/sheet1.xml") + &relation("r2", "sharedStrings", "strings.xml"),
            ),
        ),
        (
            "xl/workbook.xml",
            &format!("<workbook>{properties}<sheets><sheet name=\"Data\" r:id=\"r1\"/></sheets></workbook>"),
        ),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
        ("xl/strings.xml", &format!("<sst uniqueCount=\"4000000000\">{strings}</sst>")),
    ])
}

/// A zip container of parts of text.
pub(crate) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, content)| (*name, content.as_bytes())).collect();
    pack_bytes(&parts)
}

/// A zip container.
pub(crate) fn pack_bytes(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn book(bytes: Vec<u8>) -> Book {
    open(bytes, "appointments.xlsx").unwrap()
}

fn read(bytes: Vec<u8>) -> Result<Sheet, Unreadable> {
    book(bytes).read(0, &mut |_| {})
}

fn rows(inner: &str) -> Sheet {
    read(by_hand(&format!("<sheetData>{inner}</sheetData>"), "<si><t>zero</t></si><si><t>one</t></si>", "")).unwrap()
}

/// A workbook of every kind of cell, as Excel would write it.
pub(crate) fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Meetings & more").unwrap();
    let (date, time) = (Format::new().set_num_format("dd/mm/yyyy"), Format::new().set_num_format("[h]:mm"));
    sheet.write(0, 0, "meeting_date").unwrap();
    sheet.write(0, 1, " stalled\u{a0}\n& <so> ").unwrap();
    sheet.write_with_format(1, 0, ExcelDateTime::from_ymd(2025, 5, 1).unwrap(), &date).unwrap();
    sheet.write(1, 1, 360).unwrap();
    sheet.write_with_format(1, 2, 1.25, &time).unwrap();
    sheet.write(1, 3, true).unwrap();
    sheet.write(2, 0, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write(2, 1, Formula::new("=\"a\"&\"b\"").set_result("ab")).unwrap();
    sheet.write(2, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(2, 3, "0049").unwrap();
    sheet.write(2, 16_383, "far").unwrap();
    workbook.add_worksheet().set_name("Old").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn what_excel_writes_is_read_as_stored() {
    let sheet = read(workbook()).unwrap();
    assert_eq!(sheet.name(), "Meetings & more");
    assert_eq!(sheet.cell(0, 0), Cell::Text("meeting_date"));
    assert_eq!(sheet.cell(0, 1), Cell::Text(" stalled\u{a0}\n& <so> "));
    assert_eq!(sheet.cell(1, 0), Cell::Date(45_778.0));
    assert_eq!(sheet.cell(1, 1), Cell::Number(360.0));
    assert_eq!(sheet.cell(1, 2), Cell::Duration(1.25));
    assert_eq!(sheet.cell(1, 3), Cell::Bool(true));
    assert_eq!(sheet.cell(2, 0), Cell::Number(2.0));
    assert_eq!(sheet.cell(2, 1), Cell::Text("ab"));
    assert_eq!(sheet.cell(2, 16_383), Cell::Text("far"));
    assert_eq!(hazards(&sheet), [(HazardKind::HiddenSheet, None, 1)]);
}

#[test]
fn what_excel_hides_is_told() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..5 {
        sheet.write(row, 0, row).unwrap();
    }
    sheet.set_row_hidden(2).unwrap().set_row_hidden(3).unwrap().set_row_hidden(900).unwrap();
    sheet.merge_range(1, 1, 2, 3, "both", &Format::new()).unwrap();
    workbook.add_worksheet().set_name("Old").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    workbook.add_worksheet().set_name("Blank").unwrap();
    workbook.add_worksheet().set_name("More").unwrap().write(3, 3, "x").unwrap();
    let mut book = book(workbook.save_to_buffer().unwrap());
    let shown: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
    let visible = Visibility::Visible;
    assert_eq!(shown, [("Sheet1", visible), ("Old", Visibility::Hidden), ("Blank", visible), ("More", visible)]);
    let sheet = book.read(0, &mut |_| {}).unwrap();
    assert_eq!(
        hazards(&sheet),
        [
            (HazardKind::HiddenRows, Some((2, 0)), 2),
            (HazardKind::MergedCells, Some((1, 1)), 1),
            (HazardKind::HiddenSheet, None, 1),
            (HazardKind::OtherSheet, None, 1),
        ]
    );
    let details: Vec<_> = sheet.hazards.iter().map(|hazard| hazard.detail.as_str()).collect();
    assert_eq!(details, ["", "B2:D3", "Old", "More"]);
    assert!(sheet.is_row_hidden(2) && !sheet.is_row_hidden(4));
}

#[test]
fn hidden_columns_and_formulas_without_a_result_are_known() {
    let bytes = by_hand(
        "<cols><col min='1' max='1' width='9'/><col min='3' max='4' hidden='1'/><col min='6' max='6' width='0'/></cols>
         <sheetData><row><c r='A1'><f>LOWER(&quot;A&quot;)&amp;B1</f></c><c r='B1'><f>1+1</f><v>2</v></c><c r='C1'/></row></sheetData>",
        "",
        "",
    );
    let sheet = book(bytes).read(0, &mut |_| {}).unwrap();
    let hidden: Vec<_> = (0..8).filter(|&column| sheet.is_column_hidden(column)).collect();
    assert_eq!(hidden, [2, 3, 5]);
    assert_eq!((sheet.formula(0, 0), sheet.formula(0, 1)), (Some("LOWER(\"A\")&B1"), None));
}

#[test]
fn the_1904_system_is_recognised() {
    let bytes = by_hand("<sheetData><row><c><v>1</v></c></row></sheetData>", "", "<workbookPr date1904=\"true\"/>");
    let sheet = read(bytes).unwrap();
    assert_eq!(sheet.date_system(), DateSystem::Y1904);
    assert_eq!(hazards(&sheet), [(HazardKind::Dates1904, None, 1)]);
}

#[test]
fn formulas_without_a_result_are_told_from_empty_texts() {
    let sheet = rows(
        "<row r=\"1\"><c r=\"A1\"><f>1+1</f></c><c r=\"B1\"><f>1+1</f><v></v></c><c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c>\
         <c r=\"D1\" t=\"str\"><f>A1</f></c><c r=\"E1\"><f>1+1</f><v>2</v></c></row>",
    );
    let found: Vec<_> = (0..5).map(|column| sheet.cell(0, column)).collect();
    assert_eq!(found, [Cell::NoResult, Cell::NoResult, Cell::Blank, Cell::NoResult, Cell::Number(2.0)]);
    assert_eq!(hazards(&sheet), [(HazardKind::FormulaWithoutResult, Some((0, 0)), 3)]);
}

#[test]
fn results_that_nobody_calculated_are_none() {
    const WANTED: &str = "<calcPr calcId='124519' fullCalcOnLoad='1'/>";
    let (none, zero) = (Cell::NoResult, Cell::Number(0.0));
    let sum = "<c r='A1'><f>SUM(B1:B9)</f><v>0</v></c>";
    for (cells, properties, expected) in [
        (sum.to_owned(), WANTED, none),
        (sum.to_owned(), "<calcPr calcCompleted='0'/>", none),
        (format!("{sum}<c r='B1'><f>HYPERLINK(\"a\",\"b\")</f><v>0</v></c>"), WANTED, none),
        ("<c r='A1' t='str'><f>A2</f><v>0</v></c>".to_owned(), WANTED, none),
        // As Apache POI writes a formula that it didn't calculate.
        ("<c r='A1'><f>SUM(B1:B9)</f><v>0.0</v></c>".to_owned(), "", none),
        // No number can come of these.
        ("<c r='A1'><f>CONCATENATE(\"Lime \",B1)</f><v>0</v></c><c r='B1'><f>1+1</f><v>2</v></c>".to_owned(), "", none),
        ("<c r='A1'><f>B1&amp;C1</f><v>0</v></c>".to_owned(), "", none),
        // A result that is 0 where others are not, or where nobody doubts it.
        (format!("{sum}<c r='B1'><f>1+1</f><v>2</v></c>"), WANTED, zero),
        (format!("<c r='B1' t='str'><f>C1</f><v>x</v></c>{sum}"), WANTED, zero),
        (sum.to_owned(), "<calcPr calcId='191029'/>", zero),
        (sum.to_owned(), "<calcPr fullCalcOnLoad='0'/>", zero),
        ("<c r='A1'><v>0</v></c>".to_owned(), WANTED, zero),
        ("<c r='A1' t='str'><f>T(B1)</f><v></v></c>".to_owned(), WANTED, Cell::Blank),
    ] {
        let sheet = read(by_hand(&format!("<sheetData><row>{cells}</row></sheetData>"), "", properties)).unwrap();
        assert_eq!(sheet.cell(0, 0), expected, "{cells} {properties}");
        assert_eq!(hazards(&sheet).is_empty(), expected != none, "{cells} {properties}");
    }
}

#[test]
fn day_zero_of_a_formula_stays_day_zero() {
    let mut workbook = Workbook::new();
    let (sheet, date) = (workbook.add_worksheet(), Format::new().set_num_format("d.m.yyyy"));
    let formula = || Formula::new("=Sheet2!B9").set_result("0");
    sheet.write_formula_with_format(0, 0, formula(), &date).unwrap();
    sheet.write_formula(0, 1, formula()).unwrap();
    workbook.add_worksheet();
    let sheet = read(workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (Cell::Date(0.0), Cell::NoResult));
}

#[test]
fn addresses_behind_cells_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_url(0, 0, rust_xlsxwriter::Url::new("https://www.linkedin.com/in/ann").set_text("Ann")).unwrap();
    sheet.write_url(1, 0, rust_xlsxwriter::Url::new("mailto:ann@pear.example?subject=a&b").set_text("Mail")).unwrap();
    sheet.write_url(2, 0, "internal:Sheet1!A1").unwrap();
    sheet.write_formula(3, 0, Formula::new("=HYPERLINK(\"https://a.example\",\"A\")").set_result("A")).unwrap();
    sheet.write(4, 0, "https://b.example").unwrap();
    sheet.merge_range(6, 0, 7, 0, "both", &Format::new()).unwrap();
    let sheet = read(workbook.save_to_buffer().unwrap()).unwrap();
    let found: Vec<_> = (0..5).map(|row| sheet.link_at(row, 0)).collect();
    let expected =
        ["https://www.linkedin.com/in/ann", "mailto:ann@pear.example?subject=a&b", "", "https://a.example", ""];
    assert_eq!(found, expected.map(|target| Some(target).filter(|target| !target.is_empty())));
    assert_eq!((sheet.cell(0, 0), sheet.cell(3, 0)), (Cell::Text("Ann"), Cell::Text("A")));
}

#[test]
fn broken_references_never_become_another_text() {
    for index in ["2", "-1", "99999999999999999999", "x", ""] {
        let sheet = rows(&format!("<row><c t=\"s\"><v>{index}</v></c><c t=\"s\"><v>1</v></c></row>"));
        let expected = if index.is_empty() { Cell::Blank } else { Cell::Error("#BROKEN!") };
        assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (expected, Cell::Text("one")), "{index}");
        assert_eq!(hazards(&sheet).len(), usize::from(!index.is_empty()));
    }
}

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
    // What names no place stands behind the one before.
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
fn unusual_cells_are_read_and_nonsense_is_told() {
    let sheet = rows(
        "<x:row><x:c t=\"e\"><x:v>#SPILL!</x:v></x:c><x:c t=\"d\"><x:v>2025-05-01</x:v></x:c>\
         <x:c t=\"inlineStr\"><x:is><x:r><x:t>a</x:t></x:r><x:r><x:t> &amp;b&#33;</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>\
         <x:c><x:v>nan</x:v></x:c><x:c t=\"b\"><x:v>maybe</x:v></x:c><x:c t=\"n\"><x:v>1E3</x:v></x:c></x:row>",
    );
    let found: Vec<_> = (0..6).map(|column| sheet.cell(0, column)).collect();
    assert_eq!(
        found,
        [
            Cell::Error("#SPILL!"),
            Cell::IsoDate("2025-05-01"),
            Cell::Text("a &b!"),
            Cell::Text("nan"),
            Cell::Text("maybe"),
            Cell::Number(1_000.0)
        ]
    );
    assert_eq!(hazards(&sheet), [(HazardKind::BrokenCell, Some((0, 3)), 2)]);
}

#[test]
fn far_corners_are_cheap_and_the_outside_is_told() {
    let sheet = rows(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>\
         <row r=\"1048577\" hidden=\"1\"><c r=\"A1048577\" t=\"s\"><v>1</v></c><c r=\"ZZZZZZZ9\"><v>1</v></c></row>",
    );
    assert_eq!(sheet.cell(1_048_575, 16_383), Cell::Number(2.0));
    assert_eq!(hazards(&sheet), [(HazardKind::BrokenCell, None, 2)]);
}

#[test]
fn a_preview_reads_the_first_rows_and_their_strings() {
    let rows: String =
        (1..=50).map(|row| format!("<row r=\"{row}\"><c t=\"s\"><v>{}</v></c></row>", row % 3)).collect();
    let bytes = by_hand(&format!("<sheetData>{rows}"), "<si><t>zero</t></si><si><t>one</t></si>", "");
    let preview = book(bytes).preview(0, 10).unwrap();
    assert_eq!(preview.row_count(), 10);
    assert_eq!((preview.cell(0, 0), preview.cell(2, 0)), (Cell::Text("one"), Cell::Text("zero")));
    assert_eq!(preview.cell(1, 0), Cell::Error("#BROKEN!"));
}

#[test]
fn progress_counts_rows() {
    let rows: String = (1..=5_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    let mut told = Vec::new();
    book(by_hand(&format!("<sheetData>{rows}</sheetData>"), "", "")).read(0, &mut |rows| told.push(rows)).unwrap();
    assert_eq!((told.first().copied(), told.last().copied()), (Some(2_000), Some(5_000)));
    assert!(told.is_sorted());
}

#[test]
fn unreadable_workbooks_are_refused_by_their_cause() {
    let code = |bytes: Vec<u8>| open(bytes, "x").and_then(|mut book| book.read(0, &mut |_| {})).unwrap_err().code;
    let whole = by_hand("<sheetData><row><c><v>1</v></c></row></sheetData>", "", "");
    assert_eq!(code(whole[..whole.len() / 2].to_vec()), "damaged");
    assert_eq!(code(by_hand("<sheetData><row><c><v>1</v></c></row>", "", "")), "damaged");
    assert_eq!(code(by_hand("<sheetData><row><c><v>1</v", "", "")), "damaged");
    assert_eq!(code(pack(&[("readme.txt", "hello")])), "not_a_spreadsheet");
    assert_eq!(code(pack(&[("word/document.xml", "<a/>")])), "not_a_spreadsheet");
    assert_eq!(code(pack(&[("xl/workbook.xml", "<workbook><sheets/></workbook>")])), "no_sheets");
    let bomb = " ".repeat(300 << 20);
    assert_eq!(code(by_hand(&bomb, "", "")), "too_large");
}

#[test]
fn filters_of_the_sheet_and_of_its_tables_are_told() {
    let row = |number: u32, hidden: bool| {
        let hidden = if hidden { " hidden='1'" } else { "" };
        format!("<row r='{number}'{hidden}><c><v>1</v></c></row>")
    };
    let rows = [row(1, false), row(2, true), row(3, false), row(9, true), row(10, true), row(11, false)].concat();
    let filter = |range: &str, inner: &str| format!("<autoFilter ref='{range}'>{inner}</autoFilter>");
    let set = "<filterColumn colId='0'><filters/></filterColumn>";
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{}</worksheet>", filter("A1:B3", set));
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id='r1' Type='x/{kind}' Target='{target}'/></Relationships>")
    };
    let told = |table: &str| -> Vec<String> {
        let bytes = pack(&[
            ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
            ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
            ("xl/workbook.xml", "<workbook><sheets><sheet name='Data' r:id='r1'/></sheets></workbook>"),
            ("xl/worksheets/sheet1.xml", &sheet),
            ("xl/worksheets/_rels/sheet1.xml.rels", &relation("table", "../tables/table1.xml")),
            ("xl/tables/table1.xml", table),
        ]);
        let hazards = read(bytes).unwrap().hazards;
        hazards.iter().map(|hazard| format!("{:?} {} {}", hazard.kind, hazard.count, hazard.detail)).collect()
    };
    let table = |inner: &str| format!("<table ref='A8:B11'>{}</table>", filter("A8:B11", inner));
    assert_eq!(told(&table(set)), ["HiddenRows 3 ", "FilteredRows 1 A1:B3", "FilteredRows 2 A8:B11"]);
    assert_eq!(told(&table("")), ["HiddenRows 3 ", "FilteredRows 1 A1:B3"]);
}

#[test]
fn ranges_full_of_blanks_are_told() {
    for sheet in [
        "<dimension ref='A1:XFD1048576'/><sheetData><row><c><v>1</v></c></row></sheetData>",
        "<sheetData><row><c><v>1</v></c></row><row r='1048576'><c r='XFD1048576' s='1'/></row></sheetData>",
    ] {
        let sheet = read(by_hand(sheet, "", "")).unwrap();
        assert_eq!(hazards(&sheet), [(HazardKind::BlankRange, Some((0, 0)), 1)]);
        assert_eq!(sheet.hazards[0].detail, "A1:XFD1048576");
    }
}

#[test]
fn a_part_that_was_changed_afterwards_is_refused() {
    let whole = by_hand("<sheetData><row><c><v>4711</v></c></row></sheetData>", "<si><t>zero</t></si>", "");
    assert!(read(whole.clone()).is_ok());
    for part in ["xl/worksheets/sheet1.xml", "xl/strings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"] {
        let mut flipped = whole.clone();
        let entry = flipped.windows(part.len()).rposition(|window| window == part.as_bytes()).unwrap() - 46;
        assert_eq!(&flipped[entry..entry + 4], b"PK\x01\x02");
        // One bit of the checksum, as the directory states it.
        flipped[entry + 16] ^= 1;
        let refused = open(flipped, "x").and_then(|mut book| book.read(0, &mut |_| {})).unwrap_err();
        assert_eq!(refused.code, "damaged", "{part}");
    }
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

#[test]
fn looking_at_every_sheet_has_an_end() {
    // Each of the sheets is the same large part; rows are looked for in all of it.
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id='r1' Type='x/{kind}' Target='{target}'/></Relationships>")
    };
    let sheets = "<sheet name='Data' r:id='r1'/>".repeat(50);
    let blanks: String = (0..10_000).map(|row| format!("<row r='1' s='{row}' x='{row}'/>")).collect();
    let bytes = pack(&[
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>")),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{blanks}</sheetData></worksheet>")),
    ]);
    let mut book = open(bytes, "x").unwrap();
    let refused = (0..50).find_map(|sheet| book.preview(sheet, 50).err()).unwrap();
    assert_eq!(refused.code, "too_large");
    // And so has asking the others whether they hold data.
    assert!(book.read(0, &mut |_| {}).unwrap().hazards.len() > 10);
    assert!(book.preview(0, 50).is_ok());
}
