//! What a file is, told by its first bytes. Its name plays no part.

use lanegate_wire::Unreadable;

use crate::{budget, gzip, refusal};

/// A container or text that some reader knows what to do with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// A zip: xlsx, xlsb, ods, or something else that packs itself so.
    Zip,
    /// An OLE compound file: xls, an encrypted workbook, or another old Office document.
    Ole,
    /// An OpenDocument sheet that is one XML file.
    FlatOpenDocument,
    /// A file compressed by gzip.
    Gzip,
    /// Text.
    Text,
}

/// First bytes of formats without a table, as no text begins, and what to call them.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xFF\xD8\xFF", "an image (JPEG)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"{\\rtf1", "a text document (RTF)"),
    (b"%!PS-Adobe-", "a PostScript document"),
    (b"\x1F\x8B", "a compressed file (gzip); unpack it and choose what is inside"),
    (b"7z\xBC\xAF\x27\x1C", "a compressed file (7z); unpack it and choose what is inside"),
    (b"Rar!\x1A\x07", "a compressed file (RAR); unpack it and choose what is inside"),
    (b"\xFD7zXZ\0", "a compressed file (xz); unpack it and choose what is inside"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"\0\x01\0\0Standard", "a database (Access)"),
    (b"\x7FELF", "a program"),
    (b"\0\0\x02\0", "a Lotus 1-2-3 sheet"),
    (b"\0\0\x1A\0", "a Lotus 1-2-3 sheet"),
    (b"bplist00", "a property list of a Mac, such as a shortcut to a web page"),
];

/// First bytes that are letters, so that a header of a table may begin with them, too. Such a file goes on with other bytes than text.
const LETTERS: &[(&[u8], &str)] = &[
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"BZh", "a compressed file (bzip2); unpack it and choose what is inside"),
    (b"MZ", "a program"),
    (b"PAR1", "a Parquet data file"),
];

/// The records with which Excel 2 to 5 begin a file that is not in a compound file.
const BARE_EXCEL: &[(&[u8], &str)] = &[
    (b"\x09\0\x04\0", "Excel 2"),
    (b"\x09\x02\x06\0", "Excel 3"),
    (b"\x09\x04\x06\0", "Excel 4"),
    (b"\x09\x08", "Excel 5"),
];

/// Tells what a file is, or refuses it by what it is instead.
pub(crate) fn container(bytes: &[u8]) -> Result<Container, Unreadable> {
    budget::file(bytes.len() as u64, budget::FILE)?;
    if bytes.is_empty() {
        return Err(refusal::EMPTY_FILE.with(""));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08") {
        return Ok(Container::Zip);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        budget::file(bytes.len() as u64, budget::OLE_FILE)?;
        return Ok(Container::Ole);
    }
    if bytes.starts_with(gzip::MAGIC) {
        return Ok(Container::Gzip);
    }
    if let Some((_, what)) = BARE_EXCEL.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(refusal::LEGACY_EXCEL.with(what));
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(refusal::NOT_A_SPREADSHEET.with(what));
    }
    if is_flat_open_document(bytes) {
        return Ok(Container::FlatOpenDocument);
    }
    if let Some((_, what)) = LETTERS.iter().find(|(magic, _)| bytes.starts_with(magic) && goes_on_binary(bytes)) {
        return Err(refusal::NOT_A_SPREADSHEET.with(what));
    }
    if let Some(what) = markup(bytes).or_else(|| old_table(bytes)).or_else(|| letters_and_lines(bytes)) {
        return Err(refusal::NOT_A_SPREADSHEET.with(what));
    }
    if is_binary(bytes) {
        return Err(refusal::NOT_A_SPREADSHEET.with("a file of another program, not text and not a workbook"));
    }
    Ok(Container::Text)
}

/// Returns true if this is an OpenDocument sheet as one XML file. Its type comes after some thirty namespaces.
fn is_flat_open_document(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(16_384)];
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let holds = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
    text.starts_with(b"<") && holds(b"mimetype=\"application/vnd.oasis.opendocument.spreadsheet")
}

/// Returns true if control characters or bytes that no encoding of letters has follow soon.
fn goes_on_binary(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    let bzip2 = [&b"1AY&SY"[..], b"\x17\x72\x45\x38\x50\x90"].iter().any(|block| bytes.get(4..10) == Some(block));
    bzip2 || bytes.iter().take(64).any(is_control)
}

/// Web archives and SYLK files, which are text and told by their first lines.
fn letters_and_lines(bytes: &[u8]) -> Option<&'static str> {
    let mut lines =
        bytes.split(|&byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let (first, second) = (lines.next()?, lines.next().unwrap_or_default());
    if first.eq_ignore_ascii_case(b"MIME-Version: 1.0") {
        return Some("a web archive (MHTML) saved under another name");
    }
    // ID;PWXL;N;E and then records such as P;PGeneral, F;P0, C;Y1;X1;K"…"
    let mut parts = first.split(|&byte| byte == b';');
    let is_head = parts.next() == Some(b"ID") && parts.next().is_some_and(|made_by| made_by.starts_with(b"P"));
    let codes = parts.all(|part| matches!(part, b"N" | b"E"));
    let mut record = second.split(|&byte| byte == b';');
    let kind = record.next().unwrap_or_default();
    let is_record = matches!(kind, b"B" | b"C" | b"F" | b"P" | b"O" | b"NN" | b"NU" | b"NE" | b"W")
        && record.next().is_some_and(|part| part.first().is_some_and(u8::is_ascii_uppercase));
    let ends = bytes.trim_ascii_end().ends_with(b"\nE") || bytes.trim_ascii_end().ends_with(b"\rE");
    (is_head && codes && ends && (second == b"E" || is_record)).then_some("a SYLK file (.slk)")
}

/// HTML and XML that programs save under the name `.xls` or `.csv`.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let head: String = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)])
        .chars()
        .filter(|character| !matches!(character, '\0' | '\u{FEFF}' | '\u{FFFD}'))
        .collect::<String>()
        .to_ascii_lowercase();
    let head = head.trim_start();
    if !head.starts_with('<') {
        return None;
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") || head.contains("excel.sheet") {
        return Some("an XML file of Excel 2003 (\"XML Spreadsheet\"), often named .xls");
    }
    if head.contains("http://www.gnumeric.org/") {
        return Some("a file in Gnumeric's own format; save it there as .xlsx");
    }
    if head.contains("urn:oasis:names:tc:opendocument") {
        return Some("a flat OpenDocument file, but no spreadsheet");
    }
    let html = ["<!doctype html", "<html", "<head", "<meta", "<table", "<body", "<style", "<div", "<tr"];
    let is_tag = |rest: &str| rest.starts_with(|next: char| next == '>' || next == '/' || next.is_whitespace());
    let contains = |tag: &str| head.match_indices(tag).any(|(at, _)| is_tag(&head[at + tag.len()..]));
    if html.iter().any(|tag| head.strip_prefix(tag).is_some_and(is_tag)) || contains("<html") || contains("<table") {
        return Some("a web page (HTML), often saved as .xls by other programs");
    }
    if head.starts_with("<?xml") && head.contains("<plist") {
        return Some("a property list of a Mac, such as a shortcut to a web page");
    }
    head.starts_with("<?xml").then_some("an XML file")
}

/// Old formats of tables that are text, or begin like one, and are told by more than their first bytes.
fn old_table(bytes: &[u8]) -> Option<&'static str> {
    let mut lines = bytes.splitn(4, |&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let [first, second, third] = [(); 3].map(|()| lines.next().unwrap_or_default());
    if first == b"TABLE" && second == b"0,1" && third.starts_with(b"\"") {
        return Some("a Data Interchange Format file (.dif)");
    }
    if first.starts_with(b"socialcalc:version:") {
        return Some("an EtherCalc sheet (.eth)");
    }
    is_dbase(bytes).then_some("a dBASE table (.dbf)")
}

/// Returns true if this begins like a table of dBASE or FoxPro: version, a date, lengths, and the columns' descriptions.
fn is_dbase(bytes: &[u8]) -> bool {
    let Some(head) = bytes.first_chunk::<32>() else { return false };
    let is_dated = (1..=12).contains(&head[2]) && (1..=31).contains(&head[3]);
    let columns = bytes[32..].chunks(32).take_while(|column| column[0] != 0x0D);
    let mut kinds = columns.map(|column| column.get(11).is_some_and(u8::is_ascii_alphanumeric)).take(8).peekable();
    matches!(head[0], 0x02 | 0x03 | 0x30..=0x32 | 0x43 | 0x83 | 0x8B | 0xCB | 0xF5 | 0xFB)
        && is_dated
        && head[12..14] == [0, 0]
        && kinds.peek().is_some()
        && kinds.all(|known| known)
}

/// Whether the first bytes hold control characters as no text does. A few stray ones are the check's business.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8_192)];
    let is_wide =
        head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || crate::text::unmarked_utf16(head).is_some();
    if is_wide || crate::text::utf32(bytes).is_some() {
        return false;
    }
    let control = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1A)).count();
    control > 1 && control * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (String, String) {
        let refused = container(bytes).unwrap_err();
        (refused.code, refused.message)
    }

    #[test]
    fn containers_are_told_by_content() {
        assert_eq!(container(b"PK\x03\x04..."), Ok(Container::Zip));
        assert_eq!(container(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Ok(Container::Ole));
        for text in [
            &b"a,b\n1,2\n"[..],
            b"a",
            b"\xFF\xFEa\0,\0",
            b"a\0,\0b\0\n\0",
            b"x\0y,z and more text that is long",
            b"<3,b\n",
            b"\"a\x0B\x0C\x0B\x0C b\",c\n",
            b"TABLE\n0,1\n2,3\n",
            b"TABLE,a\n0,1\n\"b\",1\n",
        ] {
            assert_eq!(container(text), Ok(Container::Text), "{text:?}");
        }
    }

    #[test]
    fn headers_that_begin_like_other_formats_are_text() {
        for header in [
            "ID;P;Q",
            "ID;P",
            "ID;PLZ;Ort",
            "MZ;Firm",
            "BZh9,Firm",
            "PAR1,Firm",
            "GIF89a,Firm",
            "GIF8,Firm",
            "%!PS,Firm",
        ] {
            for row in ["1;Anna;Alpha", "C;Alpha", "P;Alpha", "E"] {
                let table = format!("{header}\n{row}\nB;Beta GmbH\n");
                assert_eq!(container(table.as_bytes()), Ok(Container::Text), "{table}");
            }
        }
        for text in [
            "Rar!,Firm\nx,y\n",
            "<header,Firm\nx,y\n",
            "<table1;x\n",
            "MIME-Version:,Firm\nx,y\n",
            "{\\rtf,x\n",
            "%PDF,x\n",
        ] {
            assert_eq!(container(text.as_bytes()), Ok(Container::Text), "{text}");
        }
    }

    #[test]
    fn other_files_are_refused_by_what_they_are() {
        assert_eq!(refused(b"").0, "empty_file");
        assert_eq!(refused(b"\x09\x04\x06\0\0\0").0, "legacy_excel");
        for (bytes, what) in [
            (&b"%PDF-1.7"[..], "PDF"),
            (b"\x89PNG\r\n", "image"),
            (b"\n <HTML><body><table>", "web page"),
            (b"\xEF\xBB\xBF<html>", "web page"),
            (b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", "Excel 2003"),
            (b"<?xml version=\"1.0\"?><a/>", "an XML file"),
            (
                b"<gnm:Workbook xmlns:gnm=\"http://www.gnumeric.org/v10.dtd\" a=\"urn:oasis:names:tc:opendocument\">",
                "Gnumeric",
            ),
            (b"<?xml version=\"1.0\"?><plist><dict><key>URL</key></dict></plist>", "property list"),
            (b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K\"a\"\r\nE\r\n", "SYLK"),
            (b"ID;PCALCOOO32\nB;Y1;X1\nE", "SYLK"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "MHTML"),
            (b"MZ\x90\0\x03\0\0\0", "program"),
            (b"GIF89a\x01\0\x01\0", "GIF"),
            (b"BZh91AY&SY\x94", "bzip2"),
            (b"PAR1\x15\x04\x15\x10", "Parquet"),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
            (b"Rar!\x1A\x07\x01\0", "RAR"),
            (b"TABLE\r\n0,1\r\n\"EXCEL\"\r\n", ".dif"),
            (b"socialcalc:version:1.5\nMIME-Version: 1.0", "EtherCalc"),
            (
                &[
                    &b"\x03\x7D\x05\x01\x01\0\0\0\x41\0\x0B\0"[..],
                    &[0; 20],
                    b"NAME\0\0\0\0\0\0\0C",
                    &[0; 20],
                    b"\x0D ann",
                ]
                .concat(),
                "dBASE",
            ),
            (b"\x01\x02\x03\x04\x05binary", "another program"),
        ] {
            let (code, message) = refused(bytes);
            assert_eq!(code, "not_a_spreadsheet");
            assert!(message.contains(what), "{message}");
        }
    }
}
