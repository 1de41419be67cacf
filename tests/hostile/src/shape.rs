//! Workbooks of XML whose parts have a shape that no program gives them: depth, length, number, encoding.

use crate::Expect::{NothingWrong, Refused};
use crate::bytes::utf16;
use crate::xlsx::{around, relations, row, sheet, table, with, workbook};
use crate::zip::{Entry, archive};
use crate::{DATA, HEAD, Hostile, told, xlsx};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The honest workbook whose sheet holds a piece, many times over, below its rows.
fn filled(piece: &str, times: usize) -> Vec<u8> {
    let (head, tail) = around();
    framed(&head, piece, times, &tail)
}

fn framed(head: &[u8], piece: &str, times: usize, tail: &[u8]) -> Vec<u8> {
    let mut parts = xlsx::parts();
    let entry = Entry::repeated(SHEET, head, piece.as_bytes(), times, tail);
    parts.iter_mut().filter(|part| part.name == SHEET.as_bytes()).for_each(|part| *part = entry.clone());
    archive(&parts)
}

/// A sheet part in another form than UTF-8.
fn encoded(bytes: Vec<u8>) -> Vec<u8> {
    with(&[(SHEET, bytes)])
}

fn text() -> String {
    String::from_utf8_lossy(&sheet(&table(DATA))).replace("UTF-8", "UTF-16")
}

/// The honest workbook with many more rows, each as its number makes it.
fn numbered(rows: u32, row: impl Fn(u32) -> String) -> Vec<u8> {
    let (head, tail) = around();
    let pieces = std::iter::once(head).chain((3..3 + rows).map(|number| row(number).into_bytes())).chain([tail]);
    let entry = Entry::of_pieces(SHEET, pieces);
    let mut parts = xlsx::parts();
    parts.iter_mut().filter(|part| part.name == SHEET.as_bytes()).for_each(|part| *part = entry.clone());
    archive(&parts)
}

/// Blank rows with a format, of so many blank cells each.
fn blank_rows(rows: u32, cells: u8) -> Vec<u8> {
    numbered(rows, |row| {
        let cells: String =
            (b'A'..b'A' + cells).map(|column| format!("<c r=\"{}{row}\" s=\"1\"/>", char::from(column))).collect();
        format!("<row r=\"{row}\" spans=\"1:25\" s=\"1\" customFormat=\"1\" ht=\"15\">{cells}</row>")
    })
}

/// Rows below the table, each with its own attributes.
fn more(attributes: &str) -> String {
    table(DATA) + &row(3, attributes, ["Quay", "Bo Berg", "Event"])
}

fn many_sheets(count: usize) -> Vec<u8> {
    with(&[("xl/workbook.xml", workbook(&"<sheet name=\"Partners\" r:id=\"r1\"/>".repeat(count)))])
}

pub(crate) const CLASSES: &[Hostile] = &[
    Hostile::one("elements-a-million-deep", "deep.xlsx", |_| filled("<a>", 1_000_000), Refused("too_large")),
    Hostile::one(
        "elements-a-million-deep-in-strings",
        "deep.xlsx",
        |_| with(&[("xl/sharedStrings.xml", [&b"<sst>"[..], &b"<si>".repeat(1_000_000)].concat())]),
        Refused("too_large"),
    ),
    Hostile::one(
        "one-text-of-fifty-megabytes",
        "text.xlsx",
        |_| {
            framed(
                &[&around().0[..], b"<row><c t=\"str\"><v>"].concat(),
                "laughter",
                6 << 20,
                b"</v></c></row></sheetData></worksheet>",
            )
        },
        Refused("too_large"),
    ),
    Hostile::one(
        "one-character-data-of-fifty-megabytes",
        "cdata.xlsx",
        |_| {
            framed(
                &[&around().0[..], b"<row><c t=\"str\"><v><![CDATA["].concat(),
                "laughter",
                6 << 20,
                b"]]></v></c></row></sheetData></worksheet>",
            )
        },
        Refused("too_large"),
    ),
    Hostile::one(
        "one-tag-of-fifty-megabytes",
        "tag.xlsx",
        |_| filled("<row x=\"laughter", 4 << 20),
        Refused("too_large"),
    ),
    Hostile::one(
        "one-comment-of-fifty-megabytes",
        "comment.xlsx",
        |_| framed(&[&around().0[..], b"<!--"].concat(), "laughter", 6 << 20, b"--></sheetData></worksheet>"),
        Refused("too_large"),
    ),
    Hostile::one(
        "entities-that-unfold",
        "lol.xlsx",
        |_| {
            let entities: String =
                (1..20).map(|n| format!("<!ENTITY l{n} \"&l{0};&l{0};&l{0};&l{0};\">", n - 1)).collect();
            let strings = format!("<!DOCTYPE sst [<!ENTITY l0 \"lol\">{entities}]><sst><si><t>&l19;</t></si></sst>");
            with(&[("xl/sharedStrings.xml", strings.into_bytes())])
        },
        Refused("too_large"),
    ),
    Hostile::one(
        "entities-from-elsewhere",
        "xxe.xlsx",
        |_| {
            let head = "<!DOCTYPE worksheet [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>";
            with(&[(SHEET, [head.as_bytes(), &sheet(&table(["&xxe;", "Ann Lee", "Event"]))].concat())])
        },
        Refused("too_large"),
    ),
    Hostile::one(
        "doctype-without-entities",
        "doctype.xlsx",
        |_| {
            let plain = String::from_utf8_lossy(&sheet(&table(DATA))).replacen(
                "?>",
                "?><!DOCTYPE worksheet SYSTEM \"http://127.0.0.1/a.dtd\">",
                1,
            );
            with(&[(SHEET, plain.into_bytes())])
        },
        told(&[]),
    ),
    Hostile::one(
        "sheet-in-utf-16",
        "utf16.xlsx",
        |_| encoded([&[0xFF, 0xFE], utf16(&text()).as_slice()].concat()),
        told(&[]),
    ),
    Hostile::one("sheet-in-utf-16-without-mark", "utf16.xlsx", |_| encoded(utf16(&text())), told(&[])),
    Hostile::one(
        "sheet-in-utf-16-turned-round",
        "utf16.xlsx",
        |_| encoded(utf16(&text()).chunks_exact(2).flat_map(|unit| [unit[1], unit[0]]).collect()),
        told(&[]),
    ),
    Hostile::one(
        "sheet-in-utf-16-cut-in-a-character",
        "utf16.xlsx",
        |_| {
            let mut bytes = utf16(&text());
            bytes.truncate(bytes.len() - 31);
            encoded(bytes)
        },
        Refused("damaged"),
    ),
    Hostile::one("ten-thousand-sheets-and-one", "sheets.xlsx", |_| many_sheets(10_001), Refused("too_large")),
    Hostile::one("a-hundred-thousand-sheets", "sheets.xlsx", |_| many_sheets(100_000), Refused("too_large")),
    Hostile::one("two-thousand-names-of-one-sheet", "sheets.xlsx", |_| many_sheets(2_000), told(&["other_sheet_fits"])),
    Hostile::one(
        "two-hundred-names-of-one-large-sheet",
        "sheets.xlsx",
        |_| {
            let mut parts = xlsx::parts();
            let entry = Entry::repeated(
                SHEET,
                b"<worksheet><sheetData>",
                b"<row r=\"1\" ht=\"15\"><c r=\"A1\" s=\"1\"/></row>",
                1 << 20,
                b"</sheetData></worksheet>",
            );
            let main = Entry::new("xl/workbook.xml", &workbook(&"<sheet name=\"Partners\" r:id=\"r1\"/>".repeat(200)));
            parts.retain(|part| part.name != SHEET.as_bytes() && part.name != b"xl/workbook.xml");
            parts.extend([entry, main]);
            archive(&parts)
        },
        Refused("too_large"),
    )
    .heavy(),
    Hostile::one(
        "a-sheet-name-without-end",
        "name.xlsx",
        |_| {
            with(&[(
                "xl/workbook.xml",
                workbook(&format!("<sheet name=\"{}\" r:id=\"r1\"/>", "Partners ".repeat(1 << 17))),
            )])
        },
        told(&[]),
    ),
    Hostile::one(
        "a-million-blank-rows-with-formats",
        "blanks.xlsx",
        |_| blank_rows(1_000_000, 3),
        told(&["blank_range"]),
    )
    .heavy(),
    Hostile::one("blank-cells-up-to-the-budget", "blanks.xlsx", |_| blank_rows(1_000_000, 11), told(&["blank_range"]))
        .heavy(),
    Hostile::one("blank-cells-past-the-budget", "blanks.xlsx", |_| blank_rows(1_000_000, 20), Refused("too_large"))
        .heavy(),
    Hostile::one(
        "one-cell-stated-millions-of-times",
        "again.xlsx",
        |_| numbered(6_000_000, |number| format!("<row r=\"9\"><c r=\"A9\"><v>{number}</v></c></row>")),
        NothingWrong,
    )
    .heavy(),
    Hostile::one(
        "a-cell-erased-again-and-again",
        "erased.xlsx",
        |_| {
            let erased = "<c r=\"A9\"><v>1</v></c><c r=\"A9\" t=\"str\"><v> </v></c>";
            numbered(1_000_000, |number| {
                format!("<row r=\"9\" ht=\"{number}\"><c r=\"XFD9\" t=\"str\"><v> </v></c>{erased}</row>")
            })
        },
        NothingWrong,
    )
    .heavy(),
    Hostile::one(
        "a-cell-in-every-block",
        "spread.xlsx",
        |_| {
            let rows: String = (1..1_000)
                .map(|block| {
                    let cells: String = (0..60)
                        .map(|cell| {
                            format!("<c r=\"{}{}\"><v>1</v></c>", ["A", "ZZ", "AAA", "XFA"][cell % 4], block * 1_024)
                        })
                        .collect();
                    format!("<row r=\"{}\">{cells}</row>", block * 1_024)
                })
                .collect();
            xlsx::rows(&(table(DATA) + &rows))
        },
        NothingWrong,
    ),
    Hostile::one(
        "sixteen-thousand-columns-by-thousands",
        "wide.xlsx",
        |_| numbered(1_500, |number| format!("<row>{}</row>", format!("<c><v>{number}</v></c>").repeat(16_384))),
        Refused("too_large"),
    )
    .heavy(),
    Hostile::one(
        "a-header-row-of-every-column",
        "headers.xlsx",
        |_| {
            let more: String = (3..16_384).map(|column| format!("<c t=\"str\"><v>partner_{column}</v></c>")).collect();
            xlsx::rows(&(row(1, "", HEAD).replace("</row>", &(more + "</row>")) + &row(2, "", DATA)))
        },
        told(&["column_not_imported"]),
    )
    .heavy(),
    Hostile::one(
        "merged-over-everything",
        "merged.xlsx",
        |_| merged("<mergeCell ref=\"A1:XFD1048576\"/>"),
        told(&["merged_cells"]),
    ),
    Hostile::one(
        "merged-a-million-times",
        "merged.xlsx",
        |_| merged(&"<mergeCell ref=\"A1:B2\"/>".repeat(1_000_000)),
        told(&["merged_cells"]),
    )
    .heavy(),
    Hostile::one(
        "merged-nowhere",
        "merged.xlsx",
        |_| merged("<mergeCell ref=\"B9:A1\"/><mergeCell ref=\"ZZZZ99999999:A\"/><mergeCell/>"),
        told(&[]),
    ),
    Hostile::one(
        "hidden-rows",
        "hidden.xlsx",
        |_| xlsx::rows(&more(" hidden=\"1\"")),
        crate::Expect::Read { firms: &["Harbor", "Quay"], codes: &["hidden_rows"] },
    ),
    Hostile::one(
        "rows-that-a-filter-leaves-out",
        "filter.xlsx",
        |_| {
            let filtered = String::from_utf8_lossy(&sheet(&more(" hidden=\"true\""))).replace(
                "</worksheet>",
                "<autoFilter ref=\"A1:C3\"><filterColumn colId=\"0\"/></autoFilter></worksheet>",
            );
            with(&[(SHEET, filtered.into_bytes())])
        },
        crate::Expect::Read { firms: &["Harbor", "Quay"], codes: &["filtered_rows"] },
    ),
    Hostile::one(
        "rows-out-of-order-and-doubled",
        "order.xlsx",
        |_| {
            xlsx::rows(
                &(row(3, "", ["Quay", "Bo Berg", "Event"])
                    + &row(2, "", ["Wrong", "x", "y"])
                    + &row(1, "", HEAD)
                    + &row(2, "", DATA)),
            )
        },
        crate::Expect::Read { firms: &["Quay"], codes: &["broken_cell", "error_value"] },
    ),
    Hostile::one(
        "a-million-relationships",
        "relations.xlsx",
        |_| {
            let one = "<Relationship Id=\"a\" Type=\"b/worksheet\" Target=\"c\"/>".repeat(400_000);
            let own = String::from_utf8_lossy(&relations(&[("r1", "worksheet", "worksheets/sheet1.xml")]))
                .replace("<Relationships>", &format!("<Relationships>{one}"));
            with(&[("xl/_rels/workbook.xml.rels", own.into_bytes())])
        },
        told(&[]),
    ),
    Hostile::one(
        "number-formats-without-end",
        "styles.xlsx",
        |_| {
            let format = format!("<numFmt numFmtId=\"200\" formatCode=\"{}\"/>", "[h".repeat(1 << 20));
            with(&[(
                "xl/styles.xml",
                format!(
                    "<styleSheet><numFmts>{format}</numFmts><cellXfs><xf numFmtId=\"200\"/></cellXfs></styleSheet>"
                )
                .into_bytes(),
            )])
        },
        NothingWrong,
    ),
];

fn merged(cells: &str) -> Vec<u8> {
    let merged = String::from_utf8_lossy(&sheet(&table(DATA)))
        .replace("</worksheet>", &format!("<mergeCells>{cells}</mergeCells></worksheet>"));
    with(&[(SHEET, merged.into_bytes())])
}
