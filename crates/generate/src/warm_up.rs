//! Two small files, a workbook and a text, that the page's worker reads and checks while a person picks theirs: a browser compiles
//! WebAssembly well only where it has run for a while. They hold what files hold most, sound rows and a few faulty ones, in the form in
//! which Excel writes it; their texts differ little from each other, so that they weigh little.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use anyhow::Result;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROWS: u32 = 120;
const HEADERS: [&str; 7] =
    ["company_id", "people_id", "meeting_date", "meeting_type", "meeting_outcome", "stalled_reason", "source"];
/// 5 January 2021 as Excel counts days, and as it is written.
const FIRST_DAY: (u32, u32) = (44_201, 5);

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The parts that the workbook names, in its order: what each is, and where it lies.
const PARTS: [(&str, &str); 3] =
    [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")];

enum Value {
    Blank,
    Text(String),
    /// A day of January 2021.
    Day(u32),
}

/// The row's values.
fn row(at: u32) -> [Value; HEADERS.len()] {
    let text = |text: &str| Value::Text(text.to_owned());
    let of = |these: &[&str]| text(these[at as usize % these.len()]);
    let id = |start: &str| Value::Text(format!("{start}-3b7e-4d10-8a2f-51c08a2f{at:04x}"));
    let stalls = at.is_multiple_of(4);
    [
        id("6f1c9a52"),
        if at % 31 == 7 { text("12345") } else { id("b2d04e7c") },
        if at % 25 == 3 { text("2021-02-30") } else { Value::Day(at % 27) },
        if at % 30 == 5 { text("Discovry") } else { of(&["systems", "discovery", "Numbers", "other"]) },
        of(&["stalled", "ghosted", "progressed", "lost"]),
        if stalls && !at.is_multiple_of(40) { text("Waiting for the budget") } else { Value::Blank },
        of(&["crm", "calendar", "manual"]),
    ]
}

/// The text, as a spreadsheet saves it.
pub(crate) fn text() -> String {
    let mut text = HEADERS.join(",") + "\n";
    for at in 0..ROWS {
        let values = row(at).map(|value| match value {
            Value::Blank => String::new(),
            Value::Text(text) => text,
            Value::Day(day) => format!("2021-01-{:02}", FIRST_DAY.1 + day),
        });
        text += &(values.join(",") + "\n");
    }
    text
}

/// The workbook.
///
/// # Errors
/// When it can't be packed.
pub(crate) fn workbook() -> Result<Vec<u8>> {
    let mut strings = Strings::default();
    let mut rows = String::new();
    let head = HEADERS.map(|header| Value::Text(header.to_owned()));
    for (number, values) in (1..).zip(std::iter::once(head).chain((0..ROWS).map(row))) {
        write!(rows, r#"<row r="{number}" spans="1:7">"#)?;
        for (letter, value) in ('A'..).zip(values) {
            match value {
                Value::Blank => {}
                Value::Text(text) => {
                    write!(rows, r#"<c r="{letter}{number}" t="s"><v>{}</v></c>"#, strings.number(text))?;
                }
                Value::Day(day) => write!(rows, r#"<c r="{letter}{number}" s="1"><v>{}</v></c>"#, FIRST_DAY.0 + day)?,
            }
        }
        rows += "</row>";
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The same bytes every time: no clock.
    let packed = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).compression_level(Some(9));
    for (name, part) in parts(&rows, &strings) {
        archive.start_file(name, packed)?;
        archive.write_all(part.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn parts(rows: &str, strings: &Strings) -> [(&'static str, String); 7] {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let relations =
        |those: String| format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{those}</Relationships>"#);
    let main = relation("a", "officeDocument", "xl/workbook.xml");
    let own = ["a", "b", "c"].into_iter().zip(PARTS).map(|(id, (kind, name))| relation(id, kind, name)).collect();
    let typed = |kind: &str, name: &str| {
        format!(
            r#"<Override PartName="/xl/{name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>"#
        )
    };
    let types = PARTS.map(|(kind, name)| typed(kind, name)).concat();
    let types = typed("sheet.main", "workbook.xml") + &types;
    let range = format!("A1:G{}", ROWS + 1);
    [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>"#
            ),
        ),
        ("_rels/.rels", relations(main)),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Rows" sheetId="1" r:id="a"/></sheets></workbook>"#
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations(own)),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{SHEET}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{SHEET}">{}</sst>"#, strings.items)),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet xmlns="{SHEET}"><dimension ref="{range}"/><sheetData>{rows}</sheetData></worksheet>"#
            ),
        ),
    ]
}

/// The shared strings.
#[derive(Default)]
struct Strings {
    numbers: HashMap<String, usize>,
    items: String,
}

impl Strings {
    fn number(&mut self, text: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(text).or_insert_with_key(|text| {
            self.items += &format!("<si><t>{text}</t></si>");
            next
        })
    }
}
