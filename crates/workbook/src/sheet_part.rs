//! The second way through the rows: their cells, written straight into the workbook's package, so that memory does not grow with
//! them. The library keeps every cell of a sheet until the end, which takes 290 bytes a cell; it writes the rest of the workbook.

use std::io::{Cursor, Read as _, Write as _};

use lanegate_sheet::{Cell, Sheet, cell_name, column_letters};
use rust_xlsxwriter::{Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::Unwritable;
use crate::cell;
use crate::rows::{Met, Rows, Visit};
use crate::style::Styles;

/// The part of the workbook's first sheet.
const PART: &str = "xl/worksheets/sheet1.xml";
/// Characters gathered before they are compressed.
const PIECE: usize = 1 << 16;

/// Puts every format on a sheet that is still empty, each in a cell of its own, so that the workbook knows them.
pub(crate) fn register(styles: &Styles, to: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, format) in (0..).zip(styles.all()) {
        to.write_blank(0, column, format)?;
    }
    Ok(())
}

/// The workbook with the rows in its first sheet, in place of the cells that name the formats.
pub(crate) fn fill(workbook: &[u8], rows: &Rows<'_>) -> Result<Vec<u8>, Unwritable> {
    let mut from = ZipArchive::new(Cursor::new(workbook))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(workbook.len())));
    for part in 0..from.len() {
        let entry = from.by_index_raw(part)?;
        if entry.name()? != PART {
            to.raw_copy_file(entry)?;
            continue;
        }
        drop(entry);
        let mut xml = String::new();
        from.by_index(part)?.read_to_string(&mut xml)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o600)
            .last_modified_time(DateTime::default());
        to.start_file(PART, options)?;
        write(&xml, rows, &mut to)?;
    }
    Ok(to.finish()?.into_inner())
}

fn write(xml: &str, rows: &Rows<'_>, to: &mut ZipWriter<Cursor<Vec<u8>>>) -> Result<(), Unwritable> {
    let (head, rest) = xml.split_once("<sheetData>").ok_or_else(changed)?;
    let (formats, tail) = rest.split_once("</sheetData>").ok_or_else(changed)?;
    let (before, dimension) = head.split_once("<dimension ref=\"").ok_or_else(changed)?;
    let (_, after) = dimension.split_once('"').ok_or_else(changed)?;
    let text = format!("{before}<dimension ref=\"{}\"{after}<sheetData>", used(rows.sheet));
    let mut pen = Pen { to, text, open: false, letters: Vec::new(), formats: numbers(formats), sheet: rows.sheet };
    rows.walk(&mut pen)?;
    pen.close();
    pen.text.push_str("</sheetData>");
    pen.text.push_str(tail);
    pen.flush()
}

/// The library's form of a sheet has changed with its version.
fn changed() -> Unwritable {
    Unwritable::Refused("the sheet has an unknown form".to_owned())
}

/// The range from the first cell to the last.
fn used(sheet: &Sheet) -> String {
    let (rows, columns) = (sheet.row_count().max(1), sheet.column_count().max(1));
    format!("A1:{}", cell_name(rows - 1, columns - 1))
}

/// The numbers of the formats, in the order in which they were put on the sheet. The plain one has none, which is 0.
fn numbers(cells: &str) -> Vec<u32> {
    let of = |column: u32| {
        let name = format!("<c r=\"{}1\" s=\"", column_letters(column));
        let from = cells.find(&name)? + name.len();
        cells[from..].split('"').next()?.parse().ok()
    };
    (0..Styles::COUNT).map(|column| of(column as u32).unwrap_or(0)).collect()
}

struct Pen<'a> {
    to: &'a mut ZipWriter<Cursor<Vec<u8>>>,
    text: String,
    /// Whether a row is open.
    open: bool,
    letters: Vec<String>,
    formats: Vec<u32>,
    sheet: &'a Sheet,
}

impl Pen<'_> {
    fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.text.push_str("</row>");
        }
    }

    fn flush(&mut self) -> Result<(), Unwritable> {
        self.to.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }
}

impl Visit for Pen<'_> {
    fn wants_words(&self) -> bool {
        false
    }

    fn row(&mut self, row: u32, hidden: bool) -> Result<(), Unwritable> {
        self.close();
        if self.text.len() > PIECE {
            self.flush()?;
        }
        let hidden = if hidden { " hidden=\"1\"" } else { "" };
        self.text.push_str(&format!("<row r=\"{}\"{hidden}>", row + 1));
        self.open = true;
        Ok(())
    }

    fn cell(&mut self, cell: &Met<'_>) -> Result<(), Unwritable> {
        let own = match cell.counts {
            Cell::NoResult => cell::formula(self.sheet, (cell.row, cell.column), cell.is_date),
            _ => None,
        };
        let (content, shape) =
            own.unwrap_or_else(|| cell::content(cell.counts, self.sheet.date_system(), cell.is_date));
        while self.letters.len() <= cell.column as usize {
            self.letters.push(column_letters(self.letters.len() as u32));
        }
        let place = (self.letters[cell.column as usize].as_str(), cell.row + 1);
        content.push_xml(place, self.formats[Styles::place(shape, cell.mark)], &mut self.text);
        Ok(())
    }
}
