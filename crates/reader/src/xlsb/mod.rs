//! Reader of `.xlsb`: the parts of an xlsx workbook as binary records, streamed.
//!
//! Read here first and not through calamine, which panics on short records, on a relationship it does not know and on a
//! string number that is too large, and does not tell hidden rows.

mod cells;
pub(crate) mod records;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use lanegate_sheet::{DateSystem, Sheet, TextId};
use lanegate_wire::Unreadable;

use self::records::{Records, text};
use crate::binary::{u16_at, u32_at};
use crate::format::Format;
use crate::numfmt::{self, Shown};
use crate::package::{Package, resolve};
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::Sink;
use crate::xlsx::{relations, sheet_name, sheet_part};
use crate::{budget, hazards, refusal};

/// An opened workbook.
#[derive(Debug)]
pub(crate) struct Xlsb {
    package: Package,
    sheets: Vec<SheetInfo>,
    /// Each sheet's part.
    parts: Vec<String>,
    strings: String,
    dates: DateSystem,
    wants_calculation: bool,
    styles: Vec<Shown>,
}

impl Xlsb {
    /// Opens the workbook whose main part is named.
    pub(crate) fn open(mut package: Package, workbook: &str) -> Result<Self, Unreadable> {
        let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let relations = relations(&mut package, workbook)?;
        let strings = relations.one_or("sharedStrings", "shared texts", resolve(&folder, "sharedStrings.bin"))?;
        let styles = relations.one_or("styles", "styles", resolve(&folder, "styles.bin"))?;
        let styles = read_styles(&mut package, &styles)?;
        let Some(mut part) = package.part(workbook, budget::SMALL_PART)? else {
            return Err(refusal::DAMAGED.with("its workbook part is missing"));
        };
        let (mut dates, mut sheets, mut parts) = (DateSystem::Y1900, Vec::new(), Vec::new());
        let mut wants_calculation = false;
        let mut records = Records::new(&mut part);
        while let Some(kind) = records.next()? {
            let data = &records.data;
            match kind {
                0x009D => wants_calculation = data.get(24).is_some_and(|flags| flags & 1 != 0),
                0x0099 if data.first().is_some_and(|flags| flags & 1 != 0) => dates = DateSystem::Y1904,
                0x009C => {
                    let Some((id, next)) = text(data, 8) else { continue };
                    let name = text(data, next).map(|(name, _)| name).unwrap_or_default();
                    let Some(target) = relations.sheet(&id) else { continue };
                    budget::sheets(sheets.len())?;
                    let visibility = match u32_at(data, 0) {
                        Some(1) => Visibility::Hidden,
                        Some(2) => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                    parts.push(target);
                    sheets.push(SheetInfo { name: sheet_name(name), visibility });
                }
                _ => {}
            }
        }
        drop(records);
        part.settle()?;
        package.allow(budget::LOOKS);
        Ok(Self { package, sheets, parts, strings, dates, wants_calculation, styles })
    }

    fn walk(&mut self, index: usize, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let mut sink = Sink::new(Sheet::new(self.sheets[index].name.clone(), self.dates), rows);
        sink.results.wanted = self.wants_calculation;
        let shared = intern(&mut self.package, &self.strings, &mut sink)?;
        let mut part = sheet_part(&mut self.package, &self.parts[index])?;
        if rows < u32::MAX {
            part = part.for_a_look();
        }
        let links = cells::read(&mut part, &self.styles, &shared, rows, &mut sink, progress)?;
        if rows == u32::MAX {
            part.settle()?;
        } else {
            drop(part);
        }
        // What cannot be read of them costs only an offer.
        if !links.is_empty()
            && let Ok(relations) = relations(&mut self.package, &self.parts[index])
        {
            links.follow(&relations, &mut sink.sheet);
        }
        Ok(sink.finish())
    }
}

impl Format for Xlsb {
    fn name(&self) -> &'static str {
        "xlsb"
    }

    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    fn preview(&mut self, index: usize, rows: u32) -> Result<Sheet, Unreadable> {
        self.walk(index, rows, &mut |_| {})
    }

    fn read(&mut self, index: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.package.allow(u64::MAX);
        let mut sheet = self.walk(index, u32::MAX, progress)?;
        self.package.allow(budget::OTHERS);
        let others = hazards::of_other_sheets(&self.sheets, index, |other| {
            match sheet_part(&mut self.package, &self.parts[other]) {
                Ok(part) => cells::hold_data(part),
                Err(refused) => refused.code == refusal::TOO_LARGE.code,
            }
        });
        sheet.hazards.extend(others);
        self.package.allow(budget::LOOKS);
        Ok(sheet)
    }
}

/// Interns every shared text.
fn intern(package: &mut Package, name: &str, sink: &mut Sink) -> Result<Vec<TextId>, Unreadable> {
    let mut ids = Vec::new();
    let Some(mut part) = package.part(name, budget::STRINGS_PART)? else { return Ok(ids) };
    let mut records = Records::new(&mut part);
    while let Some(kind) = records.next()? {
        if kind == 0x0013 {
            budget::strings(ids.len())?;
            // The first byte says whether formatting follows the text.
            let (text, _) = text(&records.data, 1).unwrap_or_default();
            ids.push(sink.intern(&text)?);
        }
    }
    drop(records);
    part.settle()?;
    Ok(ids)
}

/// For each cell style, what its number format makes of a number.
fn read_styles(package: &mut Package, name: &str) -> Result<Vec<Shown>, Unreadable> {
    let mut styles = Vec::new();
    let Some(mut part) = package.part(name, budget::SMALL_PART)? else { return Ok(styles) };
    let mut custom: HashMap<u16, Shown> = HashMap::new();
    let mut in_cell_formats = false;
    let mut records = Records::new(&mut part);
    while let Some(kind) = records.next()? {
        match kind {
            0x002C => {
                if let (Some(id), Some((code, _))) = (u16_at(&records.data, 0), text(&records.data, 2)) {
                    custom.insert(id, numfmt::code(&code));
                }
            }
            0x0269 => in_cell_formats = true,
            0x026A => break,
            0x002F if in_cell_formats => {
                let id = u16_at(&records.data, 2).unwrap_or(0);
                styles.push(custom.get(&id).copied().unwrap_or_else(|| numfmt::builtin(u32::from(id))));
            }
            _ => {}
        }
    }
    drop(records);
    part.settle()?;
    Ok(styles)
}
