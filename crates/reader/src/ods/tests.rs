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
fn hidden_columns_are_known() {
    let sheet = rows(
        "<table:table-column/><table:table-column/>
         <table:table-column table:number-columns-repeated='2' table:visibility='collapse'/><table:table-column/>
         <table:table-column table:visibility='filter'/><table:table-column table:number-columns-repeated='16378'/>
         <table:table-row><table:table-cell office:value-type='float' office:value='1'/></table:table-row>",
    );
    let hidden: Vec<_> = (0..8).filter(|&column| sheet.is_column_hidden(column)).collect();
    assert_eq!(hidden, [2, 3, 5]);
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
fn copies_of_other_files_are_no_sheets() {
    let cell = |text: &str| {
        format!("<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>")
    };
    let table = |name: &str, text: &str| format!("<table:table table:name=\"{name}\">{}</table:table>", cell(text));
    let tables = [
        table("'file:///home/u/old.ods'#Meetings", "old"),
        table("One", "1"),
        table("'https://host/o''ld.ods'#$Data", "old"),
        table("'quoted' #1", "2"),
        format!("<table:dde-links><table:dde-link>{}</table:dde-link></table:dde-links>", table("", "old")),
        "<table:table table:name=\"Drawn\"><table:shapes><draw:rect><text:p>x</text:p></draw:rect></table:shapes></table:table>".to_owned(),
    ];
    let mut book = open(document(&tables.concat()), "x").unwrap();
    let names: Vec<_> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    assert_eq!(names, ["One", "'quoted' #1", "Drawn"]);
    let sheet = book.read(0, &mut |_| {}).unwrap();
    assert_eq!((sheet.cell(0, 0), hazards(&sheet)), (Cell::Text("1"), vec![(HazardKind::OtherSheet, None, 1)]));
    assert_eq!(book.read(1, &mut |_| {}).unwrap().cell(0, 0), Cell::Text("2"));
    // A sheet that is linked to another file's is one of this document's.
    let linked = "<table:table table:name=\"Linked\"><table:table-source xlink:href=\"a.ods\"/></table:table>";
    assert_eq!(open(document(linked), "x").unwrap().sheets()[0].name, "Linked");
}

#[test]
fn texts_of_drawings_and_remarks_are_none_of_the_cells() {
    let label = |name: &str| format!("<draw:{name}><text:p>label</text:p></draw:{name}>");
    let text = "<text:p>Alpha GmbH</text:p>";
    for inner in ["caption", "line", "ellipse", "polygon", "path", "connector", "measure", "object", "unheard"] {
        let sheet = rows(&format!(
            "<table:table-row><table:table-cell>{text}{}</table:table-cell></table:table-row>",
            label(inner)
        ));
        assert_eq!(sheet.cell(0, 0), Cell::Text("Alpha GmbH"), "{inner}");
    }
    for inner in ["caption", "line", "custom-shape", "frame", "g"] {
        let inside = format!("<text:p>Alpha {}<text:span>GmbH</text:span></text:p>", label(inner));
        let sheet = rows(&format!("<table:table-row><table:table-cell>{inside}</table:table-cell></table:table-row>"));
        assert_eq!(sheet.cell(0, 0), Cell::Text("Alpha GmbH"), "{inner}");
    }
    let nested = "<draw:g><draw:frame><draw:text-box><text:p>a<text:note><text:p>b</text:p></text:note></text:p></draw:text-box></draw:frame></draw:g>";
    let remark = "<office:annotation><text:p>remark</text:p></office:annotation>";
    let listed = "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>";
    let cells = [format!("{nested}{text}"), format!("{remark}{text}"), listed.to_owned(), nested.to_owned()];
    let cells: String = cells.iter().map(|inner| format!("<table:table-cell>{inner}</table:table-cell>")).collect();
    let sheet = rows(&format!("<table:table-row>{cells}</table:table-row>"));
    let found = [0, 1, 2, 3].map(|column| sheet.cell(0, column));
    assert_eq!(found, [Cell::Text("Alpha GmbH"), Cell::Text("Alpha GmbH"), Cell::Text("one"), Cell::Blank]);
}

#[test]
fn counts_of_repeats_that_are_none_are_refused_and_huge_ones_reach_past_the_end() {
    for count in ["-1", "1e3", "1.5", "many"] {
        for (of_row, of_cell) in [(count, "1"), ("1", count)] {
            let table = format!(
                "<table:table><table:table-row table:number-rows-repeated='{of_row}'><table:table-cell \
                 table:number-columns-repeated='{of_cell}'/></table:table-row></table:table>"
            );
            assert_eq!(read(document(&table)).unwrap_err().code, "damaged", "{count}");
        }
    }
    let cell = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    let sheet = rows(&format!(
        "<table:table-row>{cell}<table:table-cell table:number-columns-repeated='4294967297'/>{cell}</table:table-row>\
         <table:table-row table:number-rows-repeated='99999999999999999999'><table:table-cell/></table:table-row>\
         <table:table-row>{cell}</table:table-row>"
    ));
    assert_eq!((sheet.row_count(), sheet.column_count(), sheet.cell(0, 0)), (1, 1, Cell::Text("x")));
    assert_eq!(hazards(&sheet), [(HazardKind::BrokenCell, None, 2)]);
}

#[test]
fn results_that_begin_like_errors_are_texts_unless_they_are_errors() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell table:formula='of:=A1' {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let string = "office:value-type='string' office:string-value";
    let cells = [
        cell(&format!("{string}='#1 priority'"), "#1 priority"),
        cell("office:value-type='float' office:value='5'", "#5"),
        cell("office:value-type='string' calcext:value-type='string'", "#REF!"),
        cell("office:value-type='string'", "#REF!"),
        cell("office:value-type='float' office:value='0'", "Err:502"),
        cell("office:value-type='string' office:string-value='' calcext:value-type='error'", "#sales"),
    ];
    let sheet = rows(&format!("<table:table-row>{}</table:table-row>", cells.concat()));
    let found: Vec<_> = (0..6).map(|column| sheet.cell(0, column)).collect();
    let expected = [
        Cell::Text("#1 priority"),
        Cell::Number(5.0),
        Cell::Text("#REF!"),
        Cell::Error("#REF!"),
        Cell::Error("Err:502"),
        Cell::Error("#sales"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_value_is_the_one_of_the_stated_type() {
    let cells = "<table:table-cell office:value-type='float' office:value='36' office:string-value='0' office:date-value='2020-01-01'/>\
                 <table:table-cell office:date-value='2020-01-01' office:value-type='boolean' office:boolean-value='true'/>\
                 <table:table-cell office:value='7'/>\
                 <table:table-cell table:formula='of:=A1' office:value-type='float'/>\
                 <table:table-cell table:formula='of:=A1' office:value-type='string'/>\
                 <table:table-cell table:formula='of:=A1' office:value-type='string' office:string-value=''/>";
    let sheet = rows(&format!("<table:table-row>{cells}</table:table-row>"));
    let found: Vec<_> = (0..6).map(|column| sheet.cell(0, column)).collect();
    let none = Cell::NoResult;
    assert_eq!(found, [Cell::Number(36.0), Cell::Bool(true), Cell::Text("7"), none, none, Cell::Blank]);
}

#[test]
fn addresses_behind_cells_are_read() {
    let cells = "<table:table-cell><text:p><text:a xlink:href='mailto:a@b.example?subject=x&amp;y'>Ann</text:a></text:p></table:table-cell>\
                 <table:table-cell table:formula='of:=HYPERLINK(&quot;https://a.example&quot;;&quot;A&quot;)' office:value-type='string'>\
                 <text:p>A</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>";
    let sheet = rows(&format!("<table:table-row>{cells}</table:table-row>"));
    let found = [0, 1, 2].map(|column| sheet.link_at(0, column));
    assert_eq!(found, [Some("mailto:a@b.example?subject=x&y"), Some("https://a.example"), None]);
    assert_eq!((sheet.cell(0, 0), sheet.cell(0, 1)), (Cell::Text("Ann"), Cell::Text("A")));
}

#[test]
fn flat_documents_are_read() {
    let flat = |kind: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<office:document {} office:mimetype=\"application/vnd.oasis.opendocument.{kind}\"><office:body>\
             <office:spreadsheet><table:table table:name=\"Data\"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>\
             </table:table-row></table:table></office:spreadsheet></office:body></office:document>",
            "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" ".to_owned() + &" ".repeat(5_000)
        )
    };
    let mut book = open(flat("spreadsheet").into_bytes(), "x.fods").unwrap();
    assert_eq!((book.format(), book.sheets()[0].name.as_str()), ("ods", "Data"));
    assert_eq!(book.preview(0, 5).unwrap().cell(0, 0), Cell::Text("x"));
    assert_eq!(book.read(0, &mut |_| {}).unwrap().cell(0, 0), Cell::Text("x"));
    assert_eq!(open(flat("text").into_bytes(), "x.fodt").unwrap_err().code, "not_a_spreadsheet");
    let cut = &flat("spreadsheet").into_bytes()[..5_300];
    assert_eq!(open(cut.to_vec(), "x").and_then(|mut book| book.read(0, &mut |_| {})).unwrap_err().code, "damaged");
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
    let remark = "<manifest><!-- encryption-data --><entry note='encryption-data'/></manifest>";
    let rows = "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    assert!(read(pack(&[("content.xml", rows), ("META-INF/manifest.xml", remark)])).is_ok());
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
