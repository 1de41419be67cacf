//! A long `.ods`, as LibreOffice has one: every cell with its text beside its value.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::rows::{Cell, Rows, iso};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3"><office:automatic-styles><number:date-style style:name="N1"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Rows">"#;
const END: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

pub fn write(file: &Path, headers: &[&str], rows: Rows) -> Result<()> {
    let mut archive = ZipWriter::new(BufWriter::new(File::create(file)?));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file("mimetype", plain)?;
    archive.write_all(MIME.as_bytes())?;
    let packed = SimpleFileOptions::default();
    archive.start_file("META-INF/manifest.xml", packed)?;
    archive.write_all(MANIFEST.as_bytes())?;
    archive.start_file("content.xml", packed)?;
    archive.write_all(HEAD.as_bytes())?;
    let head: Vec<Cell> = headers.iter().map(|header| Cell::Text((*header).to_owned())).collect();
    for cells in std::iter::once(head).chain(rows) {
        let cells: String = cells.iter().map(cell).collect();
        write!(archive, "<table:table-row>{cells}</table:table-row>")?;
    }
    archive.write_all(END.as_bytes())?;
    archive.finish()?.flush()?;
    Ok(())
}

/// None of the texts holds what XML would have to escape.
fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Blank => "<table:table-cell/>".to_owned(),
        Cell::Text(text) => {
            format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
        }
        Cell::Number(number) => format!(
            r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
        ),
        Cell::Day(day) => format!(
            r#"<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="{0}"><text:p>{0}</text:p></table:table-cell>"#,
            iso(*day)
        ),
    }
}
