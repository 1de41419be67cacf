//! Small workbooks for tests, part by part.

use std::io::{Cursor, Write as _};

use lanegate_sheet::column_letters;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A sheet: its name, its state (empty: visible), what stands before its rows, and its rows. A cell that begins with `=` is a formula
/// without a result, digits are a number, and anything else is text.
pub struct Part<'a> {
    pub name: &'a str,
    pub state: &'a str,
    pub head: &'a str,
    pub rows: &'a [&'a [&'a str]],
}

/// A visible sheet.
pub fn part<'a>(name: &'a str, rows: &'a [&'a [&'a str]]) -> Part<'a> {
    Part { name, state: "", head: "", rows }
}

/// The workbook with these sheets.
pub fn workbook(sheets: &[Part<'_>]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    add(
        "[Content_Types].xml",
        format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
        ),
    );
    add(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let (mut names, mut relations) = (String::new(), String::new());
    for (number, sheet) in (1..).zip(sheets) {
        let state = if sheet.state.is_empty() { String::new() } else { format!(" state=\"{}\"", sheet.state) };
        names += &format!("<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"r{number}\"{state}/>", sheet.name);
        relations += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let mut rows = String::new();
        for (row, cells) in (1..).zip(sheet.rows) {
            rows += &format!("<row r=\"{row}\">");
            for (column, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
                let place = format!("{}{row}", column_letters(column));
                rows += &match text.strip_prefix('=') {
                    Some(formula) => format!("<c r=\"{place}\"><f>{}</f></c>", escaped(formula)),
                    None if text.parse::<f64>().is_ok() => format!("<c r=\"{place}\"><v>{text}</v></c>"),
                    None => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)),
                };
            }
            rows += "</row>";
        }
        add(
            &format!("xl/worksheets/sheet{number}.xml"),
            format!("<worksheet xmlns=\"{MAIN}\">{}<sheetData>{rows}</sheetData></worksheet>", sheet.head),
        );
    }
    add("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets>{names}</sheets></workbook>"));
    add(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>"),
    );
    zip.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
