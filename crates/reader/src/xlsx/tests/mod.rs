//! Whole workbooks: written by a library as Excel would, and by hand where Excel would not.

mod contradictions;

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
