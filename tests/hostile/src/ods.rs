//! OpenDocument sheets: repeats without measure, tables in tables, white space that is none of the text.

use crate::Expect::{NothingWrong, Read, Refused};
use crate::zip::{Entry, archive};
use crate::{DATA, HEAD, Hostile, told};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn cell(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn row(attributes: &str, texts: [&str; 3]) -> String {
    format!("<table:table-row{attributes}>{}</table:table-row>", texts.map(cell).concat())
}

fn table() -> String {
    row("", HEAD) + &row("", DATA)
}

/// A document of these tables.
fn document(tables: &str) -> Vec<u8> {
    archived(&content(tables).into_bytes(), MIME, "")
}

fn content(tables: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
}

fn archived(content: &[u8], mime: &str, manifest: &str) -> Vec<u8> {
    archive(&[
        Entry::new("mimetype", mime.as_bytes()),
        Entry::new("content.xml", content),
        Entry::new("META-INF/manifest.xml", format!("<manifest:manifest>{manifest}</manifest:manifest>").as_bytes()),
    ])
}

/// One sheet: the table and these rows below it.
fn rows(more: &str) -> Vec<u8> {
    document(&format!("<table:table table:name=\"Partners\">{}{more}</table:table>", table()))
}

pub(crate) fn honest() -> Vec<u8> {
    rows("")
}

const HUGE: &str = " table:number-rows-repeated=\"4294967295\"";

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("open-honest", "honest.ods", |_| honest(), told(&[])),
    Hostile::one("open-rows-repeated-for-ever", "repeat.ods", |_| rows(&row(HUGE, ["Quay", "Bo Berg", "Event"])), Read { firms: &["Harbor", "Quay"], codes: &["broken_cell"] }).heavy(),
    Hostile::one("open-repeats-just-under-a-cap", "repeat.ods", |_| {
        let wide = "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>";
        rows(&format!("<table:table-row table:number-rows-repeated=\"250\">{wide}</table:table-row>").repeat(50))
    }, Refused("too_large")).heavy(),
    Hostile::one("open-blank-rows-repeated-for-ever", "blanks.ods", |_| {
        let blank = format!("<table:table-row{HUGE}><table:table-cell table:number-columns-repeated=\"4294967295\"/></table:table-row>");
        rows(&blank.repeat(3))
    }, told(&[])),
    Hostile::one("open-hidden-rows-repeated-for-ever", "hidden.ods", |_| {
        rows(&format!("<table:table-row table:visibility=\"collapse\"{HUGE}><table:table-cell/></table:table-row>").repeat(1_000))
    }, told(&[])),
    Hostile::one("open-repeats-that-are-none", "repeat.ods", |_| {
        rows(&row(" table:number-rows-repeated=\"-3\"", ["Quay", "Bo Berg", "Event"]))
    }, Refused("damaged")),
    Hostile::one("open-repeats-of-zero", "repeat.ods", |_| {
        rows(&row(" table:number-rows-repeated=\"0\"", ["Quay", "Bo Berg", "Event"]).replace("<table:table-cell ", "<table:table-cell table:number-columns-repeated=\"0\" "))
    }, Read { firms: &["Harbor", "Quay"], codes: &[] }),
    Hostile::one("open-repeats-that-overlap-merged-cells", "overlap.ods", |_| {
        let merged = "<table:table-cell table:number-columns-spanned=\"4294967295\" table:number-rows-spanned=\"4294967295\" table:number-columns-repeated=\"9\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
        rows(&format!("<table:table-row table:number-rows-repeated=\"100\">{merged}{merged}<table:covered-table-cell table:number-columns-repeated=\"4000000000\"/></table:table-row>"))
    }, Read { firms: &["Harbor", "x"], codes: &["merged_cells"] }),
    Hostile::one("open-rows-past-the-last", "past.ods", |_| {
        let blank = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell/></table:table-row>";
        rows(&(blank.to_owned() + &row(" table:number-rows-repeated=\"50000\"", ["Lost", "x", "y"])))
    }, Read { firms: &["Harbor", "Lost"], codes: &["broken_cell"] }),
    Hostile::one("open-cells-past-the-last", "past.ods", |_| {
        let far = format!("<table:table-row><table:table-cell table:number-columns-repeated=\"20000\"/>{}</table:table-row>", cell("x").repeat(20_000));
        rows(&far)
    }, told(&["broken_cell"])),
    Hostile::one("open-indented", "indented.ods", |_| {
        let plain = content(&format!("<table:table table:name=\"Partners\">{}</table:table>", table()));
        archived(plain.replace("><", ">\n      <").replace("\n      </text:p>", "</text:p>").as_bytes(), MIME, "")
    }, told(&[])),
    Hostile::one("open-tables-in-cells-of-tables", "nested.ods", |_| {
        let inner = format!("<table:table table:name=\"Inner\">{}</table:table>", row("", ["Wrong", "x", "y"]).repeat(3));
        rows(&format!("<table:table-row><table:table-cell><text:p>a</text:p>{}</table:table-cell></table:table-row>", inner.repeat(50)))
    }, NothingWrong),
    Hostile::one("open-tables-a-million-deep", "deep.ods", |_| document(&"<table:table>".repeat(1_000_000)), Refused("too_large")),
    Hostile::one("open-spaces-that-unfold", "spaces.ods", |_| {
        rows(&format!("<table:table-row>{}</table:table-row>", cell(&"<text:s text:c=\"4000000000\"/>".repeat(300)).repeat(60)))
    }, Refused("too_large")).heavy(),
    Hostile::one("open-paragraphs-without-end", "paragraphs.ods", |_| rows(&format!("<table:table-row>{}</table:table-row>", cell(&"</text:p><text:p>".repeat(200_000)))), NothingWrong),
    Hostile::one("open-values-that-are-none", "values.ods", |_| {
        let value = |kind: &str, name: &str, value: &str| format!("<table:table-cell office:value-type=\"{kind}\" office:{name}=\"{value}\"/>");
        rows(&format!("<table:table-row>{}{}{}{}</table:table-row>", value("float", "value", "1e999"), value("date", "date-value", "2025-99-99"), value("time", "time-value", "PT99999999999999999999999H"), value("boolean", "boolean-value", "perhaps")))
    }, told(&["broken_cell"])),
    Hostile::one("open-sheets-without-end", "sheets.ods", |_| document(&format!("<table:table table:name=\"Partners\">{}</table:table>", table()).repeat(20_000)), Refused("too_large")),
    Hostile::one("open-two-thousand-sheets", "sheets.ods", |_| document(&format!("<table:table table:name=\"Partners\">{}</table:table>", table()).repeat(2_000)), NothingWrong).heavy(),
    Hostile::one("open-entities-that-unfold", "lol.ods", |_| {
        archived(content(&format!("<table:table>{}</table:table>", row("", ["&l;", "x", "y"]))).replacen("?>", "?><!DOCTYPE a [<!ENTITY l \"lol\">]>", 1).as_bytes(), MIME, "")
    }, Refused("too_large")),
    Hostile::one("open-encrypted", "locked.ods", |_| archived(&[7; 900], MIME, "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), Refused("encrypted")),
    Hostile::one("open-letter", "letter.odt", |_| archived(b"<a/>", "application/vnd.oasis.opendocument.text", ""), Refused("not_a_spreadsheet")),
    Hostile::one("open-without-a-table", "none.ods", |_| document(""), Refused("no_sheets")),
    Hostile::one("open-that-breaks-off", "cut.ods", |_| archived(&content(&format!("<table:table>{}", table())).as_bytes()[..600], MIME, ""), Refused("damaged")),
    Hostile::one("open-content-of-gigabytes", "bomb.ods", |_| {
        archive(&[Entry::new("mimetype", MIME.as_bytes()), Entry::repeated("content.xml", b"<a>", &[b' '; 1 << 16], 20_000, b"</a>")])
    }, Refused("too_large")),
];
