//! Whole documents, written by hand.

use lanegate_sheet::{Cell, HazardKind, Sheet};
use lanegate_wire::Unreadable;

use crate::hazards::tests::hazards;
use crate::xlsx::tests::pack;
use crate::{Visibility, open};

fn document(tables: &str) -> Vec<u8> {
    let styles = "<style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>";
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body>\n \
         <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    pack(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

fn read(bytes: Vec<u8>) -> Result<Sheet, Unreadable> {
    open(bytes, "partners.ods")?.read(0, &mut |_| {})
}

fn rows(rows: &str) -> Sheet {
    read(document(&format!("<table:table table:name=\"Data\">{rows}</table:table>"))).unwrap()
}

#[test]
fn every_kind_of_cell_is_read() {
    let sheet = rows(
        "<table:table-row>
         <table:table-cell office:value-type='float' office:value='360'><text:p>360,00</text:p></table:table-cell>
         <table:table-cell office:value-type='date' office:date-value='2025-05-01'><text:p>1.5.25</text:p></table:table-cell>
         <table:table-cell office:value-type='time' office:time-value='PT30H00M00S'><text:p>30:00</text:p></table:table-cell>
         <table:table-cell office:value-type='boolean' office:boolean-value='true'><text:p>WAHR</text:p></table:table-cell>
         <table:table-cell office:value-type='string'><text:p>a<text:s text:c='2'/>b  &amp;
           <text:span>c</text:span><text:line-break/>d</text:p><text:p>e</text:p>
           <office:annotation><text:p>a remark</text:p></office:annotation></table:table-cell>
         <table:table-cell table:formula='of:=NA()' office:value-type='string' office:string-value=''
           calcext:value-type='error'><text:p>#N/A</text:p></table:table-cell>
         <table:table-cell table:formula='of:=A1'/>
         <table:table-cell><text:p>untyped</text:p></table:table-cell>
         </table:table-row>",
    );
    let found: Vec<_> = (0..8).map(|column| sheet.cell(0, column)).collect();
    assert_eq!(
        found,
        [
            Cell::Number(360.0),
            Cell::IsoDate("2025-05-01"),
            Cell::Duration(1.25),
            Cell::Bool(true),
            Cell::Text("a  b & c\nd\ne"),
            Cell::Error("#N/A"),
            Cell::NoResult,
            Cell::Text("untyped"),
        ]
    );
    assert_eq!(hazards(&sheet), [(HazardKind::FormulaWithoutResult, Some((0, 6)), 1)]);
}

#[test]
fn stated_texts_and_empty_results_are_read_as_their_writers_mean_them() {
    let sheet = rows(
        "<table:table-row>
         <table:table-cell office:value-type='string' office:string-value='  a&#9;b '><text:p>  a\tb </text:p></table:table-cell>
         <table:table-cell office:value-type='string' office:string-value='a b'><text:p>a</text:p><text:p>b</text:p></table:table-cell>
         <table:table-cell office:value-type='string' office:string-value=''><text:p>a</text:p></table:table-cell>
         <table:table-cell table:formula='of:=A1&amp;&quot;&quot;'><text:p/></table:table-cell>
         <table:table-cell table:formula='of:=A1'/>
         <table:table-cell office:value-type='date' office:date-value=''/>
         <table:table-cell office:value-type='date' office:date-value=' '><text:p>soon</text:p></table:table-cell>
         </table:table-row>",
    );
    let found: Vec<_> = (0..7).map(|column| sheet.cell(0, column)).collect();
    let broken = Cell::Error(crate::sink::BROKEN);
    let texts = [Cell::Text("  a\tb "), Cell::Text("a\nb"), Cell::Text("a")];
    assert_eq!(found, [&texts[..], &[Cell::Blank, Cell::NoResult, broken, Cell::Text("soon")]].concat());
    assert_eq!(
        hazards(&sheet),
        [(HazardKind::FormulaWithoutResult, Some((0, 4)), 1), (HazardKind::BrokenCell, Some((0, 5)), 2)]
    );
}

#[test]
fn repeats_hidden_rows_and_merged_cells_are_read() {
    let sheet = rows(
        "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='2'/>
         <table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='3'/></table:table-row>
         <table:table-row table:visibility='filter' table:number-rows-repeated='2'>
         <table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='1' office:value-type='string'>
         <text:p>x</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
         <table:table-row table:number-rows-repeated='1048572'><table:table-cell table:number-columns-repeated='16384'/>
         </table:table-row>",
    );
    assert_eq!((sheet.row_count(), sheet.column_count()), (4, 5));
    assert_eq!((sheet.cell(1, 4), sheet.cell(3, 0)), (Cell::Number(1.0), Cell::Text("x")));
    assert_eq!(
        hazards(&sheet),
        [
            (HazardKind::HiddenRows, Some((2, 0)), 2),
            (HazardKind::FilteredRows, Some((2, 0)), 2),
            (HazardKind::MergedCells, Some((2, 0)), 1),
            (HazardKind::MergedCells, Some((3, 0)), 1)
        ]
    );
}

#[test]
fn repeats_without_measure_are_refused_quickly() {
    let bomb = document(
        "<table:table><table:table-row table:number-rows-repeated='4000000000'>\
         <table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='4000000000'/>\
         </table:table-row></table:table>",
    );
    assert_eq!(read(bomb).unwrap_err().code, "too_large");
}

#[test]
fn sheets_are_listed_in_order_with_those_that_are_hidden() {
    let cell = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
    let tables = format!(
        "<table:table table:name='A'>{cell}</table:table><table:table table:name='B' table:style-name='ta2'>{cell}\
         </table:table><table:table table:name='C'/>"
    );
    let mut book = open(document(&tables), "x").unwrap();
    let shown: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
    assert_eq!(shown, [("A", Visibility::Visible), ("B", Visibility::Hidden), ("C", Visibility::Visible)]);
    assert_eq!(hazards(&book.read(0, &mut |_| {}).unwrap()), [(HazardKind::HiddenSheet, None, 1)]);
    assert_eq!(book.preview(1, 1).unwrap().cell(0, 0), Cell::Text("x"));
    assert_eq!(book.read(2, &mut |_| {}).unwrap().row_count(), 0);
}

#[test]
fn unreadable_documents_are_refused_by_their_cause() {
    let code = |bytes| read(bytes).unwrap_err().code;
    assert_eq!(
        code(pack(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")])),
        "not_a_spreadsheet"
    );
    let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    assert_eq!(code(pack(&[("content.xml", "garbage"), ("META-INF/manifest.xml", manifest)])), "encrypted");
    assert_eq!(code(document("")), "no_sheets");
    assert_eq!(code(pack(&[("content.xml", "<table:table><table:table-row>")])), "damaged");
}

#[test]
fn rows_and_columns_past_the_last_cost_no_time() {
    let far = "<table:table-row table:number-rows-repeated='4000000000'><table:table-cell/></table:table-row>";
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated='20000'/>\
                <table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='16384'/></table:table-row>";
    let sheet = rows(&[wide, far, &wide.repeat(20_000)].concat());
    assert_eq!((sheet.row_count(), sheet.column_count()), (0, 0));
    assert_eq!(hazards(&sheet)[0].0, HazardKind::BrokenCell);
}

#[test]
fn texts_that_unfold_in_one_row_are_refused() {
    let cell =
        format!("<table:table-cell><text:p>x{}</text:p></table:table-cell>", "<text:s text:c='10000'/>".repeat(400));
    let row = format!("<table:table><table:table-row>{}</table:table-row></table:table>", cell.repeat(20));
    assert_eq!(read(document(&row)).unwrap_err().code, "too_large");
}
