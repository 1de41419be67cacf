//! Reader of `.xls`: the BIFF8 stream of Excel 97 to 2003 and the BIFF5 stream of Excel 5 and 95.
//!
//! Read here and not through calamine, which panics on broken offsets, lying dimensions and garbage in formulas
//! (in WebAssembly a panic cannot be caught), and takes a BIFF8 text for the code page's where the file names one.
//! Of a formula only its stored result is read.

mod cells;
mod link;
mod records;
#[cfg(test)]
pub(crate) mod tests;

use lanegate_sheet::{DateSystem, MAX_COLUMNS, MAX_ROWS, Sheet};
use lanegate_wire::Unreadable;

use self::records::{Cursor, Records, SharedTexts, code_page_text};
use crate::binary::{u16_at, u32_at};
use crate::charset::Charset;
use crate::extras::extras;
use crate::format::Format;
use crate::numfmt::{self, Shown};
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::Sink;
use crate::xlsx::sheet_name;
use crate::{budget, hazards, refusal};

/// An opened workbook.
#[derive(Debug)]
pub(crate) struct Xls {
    stream: Vec<u8>,
    sheets: Vec<SheetInfo>,
    /// Where each sheet's records begin.
    offsets: Vec<usize>,
    version: Version,
    dates: DateSystem,
    shared: SharedTexts,
    /// Each sheet's number among all that the workbook lists, charts and macros too, from 1.
    ordinals: Vec<u16>,
    /// Ranges of filters by such a number.
    filters: Vec<(u16, [u16; 4])>,
    /// Bytes that looks at first rows have gone through.
    looked: u64,
    /// For each cell style, what it makes of a number.
    styles: Vec<Shown>,
}

/// What differs between the versions.
#[derive(Debug, Clone, Copy)]
struct Version {
    is_biff8: bool,
    encoding: Charset,
    /// True if the file says what its encoding is, or has no need to.
    is_stated: bool,
    calculated_by: Calculator,
}

/// The program that calculated the formulas' results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Calculator {
    /// A program that names the version of its calculation: Excel since 2000, LibreOffice.
    Named,
    /// Excel 97 and older, or a program that poses as it, calculated or not.
    Excel,
    /// A program that doesn't say, and may not calculate at all.
    Unknown,
}

impl Xls {
    /// Opens the workbook of a compound file by its stream.
    pub(crate) fn open(stream: Vec<u8>) -> Result<Self, Unreadable> {
        Self::of(stream, true)
    }

    /// The same. A stream that is still encrypted after it was decrypted stays so, and isn't decrypted again.
    fn of(stream: Vec<u8>, may_decrypt: bool) -> Result<Self, Unreadable> {
        let mut records = Records::from(&stream, 0);
        let first = records.next().ok_or_else(|| refusal::DAMAGED.with("its workbook stream is empty"))?;
        let is_biff8 = match (first.kind, u16_at(first.data, 0)) {
            (0x0809, Some(0x0600)) => true,
            (0x0809, Some(0x0500)) => false,
            (0x0009 | 0x0209 | 0x0409, _) => return Err(refusal::LEGACY_EXCEL.with("Excel 2, 3 or 4")),
            _ => return Err(refusal::DAMAGED.with("its workbook stream does not begin as one")),
        };
        // The versions of Excel that the file has been through are noted in its first record.
        let by_excel = !is_biff8 || first.data.get(8..12).is_none_or(|history| history != [0; 4]);
        let calculated_by = if by_excel { Calculator::Excel } else { Calculator::Unknown };
        let mut version = Version { is_biff8, encoding: Charset::Windows1252, is_stated: is_biff8, calculated_by };
        let (mut dates, mut shared) = (DateSystem::Y1900, SharedTexts::default());
        let (mut sheets, mut offsets, mut listed, mut ordinals) = (Vec::new(), Vec::new(), 0_u16, Vec::new());
        let mut filters = Vec::new();
        let mut custom = std::collections::HashMap::new();
        let mut style_formats: Vec<u16> = Vec::new();
        let (mut ended, mut is_locked, mut has_shared) = (false, false, false);
        for record in records {
            let data = record.data;
            match record.kind {
                0x000A => {
                    ended = true;
                    break;
                }
                0x002F => {
                    is_locked = true;
                    break;
                }
                0x0042 if !is_biff8 => {
                    let stated = u16_at(data, 0).and_then(Charset::of_code_page);
                    version.is_stated = stated.is_some();
                    version.encoding = stated.unwrap_or(Charset::Windows1252);
                }
                0x01C1 => version.calculated_by = Calculator::Named,
                0x0022 if u16_at(data, 0) == Some(1) => dates = DateSystem::Y1904,
                0x041E | 0x001E => {
                    if let (Some(id), Some(code)) = (u16_at(data, 0), version.code(&record)) {
                        custom.insert(id, numfmt::code(&code));
                    }
                }
                0x00E0 => style_formats.push(u16_at(data, 2).unwrap_or(0)),
                0x0085 => {
                    listed = listed.saturating_add(1);
                    // Macro sheets, charts and modules hold no rows.
                    if data.get(5).is_some_and(|kind| kind & 0x0F == 0) {
                        budget::sheets(sheets.len())?;
                        offsets.push(u32_at(data, 0).unwrap_or(u32::MAX) as usize);
                        let name = sheet_name(version.sheet_name(&record));
                        sheets.push(SheetInfo { name, visibility: visibility(data[4]) });
                        ordinals.push(listed);
                    }
                }
                0x0018 if is_biff8 => filters.extend(filter_range(data)),
                0x00FC if is_biff8 && has_shared => {
                    return Err(refusal::DAMAGED.with("it holds its shared texts twice"));
                }
                0x00FC if is_biff8 => (shared, has_shared) = (SharedTexts::read(&record)?, true),
                _ => {}
            }
        }
        if is_locked {
            let plain = if may_decrypt { extras().and_then(|extras| (extras.stream)(stream)) } else { None };
            return Self::of(plain.ok_or_else(|| refusal::ENCRYPTED.with(""))?, false);
        }
        if !ended && sheets.is_empty() {
            return Err(refusal::DAMAGED.with("its workbook stream breaks off"));
        }
        let shown = |id: &u16| custom.get(id).copied().unwrap_or_else(|| numfmt::builtin(u32::from(*id)));
        let styles = style_formats.iter().map(shown).collect();
        Ok(Self { stream, sheets, offsets, version, dates, shared, ordinals, filters, looked: 0, styles })
    }

    /// The sheet's rows before `rows`, and how many bytes it took to find them.
    fn walk(&self, index: usize, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<(Sheet, u64), Unreadable> {
        let mut sink = Sink::new(Sheet::new(self.sheets[index].name.clone(), self.dates), rows);
        let mut records = Records::from(&self.stream, self.offsets[index]);
        let is_filtered = cells::read(self, &mut records, rows, &mut sink, progress)?;
        if is_filtered {
            let known = self.filters.iter().find(|(sheet, _)| *sheet == self.ordinals[index]);
            let (first, last) = match known {
                Some((_, range)) => {
                    let [first_row, last_row, first_column, last_column] = range.map(u32::from);
                    ((first_row, first_column), (last_row, last_column))
                }
                None => ((0, 0), (MAX_ROWS - 1, MAX_COLUMNS - 1)),
            };
            sink.hazards.filtered(first, last);
        }
        let passed = records.at().saturating_sub(self.offsets[index]) as u64;
        Ok((sink.finish(), passed))
    }
}

impl Format for Xls {
    fn name(&self) -> &'static str {
        "xls"
    }

    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn preview(&mut self, index: usize, rows: u32) -> Result<Sheet, Unreadable> {
        if self.looked > budget::LOOKS {
            return Err(refusal::TOO_LARGE.with("its sheets take too long to look through"));
        }
        let (sheet, passed) = self.walk(index, rows, &mut |_| {})?;
        self.looked += passed;
        Ok(sheet)
    }

    fn read(&mut self, index: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.looked = 0;
        let (mut sheet, _) = self.walk(index, u32::MAX, progress)?;
        let mut passed = 0;
        let others = hazards::of_other_sheets(&self.sheets, index, |other| {
            passed > budget::OTHERS || cells::hold_data(Records::from(&self.stream, self.offsets[other]), &mut passed)
        });
        sheet.hazards.extend(others);
        Ok(sheet)
    }
}

/// The sheet's number and the range of its filter, where a defined name states one: Excel's own name of number 13.
fn filter_range(data: &[u8]) -> Option<(u16, [u16; 4])> {
    let is_filter = u16_at(data, 0)? & 0x20 != 0 && data.get(3..4)? == [1] && data.get(14..16)? == [0, 13];
    // Its formula is one range of a sheet.
    let is_range = *data.get(16)? == 0x3B;
    let word = |at| u16_at(data, at);
    (is_filter && is_range).then_some((word(8)?, [word(19)?, word(21)?, word(23)? & 0xFF, word(25)? & 0xFF]))
}

impl Version {
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
