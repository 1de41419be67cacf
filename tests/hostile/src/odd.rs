//! Other files under a spreadsheet's name.

use crate::Expect::{NothingWrong, Refused};
use crate::Hostile;
use crate::bytes::utf16;
use crate::zip::{Entry, archive};

const HTML: &str =
    "<html><head><meta charset=\"utf-8\"></head><body><table><tr><td>firm_name</td></tr></table></body></html>";
const OTHER: crate::Expect = Refused("not_a_spreadsheet");

/// A class of one short file that is something else.
const fn other(name: &'static str, make: fn(u32) -> Vec<u8>) -> Hostile {
    Hostile::one(name, "partners.xls", make, OTHER)
}

pub(crate) const CLASSES: &[Hostile] = &[
    other("html-named-xls", |_| HTML.into()),
    other("html-in-utf-16-named-xls", |_| [vec![0xFF, 0xFE], utf16(HTML)].concat()),
    other("html-behind-a-thousand-blanks", |_| {
        [b"\xEF\xBB\xBF", " \n".repeat(1_000).as_bytes(), HTML.as_bytes()].concat()
    }),
    other("xml-2003-named-xls", |_| {
        b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec()
    }),
    other("pdf-named-xls", |_| b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec()),
    other("rtf-named-xls", |_| b"{\\rtf1\\ansi firm_name}".to_vec()),
    other("mhtml-named-xls", |_| b"MIME-Version: 1.0\nX-Document-Type: Workbook\n".to_vec()),
    other("picture-named-xls", |_| b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()),
    other("program-named-xls", |_| b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF".to_vec()),
    other("gzip-named-xls", |_| b"\x1F\x8B\x08\0\0\0\0\0\0\x03".to_vec()),
    other("flat-opendocument-named-ods", |_| {
        b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>"
            .to_vec()
    }),
    other("noise-named-xls", |_| crate::damage::noise(7, 50_000)),
    other("word-named-xlsx", |_| {
        archive(&[Entry::new("_rels/.rels", b"<Relationships/>"), Entry::new("word/document.xml", b"<a/>")])
    }),
    other("zip-of-a-workbook", |_| archive(&[Entry::new("partners.xlsx", &crate::xlsx::honest())])),
    Hostile::one("excel-2-bare", "partners.xls", |_| b"\x09\0\x04\0\x02\0\x10\0".to_vec(), Refused("legacy_excel")),
    Hostile::one(
        "noise-behind-each-signature",
        "noise.xls",
        |variant| {
            let heads: [&[u8]; 8] = [
                b"PK\x03\x04",
                b"PK\x05\x06",
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
                b"\xFF\xFE",
                b"\xFE\xFF",
                b"\xEF\xBB\xBF",
                b"<?xml",
                b"sep=;",
            ];
            [heads[variant as usize % 8], &crate::damage::noise(u64::from(variant), 3_000)].concat()
        },
        NothingWrong,
    )
    .variants(32),
];
