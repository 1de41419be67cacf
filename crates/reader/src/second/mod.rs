//! The second reader: calamine, for a workbook that our own reader refuses as damaged.
//!
//! It forgives other faults than our own, such as leftovers after a part's end, but knows nothing of hidden rows,
//! merged cells and formulas without a result, so that every sheet it reads carries a hazard. It is asked cell by cell
//! (its ranges can take all memory), only after [`sound`] has seen what is known to end the process, and no panic of
//! it gets out. In WebAssembly a panic ends the worker, which the page tells.

mod cells;
mod sound;
#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader as _, SheetType, SheetVisible};
use lanegate_sheet::{DateSystem, Hazard, HazardKind, Sheet};
use lanegate_wire::Unreadable;

use crate::extras::extras;
use crate::package::{Bytes, Package};
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::Sink;
use crate::{budget, hazards, refusal};

/// A workbook opened by calamine.
enum Workbook {
    Xlsx(Box<calamine::Xlsx<Cursor<Bytes>>>),
    Xlsb(Box<calamine::Xlsb<Cursor<Bytes>>>),
}

/// A workbook that the second reader can read.
pub(crate) struct Second {
    workbook: Workbook,
    format: &'static str,
    sheets: Vec<SheetInfo>,
    dates: DateSystem,
}

/// What stands ready for the case that our own reader gives up.
pub(crate) enum Spare {
    /// The second reader does not know the format, or failed too.
    None,
    /// The file, not yet looked at.
    Untried(Bytes),
    /// The workbook as the second reader sees it.
    Opened(Box<dyn SecondBook>),
}

/// What a workbook opened by the second reader answers. Behind a trait, so that only programs that read whole are linked with it.
pub(crate) trait SecondBook {
    /// `xlsx` or `xlsb`.
    fn format(&self) -> &'static str;
    /// The sheets that hold cells.
    fn sheets(&self) -> &[SheetInfo];
    /// A sheet's rows before `rows`; with the hazards that other sheets make, unless it is only a look.
    fn read(&mut self, name: &str, rows: u32, progress: &mut dyn FnMut(u32)) -> Option<Sheet>;
}

/// Opens a workbook; `None` if it must not or cannot be.
pub(crate) fn open(bytes: Bytes) -> Option<Box<dyn SecondBook>> {
    Second::open(bytes).map(|second| -> Box<dyn SecondBook> { Box::new(second) })
}

impl std::fmt::Debug for Spare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Untried(_) => "Untried",
            Self::Opened(_) => "Opened",
        })
    }
}

impl Spare {
    /// The rows before `rows` of the sheet of that name, unless the refusal is none that a second reader can help with,
    /// or that one fails too: then the first refusal stands.
    pub(crate) fn read(
        &mut self,
        refused: Unreadable,
        name: &str,
        rows: u32,
        progress: &mut dyn FnMut(u32),
    ) -> Result<Sheet, Unreadable> {
        if refused.code != refusal::DAMAGED.code {
            return Err(refused);
        }
        if let Self::Untried(bytes) = self {
            let second = extras().and_then(|extras| (extras.second)(bytes.clone()));
            *self = second.map_or(Self::None, Self::Opened);
        }
        let Self::Opened(second) = self else { return Err(refused) };
        let Some(mut sheet) = second.read(name, rows, progress) else { return Err(refused) };
        // The message's particular: what stands between the general words and the full stop.
        let why = refused.message.split_once(": ").map_or(refused.message.as_str(), |(_, why)| why);
        let detail = why.trim_end_matches('.').to_owned();
        sheet.hazards.push(Hazard { kind: HazardKind::SecondReader, place: None, count: 1, detail });
        Ok(sheet)
    }
}

impl Second {
    /// Opens a workbook; `None` if it must not or cannot be.
    pub(crate) fn open(bytes: Bytes) -> Option<Self> {
        let mut package = Package::open(bytes.clone()).ok()?;
        if !sound::is_sound(&mut package) {
            return None;
        }
        let binary = package.has("xl/workbook.bin");
        drop(package);
        catch_unwind(AssertUnwindSafe(|| Self::unguarded(bytes, binary))).ok().flatten()
    }

    fn unguarded(bytes: Bytes, binary: bool) -> Option<Self> {
        let (workbook, listed, is_1904) = if binary {
            let book = calamine::Xlsb::new(Cursor::new(bytes)).ok()?;
            let (listed, is_1904) = (book.sheets_metadata().to_vec(), book.has_1904_epoch());
            (Workbook::Xlsb(Box::new(book)), listed, is_1904)
        } else {
            let book = calamine::Xlsx::new(Cursor::new(bytes)).ok()?;
            let (listed, is_1904) = (book.sheets_metadata().to_vec(), book.has_1904_epoch());
            (Workbook::Xlsx(Box::new(book)), listed, is_1904)
        };
        // Sheets are asked for by name.
        let mut names: Vec<_> = listed.iter().map(|sheet| sheet.name.as_str()).collect();
        names.sort_unstable();
        if names.len() > budget::SHEETS || names.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
        let sheets = listed.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| SheetInfo {
            name: sheet.name,
            visibility: match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            },
        });
        let dates = if is_1904 { DateSystem::Y1904 } else { DateSystem::Y1900 };
        Some(Self { workbook, format: if binary { "xlsb" } else { "xlsx" }, sheets: sheets.collect(), dates })
    }
}

impl SecondBook for Second {
    fn format(&self) -> &'static str {
        self.format
    }

    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn read(&mut self, name: &str, rows: u32, progress: &mut dyn FnMut(u32)) -> Option<Sheet> {
        let index = self.sheets.iter().position(|sheet| sheet.name == name)?;
        let mut sink = Sink::new(Sheet::new(name, self.dates), rows);
        let workbook = &mut self.workbook;
        let read = AssertUnwindSafe(|| cells::read(workbook, name, rows, &mut sink, progress));
        catch_unwind(read).ok().flatten()?;
        let mut sheet = sink.finish();
        if rows == u32::MAX {
            let holds_data = |other: usize| {
                let name = self.sheets[other].name.as_str();
                catch_unwind(AssertUnwindSafe(|| cells::hold_data(&mut self.workbook, name))).unwrap_or(false)
            };
            sheet.hazards.extend(hazards::of_other_sheets(&self.sheets, index, holds_data));
        }
        Some(sheet)
    }
}
