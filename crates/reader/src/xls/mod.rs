//! Reader of `.xls`: the BIFF8 stream of Excel 97 to 2003 and the BIFF5 stream of Excel 5 and 95.
//!
//! Read here and not through calamine, which panics on broken offsets, lying dimensions and garbage in formulas
//! (in WebAssembly a panic cannot be caught), and takes a BIFF8 text for the code page's where the file names one.
//! Of a formula only its stored result is read.

mod cells;
mod records;
#[cfg(test)]
mod tests;

use encoding_rs::Encoding;
use lanegate_sheet::{DateSystem, Sheet, TextId};
use lanegate_wire::Unreadable;

use self::records::{Cursor, Records, code_page_text, shared_texts};
use crate::binary::{u16_at, u32_at};
use crate::book::{SheetInfo, Visibility};
use crate::numfmt::{self, Shown};
use crate::ole::Ole;
use crate::sink::{Sink, too_large};
use crate::{hazards, refusal};

/// An opened workbook.
#[derive(Debug)]
pub(crate) struct Xls {
    stream: Vec<u8>,
    pub(crate) sheets: Vec<SheetInfo>,
    /// Where each sheet's records begin.
    offsets: Vec<usize>,
    format: Format,
    dates: DateSystem,
    /// Where the shared texts' record begins.
    shared: Option<usize>,
    /// For each cell style, what it makes of a number.
    styles: Vec<Shown>,
}

/// What differs between the versions.
#[derive(Debug, Clone, Copy)]
struct Format {
    is_biff8: bool,
    encoding: &'static Encoding,
}

/// Opens the workbook in a compound file, or says what else it holds.
pub(crate) fn open(bytes: &[u8]) -> Result<Xls, Unreadable> {
    let ole = Ole::open(bytes)?;
    if ole.has("EncryptedPackage") {
        return Err(refusal::ENCRYPTED.with(""));
    }
    let stream = match ole.stream("Workbook")? {
        Some(stream) => Some(stream),
        None => ole.stream("Book")?,
    };
    if let Some(stream) = stream {
        return Xls::open(stream);
    }
    let known = [
        ("WordDocument", "a Word document (.doc)"),
        ("PowerPoint Document", "a PowerPoint presentation (.ppt)"),
        ("VisioDocument", "a Visio drawing"),
        ("__properties_version1.0", "an Outlook message"),
        ("Quill", "a Publisher document"),
    ];
    let what = known.iter().find(|(stream, _)| ole.has(stream));
    Err(refusal::NOT_A_SPREADSHEET.with(what.map_or("a document of another program", |(_, what)| what)))
}

impl Xls {
    fn open(stream: Vec<u8>) -> Result<Self, Unreadable> {
        let mut records = Records::from(&stream, 0);
        let first = records.next().ok_or_else(|| refusal::DAMAGED.with("its workbook stream is empty"))?;
        let is_biff8 = match (first.kind, u16_at(first.data, 0)) {
            (0x0809, Some(0x0600)) => true,
            (0x0809, Some(0x0500)) => false,
            (0x0009 | 0x0209 | 0x0409, _) => return Err(refusal::LEGACY_EXCEL.with("Excel 2, 3 or 4")),
            _ => return Err(refusal::DAMAGED.with("its workbook stream does not begin as one")),
        };
        let mut format = Format { is_biff8, encoding: encoding_rs::WINDOWS_1252 };
        let (mut dates, mut shared) = (DateSystem::Y1900, None);
        let (mut sheets, mut offsets) = (Vec::new(), Vec::new());
        let mut custom = std::collections::HashMap::new();
        let mut style_formats: Vec<u16> = Vec::new();
        let mut ended = false;
        let mut at = first.data.len() + 4;
        for record in records {
            let data = record.data;
            match record.kind {
                0x000A => {
                    ended = true;
                    break;
                }
                0x002F => return Err(refusal::ENCRYPTED.with("")),
                0x0042 if !is_biff8 => format.encoding = code_page(u16_at(data, 0).unwrap_or(1_252)),
                0x0022 if u16_at(data, 0) == Some(1) => dates = DateSystem::Y1904,
                0x041E | 0x001E => {
                    if let (Some(id), Some(code)) = (u16_at(data, 0), format.code(&record)) {
                        custom.insert(id, numfmt::code(&code));
                    }
                }
                0x00E0 => style_formats.push(u16_at(data, 2).unwrap_or(0)),
                // Macro sheets, charts and modules hold no rows.
                0x0085 if data.get(5).is_some_and(|kind| kind & 0x0F == 0) => {
                    offsets.push(u32_at(data, 0).unwrap_or(u32::MAX) as usize);
                    sheets.push(SheetInfo { name: format.sheet_name(&record), visibility: visibility(data[4]) });
                }
                0x00FC => shared = Some(at),
                _ => {}
            }
            at += 4 + data.len() + record.continued.iter().map(|more| more.len() + 4).sum::<usize>();
        }
        if !ended && sheets.is_empty() {
            return Err(refusal::DAMAGED.with("its workbook stream breaks off"));
        }
        let shown = |id: &u16| custom.get(id).copied().unwrap_or_else(|| numfmt::builtin(u32::from(*id)));
        let styles = style_formats.iter().map(shown).collect();
        Ok(Self { stream, sheets, offsets, format, dates, shared, styles })
    }

    /// The sheet's rows before `rows`, without the hazards that other sheets make.
    pub(crate) fn preview(&self, index: usize, rows: u32) -> Result<Sheet, Unreadable> {
        self.walk(index, rows, &mut |_| {})
    }

    /// A whole sheet with its hazards.
    pub(crate) fn read(&self, index: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let mut sheet = self.walk(index, u32::MAX, progress)?;
        let others = hazards::of_other_sheets(&self.sheets, index, |other| {
            cells::hold_data(Records::from(&self.stream, self.offsets[other]))
        });
        sheet.hazards.extend(others);
        Ok(sheet)
    }

    fn walk(&self, index: usize, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let mut sink = Sink::new(Sheet::new(self.sheets[index].name.clone(), self.dates));
        let mut shared: Vec<TextId> = Vec::new();
        if let Some(record) = self.shared.and_then(|at| Records::from(&self.stream, at).next()) {
            shared_texts(&record, |text| {
                shared.push(sink.sheet.intern(text).map_err(|_| too_large())?);
                Ok::<bool, Unreadable>(true)
            })?;
        }
        let records = Records::from(&self.stream, self.offsets[index]);
        cells::read(self, records, &shared, rows, &mut sink, progress)?;
        Ok(sink.finish())
    }
}

impl Format {
    /// The code of a number format.
    fn code(&self, record: &records::Record<'_>) -> Option<String> {
        if self.is_biff8 {
            let mut text = String::new();
            Cursor::new(record, 2).text(&mut text)?;
            return Some(text);
        }
        let length = usize::from(*record.data.get(2)?);
        Some(code_page_text(record.data.get(3..3 + length), self.encoding))
    }

    fn sheet_name(&self, record: &records::Record<'_>) -> String {
        let length = usize::from(record.data.get(6).copied().unwrap_or(0));
        if self.is_biff8 {
            let mut text = String::new();
            Cursor::new(record, 7).characters(length, &mut text);
            return text;
        }
        code_page_text(record.data.get(7..7 + length), self.encoding)
    }
}

fn visibility(state: u8) -> Visibility {
    match state & 3 {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    }
}

/// The encoding of a Windows code page; Western where it is unknown.
fn code_page(number: u16) -> &'static Encoding {
    match number {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1_250 => encoding_rs::WINDOWS_1250,
        1_251 => encoding_rs::WINDOWS_1251,
        1_253 => encoding_rs::WINDOWS_1253,
        1_254 => encoding_rs::WINDOWS_1254,
        1_255 => encoding_rs::WINDOWS_1255,
        1_256 => encoding_rs::WINDOWS_1256,
        1_257 => encoding_rs::WINDOWS_1257,
        1_258 => encoding_rs::WINDOWS_1258,
        10_000 | 32_768 => encoding_rs::MACINTOSH,
        65_001 => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    }
}
