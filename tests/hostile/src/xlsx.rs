//! Workbooks of XML: cells, texts, styles and relationships that lie.

use crate::Expect::{NothingWrong, Read, Refused};
use crate::zip::{Entry, archive};
use crate::{DATA, HEAD, Hostile, told};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Relationships: id, kind, target.
pub(crate) fn relations(relations: &[(&str, &str, &str)]) -> Vec<u8> {
    let inner: String = relations
        .iter()
        .map(|(id, kind, target)| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"))
        .collect();
    format!("<?xml version=\"1.0\"?><Relationships>{inner}</Relationships>").into_bytes()
}

/// A row of texts in the cells themselves.
pub(crate) fn row(number: u32, attributes: &str, texts: [&str; 3]) -> String {
    let cell =
        |(column, text): (char, &str)| format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<row r=\"{number}\"{attributes}>{}</row>", ('A'..).zip(texts).map(cell).collect::<String>())
}

/// The headers and one row.
pub(crate) fn table(texts: [&str; 3]) -> String {
    row(1, "", HEAD) + &row(2, "", texts)
}

/// A sheet part of these rows.
pub(crate) fn sheet(rows: &str) -> Vec<u8> {
    let (head, tail) = around_rows();
    [head.as_bytes(), rows.as_bytes(), tail.as_bytes()].concat()
}

fn around_rows() -> (String, &'static str) {
    (
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{MAIN}\"><sheetData>"),
        "</sheetData></worksheet>",
    )
}

/// What stands before and behind the end of the honest sheet's rows.
pub(crate) fn around() -> (Vec<u8>, Vec<u8>) {
    let (head, tail) = around_rows();
    ((head + &table(DATA)).into_bytes(), tail.into())
}

/// A workbook part of these `sheet` elements.
pub(crate) fn workbook(sheets: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
    )
    .into_bytes()
}

/// The honest workbook's parts. Its shared strings are the headers and the row, so that cells may use them.
pub(crate) fn parts() -> Vec<Entry> {
    let texts: String = HEAD.iter().chain(&DATA).map(|text| format!("<si><t>{text}</t></si>")).collect();
    let main = [
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "sharedStrings", "sharedStrings.xml"),
        ("r3", "styles", "styles.xml"),
    ];
    vec![
        Entry::new("[Content_Types].xml", b"<Types/>"),
        Entry::new("_rels/.rels", &relations(&[("r1", "officeDocument", "xl/workbook.xml")])),
        Entry::new("xl/workbook.xml", &workbook("<sheet name=\"Partners\" sheetId=\"1\" r:id=\"r1\"/>")),
        Entry::new("xl/_rels/workbook.xml.rels", &relations(&main)),
        Entry::new(
            "xl/styles.xml",
            b"<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
        ),
        Entry::new("xl/sharedStrings.xml", format!("<sst uniqueCount=\"6\">{texts}</sst>").as_bytes()),
        Entry::new("xl/worksheets/sheet1.xml", &sheet(&table(DATA))),
    ]
}

/// The honest workbook with parts in the place of its own, or beside them.
pub(crate) fn with(changed: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut parts = parts();
    for (name, content) in changed {
        let entry = Entry::new(name, content);
        match parts.iter_mut().find(|part| part.name == name.as_bytes()) {
            Some(part) => *part = entry,
            None => parts.push(entry),
        }
    }
    archive(&parts)
}

pub(crate) fn honest() -> Vec<u8> {
    archive(&parts())
}

/// The honest workbook with other rows.
pub(crate) fn rows(rows: &str) -> Vec<u8> {
    with(&[("xl/worksheets/sheet1.xml", sheet(rows))])
}

/// The table, and under it a row whose first cell is this one.
fn cell(cell: &str) -> Vec<u8> {
    let third =
        row(3, "", ["", "Bo Berg", "Event"]).replacen("<c r=\"A3\" t=\"inlineStr\"><is><t></t></is></c>", cell, 1);
    rows(&(table(DATA) + &third))
}

fn strings(xml: &str) -> Vec<u8> {
    let rows = row(1, "", HEAD)
        + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
        + &row(2, "", ["", DATA[1], DATA[2]])["<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t></t></is></c>".len()..];
    with(&[("xl/sharedStrings.xml", xml.into()), ("xl/worksheets/sheet1.xml", sheet(&rows))])
}

/// The honest workbook with these rows, and a second sheet whose part breaks off.
fn beside_a_broken_sheet(first: &[u8]) -> Vec<u8> {
    let sheets = "<sheet name=\"Partners\" r:id=\"r1\"/><sheet name=\"Older\" r:id=\"r4\"/>";
    let main = [
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "sharedStrings", "sharedStrings.xml"),
        ("r3", "styles", "styles.xml"),
        ("r4", "worksheet", "worksheets/sheet2.xml"),
    ];
    with(&[
        ("xl/workbook.xml", workbook(sheets)),
        ("xl/_rels/workbook.xml.rels", relations(&main)),
        ("xl/worksheets/sheet1.xml", first.to_vec()),
        ("xl/worksheets/sheet2.xml", BROKEN.to_vec()),
    ])
}

/// A sheet part that breaks off.
const BROKEN: &[u8] = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is></row>";

const BLOCKED: crate::Expect = told(&["error_value"]);

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("honest", "honest.xlsx", |_| honest(), told(&[])),
    Hostile::one(
        "another-sheet-broken",
        "sheets.xlsx",
        |_| beside_a_broken_sheet(&sheet(&table(DATA))),
        told(&["unreadable_sheet"]),
    ),
    Hostile::one(
        "another-sheet-broken-and-no-table",
        "sheets.xlsx",
        |_| beside_a_broken_sheet(&sheet(&row(1, "", ["Notes", "on", "last year"]))),
        Refused("damaged"),
    ),
    Hostile::one("every-sheet-broken", "sheets.xlsx", |_| beside_a_broken_sheet(BROKEN), Refused("damaged")),
    Hostile::one("shared-string-number-negative", "index.xlsx", |_| cell("<c r=\"A3\" t=\"s\"><v>-1</v></c>"), BLOCKED),
    Hostile::one(
        "shared-string-number-huge",
        "index.xlsx",
        |_| cell("<c r=\"A3\" t=\"s\"><v>99999999999999999999</v></c>"),
        BLOCKED,
    ),
    Hostile::one(
        "shared-string-number-past-the-last",
        "index.xlsx",
        |_| cell("<c r=\"A3\" t=\"s\"><v>6</v></c>"),
        BLOCKED,
    ),
    Hostile::one(
        "shared-string-number-a-word",
        "index.xlsx",
        |_| cell("<c r=\"A3\" t=\"s\"><v>three</v></c>"),
        BLOCKED,
    ),
    Hostile::one(
        "shared-strings-missing",
        "strings.xlsx",
        |_| {
            let mut parts = parts();
            parts.retain(|part| part.name != b"xl/sharedStrings.xml");
            parts.retain(|part| part.name != b"xl/worksheets/sheet1.xml");
            let third = "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c></row>";
            parts.push(Entry::new("xl/worksheets/sheet1.xml", &sheet(&(table(DATA) + third))));
            archive(&parts)
        },
        BLOCKED,
    ),
    Hostile::one(
        "unknown-error-texts",
        "errors.xlsx",
        |_| {
            cell(
                "<c r=\"A3\" t=\"e\"><v>#SPILL!</v></c><c r=\"D3\" t=\"e\"><v>#GETTING_DATA</v></c><c r=\"E3\" t=\"e\"><v>#WHAT?</v></c>",
            )
        },
        BLOCKED,
    ),
    Hostile::one(
        "unique-count-of-billions",
        "count.xlsx",
        |_| strings("<sst count=\"4294967295\" uniqueCount=\"18446744073709551615\"><si><t>Harbor</t></si></sst>"),
        told(&[]),
    ),
    Hostile::one(
        "unique-count-negative",
        "count.xlsx",
        |_| strings("<sst uniqueCount=\"-5\"><si><t>Harbor</t></si></sst>"),
        told(&[]),
    ),
    Hostile::one(
        "empty-shared-strings-before",
        "strings.xlsx",
        |_| {
            let rows = table(DATA)
                + &row(3, "", ["", "Bo Berg", "Event"]).replacen(
                    "t=\"inlineStr\"><is><t></t></is>",
                    "t=\"s\"><v>2</v>",
                    1,
                );
            let texts = b"<sst><si/><si></si><si><t>Quay</t></si></sst>".to_vec();
            with(&[("xl/sharedStrings.xml", texts), ("xl/worksheets/sheet1.xml", sheet(&rows))])
        },
        Read { firms: &["Harbor", "Quay"], codes: &[] },
    ),
    Hostile::one("dimension-of-rows-only", "dimension.xlsx", |_| dimension("1:2"), told(&[])),
    Hostile::one("dimension-of-everything", "dimension.xlsx", |_| dimension("A1:XFD1048576"), told(&[])),
    Hostile::one("dimension-of-nonsense", "dimension.xlsx", |_| dimension("ZZZZZZZZ99999999999:-1"), told(&[])),
    Hostile::one(
        "a-cell-in-each-far-corner",
        "corners.xlsx",
        |_| rows(&(table(DATA) + "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>")),
        told(&[]),
    ),
    Hostile::one(
        "cells-outside-of-every-limit",
        "outside.xlsx",
        |_| {
            rows(
                &(table(DATA)
                    + "<row r=\"4294967295\"><c r=\"A4294967295\"><v>1</v></c></row><row><c r=\"ZZZZZZZZZ3\"><v>1</v></c></row><row r=\"2000000\"><c><v>1</v></c></row>"),
            )
        },
        told(&["broken_cell"]),
    ),
    Hostile::one(
        "places-that-are-none",
        "places.xlsx",
        |_| {
            rows(
                &table(DATA)
                    .replace("r=\"A2\"", "r=\"2A\"")
                    .replace("r=\"B2\"", "r=\"\"")
                    .replace("<row r=\"2\"", "<row r=\"two\""),
            )
        },
        NothingWrong,
    ),
    Hostile::one(
        "numbers-that-are-none",
        "numbers.xlsx",
        |_| cell("<c r=\"A3\"><v>1e999</v></c><c r=\"D3\"><v>NaN</v></c>"),
        Read { firms: &["Harbor", "1e999"], codes: &["broken_cell"] },
    ),
    Hostile::one(
        "style-of-no-such-number",
        "style.xlsx",
        |_| {
            rows(&table(DATA).replace("r=\"A2\"", "r=\"A2\" s=\"-7\"").replace("r=\"B2\"", "r=\"B2\" s=\"4000000000\""))
        },
        told(&[]),
    ),
    Hostile::one(
        "truth-that-is-none",
        "truth.xlsx",
        |_| cell("<c r=\"A3\" t=\"b\"><v>maybe</v></c>"),
        Read { firms: &["Harbor", "maybe"], codes: &["broken_cell"] },
    ),
    Hostile::one(
        "formula-without-result",
        "formula.xlsx",
        |_| cell("<c r=\"A3\"><f>1/0</f></c>"),
        Read { firms: &["Harbor"], codes: &["no_result"] },
    ),
    Hostile::one(
        "characters-that-xml-cannot-hold",
        "escaped.xlsx",
        |_| cell("<c r=\"A3\" t=\"inlineStr\"><is><t>a_x0000_b_xD800_c</t></is></c>"),
        NothingWrong,
    ),
    Hostile::one(
        "chart-and-macro-sheets-among-others",
        "sheets.xlsx",
        |_| {
            let sheets = ["r4", "r5", "r1", "r6"].map(|id| format!("<sheet name=\"{id}\" r:id=\"{id}\"/>")).concat();
            let main = [
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r4", "chartsheet", "chartsheets/sheet1.xml"),
                ("r5", "xlMacrosheet", "macrosheets/sheet1.xml"),
                ("r6", "dialogsheet", "nowhere.xml"),
            ];
            with(&[("xl/workbook.xml", workbook(&sheets)), ("xl/_rels/workbook.xml.rels", relations(&main))])
        },
        told(&[]),
    ),
    Hostile::one(
        "no-sheets-but-a-chart",
        "chart.xlsx",
        |_| with(&[("xl/_rels/workbook.xml.rels", relations(&[("r1", "chartsheet", "chartsheets/sheet1.xml")]))]),
        Refused("no_sheets"),
    ),
    Hostile::one(
        "relationships-in-a-circle",
        "circle.xlsx",
        |_| {
            with(&[(
                "xl/_rels/workbook.xml.rels",
                relations(&[
                    ("r1", "worksheet", "workbook.xml"),
                    ("r2", "sharedStrings", "workbook.xml"),
                    ("r3", "styles", "workbook.xml"),
                ]),
            )])
        },
        Refused("damaged"),
    ),
    Hostile::one(
        "sheet-that-is-not-there",
        "missing.xlsx",
        |_| with(&[("xl/_rels/workbook.xml.rels", relations(&[("r1", "worksheet", "worksheets/sheet9.xml")]))]),
        Refused("damaged"),
    ),
    Hostile::one(
        "leftovers-behind-the-end",
        "leftovers.xlsx",
        |_| {
            with(&[(
                "xl/workbook.xml",
                [workbook("<sheet name=\"Partners\" r:id=\"r1\"/>"), b"</sheets></workbook>".to_vec()].concat(),
            )])
        },
        told(&["second_reader"]),
    ),
    Hostile::one(
        "broken-characters-in-utf-8",
        "utf8.xlsx",
        |_| {
            with(&[(
                "xl/worksheets/sheet1.xml",
                [sheet(&table(DATA)), vec![0xFF]]
                    .concat()
                    .iter()
                    .map(|&byte| if byte == b'H' { 0xC3 } else { byte })
                    .collect(),
            )])
        },
        Refused("damaged"),
    ),
];

/// The honest table under a dimension that lies.
fn dimension(range: &str) -> Vec<u8> {
    let sheet = String::from_utf8_lossy(&sheet(&table(DATA)))
        .replace("<sheetData>", &format!("<dimension ref=\"{range}\"/><sheetData>"));
    with(&[("xl/worksheets/sheet1.xml", sheet.into_bytes())])
}
